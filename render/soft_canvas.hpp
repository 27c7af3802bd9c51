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

// A table of rules as the uniform blocks hold it (render/rule_table.hpp, the structures of the shaders): the fields of
// rule r stand at (r % rules_per_table) · stride.
struct SoftRules {
    std::span<const SoftColor> values;
    std::size_t stride = 1;
    [[nodiscard]] const SoftColor& field(std::uint16_t rule, std::size_t which) const {
        return values[rule % gis::rules_per_table * stride + which];
    }
};

// Each paints into the part of the canvas within `clip` (top left origin).
void paint_fill(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> corners,
                std::span<const std::uint32_t> triangles, const SoftRules& area);
void paint_strokes(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::StrokeVertex> corners,
                   std::span<const std::uint32_t> triangles, const SoftRules& stroke);
void paint_dots(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> dots, const SoftRules& area);
void paint_discs(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> points, const SoftRules& disc);

} // namespace vigie::render
