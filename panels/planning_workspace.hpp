// Workspace Planification: backlog, week board, linked map. Draws into the current window, which is everything between
// top bar and status bar. UI thread.
#pragma once

#include "panels/frame.hpp"
#include "panels/inspector.hpp"
#include "panels/planning/backlog.hpp"
#include "panels/planning/board.hpp"
#include "panels/planning/due_list.hpp"
#include "panels/planning/tour.hpp"

namespace vigie::panels {

struct PlanningState {
    BoardState board;
    BacklogState backlog;
    DueListState due;
    bool showing_due = false; // the left column: « Échéances » instead of « À planifier »
    TourState tour;
    InspectorState inspector;
    bool inspecting = false;  // the right column shows the selection instead of the tour
};

void draw_planning(Frame& frame, PlanningState& state);

} // namespace vigie::panels
