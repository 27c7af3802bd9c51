// Travel by road: a graph from street lines (one-way, class speeds), exact shortest times, routes and matrices.
// Immutable after building; queries from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/layer.hpp"
#include "gis/model/geometry.hpp"
#include "gis/model/time.hpp"
#include "gis/planning/feasibility.hpp"

namespace vigie::gis {

struct Route {
    Seconds time{0};
    double length_m = 0;
    std::vector<PlanePoint> line;
};

// How the streets hang together, directions left out.
struct RoadPieces {
    std::size_t count = 0;
    double apart_m = 0;                // of street that the largest piece does not reach
    double all_m = 0;
    std::vector<PlanePoint> farthest;  // a crossing of each of the longest others, longest first, at most `most_named`
    static constexpr std::size_t most_named = 5;
};

class RoadGraph {
public:
    RoadGraph() = default;
    // The streets among all the layers of a map, as every part of the program takes them.
    static RoadGraph of_map(std::span<const LayerPtr> layers, const MapPlane& plane);
    // From street layers ("street" themes): splits at shared vertices (snapped to 0.5 m), reads one-way and speed fields
    // where present, else speeds by class (`metres_per_unit` scales plane lengths to ground).
    static RoadGraph build(const std::vector<LayerPtr>& streets, double metres_per_unit);
    [[nodiscard]] bool empty() const;
    [[nodiscard]] std::size_t node_count() const;
    [[nodiscard]] RoadPieces pieces() const;
    // Nearest point of the network within max_m; travel off the network goes straight at 20 km/h.
    [[nodiscard]] std::optional<Route> route(PlanePoint from, PlanePoint to) const;
    // The stretch of street between two crossings that is nearest, within max_m; empty when there is none.
    [[nodiscard]] std::vector<PlanePoint> nearest_stretch(PlanePoint p, double max_m) const;
    // The same streets without those that `closed` says yes to, asked with the vertices of each stretch between two crossings.
    [[nodiscard]] RoadGraph without(const std::function<bool(std::span<const PlanePoint>)>& closed) const;
    // Seconds from each to each, row by row; falls back to 1.3 × straight line at 30 km/h where no path exists.
    [[nodiscard]] std::vector<std::int32_t> matrix(std::span<const PlanePoint> places) const;

    // The same for one pair. What a place needs is kept, so that the next pair with it is a look-up.
    [[nodiscard]] Seconds seconds(PlanePoint from, PlanePoint to) const;

    // Whether there is a way by road.
    [[nodiscard]] bool leads(PlanePoint from, PlanePoint to) const;

private:
    struct Impl;
    std::shared_ptr<const Impl> impl_;
};

// 1.3 × the straight line at 30 km/h: what is assumed where no road is known.
[[nodiscard]] Seconds straight_travel(LonLat from, LonLat to);
// Travel by road through the plane of the map, straight where the plane or the graph says nothing. Keep one and pass it
// around: it shares the graph's cache. Any thread.
[[nodiscard]] TravelTime road_travel(RoadGraph roads, MapPlane plane);

} // namespace vigie::gis
