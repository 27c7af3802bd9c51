// From a layer to the geometry of its tiles. A StyledLayer is a layer with the rules its features have, made once per style;
// build_tile then makes one tile at one level: cut to the tile, quantised, simplified without gaps, triangulated, lines
// joined. Values in, values out; any thread, no GL.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/layers/point_field.hpp"
#include "gis/layers/style.hpp"
#include "gis/layers/tile_mesh.hpp"

namespace vigie::gis {

struct StyledLayer {
    LayerPtr layer;
    std::shared_ptr<const MapStyle> style;       // it was made with
    std::string look;                            // LayerLook::theme it is drawn with; empty = its own
    double metres_per_unit = 1;                  // ground metres of a plane unit at the layer
    std::vector<PaintRule> rules;                // those in use, one per distinct look
    std::vector<std::uint16_t> rule_of_feature;  // index into rules; 0xffff = not drawn
    std::vector<std::uint32_t> rank;             // drawing order of lines: along the index's curve
    PointField points;
    std::vector<DrawGroup> groups;               // in use, rising
    std::vector<int> line_orders, other_orders;  // orders with lines, and with areas or points
    bool has_shapes = false;                     // lines or polygons
    std::vector<Notice> notices;
};

// Classifies and sorts. A million points take about 0.1 s when no property depends on features.
[[nodiscard]] std::shared_ptr<const StyledLayer> styled(LayerPtr layer, std::shared_ptr<const MapStyle> style,
                                                        double metres_per_unit, std::string look = {});

// Web Mercator zoom of views that use a level (interface scale 1 to 3): from the coarsest to the finest.
struct ZoomSpan {
    double coarsest = 0, finest = 0;
};
[[nodiscard]] ZoomSpan zooms_of(int level, double metres_per_unit);
// The greatest value in a span of zooms of a number property whose value without an expression is `plain`.
[[nodiscard]] double greatest(const PaintRule& rule, std::string_view property, double plain, ZoomSpan zooms);
// Widest stroke in pixels of the level that a rule can have in views of that level (half of it hangs over a tile), and how
// far beside its line it can lie.
[[nodiscard]] double stroke_px(const PaintRule& rule, int level, double metres_per_unit);
// Can a rule be seen in any view that uses this level?
[[nodiscard]] bool seen_at(const PaintRule& rule, int level, double metres_per_unit);

[[nodiscard]] TileMesh build_tile(const StyledLayer& styled, const TileKey& key);

} // namespace vigie::gis
