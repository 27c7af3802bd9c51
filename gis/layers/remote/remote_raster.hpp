// Pictures of a service as tiles in the plane of the map: the fitting zoom is fetched, put together and brought into the
// plane. Where a picture is missing the next coarser one stands in; what could not be had is worth another reading.
#pragma once

#include <memory>

#include "gis/layers/raster.hpp"
#include "gis/layers/remote/service.hpp"

namespace vigie::gis::remote {

// Asks nothing. An error when the service is nowhere in the plane.
[[nodiscard]] Result<std::shared_ptr<const Raster>> make_raster(TiledLayer layer, std::shared_ptr<Fetcher> fetcher, const MapPlane& plane);

} // namespace vigie::gis::remote
