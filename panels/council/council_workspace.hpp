// Workspace Conseil: the scenes, the one asked for, and how it is projected. Draws into `box`. UI thread.
#pragma once

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

struct CouncilState {};

void draw_council(Frame& frame, CouncilState& state, const Box& box);

} // namespace vigie::panels
