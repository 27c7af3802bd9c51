#include "gis/planning/solver.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

#include "gis/planning/greedy.hpp"

namespace vigie::gis {
namespace {

using std::chrono::steady_clock;


constexpr int neighbours_kept = 80;      // of each job: strings are torn out around it
constexpr std::size_t every_route = 96;  // up to so many routes all are tried, above only those near
constexpr std::size_t near_routes_of = 30;  // of its nearest jobs the routes are tried
constexpr std::uint64_t clock_every = 64;
constexpr std::uint64_t step_work = 900;  // of a step besides its insertions, in nanoseconds

struct Neighbourhood {
    std::vector<std::vector<int>> near;    // of each job, nearest first, itself in front
    std::vector<std::vector<bool>> may;    // job × route
};

Neighbourhood find_neighbours(const Problem& p) {
    Neighbourhood out;
    const auto n = p.jobs.size();
    out.near.resize(n);
    out.may.assign(n, std::vector<bool>(p.routes.size(), false));
    std::vector<std::pair<Sec, int>> all(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (const int r : p.jobs[i].routes) out.may[i][static_cast<std::size_t>(r)] = true;
        for (std::size_t j = 0; j < n; ++j) all[j] = {i == j ? -1 : p.way(p.jobs[i].place, p.jobs[j].place), static_cast<int>(j)};
        const auto keep = std::min<std::size_t>(neighbours_kept, n);
        std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(keep), all.end());
        for (std::size_t k = 0; k < keep; ++k) out.near[i].push_back(all[k].second);
    }
    return out;
}

class Chain {
public:
    Chain(const WeekPlan& start, const Neighbourhood& hood, const Search& search, std::uint64_t seed)
        : week_(start), best_(start.solved()), best_cost_(start.cost()), hood_(hood), search_(search), p_(start.problem()), insertions_(p_), dice_(seed) {}

    void run(const SolverLimits& limits, steady_clock::time_point begin, std::stop_token stop) {
        const double all = limits.effort_s * 1e9;
        double share = 0;
        for (; share < 1; ++done_) {
            step(search_.hot * std::pow(search_.cold / search_.hot, share));
            share = std::max(late_, static_cast<double>(insertions_.work() + (done_ + 1) * step_work) / all);
            if (done_ % clock_every != 0) continue;
            if (stop.stop_requested()) break;
            // On a busy machine time runs out before the work is done: then it cools by the clock.
            late_ = std::chrono::duration<double>(steady_clock::now() - begin) / limits.wall;
        }
        best_.iterations = done_;
    }

    [[nodiscard]] std::int64_t best_cost() const { return best_cost_; }
    [[nodiscard]] Solved& best() { return best_; }

private:
    void step(double temperature) {
        const double before = static_cast<double>(week_.cost());
        week_.begin_step();
        const std::size_t bank = week_.left_out().size();
        ruin();
        if (!std::ranges::all_of(week_.touched_routes(), [&](int r) { return week_.holds(r); })) return week_.take_back();
        recreate(bank);
        const double bar = before - temperature * std::log(std::max(1e-12, dice_.unit()));
        if (static_cast<double>(week_.cost()) >= bar) return week_.take_back();
        if (week_.cost() >= best_cost_) return;
        best_cost_ = week_.cost();
        best_ = week_.solved();
    }

    void ruin() {
        const auto& bank = week_.left_out();
        const bool for_bank = !bank.empty() && dice_.below(2) == 0;
        const int seed = for_bank ? bank[static_cast<std::size_t>(dice_.below(static_cast<int>(bank.size())))]
                                  : dice_.below(static_cast<int>(p_.jobs.size()));
        const double most = 4 * search_.mean_removed / (1 + search_.longest_string) - 1;
        const int strings = 1 + static_cast<int>(dice_.unit() * most);
        int torn = 0;
        for (const int near : hood_.near[static_cast<std::size_t>(seed)]) {
            if (torn >= strings) break;
            if (!week_.placed(near)) continue;
            const int r = week_.where(near).front();
            if (for_bank && !hood_.may[static_cast<std::size_t>(seed)][static_cast<std::size_t>(r)]) continue;
            if (std::ranges::find(week_.touched_routes(), r) != week_.touched_routes().end()) continue;
            tear(r, near);
            ++torn;
        }
        if (for_bank && torn == 0) {
            const auto& routes = p_.jobs[static_cast<std::size_t>(seed)].routes;
            if (!routes.empty()) tear(routes[static_cast<std::size_t>(dice_.below(static_cast<int>(routes.size())))], -1);
        }
    }

    // A string of visits around one of them, sometimes with a stretch in its middle spared.
    void tear(int r, int around) {
        const auto& stops = week_.route(r).stops;
        const int n = static_cast<int>(stops.size());
        if (n == 0) return;
        const auto found = std::ranges::find(stops, around, &Stop::job);
        const int at = found == stops.end() ? dice_.below(n) : static_cast<int>(found - stops.begin());
        const int length = 1 + dice_.below(std::min(n, search_.longest_string));
        int spared = 0;
        if (length > 1 && length < n && dice_.below(2) == 0)
            while (length + spared < n && dice_.unit() > 0.5) ++spared;
        const int whole = length + spared;
        const int low = std::max(0, at - whole + 1), high = std::min(at, n - whole);
        const int first = low + dice_.below(high - low + 1);
        const int spare_from = first + (spared ? 1 + dice_.below(std::max(1, length - 1)) : whole);
        doomed_.clear();
        for (int i = first; i < first + whole; ++i)
            if (i < spare_from || i >= spare_from + spared) doomed_.push_back(stops[static_cast<std::size_t>(i)].job);
        for (const int job : doomed_)
            if (week_.placed(job) && week_.removable(job)) week_.remove(job);
    }

    void recreate(std::size_t bank) {
        list_.clear();
        const auto& out = week_.left_out();
        for (std::size_t i = bank; i < out.size(); ++i) list_.push_back({out[i], true, 0});
        const int tries = std::min<int>(search_.bank_sample, static_cast<int>(bank));
        for (int k = 0; k < tries; ++k) {
            const int job = out[static_cast<std::size_t>(static_cast<int>(bank) <= search_.bank_sample ? k : dice_.below(static_cast<int>(bank)))];
            if (std::ranges::none_of(list_, [&](const Open& o) { return o.job == job; })) list_.push_back({job, false, 0});
        }
        order();
        for (const auto& open : list_) {
            if (week_.placed(open.job)) continue;
            const auto& job = p_.jobs[static_cast<std::size_t>(open.job)];
            const auto best = insertions_.best(week_, open.job, routes_for(open), search_.blink, dice_);
            if (best && best->cost < job.weight) week_.place(open.job, best->at);
        }
    }

    struct Open {
        int job = 0;
        bool removed = false;  // in this step; else it was left out before
        double key = 0;
    };

    void order() {
        const int how = dice_.below(16);
        for (auto& open : list_) {
            const auto& job = p_.jobs[static_cast<std::size_t>(open.job)];
            const double weight = static_cast<double>(job.weight), length = job.duration + 600.0;
            if (how < 4) open.key = dice_.unit();
            else if (how < 8) open.key = -weight;
            else if (how < 12) open.key = -weight / length;
            else if (how < 13) open.key = -length;
            else if (how < 14) open.key = static_cast<double>(job.routes.size());
            else open.key = job.windows.empty() ? 0 : static_cast<double>(job.windows.back().to - job.windows.front().from);
            if (how >= 4) open.key *= 0.9 + 0.2 * dice_.unit();
        }
        std::ranges::sort(list_, [](const Open& a, const Open& b) { return std::pair(a.key, a.job) < std::pair(b.key, b.job); });
    }

    // What was left out before found no room then: only days changed since can have some.
    std::span<const int> routes_for(const Open& open) {
        const auto& job = p_.jobs[static_cast<std::size_t>(open.job)];
        const auto& may = hood_.may[static_cast<std::size_t>(open.job)];
        if (open.removed && p_.routes.size() <= every_route) return job.routes;
        if (job.linked()) return job.routes;
        routes_.clear();
        for (const int r : week_.touched_routes())
            if (may[static_cast<std::size_t>(r)]) routes_.push_back(r);
        if (open.removed)
            for (const int near : near_first(open.job))
                for (const int r : week_.where(near))
                    if (may[static_cast<std::size_t>(r)]) routes_.push_back(r);
        std::ranges::sort(routes_);
        routes_.erase(std::unique(routes_.begin(), routes_.end()), routes_.end());
        return routes_;
    }

    [[nodiscard]] std::span<const int> near_first(int job) const {
        const auto& near = hood_.near[static_cast<std::size_t>(job)];
        return std::span(near).first(std::min(near_routes_of, near.size()));
    }

    WeekPlan week_;
    Solved best_;
    std::int64_t best_cost_ = 0;
    const Neighbourhood& hood_;
    const Search search_;
    const Problem& p_;
    Insertions insertions_;
    Dice dice_;
    std::uint64_t done_ = 0;
    double late_ = 0;  // share of the wall time gone
    std::vector<int> doomed_, routes_;
    std::vector<Open> list_;
};

} // namespace

SolverAnswer solve(const Problem& problem, const SolverLimits& limits, std::stop_token stop) {
    const auto begin = steady_clock::now();
    SolverAnswer answer;
    WeekPlan week(problem);
    answer.conflict = place_pins(week);
    if (answer.conflict) return answer;
    place_homes(week);
    place_greedily(week, stop);
    answer.solved = week.solved();
    if (limits.effort_s <= 0 || problem.jobs.empty()) return answer;

    const auto hood = find_neighbours(problem);
    std::vector<Chain> chains;
    const int threads = std::max(1, limits.threads);
    for (int t = 0; t < threads; ++t) chains.emplace_back(week, hood, limits.search, limits.seed + static_cast<std::uint64_t>(t));
    {
        std::vector<std::jthread> workers;
        for (std::size_t t = 1; t < chains.size(); ++t)
            workers.emplace_back([&, t] { chains[t].run(limits, begin, stop); });
        chains.front().run(limits, begin, stop);
    }
    std::size_t best = 0;
    std::uint64_t iterations = 0;
    for (std::size_t t = 0; t < chains.size(); ++t) {
        iterations += chains[t].best().iterations;
        if (chains[t].best_cost() < chains[best].best_cost()) best = t;
    }
    answer.solved = std::move(chains[best].best());
    answer.solved.iterations = iterations;
    return answer;
}

} // namespace vigie::gis
