// Several interventions moved, copied or cut into parts at once, each checked as if the others stood where they go. Pure:
// what would happen, with every reason, and the one gesture that does it.
#pragma once

#include <vector>

#include "gis/planning/crew_days.hpp"
#include "gis/planning/feasibility.hpp"

namespace vigie::panels {

struct Placing {
    gis::Intervention what;               // as it is; of a copy or a part, as it would be made (without id)
    std::vector<gis::CrewId> crews;       // where it would go; empty = nowhere on the board
    gis::Time start{};
    std::vector<gis::Refusal> refused;
    [[nodiscard]] bool makes() const { return !what.id; }
};

// Fills `refused`, earliest first. Those that exist leave their places before any is looked at; each then stands for the next.
void check_together(const gis::PlanningContext& c, std::vector<Placing>& placings);
[[nodiscard]] bool holds(const std::vector<Placing>& placings);
// One gesture: moves as one plan, copies as new interventions with their places. Of one that `holds`.
[[nodiscard]] std::vector<gis::Command> gesture_of(const std::vector<Placing>& placings);

// The same work once more: its reports, alerts, past and lock stay with the first.
[[nodiscard]] gis::Intervention copy_of(const gis::Intervention& what);

// `what` cut into parts of `each`, the rest in the last one: the first keeps its place, the others follow it (`after`) on
// the same crews, one a day at the first hour that is possible. Parts without such a day within two weeks have no crews:
// they wait in the backlog.
struct Split {
    gis::Intervention first;              // shorter, for EditIntervention
    std::vector<Placing> rest;
};
[[nodiscard]] Split split_over_days(const gis::PlanningContext& c, const gis::Intervention& what, gis::Seconds each);
[[nodiscard]] std::vector<gis::Command> gesture_of(const Split& split);

} // namespace vigie::panels
