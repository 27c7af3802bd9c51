// Dates that come back, by the rules of iCalendar (RFC 5545 RRULE, EXDATE; libical), within a season of the year and
// around French public holidays. Local days of the commune; pure functions, any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gis/model/result.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/school_calendar.hpp"

namespace vigie::gis {

// Days of the year, both ends included; an end before its begin runs over New Year ("11-15/03-15").
struct Season {
    std::chrono::month_day from, to;
    [[nodiscard]] bool holds(std::chrono::local_days day) const;
};
[[nodiscard]] std::optional<Season> read_season(const std::string& text);

enum class OnHoliday : std::uint8_t { keep, skip, next_working_day, previous_working_day };

struct Recurrence {
    std::string rule;                                // "FREQ=MONTHLY;BYDAY=1MO"; days at the finest
    std::chrono::local_days first{};                 // DTSTART; the rule counts from it
    std::vector<std::chrono::local_days> except;     // EXDATE
    std::optional<Season> season;                    // others are left out
    OnHoliday on_holiday = OnHoliday::keep;          // public holidays; of the last two also Saturdays and Sundays
    HolidayRegion region = HolidayRegion::france;
    SchoolRule school{};                             // others are left out, as those out of season
};

inline constexpr std::size_t most_occurrences = 10'000;
// Days from `from` to `to`, both included, ascending, each once. A rule that is none, or finer than a day, is an Error.
[[nodiscard]] Result<std::vector<std::chrono::local_days>> occurrences(const Recurrence& r, std::chrono::local_days from,
                                                                       std::chrono::local_days to);
// When work of this cycle is due again after it was done on `done`: the first date of the rule counted from there, moved
// on to the first day in season and outside of (or during) school holidays. Nothing when the rule never comes back.
[[nodiscard]] Result<std::optional<std::chrono::local_days>> due_again(const std::string& rule, std::chrono::local_days done,
                                                                       const std::optional<Season>& season, const SchoolRule& school = {});

} // namespace vigie::gis
