// One crew-day under construction. For every visit two earliest departures are kept: lunch not yet taken, and lunch
// taken; so whether a visit fits needs one walk over the tail of a day. Private to gis/planning.
#pragma once

#include <optional>

#include "gis/planning/solver_problem.hpp"

namespace vigie::gis {

struct Stop {
    int job = 0;
    Sec fixed = -1;  // starts exactly then; -1 = as early as possible
};

// Earliest times of leaving a place.
struct Clock2 {
    Sec open = never;   // lunch still to be taken (or the day has none)
    Sec eaten = never;  // lunch taken
    bool operator==(const Clock2&) const = default;
};

struct RoutePlan {
    std::vector<Stop> stops;
    std::vector<Clock2> clocks;  // after each stop
    Sec travel = 0, service = 0;

    [[nodiscard]] bool has(int job) const;
};

// First start of `job` no earlier than `arrival`; `never` when there is none.
[[nodiscard]] Sec start_of(const Problem& p, const SolverJob& job, Sec arrival, Sec fixed);
[[nodiscard]] Clock2 step(const Problem& p, const SolverRoute& route, Clock2 clock, int from, const SolverJob& job, Sec fixed);
// Back at the end place in time, lunch taken where the day has one?
[[nodiscard]] bool ends_in_time(const Problem& p, const SolverRoute& route, Clock2 clock, int from);

[[nodiscard]] Clock2 clock_before(const Problem& p, int route, const RoutePlan& plan, std::size_t position);
[[nodiscard]] int place_before(const Problem& p, int route, const RoutePlan& plan, std::size_t position);
[[nodiscard]] int place_at(const Problem& p, int route, const RoutePlan& plan, std::size_t position);

// More travel when the job goes in at `position`.
[[nodiscard]] Sec extra_travel(const Problem& p, int route, const RoutePlan& plan, std::size_t position, int place);
[[nodiscard]] bool fits(const Problem& p, int route, const RoutePlan& plan, std::size_t position, Stop stop);
// Where a visit with this fixed start stands among the others, when it fits there.
[[nodiscard]] std::optional<std::size_t> fixed_position(const Problem& p, int route, const RoutePlan& plan, Stop stop);

void insert(const Problem& p, int route, RoutePlan& plan, std::size_t position, Stop stop);
void erase(const Problem& p, int route, RoutePlan& plan, std::size_t first, std::size_t count);

// Actual starts, stop by stop, and the lunch; only of a feasible plan.
struct Timetable {
    std::vector<Sec> starts;
    std::optional<Sec> lunch;
};
[[nodiscard]] Timetable timetable(const Problem& p, int route, const RoutePlan& plan);

} // namespace vigie::gis
