// Geometries that break the rules of simple features (rings crossing themselves, holes outside…), counted by GEOS.
#pragma once

#include "gis/layers/layer.hpp"

namespace vigie::gis {

[[nodiscard]] std::size_t count_invalid(const FeatureGeometry& geometry);

} // namespace vigie::gis
