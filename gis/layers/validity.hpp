// Geometries that break the rules of simple features (OGC 06-103r4: rings crossing themselves, holes outside…): counted in
// layers, and named in words for the one a person draws. By GEOS. Any thread.
#pragma once

#include <optional>

#include "gis/layers/layer.hpp"
#include "gis/model/text.hpp"

namespace vigie::gis {

[[nodiscard]] std::size_t count_invalid(const FeatureGeometry& geometry);

// What is wrong with a shape and where; nothing = it may be kept. Lines may cross themselves (a street does), rings may not.
struct GeometryProblem {
    Text text;
    std::optional<LonLat> at;
};
[[nodiscard]] std::optional<GeometryProblem> geometry_problem(const Geometry& shape);

} // namespace vigie::gis
