// Numbers for the jobs of a WorkQueue that make tiles.
#pragma once

#include <cstdint>

#include "gis/layers/tile_grid.hpp"

namespace vigie::render {

// A number of its own for each job: bits of all parts spread over 64 (splitmix64's finisher).
[[nodiscard]] inline std::uint64_t tile_job_id(std::uint64_t serial, const gis::TileKey& key) {
    std::uint64_t h = serial;
    for (const std::uint64_t part : {static_cast<std::uint64_t>(key.level + 64), static_cast<std::uint64_t>(key.x) & 0xffff'ffff,
                                     static_cast<std::uint64_t>(key.y) & 0xffff'ffff}) {
        h += 0x9e37'79b9'7f4a'7c15ULL + part;
        h = (h ^ h >> 30) * 0xbf58'476d'1ce4'e5b9ULL;
        h = (h ^ h >> 27) * 0x94d0'49bb'1331'11ebULL;
        h ^= h >> 31;
    }
    return h;
}

} // namespace vigie::render
