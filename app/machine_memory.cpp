#include "app/machine_memory.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "panels/frame.hpp"

namespace vigie::app {

int default_map_memory_mb() {
    using panels::Settings;
    const std::int64_t bytes = std::int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE);
    const auto quarter = static_cast<int>((bytes >> 22) / Settings::memory_step_mb) * Settings::memory_step_mb;
    return std::clamp(quarter, Settings::least_memory_mb, Settings::most_memory_mb);
}

} // namespace vigie::app
