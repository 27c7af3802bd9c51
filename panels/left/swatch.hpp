// A sample of a layer beside its name: its area with hatch and outline, its line with casing and dashes, its point in its
// shape, all that its symbols lay over one another. UI thread.
#pragma once

#include <imgui.h>

#include "panels/frame.hpp"

namespace vigie::panels {

// 18 × 12 px of the interface, faded by `alpha`.
void draw_swatch(const Frame& frame, ImVec2 centre, const gis::Layer& layer, float alpha);

} // namespace vigie::panels
