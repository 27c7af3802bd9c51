// Lines and outlines as triangles whose width is the shader's affair: each corner carries the direction it moves in. Mild
// turns share a mitred pair of corners, sharp ones get a bevel or a round fan.
//
// A line drawn beside its points (`offset`) has corners in pairs only, left and right of a point, so that the shader finds
// the sideways direction in the corner itself; its caps are quads that the shader rounds. Any thread.
#pragma once

#include <span>

#include "gis/layers/quantum.hpp"
#include "gis/layers/tile_mesh.hpp"

namespace vigie::gis {

enum class StrokeJoin : std::uint8_t { bevel, round, miter };
enum class StrokeCap : std::uint8_t { butt, round, square };

struct StrokeShape {
    std::uint16_t rule = 0;
    bool closed = false;
    StrokeJoin join = StrokeJoin::miter;
    double mitre_cosine = -0.5;           // mitres of turns with a greater cosine (up to 120°: twice as far as the edge), bevels beyond
    StrokeCap cap = StrokeCap::square;    // square: longer by half the width
    double mild_cosine = 0.5;  // turns with a greater cosine (up to 60°) share one mitred pair of corners, whatever the join
    int offset = 0;            // −1, 1: drawn left or right of its points, with corners that the shader can move sideways
    bool dashed = false;       // corners tell how far along the line they are
    int fan_steps = 4;         // triangles in half a turn, when round
    double along = 0;          // quanta of line before the first point
};

// Appends to the mesh. No equal neighbours in `points`; one point alone gives a square or disc.
void add_stroke(std::span<const QPoint> points, const StrokeShape& shape, TriangleWriter<StrokeVertex>& out);

} // namespace vigie::gis
