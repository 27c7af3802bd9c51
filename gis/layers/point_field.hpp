// The points of a layer along a Morton (Z-order) curve. The code holds the place itself (to 1 mm), any tile of the grid is
// one run of codes, and codes are also the drawing order: points on the same few pixels keep their order at every zoom, and
// what is drawn one after the other lies side by side, which rasterisers like. Immutable; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/layers/style.hpp"
#include "gis/layers/tile_mesh.hpp"

namespace vigie::gis {

class PointField {
public:
    PointField() = default;
    // All vertices of the point features whose rule is not 0xffff. Shared out over threads when there are many.
    PointField(const FeatureGeometry& geometry, std::span<const std::uint16_t> rule_of_feature);

    [[nodiscard]] std::size_t size() const { return codes_.size(); }
    // Appends the tile's points, in drawing order.
    void collect(const TileKey& key, std::vector<PlaceVertex>& out) const;
    // Position of a place in the drawing order: higher is drawn later.
    [[nodiscard]] std::uint64_t order_of(PlanePoint p) const;

private:
    void sort();
    [[nodiscard]] std::uint64_t code_of(double x, double y) const;

    PlanePoint origin_;
    double quantum_ = 1;       // plane units of one step of the code
    int base_level_ = finest_level;
    int aligned_level_ = finest_level;  // tiles of this level and finer are one run each
    std::vector<std::uint64_t> codes_;
    std::vector<std::uint16_t> rules_;
};

// How much of a pixel neighbourhood a disc takes, in quanta from its centre: what it touches and what it surely covers.
struct DiscReach {
    int touches = 0, covers = 0;
};
// By rule. A disc surely covers nothing when its size or colour changes with the zoom or the feature.
[[nodiscard]] std::vector<DiscReach> disc_reaches(std::span<const PaintRule> rules);
// Can one of these discs be hidden by others of them? Whatever comes later in the field's order lies above or to the right of it,
// so that the disc's lower left still shows: only larger ones hide it.
[[nodiscard]] bool can_hide(std::span<const DiscReach> reach);
// Drops points that later ones cover completely: the picture stays the same. `reach[rule]` tells radii; covers ≤ 0 for
// translucent discs. Points with discs wider than 14 px are left alone.
void drop_covered(std::vector<PlaceVertex>& points, std::span<const DiscReach> reach);

} // namespace vigie::gis
