// A map service that does not answer now and is worth asking again. Values.
#pragma once

#include <cstddef>

#include "gis/layers/layer.hpp"
#include "gis/layers/sources.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis::remote {

struct WaitingService {
    MapSource source;
    LayerPtr stand_in;       // its name, source and place in the tree, nothing to be seen
    Error why;
    std::size_t before = 0;  // where it belongs: ahead of this one of OpenedData::layers
};

} // namespace vigie::gis::remote
