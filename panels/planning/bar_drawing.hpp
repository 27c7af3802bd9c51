// One bar of the board in draw lists: fill by state, edge, borders, text that never ends mid-word without "…"
// (INTERFACE.md §13). UI thread.
#pragma once

#include <imgui.h>

#include "panels/planning/board_model.hpp"
#include "panels/region.hpp"
#include "panels/theme.hpp"

namespace vigie::panels {

struct BarLook {
    Box box;
    float room_right = 0;      // screen x up to which text may run over
    bool selected = false, hovered = false, dimmed = false;
    bool left_aside = false;   // proposed, but not taken
    double progress = -1;      // of a bar under way
};

[[nodiscard]] Family family_of(gis::InterventionState state);
void draw_bar(ImDrawList* list, const Theme& theme, const BoardBar& bar, const BarLook& look);
void dashed_rect(ImDrawList* list, ImVec2 min, ImVec2 max, ImU32 color, float thickness, float dash);
// 45° hatching, `gap` px apart, inside a box.
void hatch(ImDrawList* list, const Box& box, ImU32 color, float gap);

} // namespace vigie::panels
