// Which features lie under a point: found in the spatial index, decided on the true geometry. Any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "gis/layers/tiles.hpp"
#include "render/camera.hpp"

namespace vigie::render {

struct PickedFeature {
    std::uint32_t feature = 0;
    int order = 0;             // of its rule
    std::uint64_t rank = 0;    // drawn later = higher, within its order and kind
    int kind = 0;              // 0 polygon, 1 line, 2 point: drawn in this sequence
    double distance_px = 0;    // 0 = under the point
};

// Whether a rule of the style draws the feature at this zoom.
[[nodiscard]] bool is_drawn(const gis::StyledLayer& layer, std::uint32_t feature, double zoom);
// Features of one layer that are drawn within `tolerance_px` of the screen point, in no order.
[[nodiscard]] std::vector<PickedFeature> pick(const gis::StyledLayer& layer, const Camera& camera, PxPoint p, double tolerance_px);

} // namespace vigie::render
