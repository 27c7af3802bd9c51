// Plans a week: pins first as structure, greedy insertion, then ruin and recreate (after Christiaens and Vanden Berghe
// 2020, "Slack Induction by String Removals") with simulated annealing, one chain per thread. Whenever it stops, the
// plan is valid. Same seed, one thread, iterations left to run out: same plan.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "gis/model/time.hpp"
#include "gis/planning/solver_problem.hpp"

namespace vigie::gis {

// How a chain ruins and when it accepts.
struct Search {
    double hot = 3000, cold = 200;  // annealing temperatures, in cost
    double mean_removed = 9;        // visits torn out in a step, about
    int longest_string = 6;         // of visits torn out of one route: a crew-day has five or six
    int bank_sample = 16;           // of what is left out, tried again in each step
    double blink = 0.01;            // share of routes overlooked in an insertion
    std::vector<int> around = {};   // only these jobs are made room for, and nothing else is torn out; empty = everything
};

struct SolverLimits {
    Millis wall{10'000};  // never longer than this
    // Work of each chain in about the seconds of one processor core (a core of a 2 GHz server), counted in what the search
    // does, not by a clock: so it ends at the same plan however busy the machine. 0 = only the greedy plan.
    double effort_s = 0;
    int threads = 1;
    std::uint64_t seed = 1;
    Search search;
    double fewest_routes = 0;  // share of the effort spent on serving everybody with fewer alike routes
};

// What makes an instance contradictory: these jobs' pins cannot all be kept.
struct PinConflict {
    int job = 0, other = -1;  // other: the one it collides with, or -1
};

struct SolverAnswer {
    std::optional<PinConflict> conflict;  // then `solved` is empty
    Solved solved;
};
[[nodiscard]] SolverAnswer solve(const Problem& problem, const SolverLimits& limits, std::stop_token stop);

} // namespace vigie::gis
