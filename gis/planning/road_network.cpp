#include "gis/planning/road_network.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::gis {
namespace {

constexpr double prefer_main_m = 150;  // a stray piece of street this much nearer does not swallow a place

struct Nearest {
    double d2 = 1e300;
    std::uint32_t edge = 0, point = 0;
    double t = 0;
    PlanePoint at;
};

void look(const RoadNetwork& n, const RoadNetwork::Segment& s, PlanePoint p, Nearest& best) {
    const auto a = n.points[s.point], b = n.points[s.point + 1];
    const double dx = b.x - a.x, dy = b.y - a.y, l2 = dx * dx + dy * dy;
    const double t = l2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / l2, 0.0, 1.0) : 0;
    const PlanePoint q{a.x + t * dx, a.y + t * dy};
    const double d2 = (q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y);
    if (d2 < best.d2 || (d2 == best.d2 && s.edge < best.edge)) best = {d2, s.edge, s.point, t, q};
}

Snapped snapped_from(const RoadNetwork& n, const Nearest& near) {
    const auto& edge = n.edges[near.edge];
    double before = 0;
    for (auto p = edge.first; p < near.point; ++p)
        before += std::hypot(n.points[p + 1].x - n.points[p].x, n.points[p + 1].y - n.points[p].y);
    before += std::hypot(near.at.x - n.points[near.point].x, near.at.y - n.points[near.point].y);
    const double length = n.edge_length_m[near.edge] / n.metres_per_unit;
    return {near.edge, length > 0 ? std::clamp(before / length, 0.0, 1.0) : 0, std::sqrt(near.d2) * n.metres_per_unit, near.at};
}

} // namespace

std::optional<Snapped> RoadNetwork::snap(PlanePoint p, double max_m) const {
    if (edges.empty()) return std::nullopt;
    Nearest any, main;
    const double limit = max_m / metres_per_unit;
    const double cx = (p.x - box.min_x) / cell, cy = (p.y - box.min_y) / cell;
    const auto max_ring = static_cast<int>(std::min<double>(std::ceil(limit / cell) + 1, columns + rows + 2.0 + std::hypot(cx, cy)));
    const auto x0 = static_cast<long>(std::floor(cx)), y0 = static_cast<long>(std::floor(cy));
    for (int ring = 0; ring <= max_ring; ++ring) {
        // Everything in farther rings is at least this far away.
        const double reach = (ring - 1) * cell;
        const double done_at = std::min(limit, std::sqrt(any.d2) + prefer_main_m / metres_per_unit);
        if (ring > 0 && (reach * reach > main.d2 || reach > done_at)) break;
        for (long y = y0 - ring; y <= y0 + ring; ++y) {
            if (y < 0 || y >= static_cast<long>(rows)) continue;
            const bool rim = y == y0 - ring || y == y0 + ring;
            for (long x = x0 - ring; x <= x0 + ring; x += rim ? 1 : std::max(1, 2 * ring)) {
                if (x < 0 || x >= static_cast<long>(columns)) continue;
                const auto c = static_cast<std::size_t>(y) * columns + static_cast<std::size_t>(x);
                for (auto s = cell_begin[c]; s < cell_begin[c + 1]; ++s) {
                    look(*this, segments[s], p, any);
                    if (component[edges[segments[s].edge].from] == largest) look(*this, segments[s], p, main);
                }
            }
        }
    }
    const double near_any = std::sqrt(any.d2), near_main = std::sqrt(main.d2);
    const auto& best = near_main <= near_any + prefer_main_m / metres_per_unit ? main : any;
    if (std::sqrt(best.d2) > limit) return std::nullopt;
    return snapped_from(*this, best);
}

Cost RoadNetwork::along_edge(const Snapped& from, const Snapped& to) const {
    if (from.edge != to.edge) return no_path;
    const auto& edge = edges[to.edge];
    if (edge.forward && to.along >= from.along) return edge.part(to.along - from.along);
    if (edge.backward && to.along <= from.along) return edge.part(from.along - to.along);
    return no_path;
}

} // namespace vigie::gis
