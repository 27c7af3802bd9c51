// The World's week as a Problem: one route per stretch of a shift that is still ahead, one job per piece of work that
// may be planned or moved. Private to gis/planning.
#pragma once

#include <chrono>
#include <span>
#include <stop_token>
#include <vector>

#include "gis/planning/crew_days.hpp"
#include "gis/planning/feasibility.hpp"
#include "gis/planning/solver_problem.hpp"

namespace vigie::gis {

struct WorldWeek {
    Problem problem;
    Time zero{}, end{};                       // Monday 00:00 and the next one, local
    std::vector<InterventionId> jobs;         // of problem.jobs
    std::vector<CrewId> route_crews;          // of problem.routes
    std::vector<char> backlog;                // job had no place before
    [[nodiscard]] Time time(Sec s) const { return zero + Seconds{s}; }
};

// Bounded: the most urgent `most_jobs` of the backlog are considered, the rest is left for another week.
inline constexpr std::size_t most_jobs = 1200;
// With `guests`, nothing of the backlog but those of them that are in it; one that is planned where it does not hold may go
// elsewhere.
[[nodiscard]] WorldWeek week_problem(const PlanningContext& c, const CrewDays& days, std::chrono::local_days monday,
                                     std::span<const InterventionId> guests, std::stop_token stop);

// 0 … 145, from severity, legal duty and a deadline before `week_end`; more when it has passed.
[[nodiscard]] int urgency(const PlanningContext& c, const Intervention& what, Time week_end);

} // namespace vigie::gis
