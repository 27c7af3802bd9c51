// The streets inside RoadGraph: crossings, the stretches between them, and a grid for snapping places. Costs are whole
// milliseconds, so two ways of adding up the same path agree. Private to gis/planning.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/model/geometry.hpp"

namespace vigie::gis {

using Cost = std::uint32_t;  // milliseconds
inline constexpr Cost no_path = std::numeric_limits<Cost>::max() / 2;  // 24 days; the sum of two fits

// One stretch of street between two nodes; `first` … `first + count` are its vertices in RoadNetwork::points.
struct RoadEdge {
    std::uint32_t from = 0, to = 0;
    std::uint32_t first = 0, count = 0;
    Cost cost = 0;
    bool forward = true, backward = true;

    [[nodiscard]] Cost part(double share) const { return static_cast<Cost>(std::llround(static_cast<double>(cost) * share)); }
};

// A place brought onto the network.
struct Snapped {
    std::uint32_t edge = 0;
    double along = 0;      // 0 … 1 of the edge's length
    double away_m = 0;     // straight distance off the network
    PlanePoint at;
};

struct RoadNetwork {
    std::vector<PlanePoint> nodes, points;
    std::vector<RoadEdge> edges;
    std::vector<double> edge_length_m;
    std::vector<std::uint32_t> component;         // of each node, ignoring directions
    std::uint32_t components = 0, largest = 0;
    double metres_per_unit = 1;

    // Uniform grid over the edges' segments.
    double cell = 1;
    PlaneBox box;
    std::uint32_t columns = 0, rows = 0;
    struct Segment {
        std::uint32_t edge = 0, point = 0;
    };
    std::vector<std::uint32_t> cell_begin;
    std::vector<Segment> segments;

    [[nodiscard]] std::optional<Snapped> snap(PlanePoint p, double max_m) const;
    // Along the edge that both are on; no_path where they are not on one, or its direction forbids it.
    [[nodiscard]] Cost along_edge(const Snapped& from, const Snapped& to) const;
};

[[nodiscard]] RoadNetwork build_network(const std::vector<LayerPtr>& streets, double metres_per_unit);
void finish_network(RoadNetwork& network);  // components and grid from nodes, points and edges

} // namespace vigie::gis
