// What else could be done on the same trip: work that waits near a visit and is due in its month. Any thread.
#pragma once

#include <vector>

#include "gis/planning/feasibility.hpp"

namespace vigie::gis {

inline constexpr double nearby_m = 300;

struct NearbyWork {
    InterventionId id;
    double distance_m = 0;
    std::optional<Slot> slot;  // the first on the visit's crew after it, that day; nothing when it does not fit there
};
// Waiting work within `radius_m` of `what` whose deadline falls no later than the month of its start (of now when it is not
// planned): nearest first.
[[nodiscard]] std::vector<NearbyWork> nearby_due(const PlanningContext& c, const Intervention& what, double radius_m = nearby_m);

} // namespace vigie::gis
