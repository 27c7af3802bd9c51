// Top bar: mark and commune, workspace tabs, search, undo and redo, sync, bell, clock. Draws into the current window.
#pragma once

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

struct TopBarState {
    std::string search;  // text handed to the palette
};

void draw_top_bar(Frame& frame, TopBarState& state, const Box& box);

// Vigie's mark, a lookout's open ring, in a square around `centre`.
void draw_mark(ImDrawList* list, const Theme& theme, ImVec2 centre, float size);

} // namespace vigie::panels
