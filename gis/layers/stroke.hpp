// Lines and outlines as triangles whose width is the shader's affair: each corner carries the direction it moves in. Mild
// turns share a mitred pair of corners, sharp ones get a bevel or, for wide lines, a round fan. Any thread.
#pragma once

#include <span>

#include "gis/layers/quantum.hpp"
#include "gis/layers/tile_mesh.hpp"

namespace vigie::gis {

struct StrokeShape {
    std::uint16_t rule = 0;
    bool closed = false;
    bool round = false;        // round joins and caps; else mitred and, at the ends, longer by half the width
    bool butt = false;         // ends cut straight at the last point (dashed lines)
    int fan_steps = 4;         // triangles in half a turn, when round
    double along = 0;          // quanta of line before the first point
};

// Appends to mesh.strokes and mesh.stroke_indices. No equal neighbours in `points`; one point alone gives a square or disc.
void add_stroke(std::span<const QPoint> points, const StrokeShape& shape, TileMesh& mesh);

} // namespace vigie::gis
