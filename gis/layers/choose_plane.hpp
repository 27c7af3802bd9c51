// The plane everything is brought into, chosen from cheap looks at the sources: the one projected system they all
// declare, Lambert-93 for anything in metropolitan France, else Web Mercator. Calling thread.
#pragma once

#include <stop_token>
#include <vector>

#include "gis/layers/sources.hpp"

namespace vigie::gis {

[[nodiscard]] int choose_plane(const std::vector<MapSource>& sources, const std::stop_token& stop);

} // namespace vigie::gis
