#include "gis/planning/insertion.hpp"

#include <algorithm>

namespace vigie::gis {
namespace {

const SolverJob& job_of(const WeekPlan& week, int job) { return week.problem().jobs[static_cast<std::size_t>(job)]; }
const SolverRoute& route_of(const WeekPlan& week, int r) { return week.problem().routes[static_cast<std::size_t>(r)]; }

// More service than the day has left can never fit, whatever the order.
bool has_room(const WeekPlan& week, int r, Sec duration) {
    const auto& route = route_of(week, r);
    const auto& plan = week.route(r);
    return route.end - route.start - (route.has_lunch ? route.lunch : 0) - plan.service >= duration;
}

using Insertion = WeekPlan::Insertion;

std::optional<BestInsertion> plain_insertion(const WeekPlan& week, int id, std::span<const int> routes, double blink, Dice& dice) {
    const auto& p = week.problem();
    const auto& job = job_of(week, id);
    if (job.windows.empty()) return std::nullopt;
    const Sec latest = job.windows.back().to;
    Sec best = never;
    Insertion at;
    for (const int r : routes) {
        if (!has_room(week, r, job.duration)) continue;
        const auto& plan = week.route(r);
        for (std::size_t i = 0; i <= plan.stops.size(); ++i) {
            if (std::min(clock_before(p, r, plan, i).open, clock_before(p, r, plan, i).eaten) > latest) break;
            const Sec extra = extra_travel(p, r, plan, i, job.place);
            if (extra >= best || (blink > 0 && dice.unit() < blink)) continue;
            if (!fits(p, r, plan, i, {id, -1})) continue;
            best = extra;
            at = {r, i, -1};
        }
    }
    if (best == never) return std::nullopt;
    return BestInsertion{{at}, best};
}

// Starts worth trying for a linked job at a position: straight away, and after lunch.
void earliest_starts(const WeekPlan& week, int id, int r, std::size_t position, Sec ready, std::vector<Sec>& out) {
    const auto& p = week.problem();
    const auto& job = job_of(week, id);
    const auto& plan = week.route(r);
    out.clear();
    const auto clock = step(p, route_of(week, r), clock_before(p, r, plan, position), place_before(p, r, plan, position), job, -1);
    for (const Sec end : {clock.open, clock.eaten}) {
        if (end >= never) continue;
        const Sec start = start_of(p, job, std::max(end - job.duration, ready), -1);
        if (start < never && std::ranges::find(out, start) == out.end()) out.push_back(start);
    }
}

struct Candidate {
    int route = 0;
    std::size_t position = 0;
    Sec start = 0, extra = 0;
};

std::vector<Candidate> candidates(const WeekPlan& week, int id, std::span<const int> routes, double blink, Dice& dice, Sec ready) {
    const auto& p = week.problem();
    const auto& job = job_of(week, id);
    std::vector<Candidate> out;
    std::vector<Sec> starts;
    for (const int r : routes) {
        if (!has_room(week, r, job.duration)) continue;
        const auto& plan = week.route(r);
        for (std::size_t i = 0; i <= plan.stops.size(); ++i) {
            if (blink > 0 && dice.unit() < blink) continue;
            earliest_starts(week, id, r, i, ready, starts);
            const Sec extra = extra_travel(p, r, plan, i, job.place);
            for (const Sec start : starts)
                if (fits(p, r, plan, i, {id, start})) out.push_back({r, i, start, extra});
        }
    }
    return out;
}

// Several crews at one start: for each candidate of one crew the cheapest company on other crews of that day.
std::optional<BestInsertion> team_insertion(const WeekPlan& week, int id, const std::vector<Candidate>& all) {
    const auto& p = week.problem();
    const int need = job_of(week, id).crews_needed;
    std::optional<BestInsertion> best;
    for (const auto& lead : all) {
        if (best && lead.extra >= best->cost) continue;
        std::vector<Candidate> company;
        for (const auto& other : all) {
            const auto& a = route_of(week, lead.route);
            const auto& b = route_of(week, other.route);
            if (b.day != a.day || b.crew == a.crew || other.start > lead.start) continue;
            if (!fits(p, other.route, week.route(other.route), other.position, {id, lead.start})) continue;
            const auto same = std::ranges::find_if(company, [&](const Candidate& c) { return route_of(week, c.route).crew == b.crew; });
            if (same == company.end()) company.push_back(other);
            else if (other.extra < same->extra) *same = other;
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

std::optional<BestInsertion> linked_insertion(const WeekPlan& week, int id, std::span<const int> routes, double blink, Dice& dice) {
    const Sec ready = week.ready_at(id);
    if (ready >= never || job_of(week, id).windows.empty()) return std::nullopt;
    const auto all = candidates(week, id, routes, blink, dice, ready);
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
    for (const auto& home : job.home) {
        const auto& plan = week.route(home.route);
        const auto position = fixed_position(p, home.route, plan, {id, home.start});
        if (!position) return std::nullopt;
        out.at.push_back({home.route, *position, home.start});
        out.cost += extra_travel(p, home.route, plan, *position, job.place);
    }
    return out;
}

} // namespace

std::optional<BestInsertion> best_insertion(const WeekPlan& week, int job, std::span<const int> routes, double blink, Dice& dice) {
    auto best = job_of(week, job).linked() ? linked_insertion(week, job, routes, blink, dice)
                                           : plain_insertion(week, job, routes, blink, dice);
    if (job_of(week, job).home.empty()) return best;
    if (best) best->cost += week.problem().move_cost;
    auto home = home_insertion(week, job);
    return home && (!best || home->cost <= best->cost) ? home : best;
}

} // namespace vigie::gis
