// From the address of a map service to a layer of the map. Asks the service what it has (an answer of the last days will do,
// so that known services open without a network); pixels come later, as they are looked at. Any thread.
#pragma once

#include <stop_token>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/layer.hpp"
#include "gis/layers/open.hpp"
#include "gis/layers/remote/services.hpp"
#include "gis/layers/sources.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"

namespace vigie::gis::remote {

// Null when the service cannot be had, which a notice says.
[[nodiscard]] LayerPtr read_service(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices);

// Vector tiles with the layers of a first look at all of them; without a source when they cannot be had.
struct OpenedVectorTiles {
    std::shared_ptr<const VectorTiles> source;
    std::vector<LayerPtr> layers;
};
[[nodiscard]] OpenedVectorTiles read_vector_tiles(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices);

// Where nothing but services is opened: Lambert-93 as long as one of them touches metropolitan France, else Web Mercator.
[[nodiscard]] int plane_of_services(const std::vector<MapSource>& sources, const OpenOptions& options, const std::stop_token& stop);

} // namespace vigie::gis::remote
