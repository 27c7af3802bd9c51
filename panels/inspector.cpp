#include "panels/inspector.hpp"

#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

void draw_inspector(Frame& frame, InspectorState&) {
    empty_state(frame.theme, {.icon = "near_me", .sentence = frame.tr("panels.empty.selection")});
}

} // namespace vigie::panels
