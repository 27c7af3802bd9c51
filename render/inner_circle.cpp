// Pole of inaccessibility: the best cell of a grid is split while it could still hold a better point.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <queue>

#include "render/label_source.hpp"

namespace vigie::render {

namespace {

double square_to_segment(gis::PlanePoint p, gis::PlanePoint a, gis::PlanePoint b) {
    const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    const double t = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0;
    const double x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
    return x * x + y * y;
}

// Positive inside.
double depth(gis::PlanePoint p, const std::vector<Path>& rings) {
    bool inside = false;
    double nearest = std::numeric_limits<double>::max();
    for (const Path& ring : rings)
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const gis::PlanePoint a = ring[j], b = ring[i];
            if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) inside = !inside;
            nearest = std::min(nearest, square_to_segment(p, a, b));
        }
    return (inside ? 1 : -1) * std::sqrt(nearest);
}

struct Cell {
    gis::PlanePoint centre;
    double half = 0, depth = 0, best = 0;  // best: what any point of the cell could reach
    bool operator<(const Cell& o) const { return best < o.best; }
};

} // namespace

InnerCircle inner_circle(const std::vector<Path>& rings) {
    constexpr int most_cells = 600;  // far more than towns need; a bound for hostile shapes
    gis::PlaneBox box;
    for (const Path& ring : rings)
        for (const gis::PlanePoint p : ring) box.include(p.x, p.y);
    const double size = std::min(box.width(), box.height());
    if (box.empty() || !(size > 0)) return {};
    const double precision = std::max(box.width(), box.height()) / 50;
    std::priority_queue<Cell> queue;
    Cell best{};
    best.depth = -1;
    const auto consider = [&](gis::PlanePoint centre, double half) {
        Cell cell{centre, half, depth(centre, rings), 0};
        cell.best = cell.depth + half * std::numbers::sqrt2;
        // Where a shape is as wide in many places the middle is kept.
        if (cell.depth > best.depth + (best.depth > 0 ? precision / 4 : 0)) best = cell;
        if (cell.best > best.depth + precision) queue.push(cell);
    };
    consider(box.centre(), 0);
    const double half = size / 2;
    for (double x = box.min_x; x < box.max_x; x += size)
        for (double y = box.min_y; y < box.max_y; y += size) consider({x + half, y + half}, half);
    for (int cells = 0; !queue.empty() && cells < most_cells; ++cells) {
        const Cell cell = queue.top();
        queue.pop();
        if (cell.best <= best.depth + precision) break;
        const double h = cell.half / 2;
        for (const double dx : {-h, h})
            for (const double dy : {-h, h}) consider({cell.centre.x + dx, cell.centre.y + dy}, h);
    }
    return {best.centre, best.depth};
}

} // namespace vigie::render
