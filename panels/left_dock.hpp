// Left dock: Couches (layer tree), Vues (saved views), Filtres, the base-map switch and the legend. Draws into the
// current window. UI thread.
#pragma once

#include <string>

#include "panels/frame.hpp"
#include "panels/left/filter_panel.hpp"
#include "panels/left/layer_tree.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

struct LeftDockState {
    int tab = 0;
    std::string layer_filter;
    LayerTree tree;
    Quartiers quartiers;
    SavedViewsState views;
};

void draw_left_dock(Frame& frame, LeftDockState& state, const Box& box);

} // namespace vigie::panels
