// Status bar: where the pointer is, scale, selection · last news, post and person. Draws into the current window.
#pragma once

#include <optional>

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

struct StatusBarState {
    std::optional<gis::PlanePoint> pointer;  // on the map, plane coordinates
    bool diagnostics = false;                // why this frame was drawn
};

void draw_status_bar(Frame& frame, StatusBarState& state, const Box& box);

} // namespace vigie::panels
