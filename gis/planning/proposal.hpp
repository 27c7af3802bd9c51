// A proposed week: assignments as a difference to the plan in force, with what stays unplanned and why.
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "gis/planning/feasibility.hpp"

namespace vigie::gis {

struct Unplanned {
    InterventionId intervention;
    Text why;
};

struct Proposal {
    std::vector<command::Assign> added, moved;
    std::vector<Unplanned> unplanned;
    Seconds travel_before{0}, travel_after{0};
    Seconds took{0};
};

// Proposes the week of `monday` (local): pins, locked and started items stay; a valid plan whenever stopped.
// Calling thread; copies nothing of the World but reads it, so call it on a copy from a worker.
[[nodiscard]] Proposal propose_week(const PlanningContext& c, std::chrono::local_days monday, Seconds budget,
                                    std::stop_token stop);

// The week of `monday` with these in it, to be planned or planned where they do not hold: the rest of what is planned moves
// only to make room for them, as little as it can. Threads as above. One that finds none is in `unplanned` with the reason,
// and stays where it was.
[[nodiscard]] Proposal make_room(const PlanningContext& c, std::chrono::local_days monday, std::span<const InterventionId> guests, std::stop_token stop);

// What is planned in the week of `monday`, still ahead and neither locked nor forced, and does not hold as it stands (somebody
// is ill, a certificate ended, a street is closed), in the order of the days; of one crew or of all. Of what was forced: that
// whose crew is absent. Reads the World: its thread.
[[nodiscard]] std::vector<InterventionId> displaced(const PlanningContext& c, std::chrono::local_days monday, std::optional<CrewId> crew);

// Why `what` has no place in the plan of `c.days` (which must be given): the missing skill, person, thing or time.
[[nodiscard]] Text why_unplanned(const PlanningContext& c, const Intervention& what, Time week_end);

} // namespace vigie::gis
