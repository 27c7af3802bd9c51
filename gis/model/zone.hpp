// Between instants and the commune's wall clock (IANA zone names), both clock changes right. Any thread; an unknown zone
// is UTC (`zone_exists` tells beforehand).
#pragma once

#include <chrono>
#include <string>

#include "gis/model/time.hpp"

namespace vigie::gis {

using LocalTime = std::chrono::local_time<Millis>;

[[nodiscard]] bool zone_exists(const std::string& zone);
[[nodiscard]] LocalTime local_from_utc(Time t, const std::string& zone);
// A wall-clock time that happens twice is the earlier instant; one that never happens is the instant of the jump.
[[nodiscard]] Time utc_from_local(LocalTime local, const std::string& zone);
[[nodiscard]] std::chrono::local_days local_day(Time t, const std::string& zone);

} // namespace vigie::gis
