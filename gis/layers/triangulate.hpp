// A polygon with holes as triangles, by clipping ears. Holes are joined to the outside by bridges; reflex corners lie in
// a grid, so that testing an ear looks only at those near it. Invalid rings (crossing, touching, collapsed) give
// triangles all the same: what can be covered is. Exact on a tile's quanta. Values only; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "gis/layers/quantum.hpp"

namespace vigie::gis {

class Triangulator {
public:
    // `points` holds the exterior, then the holes; ring r is first[r] … first[r + 1] (no repeated last point), in any
    // direction. Appends triples of indices into `points`, counter-clockwise.
    void run(std::span<const QPoint> points, std::span<const std::uint32_t> first, std::vector<std::uint32_t>& triangles);

private:
    struct Node {
        QPoint at;
        std::uint32_t index = 0;       // in points
        std::uint32_t before = 0, after = 0;
        std::uint32_t next_in_cell = 0;  // of the reflex grid
        bool gone = false, reflex = false;
    };
    std::uint32_t link_ring(std::span<const QPoint> points, std::uint32_t begin, std::uint32_t end, bool left);
    std::uint32_t drop_degenerate(std::uint32_t start);
    void bridge_holes(std::uint32_t outer, std::span<const std::uint32_t> holes);
    [[nodiscard]] std::uint32_t bridge_end(std::uint32_t outer, std::uint32_t hole) const;
    [[nodiscard]] std::uint32_t seen_from(QPoint h, std::int32_t met_x, std::uint32_t candidate, std::uint32_t outer) const;
    [[nodiscard]] bool opens_to(const Node& n, QPoint p) const;
    void join(std::uint32_t outer, std::uint32_t hole);
    void fill_grid(std::uint32_t start);
    void classify(std::uint32_t node);
    [[nodiscard]] bool is_ear(std::uint32_t node) const;
    void clip(std::uint32_t start, std::vector<std::uint32_t>& triangles);
    void cut_off(std::uint32_t node, std::vector<std::uint32_t>& triangles);
    bool fan(std::uint32_t start, std::vector<std::uint32_t>& triangles) const;
    [[nodiscard]] std::size_t cell_of(QPoint p) const;

    static constexpr std::uint32_t none = 0xffff'ffff;
    std::vector<Node> nodes_;
    std::vector<std::uint32_t> cells_;  // first reflex node of each cell
    QPoint low_;
    int cell_size_ = 1;
    int columns_ = 1, rows_ = 1;
    std::size_t left_ = 0;
};

} // namespace vigie::gis
