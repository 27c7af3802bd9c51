// The first plan: pins and homes as they stand, then everything else by weight. Private to gis/planning.
#pragma once

#include <optional>
#include <stop_token>

#include "gis/planning/insertion.hpp"
#include "gis/planning/solver.hpp"

namespace vigie::gis {

// Places every pin, with the crews and the earlier work it needs; says which cannot be kept.
[[nodiscard]] std::optional<PinConflict> place_pins(WeekPlan& week);
void place_homes(WeekPlan& week);
// Heaviest first; among the next few of near weight, the one with fewest places left (a cheap regret).
void place_greedily(WeekPlan& week, std::stop_token stop);

} // namespace vigie::gis
