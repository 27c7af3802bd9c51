// One chain of ruin and recreate with simulated annealing over a week. Private to gis/planning.
#pragma once

#include <chrono>
#include <stop_token>

#include "gis/planning/insertion.hpp"
#include "gis/planning/solver.hpp"

namespace vigie::gis {

struct Neighbourhood {
    std::vector<std::vector<int>> near;  // of each job, nearest first, itself in front
    std::vector<std::vector<bool>> may;  // job × route
};
[[nodiscard]] Neighbourhood find_neighbours(const Problem& p);

// One thread. The best plan met is kept whatever happens after.
class SearchChain {
public:
    SearchChain(const WeekPlan& start, const Neighbourhood& hood, const Search& search, std::uint64_t seed);

    // Until the effort is spent, time is over or someone asks to stop.
    void run(const SolverLimits& limits, std::chrono::steady_clock::time_point begin, std::stop_token stop);

    // For a fleet of alike routes: serves everybody with ever fewer of them during `share` of the effort, by counting how
    // often each job was left out (the fleet phase of the same paper). A later run() keeps to the number found.
    void fewer_routes(const SolverLimits& limits, double share, std::chrono::steady_clock::time_point begin, std::stop_token stop);

    [[nodiscard]] std::int64_t best_cost() const { return best_cost_; }
    [[nodiscard]] int routes_open() const { return routes_open_; }
    [[nodiscard]] std::uint64_t iterations() const { return done_; }
    [[nodiscard]] Solved best();

private:
    struct Open {
        int job = 0;
        bool removed = false;  // in this step; else it was left out before
        double key = 0;
    };

    [[nodiscard]] bool ruin_and_recreate();
    [[nodiscard]] double temperature(double share) const;
    [[nodiscard]] double bar(double cost, double temperature);
    void step(double temperature);
    void ruin();
    int tear_near(int job, int strings, bool for_it, Sec due);
    void tear(int r, int around);
    void recreate(std::size_t bank);
    void order();
    [[nodiscard]] std::span<const int> routes_for(const Open& open);
    [[nodiscard]] std::span<const int> open_routes(int job) const;
    [[nodiscard]] std::span<const int> near_first(int job) const;
    [[nodiscard]] std::uint64_t work() const;
    [[nodiscard]] std::uint64_t absences() const;
    void serve_step(double temperature);
    bool close_one_route();

    WeekPlan week_;
    Solved best_;
    std::int64_t best_cost_ = 0;
    bool at_best_ = false;  // the week is the best plan, not yet copied
    const Neighbourhood& hood_;
    const Search search_;
    const Problem& p_;
    Insertions insertions_;
    Dice dice_;
    int routes_open_;       // only routes before this one are used
    const std::vector<Sec> due_;  // end of each job, so that what waits for it still fits
    std::vector<std::uint64_t> absent_;
    std::uint64_t done_ = 0;
    double late_ = 0;  // share of the wall time gone
    std::vector<int> doomed_, routes_;
    std::vector<Open> list_;
};

} // namespace vigie::gis
