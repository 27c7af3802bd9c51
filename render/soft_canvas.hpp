// Paints what the base pass paints, on the processor: for machines whose OpenGL is a program itself (llvmpipe), where
// setting up a triangle costs more than its pixels. The rules of coverage are those of shaders/fill, stroke, dot and disc,
// so the two pictures differ by rounding only. Any thread; several may paint disjoint rows of one canvas at once.
#pragma once

#include <array>
#include <cstdint>
#include <map>
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

// A tile's triangles, of which a range is painted.
template <class Vertex>
struct SoftMesh {
    std::span<const Vertex> vertices;
    std::span<const std::uint16_t> indices;
    std::span<const gis::MeshRun> runs;  // of all indices, which count from their run's base
    gis::MeshRange range;
};

// How much of each pixel small discs without a ring cover, by radius and by where in its pixel the centre lies, in steps
// of a 32nd: a hundred thousand discs of a radius cost no root. Prepared by one thread, then read by several.
class DiscMasks {
public:
    static constexpr int steps = 32;
    static constexpr float most_radius = 6;  // px; larger ones are rare and would fill the cache

    struct Mask {
        int side = 0;   // pixels
        bool needed = true;
        std::array<int, steps> first{};    // by step: the row or column that a mask begins with, the centre's being 0
        std::vector<std::uint8_t> shares;  // [step_y][step_x][row][column], 0…255
        [[nodiscard]] const std::uint8_t* at(int step_x, int step_y) const {
            return shares.data() + static_cast<std::ptrdiff_t>(step_y * steps + step_x) * side * side;
        }
    };
    // A new picture begins: what the last one did not need goes.
    void begin();
    // Makes the masks that these rules need, of a style's few radii; those of a style with more are painted without.
    void prepare(const SoftRules& disc);
    // Null for those that are painted without.
    [[nodiscard]] const Mask* of(float radius) const;

private:
    std::map<float, Mask> masks_;
};

// Each paints into the part of the canvas within `clip` (top left origin).
void paint_fill(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, const SoftMesh<gis::PlaceVertex>& mesh, const SoftRules& area);
void paint_strokes(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, const SoftMesh<gis::StrokeVertex>& mesh, const SoftRules& stroke);
// Strokes on a film: premultiplied RGBA, each in place of what is below it (render/film.hpp).
void paint_film(SoftCanvas& film, const PxRect& clip, const SoftPlace& place, const SoftMesh<gis::StrokeVertex>& mesh, const SoftRules& stroke);
// Lays these parts of a film over the canvas and empties them.
void lay_film(SoftCanvas& film, SoftCanvas& canvas, std::span<const PxRect> areas);
void paint_dots(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> dots, const SoftRules& area);
void paint_discs(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> points, const SoftRules& disc,
                 const DiscMasks& masks);

} // namespace vigie::render
