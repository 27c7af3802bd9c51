// Paints what the base pass paints, on the processor: for machines whose OpenGL is a program itself (llvmpipe), where
// setting up a triangle costs more than its pixels. The rules of coverage are those of shaders/fill, stroke, dot and disc,
// so the two pictures differ by rounding only. Any thread; several may paint disjoint rows of one canvas at once.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "gis/layers/tile_mesh.hpp"
#include "render/gpu.hpp"

namespace vigie::render {

// RGBA bytes in memory order, top row first; alpha is always 255.
struct SoftCanvas {
    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels;
};

// Where a tile lies: pixel = (x · scale + left, top − y · scale) for a place (x, y) in quanta.
struct SoftPlace {
    float scale = 1, left = 0, top = 0;
};

using SoftColor = std::array<float, 4>;  // straight alpha, 0…1

// What a rule means to each kind; indexed by rule, as in the uniform blocks of render/rule_table.hpp.
struct SoftArea {
    std::span<const SoftColor> fill, edge, size;   // size: x is the width of the edge, px
};
struct SoftStroke {
    std::span<const SoftColor> ink, size;          // size: x is half the width, px
};
struct SoftDisc {
    std::span<const SoftColor> fill, ring, size;   // size: radius, width of the ring, px
};

// Each paints into the part of the canvas within `clip` (top left origin).
void paint_fill(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> corners,
                std::span<const std::uint32_t> triangles, const SoftArea& style);
void paint_strokes(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::StrokeVertex> corners,
                   std::span<const std::uint32_t> triangles, const SoftStroke& style);
void paint_dots(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> dots, const SoftArea& style);
void paint_discs(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> points, const SoftDisc& style);

} // namespace vigie::render
