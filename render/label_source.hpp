// What a layer could write on the map, and its symbols: street pieces of one name joined into runs, a good point inside each
// area, points.
// Made once per layer and style, on a worker; immutable afterwards.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/layers/style.hpp"

namespace vigie::render {

struct LabelCandidate {
    enum class Kind : std::uint8_t { line, area, point };
    Kind kind = Kind::point;
    std::uint16_t rule = 0;             // index into rules
    std::uint32_t name = 0;             // index into names; empty = a symbol without words
    float sort_key = 0;                 // among equal priorities low ones come first
    std::uint32_t first = 0, count = 0; // vertices of a run
    gis::PlanePoint at{};               // of areas and points
    double length = 0;                  // plane units: of a run; root of an area
    double radius = 0;                  // of the largest circle inside an area
};

// A layer whose names are wanted, as seen with one of its looks (empty: its own theme).
struct NamedLayer {
    gis::LayerPtr layer;
    std::string look;
    bool operator==(const NamedLayer&) const = default;
};

struct LabelSource {
    gis::LayerPtr layer;
    std::shared_ptr<const gis::MapStyle> style;
    std::string look;                   // LayerLook::theme the names are of; empty = the layer's own
    std::vector<gis::PaintRule> rules;  // those in use, one per distinct look
    std::vector<std::string> names;
    std::vector<LabelCandidate> candidates;
    std::vector<gis::PlanePoint> vertices;
    std::vector<double> along;          // plane units from the run's beginning, per vertex
    gis::SpatialIndex index;            // over the candidates' boxes
};

[[nodiscard]] std::shared_ptr<const LabelSource> prepare_labels(gis::LayerPtr layer, std::shared_ptr<const gis::MapStyle> style,
                                                                std::string look = {});

// Joins pieces whose ends meet, straight on where there is a choice, never with a turn sharper than 60°. Every piece is in
// exactly one run, in either direction.
using Path = std::vector<gis::PlanePoint>;
[[nodiscard]] std::vector<Path> join_pieces(std::vector<Path> pieces);

// The point inside a polygon (rings: exterior, then holes) furthest from its edges, to a fiftieth of its size.
struct InnerCircle {
    gis::PlanePoint centre;
    double radius = 0;  // ≤ 0: the polygon has no inside
};
[[nodiscard]] InnerCircle inner_circle(const std::vector<Path>& rings);

} // namespace vigie::render
