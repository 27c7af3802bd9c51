#include "panels/planning_workspace.hpp"

#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

void draw_planning(Frame& frame, PlanningState&) {
    empty_state(frame.theme, {.icon = "view_week", .sentence = frame.tr("panels.empty.week")});
}

} // namespace vigie::panels
