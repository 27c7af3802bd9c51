#include "gis/planning/calendar.hpp"

#include <utility>

#include <charconv>

#include <fmt/format.h>

namespace vigie::gis {
namespace {

std::chrono::year_month_day ymd(std::chrono::local_days day) { return std::chrono::year_month_day{day}; }

std::chrono::local_days day_of(int year, unsigned month, unsigned day) {
    return std::chrono::local_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

} // namespace

Seconds wall_time(Time t, const std::string& zone) {
    const auto since = local_from_utc(t, zone).time_since_epoch();
    return std::chrono::duration_cast<Seconds>(since - std::chrono::floor<std::chrono::days>(since));
}

Time instant(std::chrono::local_days day, Seconds wall, const std::string& zone) {
    return utc_from_local(LocalTime{day} + wall, zone);
}

int weekday_index(std::chrono::local_days day) {
    return static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1;
}

std::chrono::local_days monday_of(std::chrono::local_days day) { return day - std::chrono::days{weekday_index(day)}; }

IsoWeek iso_week(std::chrono::local_days day) {
    // The week belongs to the year of its Thursday.
    const auto thursday = monday_of(day) + std::chrono::days{3};
    const int year = static_cast<int>(ymd(thursday).year());
    const auto since = thursday - day_of(year, 1, 1);
    return {year, static_cast<int>(since.count()) / 7 + 1};
}

std::chrono::local_days monday_of(IsoWeek week) {
    return monday_of(day_of(week.year, 1, 4)) + std::chrono::days{7 * (week.week - 1)};
}

std::chrono::local_days easter(int year) {
    // Meeus, Jones and Butcher.
    const int a = year % 19, b = year / 100, c = year % 100;
    const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30;
    const int i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int n = h + l - 7 * m + 114;
    return day_of(year, static_cast<unsigned>(n / 31), static_cast<unsigned>(n % 31 + 1));
}

std::vector<Holiday> public_holidays(int year, HolidayRegion region) {
    using std::chrono::days;
    const auto sunday = easter(year);
    std::vector<Holiday> out{
        {day_of(year, 1, 1), {"planning.holiday.new_year", {}}},
        {sunday + days{1}, {"planning.holiday.easter_monday", {}}},
        {day_of(year, 5, 1), {"planning.holiday.labour_day", {}}},
        {day_of(year, 5, 8), {"planning.holiday.victory_day", {}}},
        {sunday + days{39}, {"planning.holiday.ascension", {}}},
        {sunday + days{50}, {"planning.holiday.whit_monday", {}}},
        {day_of(year, 7, 14), {"planning.holiday.bastille_day", {}}},
        {day_of(year, 8, 15), {"planning.holiday.assumption", {}}},
        {day_of(year, 11, 1), {"planning.holiday.all_saints", {}}},
        {day_of(year, 11, 11), {"planning.holiday.armistice", {}}},
        {day_of(year, 12, 25), {"planning.holiday.christmas", {}}},
    };
    if (region == HolidayRegion::alsace_moselle) {
        out.push_back({sunday - days{2}, {"planning.holiday.good_friday", {}}});
        out.push_back({day_of(year, 12, 26), {"planning.holiday.st_stephen", {}}});
    }
    return out;
}

std::optional<Holiday> public_holiday(std::chrono::local_days day, HolidayRegion region) {
    for (auto& holiday : public_holidays(static_cast<int>(ymd(day).year()), region))
        if (holiday.day == day) return holiday;
    return std::nullopt;
}

std::optional<std::chrono::month_day> read_month_day(std::string_view text) {
    if (text.size() != 5 || text[2] != '-') return std::nullopt;
    unsigned month = 0, day = 0;
    const auto m = std::from_chars(text.data(), text.data() + 2, month), d = std::from_chars(text.data() + 3, text.data() + 5, day);
    if (m.ptr != text.data() + 2 || d.ptr != text.data() + 5) return std::nullopt;
    const std::chrono::month_day out{std::chrono::month{month}, std::chrono::day{day}};
    return out.ok() ? std::optional(out) : std::nullopt;
}

std::optional<std::chrono::local_days> read_day(std::string_view text) {
    if (text.size() < 10 || text[4] != '-') return std::nullopt;
    int year = 0;
    if (std::from_chars(text.data(), text.data() + 4, year).ptr != text.data() + 4 || year < 1) return std::nullopt;
    const auto rest = read_month_day(text.substr(5, 5));
    if (!rest) return std::nullopt;
    const std::chrono::year_month_day out{std::chrono::year{year}, rest->month(), rest->day()};
    return out.ok() ? std::optional(std::chrono::local_days{out}) : std::nullopt;
}

std::optional<std::chrono::local_days> read_week(std::string_view text) {
    if (const auto day = text.size() == 10 ? read_day(text) : std::nullopt) return monday_of(*day);
    int year = 0, week = 0;
    if (text.size() != 8 || text.substr(4, 2) != "-W") return {};
    for (const auto& [part, into] : {std::pair{text.substr(0, 4), &year}, {text.substr(6), &week}})
        if (const auto [end, wrong] = std::from_chars(part.data(), part.data() + part.size(), *into); wrong != std::errc() || end != part.data() + part.size()) return {};
    if (year < 1 || week < 1 || week > 53) return {};
    const std::chrono::local_days monday = monday_of(IsoWeek{year, week});
    return iso_week(monday) == IsoWeek{year, week} ? std::optional(monday) : std::nullopt;
}

std::string day_text(std::chrono::local_days day) {
    const auto date = ymd(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

} // namespace vigie::gis
