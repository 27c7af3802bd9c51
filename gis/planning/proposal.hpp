// A proposed week: assignments as a difference to the plan in force, with what stays unplanned and why.
#pragma once

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

// The week of `monday` with one more intervention in it: what is planned moves only to make room for it, as little as it
// can. Threads as above. An intervention that finds none is in `unplanned` with the reason.
[[nodiscard]] Proposal make_room(const PlanningContext& c, std::chrono::local_days monday, InterventionId what, std::stop_token stop);

// Why `what` has no place in the plan of `c.days` (which must be given): the missing skill, person, thing or time.
[[nodiscard]] Text why_unplanned(const PlanningContext& c, const Intervention& what, Time week_end);

} // namespace vigie::gis
