// Right dock: what is selected, its history and what can be done with it. Draws into the current window, which is the
// inspector. UI thread.
#pragma once

#include "panels/frame.hpp"

namespace vigie::panels {

struct InspectorState {};

void draw_inspector(Frame& frame, InspectorState& state);

} // namespace vigie::panels
