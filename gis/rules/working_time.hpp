// The working-hours clock of service levels: Monday to Friday 8–12 and 13:30–17 on the commune's wall clock, public
// holidays out. Pure functions, any thread.
#pragma once

#include <string>

#include "gis/model/time.hpp"

namespace vigie::gis {

// Worked time between two instants; negative when `to` is earlier.
[[nodiscard]] Seconds worked_between(Time from, Time to, const std::string& zone);
// The instant at which `work` of worked time has passed since `from`.
[[nodiscard]] Time after_worked(Time from, Seconds work, const std::string& zone);
inline constexpr Seconds worked_day{7 * 3600 + 1800};  // what "5 working days" are counted in

} // namespace vigie::gis
