#include "panels/left_dock.hpp"

#include "panels/widgets/field.hpp"
#include "panels/widgets/tabs.hpp"

namespace vigie::panels {

void draw_left_dock(Frame& frame, LeftDockState& state, const Box& box) {
    const Theme& theme = frame.theme;
    ImGui::SetCursorScreenPos(box.min);
    state.tab = tab_bar(theme, "left.tabs", {{frame.tr("panels.left.layers") + "###left.layers"}}, state.tab, {.height = 37, .padding = 12, .body_font = true, .rule_inset = 4});
}

} // namespace vigie::panels
