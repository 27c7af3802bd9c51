#include "gis/planning/search_chain.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vigie::gis {
namespace {

using std::chrono::steady_clock;

constexpr int neighbours_kept = 80;      // of each job: strings are torn out around it
constexpr std::size_t every_route = 96;  // up to so many routes all are tried, above only those near
constexpr std::size_t near_routes_of = 30;  // of its nearest jobs the routes are tried
constexpr std::uint64_t clock_every = 64;
constexpr std::uint64_t step_work = 900;  // of a step besides its insertions, in nanoseconds

Sec latest_start(const Problem& p, const SolverJob& job) {
    Sec latest = 0;
    for (const int r : job.routes) latest = std::max(latest, p.routes[static_cast<std::size_t>(r)].end - job.duration);
    return job.windows.empty() ? 0 : std::min(latest, job.windows.back().to);
}

// By when each job must be over so that what waits for it can still be done.
std::vector<Sec> latest_ends(const Problem& p) {
    std::vector<Sec> due(p.jobs.size(), never);
    bool more = true;
    for (std::size_t round = 0; more && round <= p.jobs.size(); ++round) {  // a chain of waiting jobs is seldom long
        more = false;
        for (std::size_t i = 0; i < p.jobs.size(); ++i)
            for (const int later : p.jobs[i].before) {
                const auto& job = p.jobs[static_cast<std::size_t>(later)];
                const Sec start = std::min(latest_start(p, job), due[static_cast<std::size_t>(later)] - job.duration);
                if (start < due[i]) due[i] = start, more = true;
            }
    }
    return due;
}

} // namespace

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

SearchChain::SearchChain(const WeekPlan& start, const Neighbourhood& hood, const Search& search, std::uint64_t seed)
    : week_(start), best_(start.solved()), best_cost_(start.cost()), hood_(hood), search_(search), p_(start.problem()),
      insertions_(p_), dice_(seed), routes_open_(static_cast<int>(p_.routes.size())), due_(latest_ends(p_)) {}

void SearchChain::run(const SolverLimits& limits, steady_clock::time_point begin, std::stop_token stop) {
    const double all = limits.effort_s * 1e9;
    const double before = static_cast<double>(work()) / all;  // a fleet phase
    double share = before;
    while (share < 1) {
        step(temperature((share - before) / (1 - before)));
        ++done_;
        share = std::max(late_, static_cast<double>(work()) / all);
        if (done_ % clock_every != 0) continue;
        if (stop.stop_requested()) break;
        // On a busy machine time runs out before the work is done: then it cools by the clock.
        late_ = std::chrono::duration<double>(steady_clock::now() - begin) / limits.wall;
    }
}

std::uint64_t SearchChain::work() const { return insertions_.work() + done_ * step_work; }

Solved SearchChain::best() {
    if (at_best_) best_ = week_.solved();
    at_best_ = false;
    return best_;
}

std::uint64_t SearchChain::absences() const {
    return std::accumulate(week_.left_out().begin(), week_.left_out().end(), std::uint64_t{0},
                           [&](std::uint64_t sum, int job) { return sum + absent_[static_cast<std::size_t>(job)]; });
}

bool SearchChain::close_one_route() {
    if (routes_open_ <= 1) return false;
    int least = 0;
    std::pair<std::uint64_t, std::size_t> fewest{~0ull, 0};
    for (int r = 0; r < routes_open_; ++r) {
        std::pair<std::uint64_t, std::size_t> here{0, week_.route(r).stops.size()};
        for (const auto& stop : week_.route(r).stops) here.first += absent_[static_cast<std::size_t>(stop.job)];
        if (here < fewest) {
            fewest = here;
            least = r;
        }
    }
    week_.swap_routes(least, --routes_open_);
    doomed_.clear();
    for (const auto& stop : week_.route(routes_open_).stops) doomed_.push_back(stop.job);
    for (const int job : doomed_) week_.remove(job);
    return true;
}

void SearchChain::fewer_routes(const SolverLimits& limits, double share, steady_clock::time_point begin, std::stop_token stop) {
    if (!week_.left_out().empty()) return;
    absent_.assign(p_.jobs.size(), 0);
    WeekPlan full = week_;
    int open = routes_open_;
    const double all = limits.effort_s * share * 1e9;
    double gone = 0;
    bool more = close_one_route();
    while (more && gone < 1) {
        serve_step(temperature(gone));
        ++done_;
        gone = std::max(late_ / share, static_cast<double>(work()) / all);
        if (done_ % clock_every == 0) {
            if (stop.stop_requested()) break;
            late_ = std::chrono::duration<double>(steady_clock::now() - begin) / limits.wall;
        }
        if (!week_.left_out().empty()) continue;
        full = week_;
        open = routes_open_;
        more = close_one_route();
    }
    week_ = std::move(full);
    routes_open_ = open;
    best_cost_ = week_.cost();
    at_best_ = true;
}

// Better is whom others left out less often; with no more left out than before, a shorter way or by chance a longer one.
void SearchChain::serve_step(double temperature) {
    const auto travel = [&] { return static_cast<double>(week_.travel()); };
    const std::uint64_t absent = absences();
    const std::size_t bank = week_.left_out().size();
    const double before = travel();
    if (!ruin_and_recreate()) return;
    for (const int job : week_.left_out()) ++absent_[static_cast<std::size_t>(job)];
    if (absences() < absent) return;
    const double most = bar(before, temperature);
    if (week_.left_out().size() > bank || travel() >= most) week_.take_back();
}

// A step that can still be taken back; false = a day would not hold, and it was.
bool SearchChain::ruin_and_recreate() {
    const std::size_t bank = week_.left_out().size();
    week_.begin_step();
    ruin();
    if (!std::ranges::all_of(week_.touched_routes(), [&](int r) { return week_.holds(r); })) {
        week_.take_back();
        return false;
    }
    recreate(bank);
    return true;
}

double SearchChain::temperature(double share) const { return search_.hot * std::pow(search_.cold / search_.hot, share); }

// How cost may rise in a step, by chance.
double SearchChain::bar(double cost, double temperature) { return cost - temperature * std::log(std::max(1e-12, dice_.unit())); }

void SearchChain::step(double temperature) {
    const double before = static_cast<double>(week_.cost());
    if (!ruin_and_recreate()) return;
    if (static_cast<double>(week_.cost()) >= bar(before, temperature)) return week_.take_back();
    if (week_.cost() < best_cost_) {
        best_cost_ = week_.cost();
        at_best_ = true;
    } else if (at_best_) {  // leaving the best plan: it is copied first, and the step not taken
        week_.take_back();
        best_ = week_.solved();
        at_best_ = false;
    }
}

void SearchChain::ruin() {
    const auto& bank = week_.left_out();
    const auto any = [&](const std::vector<int>& of) { return of[static_cast<std::size_t>(dice_.below(static_cast<int>(of.size())))]; };
    const bool for_bank = !search_.around.empty() || (!bank.empty() && dice_.below(2) == 0);
    const int seed = !search_.around.empty() ? any(search_.around) : for_bank ? any(bank) : dice_.below(static_cast<int>(p_.jobs.size()));
    const double most = 4 * search_.mean_removed / (1 + search_.longest_string) - 1;
    const int strings = 1 + static_cast<int>(dice_.unit() * most);
    const int torn = tear_near(seed, strings, for_bank, never);
    if (for_bank && dice_.below(2) == 0)
        for (const int before : p_.jobs[static_cast<std::size_t>(seed)].after) {  // so that they can end earlier
            if (!week_.placed(before) || !week_.removable(before)) continue;
            week_.remove(before);
            tear_near(before, 2, true, due_[static_cast<std::size_t>(before)]);
        }
    if (for_bank && torn == 0) {
        const auto routes = open_routes(seed);
        if (!routes.empty()) tear(routes[static_cast<std::size_t>(dice_.below(static_cast<int>(routes.size())))], -1);
    }
}

// Strings out of up to so many routes near a job; `for_it`: out of those it may take, begun before `due`. How many there were.
int SearchChain::tear_near(int job, int strings, bool for_it, Sec due) {
    const auto id = static_cast<std::size_t>(job);
    const bool together = for_it && p_.jobs[id].crews_needed > 1;  // room on one day
    int torn = 0, day = -1;
    for (const int near : hood_.near[id]) {
        if (torn >= strings) break;
        if (!week_.placed(near)) continue;
        const int r = week_.where(near).front();
        const auto& route = p_.routes[static_cast<std::size_t>(r)];
        if (for_it && (!hood_.may[id][static_cast<std::size_t>(r)] || route.start >= due)) continue;
        if (together && day >= 0 && route.day != day) continue;
        if (std::ranges::find(week_.touched_routes(), r) != week_.touched_routes().end()) continue;
        day = route.day;
        tear(r, near);
        ++torn;
    }
    return torn;
}

// A string of visits around one of them, sometimes with a stretch in its middle spared.
void SearchChain::tear(int r, int around) {
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

void SearchChain::recreate(std::size_t bank) {
    list_.clear();
    const auto& out = week_.left_out();
    for (std::size_t i = bank; i < out.size(); ++i) list_.push_back({out[i], true, 0});
    const int tries = std::min<int>(search_.bank_sample, static_cast<int>(bank));
    for (int k = 0; k < tries; ++k) {
        const int job = out[static_cast<std::size_t>(static_cast<int>(bank) <= search_.bank_sample ? k : dice_.below(static_cast<int>(bank)))];
        if (std::ranges::none_of(list_, [&](const Open& o) { return o.job == job; })) list_.push_back({job, false, 0});
    }
    order();
    for (std::size_t i = 0; i < list_.size(); ++i) {
        const Open open = list_[i];
        if (week_.placed(open.job)) continue;
        const auto& job = p_.jobs[static_cast<std::size_t>(open.job)];
        std::optional<BestInsertion> best;
        if (!job.before.empty() && dice_.below(4) != 0) best = insertions_.best(week_, open.job, routes_for(open), search_.blink, dice_, due_[static_cast<std::size_t>(open.job)]);
        if (!best) best = insertions_.best(week_, open.job, routes_for(open), search_.blink, dice_);
        if (!best || best->cost >= job.weight) continue;
        week_.place(open.job, best->at);
        for (const int later : job.before)  // whose turn may have come too early
            if (!week_.placed(later)) list_.push_back({later, true, 0});
    }
}

void SearchChain::order() {
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
std::span<const int> SearchChain::open_routes(int job) const {
    const auto& routes = p_.jobs[static_cast<std::size_t>(job)].routes;
    if (routes.empty() || routes.back() < routes_open_) return routes;
    return std::span(routes).first(static_cast<std::size_t>(std::ranges::lower_bound(routes, routes_open_) - routes.begin()));
}

std::span<const int> SearchChain::routes_for(const Open& open) {
    const auto& job = p_.jobs[static_cast<std::size_t>(open.job)];
    const auto& may = hood_.may[static_cast<std::size_t>(open.job)];
    if (open.removed && p_.routes.size() <= every_route) return open_routes(open.job);
    if (job.linked()) return open_routes(open.job);
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

std::span<const int> SearchChain::near_first(int job) const {
    const auto& near = hood_.near[static_cast<std::size_t>(job)];
    return std::span(near).first(std::min(near_routes_of, near.size()));
}

} // namespace vigie::gis
