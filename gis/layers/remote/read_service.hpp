// From the address of a map service (or a file of vector tiles) to layers of the map. Asks the service what it has (an answer of the last days will do,
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

// What came of asking. Nothing but notices when it cannot be had.
struct OpenedService {
    std::vector<LayerPtr> layers;               // the pictures; of vector tiles those of a first look at all of them
    std::shared_ptr<const VectorTiles> tiles;   // of vector tiles: to be read as the view moves
    std::optional<OpenedProject> style;         // of vector tiles, when they have one of their own
    std::optional<Error> waits;                 // it does not answer now: worth asking again; a notice says it too
    [[nodiscard]] bool is_there() const { return tiles || !layers.empty(); }
};
[[nodiscard]] OpenedService open_service(const MapSource& source, const MapPlane& plane, const OpenOptions& options, const std::stop_token& stop, std::vector<Notice>& notices);

// What stands in the tree as long as it waits.
[[nodiscard]] LayerPtr stand_in_for(const MapSource& source, const OpenOptions& options);

// Where nothing but services is opened: Lambert-93 as long as one of them touches metropolitan France, else Web Mercator.
[[nodiscard]] int plane_of_services(const std::vector<MapSource>& sources, const OpenOptions& options, const std::stop_token& stop);

} // namespace vigie::gis::remote
