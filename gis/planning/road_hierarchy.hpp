// Shortest times over a road network of any size: a customizable contraction hierarchy (Dibbelt, Strasser and Wagner 2016). The
// shape depends on which crossings are joined and is made once; costs are filled in afterwards, again for each set of streets
// closed. A question climbs from both ends to where they meet. Exact to the millisecond. Private to gis/planning; values, any
// thread.
#pragma once

#include <memory>
#include <vector>

#include "gis/planning/road_network.hpp"

namespace vigie::gis {

inline constexpr std::uint32_t no_rank = std::numeric_limits<std::uint32_t>::max();

// A rank of each node, in which the nodes of a cut come after both pieces that it parts.
[[nodiscard]] std::vector<std::uint32_t> dissection_ranks(const RoadNetwork& network);

struct HierarchyShape {
    std::vector<std::uint32_t> rank;                // of each node
    std::vector<std::uint32_t> parent;              // of each rank the lowest neighbour above it; no_rank where there is none
    std::vector<std::uint32_t> up_begin, up;        // of each rank all neighbours above it, ascending
    struct Down {
        std::uint32_t rank = 0, arc = 0;
    };
    std::vector<std::uint32_t> down_begin;          // of each rank those below it, each with its arc in `up`
    std::vector<Down> down;

    [[nodiscard]] std::uint32_t arc(std::uint32_t low, std::uint32_t high) const;  // they are joined
};
[[nodiscard]] std::shared_ptr<const HierarchyShape> hierarchy_shape(const RoadNetwork& network);

// Where a climb from a place leads: ranks ascending, with the cost of getting there (or of coming from there).
struct Climb {
    std::vector<std::uint32_t> ranks;
    std::vector<Cost> costs;
};

// A stretch of an edge as it is driven, by shares of its length.
struct Driven {
    std::uint32_t edge = 0;
    double from = 0, to = 1;
};

class RoadHierarchy {
public:
    RoadHierarchy() = default;
    // Costs of the network's edges; its nodes are those of the shape, and no two are joined that were not then.
    RoadHierarchy(std::shared_ptr<const HierarchyShape> shape, const RoadNetwork& network);

    [[nodiscard]] const std::shared_ptr<const HierarchyShape>& shape() const { return shape_; }
    // `scratch` is kept from call to call where many are made.
    [[nodiscard]] Climb leaving(const RoadNetwork& network, const Snapped& from, std::vector<Cost>& scratch) const;
    [[nodiscard]] Climb arriving(const RoadNetwork& network, const Snapped& to, std::vector<Cost>& scratch) const;
    // From each place to each, row by row, with no regard to two that share an edge.
    [[nodiscard]] std::vector<Cost> table(const std::vector<const Climb*>& leaving, const std::vector<const Climb*>& arriving) const;
    // Nothing where no way leads through a crossing.
    [[nodiscard]] std::vector<Driven> path(const RoadNetwork& network, const Snapped& from, const Snapped& to) const;

private:
    struct Costs {
        Cost up = no_path, down = no_path;
    };
    struct Vias {  // the rank passed between two ends, or an edge of the network
        std::uint32_t up = 0, down = 0;
    };
    struct Seeds;
    static constexpr std::uint32_t edge_bit = 1u << 31;

    void offer(std::uint32_t from, std::uint32_t to, Cost cost, std::uint32_t edge);
    void customise();
    [[nodiscard]] Climb climb(const Seeds& seeds, Cost Costs::*way, std::vector<Cost>& reached, std::vector<std::uint32_t>* came) const;
    void unpack(const RoadNetwork& network, std::uint32_t from, std::uint32_t to, std::vector<Driven>& out) const;

    std::shared_ptr<const HierarchyShape> shape_;
    std::vector<Costs> costs_;
    std::vector<Vias> vias_;
};

// The least over all ranks that both climbs reach; no_path when there is none.
[[nodiscard]] Cost meeting_cost(const Climb& leaving, const Climb& arriving);

} // namespace vigie::gis
