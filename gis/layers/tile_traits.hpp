// What a rule of the style means at one level of the tile pyramid. Pure, any thread.
#pragma once

#include "gis/layers/stroke.hpp"
#include "gis/layers/tiles.hpp"

namespace vigie::gis {

struct Trait {
    bool seen = false, fill = false, outline = false, line = false;
    StrokeShape stroke;  // of its lines
    double reach_px = 0; // twice how far its strokes lie beyond their points
};

[[nodiscard]] Trait trait_of(const PaintRule& rule, int level, double metres_per_unit);

} // namespace vigie::gis
