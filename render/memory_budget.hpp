// One bound over all that the map keeps to show again: tiles of layers and of rasters, and pictures it drew. What was not
// seen for longest is dropped first and made again when it is looked at. GL thread.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace vigie::render {

// Something kept that the present frame does without.
struct Spare {
    std::uint64_t last_seen = 0;  // frame
    std::int64_t bytes = 0;
    std::function<void()> drop;
};

struct MemoryBudget {
    std::int64_t bytes = std::int64_t{1} << 30;
    std::uint64_t frame = 0;      // of the view; what keeps things stamps them with it
};

// How much must go for `used` bytes to fit: a little more than the excess, so that not every frame must tidy up. 0 = nothing.
[[nodiscard]] std::int64_t excess(const MemoryBudget& budget, std::int64_t used);
// Drops the least recently seen until this many bytes went, or all.
void drop_oldest(std::vector<Spare> spares, std::int64_t bytes);

} // namespace vigie::render
