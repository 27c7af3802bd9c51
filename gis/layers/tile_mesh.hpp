// The geometry of one layer in one tile, as the GPU takes it: coordinates in the tile's quanta (tile_grid.hpp), rules by
// index into StyledLayer::rules so that colours and widths change without building again.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
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
    std::int8_t cap = 0;      // −1, 1: beyond the beginning or the end, of lines drawn beside their points; else 0
};
static_assert(sizeof(StrokeVertex) == 12);
constexpr float stroke_unit = 4096;
constexpr float longest_out = 7.9f;  // half widths: of the corners of sharp mitres

struct MeshRange {
    std::uint32_t first = 0, count = 0;
};

// The GPU looks rules up in tables of this many (the 16 KB that every OpenGL 3.3 has for a uniform block): rule r is the
// r % rules_per_table-th of table r / rules_per_table.
constexpr std::size_t rules_per_table = 256;

// What is drawn together: one PaintRule::order, one table of rules.
struct DrawGroup {
    int order = 0;
    std::uint16_t table = 0;
    auto operator<=>(const DrawGroup&) const = default;
};

// Ranges: fill and strokes count indices, dots and points count vertices.
struct TileBatch {
    DrawGroup group;
    MeshRange fill, outline, line, dots, points;
    std::uint32_t features = 0;
};

// So many indices in a row make a run: two bytes each, counted from the run's own base. It knows where its triangles lie,
// before strokes are widened, so that whoever paints a part of a tile passes over the rest. Features stand in the order of
// the spatial index, so a run is a neighbourhood.
constexpr std::size_t indices_per_run = 384;
struct MeshRun {
    std::uint32_t base = 0;
    std::int16_t low_x = std::numeric_limits<std::int16_t>::max(), low_y = std::numeric_limits<std::int16_t>::max();
    std::int16_t high_x = std::numeric_limits<std::int16_t>::min(), high_y = std::numeric_limits<std::int16_t>::min();
};

template <class Vertex>
struct TriangleMesh {
    std::vector<Vertex> vertices;
    std::vector<float> along;            // per vertex: quanta from the start of the line; empty when nothing is dashed
    std::vector<std::uint16_t> indices;  // three a triangle
    std::vector<MeshRun> runs;           // runs[i / indices_per_run] is that of index i

    [[nodiscard]] const Vertex& corner(std::size_t i) const { return vertices[runs[i / indices_per_run].base + indices[i]]; }
    [[nodiscard]] std::size_t bytes() const {
        return vertices.size() * sizeof(Vertex) + along.size() * sizeof(float) + indices.size() * sizeof(std::uint16_t);
    }
};

// Lays triangles into a mesh. The run that is being filled waits here: call close() at the end.
template <class Vertex>
class TriangleWriter {
public:
    TriangleMesh<Vertex> mesh;

    // The vertex that is added next.
    [[nodiscard]] std::uint32_t next() const { return static_cast<std::uint32_t>(mesh.vertices.size()); }
    // Indices so far, also those that wait.
    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(mesh.indices.size() + open_.size()); }
    void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
        open_.insert(open_.end(), {a, b, c});
        if (open_.size() == indices_per_run) close();
    }
    void close();

private:
    std::vector<std::uint32_t> open_;
};
extern template class TriangleWriter<PlaceVertex>;
extern template class TriangleWriter<StrokeVertex>;

struct TileMesh {
    TileKey key;
    TriangleMesh<PlaceVertex> fills;
    TriangleMesh<StrokeVertex> strokes;
    std::vector<PlaceVertex> dots, points;
    std::vector<TileBatch> batches;      // by rising group

    [[nodiscard]] bool empty() const { return batches.empty(); }
    [[nodiscard]] std::size_t bytes() const {
        return fills.bytes() + strokes.bytes() + (dots.size() + points.size()) * sizeof(PlaceVertex);
    }
};

} // namespace vigie::gis
