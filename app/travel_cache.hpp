// Travel times by road with memory: the planning asks for the same pairs again and again while something is dragged.
#pragma once

#include "gis/layers/crs.hpp"
#include "gis/planning/feasibility.hpp"
#include "gis/planning/travel.hpp"

namespace vigie::app {

inline constexpr std::size_t max_travel_pairs = 200'000;  // then it forgets and begins again

// Each call makes an independent function with a memory of its own: one thread each. Without a road between two places
// (or without any road): 1.3 × the straight line at 30 km/h.
[[nodiscard]] gis::TravelTime make_travel_time(gis::RoadGraph roads, gis::MapPlane plane);

} // namespace vigie::app
