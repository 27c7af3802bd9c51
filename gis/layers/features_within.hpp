// Which features a lasso or a box takes: those that touch the drawn polygon. Through the spatial index; points of a
// million are decided by a raster of the polygon, only those near its edge by arithmetic. Any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

// A polygon without holes (even–odd where it crosses itself) with a grid of what is surely inside and surely outside.
class LassoArea {
public:
    explicit LassoArea(std::vector<PlanePoint> polygon);
    [[nodiscard]] const PlaneBox& box() const { return box_; }
    [[nodiscard]] bool contains(PlanePoint p) const;

    // Features of the layer with a point inside, an edge across, or (polygons) around the area; rising.
    [[nodiscard]] std::vector<std::uint32_t> features_of(const Layer& layer) const;

private:
    enum class Cell : std::uint8_t { outside, inside, edge };
    static constexpr int cells = 96;
    [[nodiscard]] bool contains_exactly(PlanePoint p) const;
    [[nodiscard]] bool crosses(PlanePoint a, PlanePoint b) const;
    [[nodiscard]] bool touches(const FeatureGeometry& g, std::uint32_t feature) const;
    void mark_edges();

    std::vector<PlanePoint> polygon_;
    PlaneBox box_;
    std::vector<Cell> grid_;
};

} // namespace vigie::gis
