// What may float over the map: filter chips, the tool column, the scale bar, whose data are seen. UI thread.
#pragma once

#include "panels/frame.hpp"
#include "panels/left/quartiers.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

void draw_map_chips(Frame& frame, Quartiers& quartiers, const Box& box);
void draw_map_tools(Frame& frame, const Box& box);
void draw_scale_bar(Frame& frame, const Box& box);
void draw_map_credits(Frame& frame, const Box& box);  // right at the bottom, beside the scale bar

// Length of a scale bar: the longest round number of metres that fits in `most_px`.
struct ScaleBar {
    double metres = 0, px = 0;
};
[[nodiscard]] ScaleBar scale_bar(double metres_per_px, double most_px);

} // namespace vigie::panels
