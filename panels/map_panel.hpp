// The map and what lies over it: picture, hands (mouse and keyboard), chips, tools, scale bar, tooltips, context menu,
// drag ghost. Draws into the current window. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

struct MapPanelState {
    std::optional<gis::PlanePoint> pointer;   // under the mouse, when it is over the map
};

void draw_map_panel(Frame& frame, MapPanelState& state, const Box& box);

} // namespace vigie::panels
