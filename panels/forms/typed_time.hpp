// Dates and hours typed as digits alone: `2411` is 24/11/2026, `1430` is 14:30 (INTERFACE.md §5). Separators are
// accepted, never needed. Day before month in every language of the interface. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace vigie::panels {

// "24" (day of the month nearest to today), "2411", "241126", "24112026", "24/11", "24.11.2026". Without a year, the one
// that brings the date nearest to today. Nothing for anything else, 31/02 included.
[[nodiscard]] std::optional<std::chrono::year_month_day> date_from_typed(std::string_view typed,
                                                                         std::chrono::year_month_day today);
// "9", "14", "930", "1430", "14:30", "14h30", "14 h": minutes since midnight, 0…1439.
[[nodiscard]] std::optional<std::chrono::minutes> clock_from_typed(std::string_view typed);
// "45" minutes, "1h30", "1 h 30", "90min", "2h": 5 minutes to 24 hours.
[[nodiscard]] std::optional<std::chrono::minutes> duration_from_typed(std::string_view typed);

// As shown in fields: "24/11/2026", "14:30".
[[nodiscard]] std::string typed_date(std::chrono::year_month_day date);
[[nodiscard]] std::string typed_clock(std::chrono::minutes since_midnight);

} // namespace vigie::panels
