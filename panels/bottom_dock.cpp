#include "panels/bottom_dock.hpp"

#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

void draw_bottom_dock(Frame& frame, BottomDockState&) {
    empty_state(frame.theme, {.icon = "inbox", .sentence = frame.tr("panels.empty.list")});
}

} // namespace vigie::panels
