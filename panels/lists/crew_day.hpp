// A crew's day as the lists and the inspector tell it: its stops in order, what is done, whether its position is fresh.
#pragma once

#include <vector>

#include "gis/model/world.hpp"

namespace vigie::panels {

// Interventions of the crew that start inside `day`, by start. O(interventions).
[[nodiscard]] std::vector<const gis::Intervention*> stops_of(const gis::World& world, gis::CrewId crew, gis::TimeWindow day);
// Older than `stale_fix_after` (status.hpp).
[[nodiscard]] bool position_is_old(const gis::Crew& crew, gis::Time now);
// What it does now, else the next stop not begun.
[[nodiscard]] const gis::Intervention* current_or_next(const gis::World& world, const gis::Crew& crew, gis::TimeWindow day);

} // namespace vigie::panels
