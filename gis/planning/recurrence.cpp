#include "gis/planning/recurrence.hpp"

#include <algorithm>
#include <memory>

#include <libical/ical.h>

namespace vigie::gis {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::year_month_day;

constexpr int looked_ahead_years = 120;
constexpr days most_days_moved{130};  // longer than from one school holiday to the next
constexpr std::size_t most_steps = 50'000;  // more than a day of each date of that span

// Noon, UTC: of plain dates libical 3.0 counts some a day short.
icaltimetype ical_day(local_days day) {
    const year_month_day ymd{day};
    icaltimetype out = icaltime_null_time();
    out.hour = 12;
    out.zone = icaltimezone_get_utc_timezone();
    out.year = static_cast<int>(ymd.year());
    out.month = static_cast<int>(static_cast<unsigned>(ymd.month()));
    out.day = static_cast<int>(static_cast<unsigned>(ymd.day()));
    return out;
}

local_days day_of(const icaltimetype& t) {
    return local_days{std::chrono::year{t.year} / std::chrono::month{static_cast<unsigned>(t.month)} / std::chrono::day{static_cast<unsigned>(t.day)}};
}

Error bad_rule(const std::string& rule) {
    return Error{ErrorClass::input, {"planning.recurrence.bad_rule", {{"rule", rule}}}, {"planning.recurrence.see_rule", {}}, {}};
}

Result<icalrecurrencetype> read_rule(const std::string& rule) {
    icalerror_set_errors_are_fatal(false);
    icalerror_clear_errno();
    const auto read = icalrecurrencetype_from_string(rule.c_str());
    const bool fine = read.freq == ICAL_SECONDLY_RECURRENCE || read.freq == ICAL_MINUTELY_RECURRENCE || read.freq == ICAL_HOURLY_RECURRENCE;
    if (read.freq == ICAL_NO_RECURRENCE || icalerrno != ICAL_NO_ERROR || fine) return bad_rule(rule);
    return read;
}

// Days of the rule in order, until `take` has enough.
template <class Take>
Outcome each_day(const std::string& rule, local_days first, local_days last, Take take) {
    auto read = read_rule(rule);
    if (!read) return read.error();
    const std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)> it(icalrecur_iterator_new(*read, ical_day(first)), icalrecur_iterator_free);
    if (!it) return bad_rule(rule);
    auto t = icalrecur_iterator_next(it.get());
    for (std::size_t n = 0; n < most_steps && !icaltime_is_null_time(t); ++n, t = icalrecur_iterator_next(it.get())) {
        const local_days day = day_of(t);
        if (day > last || !take(day)) break;
    }
    return Done{};
}

bool works(local_days day, HolidayRegion region) { return weekday_index(day) < 5 && !public_holiday(day, region); }

std::optional<local_days> around_holiday(const Recurrence& r, local_days day) {
    switch (r.on_holiday) {
    case OnHoliday::keep: return day;
    case OnHoliday::skip: return public_holiday(day, r.region) ? std::nullopt : std::optional(day);
    case OnHoliday::next_working_day:
        while (!works(day, r.region)) day += days{1};
        return day;
    case OnHoliday::previous_working_day:
        while (!works(day, r.region)) day -= days{1};
        return day;
    }
    return day;
}

} // namespace

bool Season::holds(local_days day) const {
    const year_month_day ymd{day};
    const std::chrono::month_day at{ymd.month(), ymd.day()};
    return from <= to ? from <= at && at <= to : at >= from || at <= to;
}

std::optional<Season> read_season(const std::string& text) {
    if (text.size() != 11 || text[5] != '/') return std::nullopt;
    const auto from = read_month_day(std::string_view(text).substr(0, 5)), to = read_month_day(std::string_view(text).substr(6));
    if (!from || !to) return std::nullopt;
    return Season{*from, *to};
}

Result<std::vector<local_days>> occurrences(const Recurrence& r, local_days from, local_days to) {
    std::vector<local_days> out;
    // A date may be moved into the span from just outside of it.
    const days margin{r.on_holiday == OnHoliday::keep || r.on_holiday == OnHoliday::skip ? 0 : 10};
    const auto walked = each_day(r.rule, r.first, to + margin, [&](local_days day) {
        if (std::ranges::find(r.except, day) != r.except.end() || (r.season && !r.season->holds(day)) || !r.school.allows(day)) return true;
        const auto moved = around_holiday(r, day);
        if (moved && *moved >= from && *moved <= to) out.push_back(*moved);
        return out.size() < most_occurrences;
    });
    if (!walked) return walked.error();
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Result<std::optional<local_days>> due_again(const std::string& rule, local_days done, const std::optional<Season>& season, const SchoolRule& school) {
    std::optional<local_days> out;
    const local_days last = done + days{366 * looked_ahead_years};
    // Not every month has a 29th: counted from the 28th a duty is due a little early, not years later.
    const auto day = static_cast<unsigned>(year_month_day{done}.day());
    const auto walked = each_day(rule, day > 28 ? done - days{day - 28} : done, last, [&](local_days next) {
        if (next > done) out = next;
        return !out;
    });
    if (!walked) return walked.error();
    while (out && season && !season->holds(*out)) *out += days{1};
    if (!out || school.allows(*out)) return out;
    // Within the season; where it never meets such a day, the season decides alone.
    for (local_days later = *out; later <= *out + most_days_moved && (!season || season->holds(later)); later += days{1})
        if (school.allows(later)) return std::optional(later);
    return out;
}

} // namespace vigie::gis
