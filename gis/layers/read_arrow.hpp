// The Arrow C stream of a GDAL layer into columns and geometry, batch by batch.
#pragma once

#include <optional>

#include "gis/layers/read_ogr.hpp"

namespace vigie::gis {

// Nothing when the layer has a field of a form this does not read: the caller reads feature by feature.
[[nodiscard]] std::optional<ReadFeatures> read_by_arrow(OGRLayer& layer, const std::stop_token& stop, const FeatureProgress& progress);

} // namespace vigie::gis
