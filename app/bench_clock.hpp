// The clocks of the measurements, in milliseconds as they are reported.
#pragma once

#include <sys/resource.h>

#include <chrono>

namespace vigie::app {

using SteadyClock = std::chrono::steady_clock;

[[nodiscard]] inline double ms_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
}

// Of the whole process, user and system.
[[nodiscard]] inline double cpu_ms() {
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    const auto ms = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3; };
    return ms(use.ru_utime) + ms(use.ru_stime);
}

} // namespace vigie::app
