// Left dock: Couches (layer tree), Vues (saved views), Filtres, the base-map switch and the legend. Draws into the
// current window. UI thread.
#pragma once

#include <map>
#include <string>

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

struct LeftDockState {
    int tab = 0;
    std::string layer_filter;
    std::string view_name;      // of the saved view being named
};

void draw_left_dock(Frame& frame, LeftDockState& state, const Box& box);

} // namespace vigie::panels
