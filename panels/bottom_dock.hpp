// Bottom dock of the Carte workspace: tabs of lists (feed, signalements, alertes, équipes, interventions, capteurs).
// Draws into the current window, which is the dock. UI thread.
#pragma once

#include "panels/frame.hpp"

namespace vigie::panels {

struct BottomDockState {};

void draw_bottom_dock(Frame& frame, BottomDockState& state);

} // namespace vigie::panels
