// Points of a tile's own grid and what is computed on them exactly: all products of 16-bit differences fit in 64 bits.
#pragma once

#include <cstdint>
#include <vector>

namespace vigie::gis {

struct QPoint {
    std::int32_t x = 0, y = 0;
    auto operator<=>(const QPoint&) const = default;
};

// Twice the signed area of a, b, c; positive when they turn left.
[[nodiscard]] inline std::int64_t cross(QPoint a, QPoint b, QPoint c) {
    return std::int64_t{b.x - a.x} * (c.y - a.y) - std::int64_t{b.y - a.y} * (c.x - a.x);
}

// Twice the signed area of a ring without repeated last point.
template <class Points>
[[nodiscard]] std::int64_t ring_area2(const Points& ring) {
    std::int64_t sum = 0;
    for (std::size_t i = 0, n = ring.size(); i < n; ++i) {
        const QPoint a = ring[i], b = ring[i + 1 < n ? i + 1 : 0];
        sum += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
    }
    return sum;
}

} // namespace vigie::gis
