// Time in Vigie: instants are UTC milliseconds; what people see is the commune's zone (tz.hpp of gis/planning).
// Nothing below `app` reads the computer's clock: a Clock is passed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace vigie::gis {

using Millis = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
using Minutes = std::chrono::minutes;
using Time = std::chrono::sys_time<Millis>;  // UTC
using MaybeTime = std::optional<Time>;

[[nodiscard]] inline std::int64_t ms_since_epoch(Time t) { return t.time_since_epoch().count(); }
[[nodiscard]] inline Time time_from_ms(std::int64_t ms) { return Time{Millis{ms}}; }

// Virtual at a real seam: the computer's clock, the simulator's, a test's.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Time now() const = 0;  // any thread
};

} // namespace vigie::gis
