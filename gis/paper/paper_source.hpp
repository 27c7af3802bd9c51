// What pages are made from: the commune's things, words and ground. References outlive the call that takes them; nothing
// of it is changed.
#pragma once

#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/layer.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/language.hpp"
#include "gis/model/world.hpp"
#include "gis/planning/travel.hpp"

namespace vigie::gis {

struct PaperSource {
    const World& world;
    const Catalog& catalog;
    const Language& language;
    const MapPlane& plane;
    const std::vector<LayerPtr>& layers;  // in that plane; the map draws its base themes
    const RoadGraph& roads;               // may be empty: ways are then straight
};

} // namespace vigie::gis
