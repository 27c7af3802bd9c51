#include "gis/planning/travel.hpp"

#include <algorithm>
#include <cmath>
#include <list>
#include <mutex>
#include <unordered_map>

#include "gis/planning/road_hierarchy.hpp"

namespace vigie::gis {
namespace {

constexpr double snap_max_m = 2000;
constexpr double off_road_kmh = 20, straight_kmh = 30, detour = 1.3;
constexpr std::size_t cache_bytes = 64u << 20;  // of places asked about

double plane_metres(PlanePoint a, PlanePoint b, double metres_per_unit) {
    return std::hypot(a.x - b.x, a.y - b.y) * metres_per_unit;
}

Seconds at_speed(double metres, double kmh) { return Seconds{std::llround(metres / (kmh / 3.6))}; }

} // namespace

struct RoadGraph::Impl {
    RoadNetwork network;
    RoadHierarchy hierarchy;

    // A place brought onto the streets, with what its travel times are read from.
    struct Place {
        Snapped at;
        Climb leaving, arriving;
        [[nodiscard]] std::size_t bytes() const { return sizeof(Place) + (leaving.ranks.size() + arriving.ranks.size()) * 2 * sizeof(Cost); }
    };
    using PlacePtr = std::shared_ptr<const Place>;  // none: off the network
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
    mutable std::unordered_map<Key, std::pair<PlacePtr, std::list<Key>::iterator>, KeyHash> places;
    mutable std::list<Key> used;  // newest first
    mutable std::size_t kept_bytes = 0;

    static std::size_t bytes_of(const PlacePtr& place) { return (place ? place->bytes() : 0) + 128; }

    // Kept for the next question from there or to there.
    [[nodiscard]] PlacePtr place_at(PlanePoint p, std::vector<Cost>& scratch) const {
        const Key key{std::llround(p.x * 16), std::llround(p.y * 16)};
        {
            const std::lock_guard guard(lock);
            if (auto it = places.find(key); it != places.end()) {
                used.splice(used.begin(), used, it->second.second);
                return it->second.first;
            }
        }
        PlacePtr made;
        if (const auto at = network.snap(p, snap_max_m))
            made = std::make_shared<const Place>(Place{*at, hierarchy.leaving(network, *at, scratch), hierarchy.arriving(network, *at, scratch)});
        const std::lock_guard guard(lock);
        if (places.contains(key)) return made;
        used.push_front(key);
        places.emplace(key, std::pair(made, used.begin()));
        kept_bytes += bytes_of(made);
        while (kept_bytes > cache_bytes && used.size() > 1) {
            const auto oldest = places.find(used.back());
            kept_bytes -= bytes_of(oldest->second.first);
            places.erase(oldest);
            used.pop_back();
        }
        return made;
    }

    [[nodiscard]] Seconds straight(PlanePoint a, PlanePoint b) const {
        return at_speed(detour * plane_metres(a, b, network.metres_per_unit), straight_kmh);
    }

    // `through`: the least cost by way of a crossing.
    [[nodiscard]] Seconds seconds(PlanePoint from, PlanePoint to, const PlacePtr& a, const PlacePtr& b, Cost through) const {
        if (from == to) return Seconds{0};
        const Cost cost = a && b ? std::min(through, network.along_edge(a->at, b->at)) : no_path;
        if (cost == no_path) return straight(from, to);
        const double off = (a->at.away_m + b->at.away_m) / (off_road_kmh / 3.6);
        return Seconds{std::llround(static_cast<double>(cost) / 1000 + off)};
    }
};

RoadGraph RoadGraph::build(const std::vector<LayerPtr>& streets, double metres_per_unit) {
    auto impl = std::make_shared<Impl>();
    impl->network = build_network(streets, metres_per_unit);
    impl->hierarchy = RoadHierarchy(hierarchy_shape(impl->network), impl->network);
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
    impl->hierarchy = RoadHierarchy(impl_->hierarchy.shape(), n);
    RoadGraph out;
    out.impl_ = std::move(impl);
    return out;
}

bool RoadGraph::empty() const { return !impl_ || impl_->network.edges.empty(); }
std::size_t RoadGraph::node_count() const { return impl_ ? impl_->network.nodes.size() : 0; }

RoadGraph RoadGraph::of_map(std::span<const LayerPtr> layers, const MapPlane& plane) {
    std::vector<LayerPtr> streets;
    PlaneBox box;
    for (const auto& layer : layers) {
        if (!layer || layer->info.theme != "street" || layer->geometry.xy.empty()) continue;
        streets.push_back(layer);
        box.include(layer->info.bounds);
    }
    return streets.empty() ? RoadGraph() : build(streets, box.empty() ? 1 : plane.metres_per_unit(box.centre()));
}

RoadPieces RoadGraph::pieces() const {
    RoadPieces out;
    if (empty()) return out;
    const auto& n = impl_->network;
    struct Piece {
        double length_m = 0;
        std::uint32_t node = 0;
    };
    std::vector<Piece> pieces(n.components);
    for (std::size_t e = 0; e < n.edges.size(); ++e) {
        auto& piece = pieces[n.component[n.edges[e].from]];
        piece.length_m += n.edge_length_m[e];
        piece.node = n.edges[e].from;
        out.all_m += n.edge_length_m[e];
    }
    std::erase_if(pieces, [](const Piece& p) { return p.length_m <= 0; });  // crossings of closed streets alone
    std::ranges::stable_sort(pieces, std::greater<>(), &Piece::length_m);
    out.count = pieces.size();
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        out.apart_m += pieces[i].length_m;
        if (i <= RoadPieces::most_named) out.farthest.push_back(n.nodes[pieces[i].node]);
    }
    return out;
}

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

} // namespace

std::optional<Route> RoadGraph::route(PlanePoint from, PlanePoint to) const {
    if (empty()) return std::nullopt;
    const auto& n = impl_->network;
    const auto a = n.snap(from, snap_max_m), b = n.snap(to, snap_max_m);
    if (!a || !b) return std::nullopt;
    std::vector<Cost> scratch;
    const Cost through = meeting_cost(impl_->hierarchy.leaving(n, *a, scratch), impl_->hierarchy.arriving(n, *b, scratch)), direct = n.along_edge(*a, *b);
    const Cost cost = std::min(through, direct);
    if (cost == no_path) return std::nullopt;
    Route out;
    out.line.push_back(from);
    if (!(a->at == from)) out.line.push_back(a->at);
    const auto driven = direct <= through ? std::vector<Driven>{{a->edge, a->along, b->along}} : impl_->hierarchy.path(n, *a, *b);
    for (const Driven& stretch : driven) append_part(n, stretch.edge, stretch.from, stretch.to, out.line);
    if (!(out.line.back() == b->at)) out.line.push_back(b->at);
    if (!(out.line.back() == to)) out.line.push_back(to);
    for (std::size_t i = 1; i < out.line.size(); ++i) out.length_m += plane_metres(out.line[i - 1], out.line[i], n.metres_per_unit);
    out.time = Seconds{std::llround(static_cast<double>(cost) / 1000 + (a->away_m + b->away_m) / (off_road_kmh / 3.6))};
    return out;
}

Seconds RoadGraph::seconds(PlanePoint from, PlanePoint to) const {
    if (!impl_) return at_speed(detour * plane_metres(from, to, 1), straight_kmh);
    if (empty()) return impl_->straight(from, to);
    std::vector<Cost> scratch;
    const auto a = impl_->place_at(from, scratch), b = impl_->place_at(to, scratch);
    return impl_->seconds(from, to, a, b, a && b ? meeting_cost(a->leaving, b->arriving) : no_path);
}

bool RoadGraph::leads(PlanePoint from, PlanePoint to) const {
    if (empty()) return false;
    std::vector<Cost> scratch;
    const auto a = impl_->place_at(from, scratch), b = impl_->place_at(to, scratch);
    return a && b && (from == to || impl_->network.along_edge(a->at, b->at) != no_path || meeting_cost(a->leaving, b->arriving) != no_path);
}

std::vector<std::int32_t> RoadGraph::matrix(std::span<const PlanePoint> places) const {
    const auto n = places.size();
    std::vector<std::int32_t> out(n * n, 0);
    std::vector<Impl::PlacePtr> at(n);
    std::vector<const Climb*> leaving(n, nullptr), arriving(n, nullptr);
    std::vector<Cost> scratch;
    for (std::size_t i = 0; i < n && !empty(); ++i) {
        at[i] = impl_->place_at(places[i], scratch);
        if (!at[i]) continue;
        leaving[i] = &at[i]->leaving;
        arriving[i] = &at[i]->arriving;
    }
    const auto through = empty() ? std::vector<Cost>(n * n, no_path) : impl_->hierarchy.table(leaving, arriving);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            out[i * n + j] = static_cast<std::int32_t>(
                impl_ ? impl_->seconds(places[i], places[j], at[i], at[j], through[i * n + j]).count()
                      : at_speed(detour * plane_metres(places[i], places[j], 1), straight_kmh).count());
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
