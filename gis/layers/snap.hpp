// What a drawn vertex clings to: the nearest vertex, else the nearest edge, of the layers given. Through the spatial
// index; any thread.
#pragma once

#include <optional>
#include <span>
#include <utility>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

struct SnapHit {
    PlanePoint at;
    bool on_vertex = false;   // else on an edge
    double distance = 0;      // plane units
    const Layer* layer = nullptr;
    std::uint32_t feature = 0;
};

// Vertices win over edges within `reach` (plane units). The feature `apart` (layer, feature) is looked over: the shape
// being edited does not cling to itself.
[[nodiscard]] std::optional<SnapHit> snap(std::span<const LayerPtr> layers, PlanePoint p, double reach,
                                          std::optional<std::pair<const Layer*, std::uint32_t>> apart = {});

} // namespace vigie::gis
