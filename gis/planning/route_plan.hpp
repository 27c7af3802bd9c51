// One crew-day under construction. At every gap between two visits stand the two earliest departures (lunch not yet
// taken, lunch taken) and the two latest arrivals from which the rest of the day still holds; so whether a visit fits
// into a gap is a matter of two steps, whatever the length of the day. Private to gis/planning.
#pragma once

#include <algorithm>
#include <optional>

#include "gis/planning/solver_problem.hpp"

namespace vigie::gis {

inline constexpr Sec near_home = -2;

[[nodiscard]] inline const std::vector<StartWindow>& windows_of(const SolverJob& job, Sec fixed) {
    return fixed == near_home ? job.near_home : job.windows;
}

struct Stop {
    int job = 0;
    Sec fixed = -1;  // starts exactly then; -1 = as early as possible; near_home = inside the job's `near_home`
};

// Earliest times of leaving a place; `never` where that cannot be.
struct Clock2 {
    Sec open = never;   // lunch still to be taken (or the day has none)
    Sec eaten = never;  // lunch taken
    bool operator==(const Clock2&) const = default;
};

// Latest times of reaching a place; `too_late` where no time is early enough.
inline constexpr Sec too_late = -never;
struct Due2 {
    Sec open = too_late;   // with lunch still to be taken
    Sec eaten = too_late;  // with lunch taken
    bool operator==(const Due2&) const = default;
};

struct Gap {
    int before = 0, after = 0;  // places
    Sec leg = 0;                // travel between them; none on a day without visits
    Clock2 leave;               // of `before`
    Due2 due;                   // at `after`
};

struct RoutePlan {
    std::vector<Stop> stops;
    std::vector<Gap> gaps;  // before each stop, and before the end
    Sec travel = 0, service = 0;
    std::int64_t load = 0;
    std::uint32_t version = 0;  // equal versions of one route have equal stops; 0 = not numbered

    [[nodiscard]] bool has(int job) const;
};

[[nodiscard]] RoutePlan empty_plan(const Problem& p, int route);

// First start of `job` no earlier than `arrival`; `never` when there is none.
[[nodiscard]] inline Sec start_of(const Problem& p, const SolverJob& job, Sec arrival, Sec fixed) {
    if (fixed >= 0) return arrival <= fixed ? fixed : never;
    for (const auto& window : windows_of(job, fixed)) {
        Sec start = std::max(arrival, window.from);
        if (p.grid > 1) start = (start + p.grid - 1) / p.grid * p.grid;
        if (start <= window.to) return start;
    }
    return never;
}

// Arrival when lunch is taken on this leg: at the site left, on the road, or at the site reached.
[[nodiscard]] inline Sec arrival_with_lunch(const SolverRoute& route, Sec leave, Sec way) {
    if (leave > route.lunch_latest) return never;
    return std::max(leave + way, route.lunch_earliest) + route.lunch;
}

// The clock after `job`, reached over `way` seconds.
[[nodiscard]] inline Clock2 step(const Problem& p, const SolverRoute& route, Clock2 clock, Sec way, const SolverJob& job, Sec fixed) {
    Clock2 out;
    Sec start = clock.open >= never ? never : start_of(p, job, clock.open + way, fixed);
    if (start < never) out.open = start + job.duration;
    if (!route.has_lunch) return out;
    if (clock.eaten < never) {
        start = start_of(p, job, clock.eaten + way, fixed);
        if (start < never) out.eaten = start + job.duration;
    }
    if (clock.open < never) {
        const Sec arrival = arrival_with_lunch(route, clock.open, way);
        start = arrival >= never ? never : start_of(p, job, arrival, fixed);
        if (start < never) out.eaten = std::min(out.eaten, start + job.duration);
    }
    return out;
}

// Does a crew that leaves so, `way` seconds from a place with these latest arrivals, hold the rest of its day?
[[nodiscard]] inline bool in_time(const SolverRoute& route, Clock2 leave, Sec way, Due2 due) {
    if (leave.eaten < never && leave.eaten + way <= due.eaten) return true;
    if (leave.open >= never) return false;
    if (leave.open + way <= due.open) return true;
    return route.has_lunch && arrival_with_lunch(route, leave.open, way) <= due.eaten;
}

// More travel when a visit to `place` goes into the gap.
[[nodiscard]] inline Sec extra_travel(const Problem& p, const Gap& gap, int place) {
    return p.way(gap.before, place) + p.way(place, gap.after) - gap.leg;
}
[[nodiscard]] bool fits(const Problem& p, int route, const Gap& gap, Stop stop);
// Where a visit with this fixed start stands among the others, when it fits there.
[[nodiscard]] std::optional<std::size_t> fixed_position(const Problem& p, int route, const RoutePlan& plan, Stop stop);

void insert(const Problem& p, int route, RoutePlan& plan, std::size_t position, Stop stop);
void erase(const Problem& p, int route, RoutePlan& plan, std::size_t position);

// Actual starts, stop by stop, and the lunch; only of a feasible plan.
struct Timetable {
    std::vector<Sec> starts;
    std::optional<Sec> lunch;
};
[[nodiscard]] Timetable timetable(const Problem& p, int route, const RoutePlan& plan);

} // namespace vigie::gis
