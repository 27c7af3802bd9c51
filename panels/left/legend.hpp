// The legend, always one look away: glyphs and words of sensors, reports and crews in two columns, and the preview of
// colour vision. Draws into the box. UI thread.
#pragma once

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

void draw_legend(Frame& frame, const Box& box);

} // namespace vigie::panels
