// Workspace Planification: backlog, week board, linked map. Draws into the current window, which is everything between
// top bar and status bar. UI thread.
#pragma once

#include "panels/frame.hpp"

namespace vigie::panels {

struct PlanningState {};

void draw_planning(Frame& frame, PlanningState& state);

} // namespace vigie::panels
