// The geometry of one layer in one tile, as the GPU takes it: coordinates in the tile's quanta (tile_grid.hpp), rules by
// index into MapStyle::rules so that colours and widths change without building again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gis/layers/tile_grid.hpp"

namespace vigie::gis {

// A corner of a filled polygon, a point, or a dot (a polygon of less than two pixels; `size` is then the side of the
// square of equal area, in quanta).
struct PlaceVertex {
    std::int16_t x = 0, y = 0;
    std::uint16_t rule = 0;
    std::uint16_t size = 0;
};
static_assert(sizeof(PlaceVertex) == 8);

// A corner of a stroke, moved by the shader along `out` (in half widths times stroke_unit).
struct StrokeVertex {
    std::int16_t x = 0, y = 0;
    std::int16_t out_x = 0, out_y = 0;
    std::uint16_t rule = 0;
    std::int8_t across = 0;   // −1, 0, 1: left edge, middle, right edge
    std::int8_t unused = 0;
    float along = 0;          // quanta from the start of the line, for dashes
};
static_assert(sizeof(StrokeVertex) == 16);
constexpr float stroke_unit = 8192;

struct MeshRange {
    std::uint32_t first = 0, count = 0;
};

// What is drawn at one PaintRule::order. Ranges: fill and strokes count indices, dots and points count vertices.
struct TileBatch {
    int order = 0;
    MeshRange fill, outline, line, dots, points;
    std::uint32_t features = 0;
};

struct TileMesh {
    TileKey key;
    std::vector<PlaceVertex> corners;         // of fills
    std::vector<std::uint32_t> fill_indices;  // triangles
    std::vector<StrokeVertex> strokes;
    std::vector<std::uint32_t> stroke_indices;
    std::vector<PlaceVertex> dots, points;
    std::vector<TileBatch> batches;           // by rising order

    [[nodiscard]] bool empty() const { return batches.empty(); }
    [[nodiscard]] std::size_t bytes() const {
        return (corners.size() + dots.size() + points.size()) * sizeof(PlaceVertex) + strokes.size() * sizeof(StrokeVertex) +
               (fill_indices.size() + stroke_indices.size()) * sizeof(std::uint32_t);
    }
};

} // namespace vigie::gis
