// The grid of map tiles over the plane. Level L has 2^-L plane units per pixel; a tile is 1024 px square at its level and
// its geometry is quantised to 1/16 px, relative to its lower left corner: 16-bit values with room for what hangs over.
#pragma once

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>

#include "gis/model/geometry.hpp"

namespace vigie::gis {

constexpr int tile_px = 1024;
constexpr int quanta_per_px = 16;
constexpr int tile_quanta = tile_px * quanta_per_px;
constexpr int coarsest_level = -16;  // 65 km per px
constexpr int finest_level = 6;      // 1.6 cm per px; nearer views magnify it (quanta of 1 mm)

struct TileKey {
    int level = 0;
    std::int32_t x = 0, y = 0;  // east and north of the plane's origin
    auto operator<=>(const TileKey&) const = default;

    [[nodiscard]] TileKey parent() const { return {level - 1, x >> 1, y >> 1}; }
};

[[nodiscard]] inline double units_per_px(int level) { return std::exp2(-level); }
[[nodiscard]] inline double units_per_quantum(int level) { return std::exp2(-level) / quanta_per_px; }
[[nodiscard]] inline double tile_size(int level) { return std::exp2(-level) * tile_px; }

// The coarsest level that is at least as fine as the view, so that details are minified by less than two.
[[nodiscard]] inline int level_for(double view_units_per_px) {
    return std::clamp(static_cast<int>(std::ceil(-std::log2(view_units_per_px) - 1e-9)), coarsest_level, finest_level);
}

[[nodiscard]] inline PlanePoint tile_origin(const TileKey& key) {
    return {key.x * tile_size(key.level), key.y * tile_size(key.level)};
}

[[nodiscard]] inline PlaneBox tile_box(const TileKey& key) {
    const double size = tile_size(key.level);
    return {key.x * size, key.y * size, (key.x + 1) * size, (key.y + 1) * size};
}

// Tiles that a box touches, as a range of x and y.
struct TileRange {
    int level = 0;
    std::int32_t min_x = 0, min_y = 0, max_x = -1, max_y = -1;
};
[[nodiscard]] inline TileRange tiles_in(const PlaneBox& box, int level) {
    if (box.empty()) return {level};
    const double size = tile_size(level);
    const auto cell = [&](double v) { return static_cast<std::int32_t>(std::floor(v / size)); };
    return {level, cell(box.min_x), cell(box.min_y), cell(box.max_x), cell(box.max_y)};
}

} // namespace vigie::gis
