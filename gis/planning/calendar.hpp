// Local days and instants of a commune's zone, ISO weeks, French public holidays. A shift is written in wall-clock
// time and worked in instants: on the two nights when the clock changes a local day lasts 23 or 25 hours, and only
// this file knows. Pure functions, any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/text.hpp"
#include "gis/model/time.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis {

// Seconds of wall-clock time since 00:00 of that local day: what a clock on the wall shows.
[[nodiscard]] Seconds wall_time(Time t, const std::string& zone);
// The instant at which the wall clock of `day` shows `wall`. In the hour that does not exist (last Sunday of March)
// it is the moment of the change; in the hour that exists twice (last Sunday of October), the first of the two.
[[nodiscard]] Time instant(std::chrono::local_days day, Seconds wall, const std::string& zone);

struct IsoWeek {
    int year = 0;  // of the week, which is not always the year of its days
    int week = 0;  // 1 … 53
    bool operator==(const IsoWeek&) const = default;
};
[[nodiscard]] IsoWeek iso_week(std::chrono::local_days day);
[[nodiscard]] std::chrono::local_days monday_of(std::chrono::local_days day);
[[nodiscard]] std::chrono::local_days monday_of(IsoWeek week);
// 0 = Monday … 6 = Sunday.
[[nodiscard]] int weekday_index(std::chrono::local_days day);

// ISO 8601: "2026-11-24", and "11-24" for a day of any year. Nothing for what is none, 31 February included; what follows a
// day (a time) is not looked at.
[[nodiscard]] std::optional<std::chrono::month_day> read_month_day(std::string_view text);
[[nodiscard]] std::optional<std::chrono::local_days> read_day(std::string_view text);
[[nodiscard]] std::string day_text(std::chrono::local_days day);
// The Monday of "2026-W48", or of the week that a day is of. Nothing for what is neither, a 53rd week included where there is none.
[[nodiscard]] std::optional<std::chrono::local_days> read_week(std::string_view text);

// Good Friday and 26 December are holidays in Moselle, Bas-Rhin and Haut-Rhin only.
enum class HolidayRegion : std::uint8_t { france, alsace_moselle };

struct Holiday {
    std::chrono::local_days day;
    Text name;  // planning.holiday.*
};
[[nodiscard]] std::chrono::local_days easter(int year);  // Gregorian, Sunday
[[nodiscard]] std::vector<Holiday> public_holidays(int year, HolidayRegion region = HolidayRegion::france);
[[nodiscard]] std::optional<Holiday> public_holiday(std::chrono::local_days day,
                                                    HolidayRegion region = HolidayRegion::france);

} // namespace vigie::gis
