// Labels of a QGIS layer (simple and rule-based: expression, size, colour, halo, scale, priority) as looks that hold
// names only. Any thread.
#pragma once

#include "gis/layers/qgis/renderer.hpp"

namespace vigie::gis::qgis {

// `layer`: a <maplayer>. Empty when it has no labels.
[[nodiscard]] std::vector<Look> labels_of(const pugi::xml_node& layer, const LayerContext& context);

} // namespace vigie::gis::qgis
