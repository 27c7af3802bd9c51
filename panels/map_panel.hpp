// The map and what lies over it: picture, hands (mouse and keyboard), chips, tools, scale bar, tooltips, context menu,
// drag ghost, time strip. Draws into the current window. UI thread.
#pragma once

#include <optional>
#include <string>

#include "panels/frame.hpp"
#include "panels/map/highlights.hpp"
#include "panels/map/map_beginning.hpp"
#include "panels/map/map_chrome.hpp"
#include "panels/map/map_hands.hpp"
#include "panels/map/map_popups.hpp"
#include "panels/map/time_strip.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

struct MapPanelState {
    MapHands hands;
    OverlayBuilder overlay;
    Quartiers quartiers;
    Nearest nearest;
    MapDrag drag;
    TimeStrip time;
    ReadingLine reading;
    Highlights highlights;
    render::FrameStats stats;
};

// `covered` px of the box's right edge lie under the inspector: the picture goes on there, the controls do not.
void draw_map_panel(Frame& frame, MapPanelState& state, const Box& box, float covered = 0);

} // namespace vigie::panels
