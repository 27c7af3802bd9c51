// Workspace Énergie et eau: buildings by consumption, the hours of one of them, what the figures say. Draws into `box`. UI thread.
#pragma once

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

struct EnergyState {};

void draw_energy(Frame& frame, EnergyState& state, const Box& box);

} // namespace vigie::panels
