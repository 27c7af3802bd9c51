// Filtres and Vues: the one filter shared by map, lists and board, and named places to come back to. UI thread.
#pragma once

#include <string>

#include "panels/frame.hpp"
#include "panels/left/quartiers.hpp"

namespace vigie::panels {

void draw_filter_panel(Frame& frame, Quartiers& quartiers);

struct SavedViewsState {
    std::string name;
};
void draw_saved_views(Frame& frame, SavedViewsState& state);

} // namespace vigie::panels
