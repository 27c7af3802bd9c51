#include "gis/planning/road_network.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

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

Cost part(const RoadEdge& edge, double share) {
    return static_cast<Cost>(std::llround(static_cast<double>(edge.cost) * share));
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

std::vector<Cost> RoadNetwork::tree(const Snapped& from, std::vector<std::uint32_t>* came) const {
    std::vector<Cost> dist(nodes.size(), no_path);
    if (came) came->assign(nodes.size(), no_path);
    using Entry = std::pair<Cost, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    const auto reach = [&](std::uint32_t node, Cost cost, std::uint32_t edge) {
        if (cost >= dist[node]) return;
        dist[node] = cost;
        if (came) (*came)[node] = edge;
        open.emplace(cost, node);
    };
    const auto& start = edges[from.edge];
    if (start.forward) reach(start.to, part(start, 1 - from.along), from.edge);
    if (start.backward) reach(start.from, part(start, from.along), from.edge);
    // Exactly on a node the place belongs to every street that meets there.
    if (from.along == 0) reach(start.from, 0, from.edge);
    if (from.along == 1) reach(start.to, 0, from.edge);
    while (!open.empty()) {
        const auto [cost, node] = open.top();
        open.pop();
        if (cost > dist[node]) continue;
        for (auto a = out_begin[node]; a < out_begin[node + 1]; ++a) reach(arcs[a].to, cost + arcs[a].cost, arcs[a].edge);
    }
    return dist;
}

Cost RoadNetwork::cost_to(const Snapped& from, const std::vector<Cost>& dist, const Snapped& to) const {
    const auto& edge = edges[to.edge];
    Cost best = no_path;
    const auto offer = [&](Cost base, Cost more) {
        if (base != no_path) best = std::min(best, base + more);
    };
    if (edge.forward) offer(dist[edge.from], part(edge, to.along));
    if (edge.backward) offer(dist[edge.to], part(edge, 1 - to.along));
    if (to.along == 0) offer(dist[edge.from], 0);
    if (to.along == 1) offer(dist[edge.to], 0);
    if (from.edge == to.edge) {
        if (edge.forward && to.along >= from.along) offer(0, part(edge, to.along - from.along));
        if (edge.backward && to.along <= from.along) offer(0, part(edge, from.along - to.along));
    }
    return best;
}

} // namespace vigie::gis
