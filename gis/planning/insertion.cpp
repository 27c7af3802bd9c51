#include "gis/planning/insertion.hpp"

#include <algorithm>
#include <array>

namespace vigie::gis {
namespace {

const SolverJob& job_of(const WeekPlan& week, int job) { return week.problem().jobs[static_cast<std::size_t>(job)]; }
const SolverRoute& route_of(const WeekPlan& week, int r) { return week.problem().routes[static_cast<std::size_t>(r)]; }

// More service than the day has left can never fit, whatever the order; nor can more load.
bool has_room(const WeekPlan& week, int r, const SolverJob& job) {
    const auto& route = route_of(week, r);
    const auto& plan = week.route(r);
    return route.end - route.start - (route.has_lunch ? route.lunch : 0) - plan.service >= job.duration &&
           route.capacity - plan.load >= job.load;
}

using Insertion = WeekPlan::Insertion;

constexpr std::size_t in_cache = 100'000;        // pairs of job and route that a processor's cache holds

// Starts worth trying for a linked job at a position: straight away, and after lunch; `never` where there is none.
std::array<Sec, 2> earliest_starts(const WeekPlan& week, int id, int r, std::size_t position, Sec ready) {
    const auto& p = week.problem();
    const auto& job = job_of(week, id);
    const auto& gap = week.route(r).gaps[position];
    std::array<Sec, 2> out{never, never};
    const auto clock = step(p, route_of(week, r), gap.leave, p.way(gap.before, job.place), job, -1);
    if (clock.open < never) out[0] = start_of(p, job, std::max(clock.open - job.duration, ready), -1);
    if (clock.eaten < never) out[1] = start_of(p, job, std::max(clock.eaten - job.duration, ready), -1);
    if (out[1] == out[0]) out[1] = never;
    return out;
}

using Candidate = TiedPlace;

// Every place for a job in one route.
void candidates(const WeekPlan& week, int id, int r, Sec ready, Sec due, std::vector<Candidate>& out) {
    const auto& p = week.problem();
    const auto& job = job_of(week, id);
    out.clear();
    if (!has_room(week, r, job)) return;
    const auto& plan = week.route(r);
    for (std::size_t i = 0; i < plan.gaps.size(); ++i) {
        const Sec extra = extra_travel(p, plan.gaps[i], job.place);
        for (const Sec start : earliest_starts(week, id, r, i, ready))
            if (start < never && start + job.duration <= due && fits(p, r, plan.gaps[i], {id, start})) out.push_back({r, i, start, extra});
    }
}

// Several crews at one start: for each candidate of one crew the cheapest company on other crews of that day.
std::optional<BestInsertion> team_insertion(const WeekPlan& week, int id, const std::vector<Candidate>& all) {
    const auto& p = week.problem();
    const int need = job_of(week, id).crews_needed;
    std::optional<BestInsertion> best;
    std::vector<Candidate> company;
    for (const auto& lead : all) {
        if (best && lead.extra >= best->cost) continue;
        const auto& a = route_of(week, lead.route);
        company.clear();
        for (const auto& other : all) {
            const auto& b = route_of(week, other.route);
            if (b.day != a.day || b.crew == a.crew || other.start > lead.start) continue;
            if (best && lead.extra + other.extra >= best->cost) continue;
            const auto same = std::ranges::find_if(company, [&](const Candidate& c) { return route_of(week, c.route).crew == b.crew; });
            if (same != company.end() && other.extra >= same->extra) continue;
            if (!fits(p, other.route, week.route(other.route).gaps[other.position], {id, lead.start})) continue;
            if (same == company.end()) company.push_back(other);
            else *same = other;
        }
        if (static_cast<int>(company.size()) < need - 1) continue;
        std::ranges::sort(company, [](const Candidate& x, const Candidate& y) {
            return std::pair(x.extra, x.route) < std::pair(y.extra, y.route);
        });
        BestInsertion made{{{lead.route, lead.position, lead.start}}, lead.extra};
        for (int k = 0; k + 1 < need; ++k) {
            const auto& c = company[static_cast<std::size_t>(k)];
            made.at.push_back({c.route, c.position, lead.start});
            made.cost += c.extra;
        }
        if (!best || made.cost < best->cost) best = std::move(made);
    }
    return best;
}

std::optional<BestInsertion> cheapest(const WeekPlan& week, int id, const std::vector<Candidate>& all) {
    if (job_of(week, id).crews_needed > 1) return team_insertion(week, id, all);
    const auto best = std::ranges::min_element(all, {}, &Candidate::extra);
    if (best == all.end()) return std::nullopt;
    return BestInsertion{{{best->route, best->position, best->start}}, best->extra};
}

std::optional<BestInsertion> home_insertion(const WeekPlan& week, int id) {
    const auto& p = week.problem();
    const auto& job = job_of(week, id);
    if (job.home.empty() || week.ready_at(id) > job.home.front().start) return std::nullopt;
    BestInsertion out;
    if (!job.near_home.empty()) {  // one crew, the cheapest gap of its day
        const int r = job.home.front().route;
        const auto& gaps = week.route(r).gaps;
        Sec best = never;
        for (std::size_t i = 0; i < gaps.size(); ++i)
            if (const Sec extra = extra_travel(p, gaps[i], job.place); extra < best && fits(p, r, gaps[i], {id, near_home})) {
                best = extra;
                out = {{{r, i, near_home}}, extra};
            }
        if (best == never) return std::nullopt;
        return out;
    }
    for (const auto& home : job.home) {
        const auto& plan = week.route(home.route);
        const auto position = fixed_position(p, home.route, plan, {id, home.start});
        if (!position) return std::nullopt;
        out.at.push_back({home.route, *position, home.start});
        out.cost += extra_travel(p, plan.gaps[*position], job.place);
    }
    return out;
}

} // namespace

std::optional<BestInsertion> insertion_of(const WeekPlan& week, int job, std::span<const int> routes) {
    const Sec ready = week.ready_at(job);
    if (ready >= never || job_of(week, job).windows.empty()) return std::nullopt;
    std::vector<Candidate> all, here;
    for (const int r : routes) {
        candidates(week, job, r, ready, never, here);
        all.insert(all.end(), here.begin(), here.end());
    }
    return cheapest(week, job, all);
}

Insertions::Insertions(const Problem& problem)
    : routes_(problem.routes.size()), look_work_(problem.jobs.size() * problem.routes.size() < in_cache ? 30 : 300),
      known_(problem.jobs.size() * problem.routes.size()), tied_(problem.jobs.size()) {
    const auto n = static_cast<std::size_t>(problem.places);
    const auto way = [&](std::size_t a, std::size_t b) { return problem.travel[a * n + b]; };
    bool same = true;
    for (std::size_t a = 0; a < n && same; ++a)
        for (std::size_t b = 0; b < a && same; ++b) same = way(a, b) == way(b, a);
    if (same) return;
    into_.resize(n * n);
    for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = 0; b < n; ++b) into_[b * n + a] = way(a, b);
}

const Insertions::Known& Insertions::in_route(const WeekPlan& week, int id, int r) {
    Known& known = known_[static_cast<std::size_t>(id) * routes_ + static_cast<std::size_t>(r)];
    const auto& plan = week.route(r);
    if (known.version == plan.version) return known;
    known = {plan.version, never, 0};
    work_ += look_work_;
    const auto& job = job_of(week, id);
    if (!has_room(week, r, job)) return known;
    const auto& p = week.problem();
    const auto& route = route_of(week, r);
    work_ += 15 * plan.gaps.size();
    const Sec latest = job.windows.back().to;
    const auto row = static_cast<std::size_t>(job.place) * static_cast<std::size_t>(p.places);  // both rows stay in the cache
    const Sec* from = p.travel.data() + row;
    const Sec* into = into_.empty() ? from : into_.data() + row;
    for (std::size_t i = 0; i < plan.gaps.size(); ++i) {
        const Gap& gap = plan.gaps[i];
        if (std::min(gap.leave.open, gap.leave.eaten) > latest) break;
        const Sec there = into[gap.before], on = from[gap.after];
        const Sec extra = there + on - gap.leg;
        if (extra >= known.extra) continue;
        if (!in_time(route, step(p, route, gap.leave, there, job, -1), on, gap.due)) continue;
        known.extra = extra;
        known.position = static_cast<std::uint32_t>(i);
    }
    return known;
}

std::optional<BestInsertion> Insertions::plain(const WeekPlan& week, int id, std::span<const int> routes, double blink, Dice& dice) {
    if (job_of(week, id).windows.empty()) return std::nullopt;
    Sec best = never;
    Insertion at;
    int fleet_seen = -1;
    work_ += 4 * routes.size();
    for (const int r : routes) {
        if (week.route(r).stops.empty()) {  // one empty route of a fleet is like another
            const int fleet = route_of(week, r).fleet;
            if (fleet >= 0 && fleet == fleet_seen) continue;
            fleet_seen = fleet;
        }
        const Known& known = in_route(week, id, r);
        if (known.extra >= best || (blink > 0 && dice.unit() < blink)) continue;
        best = known.extra;
        at = {r, known.position, -1};
    }
    if (best == never) return std::nullopt;
    return BestInsertion{{at}, best};
}

// At fixed hours. What a route offers is remembered until the route changes.
std::optional<BestInsertion> Insertions::tied(const WeekPlan& week, int id, std::span<const int> routes, double blink, Dice& dice, Sec due) {
    const Sec ready = week.ready_at(id);
    if (ready >= never || job_of(week, id).windows.empty()) return std::nullopt;
    auto& seen = tied_[static_cast<std::size_t>(id)];
    seen.resize(routes_);
    all_.clear();
    work_ += 10 * routes.size();
    for (const int r : routes) {
        TiedRoute& known = seen[static_cast<std::size_t>(r)];
        if (const auto version = week.route(r).version; known.version != version || known.ready != ready || known.due != due) {
            known.version = version;
            known.ready = ready;
            known.due = due;
            candidates(week, id, r, ready, due, known.at);
            work_ += look_work_ + 40 * week.route(r).gaps.size();
        }
        for (const Candidate& c : known.at)
            if (!(blink > 0 && dice.unit() < blink)) all_.push_back(c);
    }
    work_ += 20 * all_.size();
    return cheapest(week, id, all_);
}

// One crew, before or after other work. On a day when all it waits for is over, nothing ties it to an hour: it moves with its
// day like any other visit; work that waits for it then begins the day after. Tried now and then at a fixed hour, so that both
// can be on one day.
std::optional<BestInsertion> Insertions::after_others(const WeekPlan& week, int id, std::span<const int> routes, double blink, Dice& dice, Sec due) {
    constexpr double at_an_hour = 0.25;
    const Sec ready = week.ready_at(id);
    if (ready >= never) return std::nullopt;
    const bool free = job_of(week, id).before.empty() || dice.unit() >= at_an_hour;
    later_.clear();
    same_day_.clear();
    for (const int r : routes) {
        const auto& route = route_of(week, r);
        if (free && route.start >= ready && route.end <= due) later_.push_back(r);
        else if (route.end > ready && route.start < due) same_day_.push_back(r);
    }
    auto best = plain(week, id, later_, blink, dice);
    if (auto at_hour = tied(week, id, same_day_, blink, dice, due); at_hour && (!best || at_hour->cost < best->cost)) best = std::move(at_hour);
    return best;
}

std::optional<BestInsertion> Insertions::best(const WeekPlan& week, int job, std::span<const int> routes, double blink, Dice& dice, Sec due) {
    auto best = job_of(week, job).crews_needed > 1 ? tied(week, job, routes, blink, dice, due)
                : job_of(week, job).linked() ? after_others(week, job, routes, blink, dice, due) : plain(week, job, routes, blink, dice);
    if (job_of(week, job).home.empty()) return best;
    if (best) best->cost += week.problem().move_cost;
    auto home = home_insertion(week, job);
    return home && (!best || home->cost <= best->cost) ? home : best;
}

} // namespace vigie::gis
