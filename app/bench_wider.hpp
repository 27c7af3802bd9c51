// More of the same data, for the question whether what nobody looks at costs anything.
#pragma once

#include "gis/layers/layer.hpp"

namespace vigie::app {

// A layer with all features of this one and `times` − 1 copies of them, each four extents further east. Any thread.
[[nodiscard]] gis::LayerPtr repeated_beside(const gis::Layer& layer, int times);

} // namespace vigie::app
