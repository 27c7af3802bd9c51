#include "gis/council/council_period.hpp"

#include <algorithm>

#include "gis/model/zone.hpp"

namespace vigie::gis {

namespace {

using std::chrono::year_month_day;

year_month_day day_of(Time t, const std::string& zone) { return year_month_day{local_day(t, zone)}; }

Time begin_of(int year, int month, const std::string& zone) {  // month may be 13
    const auto first = std::chrono::year{year + (month - 1) / 12} / std::chrono::month{unsigned((month - 1) % 12 + 1)} / std::chrono::day{1};
    return utc_from_local(LocalTime{std::chrono::local_days{first}}, zone);
}

// The same day and hour a year before; 29 February gives the end of the 28th.
Time year_before(Time t, const std::string& zone) {
    const LocalTime local = local_from_utc(t, zone);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const year_month_day ymd{day}, earlier = ymd - std::chrono::years{1};
    if (!earlier.ok()) return begin_of(int(earlier.year()), 3, zone);
    return utc_from_local(LocalTime{std::chrono::local_days{earlier}} + (local - day), zone);
}

} // namespace

int year_of(Time t, const std::string& zone) { return int(day_of(t, zone).year()); }
int month_of(Time t, const std::string& zone) { return int(unsigned(day_of(t, zone).month())); }

CouncilPeriod council_period(int year, int month, Time now, const std::string& zone) {
    CouncilPeriod out;
    out.year = year > 0 ? year : year_of(now, zone);
    out.month = std::clamp(month, 0, 12);
    const int first = out.month ? out.month : 1, next = out.month ? out.month + 1 : 13;
    out.from = begin_of(out.year, first, zone);
    out.before_from = begin_of(out.year - 1, first, zone);
    const Time end = begin_of(out.year, next, zone);
    if (out.from >= now) {
        out.to = out.from;
        out.before_to = out.before_from;
    } else if (end > now) {
        out.to = now;
        out.before_to = year_before(now, zone);
    } else {
        out.to = end;
        out.before_to = begin_of(out.year - 1, next, zone);
    }
    return out;
}

} // namespace vigie::gis
