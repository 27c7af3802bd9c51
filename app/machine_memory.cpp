#include "app/machine_memory.hpp"

#include <malloc.h>
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

void give_back_free_memory() {
#ifdef __GLIBC__
    // glibc lets both limits grow with what was freed, the lower one of large blocks to 32 MiB. There it begins here, so that
    // vectors that grow do not go to the system each time; only what lies free at the end of a heap goes back sooner.
    constexpr int large_block = 32 << 20, most_free = 2 << 20;
    mallopt(M_MMAP_THRESHOLD, large_block);
    mallopt(M_TRIM_THRESHOLD, most_free);
#endif
}

} // namespace vigie::app
