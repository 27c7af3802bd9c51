#include "gis/planning/solver.hpp"

#include <algorithm>
#include <thread>

#include "gis/planning/greedy.hpp"
#include "gis/planning/search_chain.hpp"

namespace vigie::gis {

SolverAnswer solve(const Problem& problem, const SolverLimits& limits, std::stop_token stop) {
    const auto begin = std::chrono::steady_clock::now();
    SolverAnswer answer;
    WeekPlan week(problem);
    answer.conflict = place_pins(week);
    if (answer.conflict) return answer;
    place_homes(week);
    place_greedily(week, stop);
    answer.solved = week.solved();
    if (limits.effort_s <= 0 || problem.jobs.empty()) return answer;

    // Work that waits for other work or wants two crews moves only together: the search must accept more to get anywhere.
    constexpr double hotter = 3, warmer = 1.5;
    Search search = limits.search;
    if (search.around.empty() && std::ranges::any_of(problem.jobs, &SolverJob::linked)) {
        search.hot *= hotter;
        search.cold *= warmer;
    }
    const auto hood = find_neighbours(problem);
    std::vector<SearchChain> chains;
    const int threads = std::max(1, limits.threads);
    for (int t = 0; t < threads; ++t) chains.emplace_back(week, hood, search, limits.seed + static_cast<std::uint64_t>(t));
    const auto run = [&](SearchChain& chain) {
        if (limits.fewest_routes > 0) chain.fewer_routes(limits, limits.fewest_routes, begin, stop);
        chain.run(limits, begin, stop);
    };
    {
        std::vector<std::jthread> workers;
        for (std::size_t t = 1; t < chains.size(); ++t) workers.emplace_back([&, t] { run(chains[t]); });
        run(chains.front());
    }
    std::uint64_t iterations = 0;
    const auto rank = [&](SearchChain& chain) { return std::pair(limits.fewest_routes > 0 ? chain.routes_open() : 0, chain.best_cost()); };
    std::size_t best = 0;
    for (std::size_t t = 1; t < chains.size(); ++t)
        if (rank(chains[t]) < rank(chains[best])) best = t;
    for (const auto& chain : chains) iterations += chain.iterations();
    answer.solved = chains[best].best();
    answer.solved.iterations = iterations;
    return answer;
}

} // namespace vigie::gis
