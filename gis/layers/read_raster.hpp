// From a raster file to a layer of the map: its system settled (a person's choice, the declared one, or a guess by numbers
// and neighbours), its place in the plane known; pixels are read later, as they are looked at. Any thread.
#pragma once

#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/layers/place_layer.hpp"
#include "gis/layers/sources.hpp"

namespace vigie::gis {

// A layer without features that has `raster`; null when it cannot be read or placed, which a notice says.
[[nodiscard]] LayerPtr read_raster(const MapSource& source, const PlaceContext& context, std::vector<Notice>& notices);

} // namespace vigie::gis
