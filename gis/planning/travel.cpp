#include "gis/planning/travel.hpp"

#include <algorithm>
#include <cmath>

#include "gis/planning/road_network.hpp"

namespace vigie::gis {
namespace {

constexpr double snap_max_m = 2000;
constexpr double off_road_kmh = 20, straight_kmh = 30, detour = 1.3;
constexpr std::size_t cache_bytes = 64u << 20;  // of shortest-time trees

double plane_metres(PlanePoint a, PlanePoint b, double metres_per_unit) {
    return std::hypot(a.x - b.x, a.y - b.y) * metres_per_unit;
}

Seconds at_speed(double metres, double kmh) { return Seconds{std::llround(metres / (kmh / 3.6))}; }

} // namespace

struct RoadGraph::Impl {
    RoadNetwork network;

    struct Tree {
        Snapped from;
        std::vector<Cost> dist;
    };
    using TreePtr = std::shared_ptr<const Tree>;
    struct Key {
        std::int64_t x, y;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& k) const {
            return static_cast<std::size_t>(static_cast<std::uint64_t>(k.x) * 0x9E3779B97F4A7C15ull ^ static_cast<std::uint64_t>(k.y));
        }
    };
    mutable std::mutex lock;
    mutable std::unordered_map<Key, std::pair<TreePtr, std::list<Key>::iterator>, KeyHash> trees;
    mutable std::list<Key> used;  // newest first

    // Shortest times from a place, kept for the next question from there; nothing when it is off the network.
    [[nodiscard]] TreePtr tree_from(PlanePoint p) const {
        const Key key{std::llround(p.x * 16), std::llround(p.y * 16)};
        {
            const std::lock_guard guard(lock);
            if (auto it = trees.find(key); it != trees.end()) {
                used.splice(used.begin(), used, it->second.second);
                return it->second.first;
            }
        }
        const auto snapped = network.snap(p, snap_max_m);
        TreePtr made = snapped ? std::make_shared<const Tree>(Tree{*snapped, network.tree(*snapped)}) : nullptr;
        const std::lock_guard guard(lock);
        if (trees.contains(key)) return made;
        used.push_front(key);
        trees.emplace(key, std::pair(made, used.begin()));
        const std::size_t most = std::max<std::size_t>(64, cache_bytes / (network.nodes.size() * sizeof(Cost) + 128));
        while (trees.size() > most) {
            trees.erase(used.back());
            used.pop_back();
        }
        return made;
    }

    [[nodiscard]] Seconds straight(PlanePoint a, PlanePoint b) const {
        return at_speed(detour * plane_metres(a, b, network.metres_per_unit), straight_kmh);
    }

    [[nodiscard]] Seconds seconds(PlanePoint from, const TreePtr& tree, PlanePoint to, const std::optional<Snapped>& end) const {
        if (from == to) return Seconds{0};
        if (!tree || !end) return straight(from, to);
        const Cost cost = network.cost_to(tree->from, tree->dist, *end);
        if (cost == no_path) return straight(from, to);
        const double off = (tree->from.away_m + end->away_m) / (off_road_kmh / 3.6);
        return Seconds{std::llround(static_cast<double>(cost) / 1000 + off)};
    }
};

RoadGraph RoadGraph::build(const std::vector<LayerPtr>& streets, double metres_per_unit) {
    auto impl = std::make_shared<Impl>();
    impl->network = build_network(streets, metres_per_unit);
    RoadGraph out;
    out.impl_ = std::move(impl);
    return out;
}

std::vector<PlanePoint> RoadGraph::nearest_stretch(PlanePoint p, double max_m) const {
    const auto snapped = empty() ? std::nullopt : impl_->network.snap(p, max_m);
    if (!snapped) return {};
    const auto& edge = impl_->network.edges[snapped->edge];
    const auto shape = std::span(impl_->network.points).subspan(edge.first, edge.count);
    return {shape.begin(), shape.end()};
}

RoadGraph RoadGraph::without(const std::function<bool(std::span<const PlanePoint>)>& closed) const {
    if (empty()) return *this;
    auto impl = std::make_shared<Impl>();
    auto& n = impl->network;
    const auto& all = impl_->network;
    n.nodes = all.nodes;
    n.points = all.points;
    n.metres_per_unit = all.metres_per_unit;
    for (std::size_t e = 0; e < all.edges.size(); ++e) {
        const auto& edge = all.edges[e];
        if (closed(std::span(all.points).subspan(edge.first, edge.count))) continue;
        n.edges.push_back(edge);
        n.edge_length_m.push_back(all.edge_length_m[e]);
    }
    finish_network(n);
    RoadGraph out;
    out.impl_ = std::move(impl);
    return out;
}

bool RoadGraph::empty() const { return !impl_ || impl_->network.edges.empty(); }
std::size_t RoadGraph::node_count() const { return impl_ ? impl_->network.nodes.size() : 0; }
std::size_t RoadGraph::component_count() const { return impl_ ? impl_->network.components : 0; }

namespace {

// The vertices of an edge between two shares of its length, in the direction of travel.
void append_part(const RoadNetwork& n, std::uint32_t id, double from, double to, std::vector<PlanePoint>& out) {
    const auto& edge = n.edges[id];
    const double length = n.edge_length_m[id] / n.metres_per_unit;
    const double low = std::min(from, to) * length, high = std::max(from, to) * length;
    std::vector<PlanePoint> inside;
    double at = 0;
    for (auto p = edge.first; p < edge.first + edge.count; ++p) {
        if (p > edge.first) at += std::hypot(n.points[p].x - n.points[p - 1].x, n.points[p].y - n.points[p - 1].y);
        if (at >= low && at <= high) inside.push_back(n.points[p]);
    }
    if (from > to) std::ranges::reverse(inside);
    for (const auto& p : inside)
        if (out.empty() || !(out.back() == p)) out.push_back(p);
}

// The edges walked from the start of a tree to a node, first to last, as (edge, towards its `to` end?). The edge of the
// start is only ever entered at the start itself: going all along it costs more.
std::vector<std::pair<std::uint32_t, bool>> walk(const RoadNetwork& n, const Snapped& start,
                                                 const std::vector<std::uint32_t>& came, std::uint32_t node) {
    std::vector<std::pair<std::uint32_t, bool>> out;
    while (came[node] != no_path && out.size() <= n.nodes.size()) {
        const auto edge = came[node];
        const auto& e = n.edges[edge];
        const bool loop = e.from == e.to;
        const bool forward = loop ? e.forward && (!e.backward || start.along >= 0.5) : e.to == node;
        out.emplace_back(edge, forward);
        if (edge == start.edge) break;
        node = forward ? e.from : e.to;
    }
    std::ranges::reverse(out);
    return out;
}

} // namespace

std::optional<Route> RoadGraph::route(PlanePoint from, PlanePoint to) const {
    if (empty()) return std::nullopt;
    const auto& n = impl_->network;
    const auto a = n.snap(from, snap_max_m), b = n.snap(to, snap_max_m);
    if (!a || !b) return std::nullopt;
    std::vector<std::uint32_t> came;
    const auto dist = n.tree(*a, &came);
    const Cost cost = n.cost_to(*a, dist, *b);
    if (cost == no_path) return std::nullopt;
    Route out;
    out.line.push_back(from);
    if (!(a->at == from)) out.line.push_back(a->at);
    const auto& last = n.edges[b->edge];
    const auto share = [&](double s) { return static_cast<Cost>(std::llround(static_cast<double>(last.cost) * s)); };
    const bool direct = a->edge == b->edge &&
                        ((last.forward && b->along >= a->along && cost == share(b->along - a->along)) ||
                         (last.backward && b->along <= a->along && cost == share(a->along - b->along)));
    if (direct) {
        append_part(n, a->edge, a->along, b->along, out.line);
    } else {
        const bool via_from = dist[last.from] != no_path &&
                              ((last.forward && dist[last.from] + share(b->along) == cost) || (b->along == 0 && dist[last.from] == cost));
        const auto steps = walk(n, *a, came, via_from ? last.from : last.to);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const auto [edge, forward] = steps[i];
            const double begin = i == 0 && edge == a->edge ? a->along : (forward ? 0.0 : 1.0);
            append_part(n, edge, begin, forward ? 1.0 : 0.0, out.line);
        }
        append_part(n, b->edge, via_from ? 0.0 : 1.0, b->along, out.line);
    }
    if (!(out.line.back() == b->at)) out.line.push_back(b->at);
    if (!(out.line.back() == to)) out.line.push_back(to);
    for (std::size_t i = 1; i < out.line.size(); ++i) out.length_m += plane_metres(out.line[i - 1], out.line[i], n.metres_per_unit);
    out.time = Seconds{std::llround(static_cast<double>(cost) / 1000 + (a->away_m + b->away_m) / (off_road_kmh / 3.6))};
    return out;
}

Seconds RoadGraph::seconds(PlanePoint from, PlanePoint to) const {
    if (!impl_) return at_speed(detour * plane_metres(from, to, 1), straight_kmh);
    if (empty()) return impl_->straight(from, to);
    // The end is snapped through its own tree, which a tour will ask for next anyway.
    const auto tree = impl_->tree_from(from), end = impl_->tree_from(to);
    return impl_->seconds(from, tree, to, end ? std::optional(end->from) : std::nullopt);
}

std::vector<std::int32_t> RoadGraph::matrix(std::span<const PlanePoint> places) const {
    std::vector<std::int32_t> out(places.size() * places.size(), 0);
    std::vector<std::optional<Snapped>> ends(places.size());
    if (!empty())
        for (std::size_t i = 0; i < places.size(); ++i) ends[i] = impl_->network.snap(places[i], snap_max_m);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto tree = empty() ? nullptr : impl_->tree_from(places[i]);
        for (std::size_t j = 0; j < places.size(); ++j)
            out[i * places.size() + j] = static_cast<std::int32_t>(
                impl_ ? impl_->seconds(places[i], tree, places[j], ends[j]).count()
                      : at_speed(detour * plane_metres(places[i], places[j], 1), straight_kmh).count());
    }
    return out;
}

Seconds straight_travel(LonLat from, LonLat to) { return at_speed(detour * distance_m(from, to), straight_kmh); }

TravelTime road_travel(RoadGraph roads, MapPlane plane) {
    return [roads = std::move(roads), plane = std::move(plane)](LonLat from, LonLat to) {
        if (roads.empty()) return straight_travel(from, to);
        const auto a = plane.plane_from_lonlat(from), b = plane.plane_from_lonlat(to);
        return a && b ? roads.seconds(*a, *b) : straight_travel(from, to);
    };
}

} // namespace vigie::gis
