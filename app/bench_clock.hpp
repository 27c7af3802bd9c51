// The clock of the measurements, in milliseconds as they are reported.
#pragma once

#include <chrono>

namespace vigie::app {

using SteadyClock = std::chrono::steady_clock;

[[nodiscard]] inline double ms_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
}

} // namespace vigie::app
