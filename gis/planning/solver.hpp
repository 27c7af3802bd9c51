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

struct SolverLimits {
    Millis wall{10'000};          // never longer than this
    std::uint64_t iterations = 0; // of each chain; 0 = only the greedy plan
    int threads = 1;
    std::uint64_t seed = 1;
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

// Iterations of one chain that about a second of one processor core affords.
[[nodiscard]] std::uint64_t iterations_per_second(const Problem& problem);

} // namespace vigie::gis
