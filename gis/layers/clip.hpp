// Cutting rings and lines to a tile's box. Where a segment meets the box is computed from its ends in a fixed order, so
// that two neighbours cut at the same place to the last bit. Values only; any thread.
#pragma once

#include <vector>

#include "gis/model/geometry.hpp"

namespace vigie::gis {

// Cuts a ring (no repeated last point) to the box; parts of the result may run along the box's edge. `scratch` saves
// allocations.
void clip_ring(std::vector<PlanePoint>& ring, const PlaneBox& box, std::vector<PlanePoint>& scratch);

struct LinePiece {
    std::size_t first = 0, count = 0;  // in the points of ClippedLine
    double along = 0;                  // length of the line before this piece
};
struct ClippedLine {
    std::vector<PlanePoint> points;
    std::vector<LinePiece> pieces;
    void clear() { points.clear(); pieces.clear(); }
};
// Appends the pieces of the line inside the box.
void clip_line(const std::vector<PlanePoint>& line, const PlaneBox& box, ClippedLine& out);

} // namespace vigie::gis
