// Fewer vertices for a zoom level, without gaps: an edge shared by two polygons is simplified once, because the ring is
// cut where more than two edges meet and each stretch is treated alike whichever way it is walked (Douglas and Peucker
// with ties broken by coordinates). Works on a tile's quanta. Values only; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "gis/layers/quantum.hpp"

namespace vigie::gis {

// Many rings in one run of points; ring r is first[r] … first[r + 1]. No repeated last point, no equal neighbours.
struct RingSet {
    std::vector<QPoint> points;
    std::vector<std::uint32_t> first{0};

    [[nodiscard]] std::size_t count() const { return first.size() - 1; }
    [[nodiscard]] std::span<const QPoint> ring(std::size_t r) const {
        return std::span(points).subspan(first[r], first[r + 1] - first[r]);
    }
    void clear() {
        points.clear();
        first.assign(1, 0);
    }
};

// Keeps what deviates by more than `tolerance` quanta. Points on the lines x or y = `edge_low`, `edge_high` (the box the
// rings were cut to) stay. A ring may come out with fewer than three points.
[[nodiscard]] RingSet simplified(const RingSet& rings, int tolerance, int edge_low, int edge_high);

// What waits while a line is thinned: kept by the caller, it saves an allocation a line.
using Stretches = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
// Marks in `keep` (same size as line) what stays of an open line; the ends always do.
void simplify_line(std::span<const QPoint> line, int tolerance, std::vector<std::uint8_t>& keep, Stretches& waiting);

} // namespace vigie::gis
