#include "gis/planning/route_plan.hpp"

#include <algorithm>

namespace vigie::gis {
namespace {

const SolverRoute& route_of(const Problem& p, int route) { return p.routes[static_cast<std::size_t>(route)]; }
const SolverJob& job_of(const Problem& p, int job) { return p.jobs[static_cast<std::size_t>(job)]; }

Sec on_grid(Sec t, Sec grid) { return grid <= 1 ? t : (t + grid - 1) / grid * grid; }

// Arrival when lunch is taken on this leg: at the site left, on the road, or at the site reached.
Sec arrival_with_lunch(const SolverRoute& route, Sec leave, Sec way) {
    if (leave > route.lunch_latest) return never;
    return std::max(leave + way, route.lunch_earliest) + route.lunch;
}

void recompute(const Problem& p, int route, RoutePlan& plan, std::size_t from) {
    plan.clocks.resize(plan.stops.size());
    Clock2 clock = clock_before(p, route, plan, from);
    int place = place_before(p, route, plan, from);
    for (std::size_t i = from; i < plan.stops.size(); ++i) {
        const auto& job = job_of(p, plan.stops[i].job);
        clock = step(p, route_of(p, route), clock, place, job, plan.stops[i].fixed);
        plan.clocks[i] = clock;
        place = job.place;
    }
}

} // namespace

bool RoutePlan::has(int job) const { return std::ranges::find(stops, job, &Stop::job) != stops.end(); }

Sec start_of(const Problem& p, const SolverJob& job, Sec arrival, Sec fixed) {
    if (fixed >= 0) return arrival <= fixed ? fixed : never;
    for (const auto& window : job.windows) {
        const Sec start = on_grid(std::max(arrival, window.from), p.grid);
        if (start <= window.to) return start;
    }
    return never;
}

Clock2 step(const Problem& p, const SolverRoute& route, Clock2 clock, int from, const SolverJob& job, Sec fixed) {
    const Sec way = p.way(from, job.place);
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

bool ends_in_time(const Problem& p, const SolverRoute& route, Clock2 clock, int from) {
    const Sec way = p.way(from, route.to);
    if (!route.has_lunch) return clock.open < never && clock.open + way <= route.end;
    if (clock.eaten < never && clock.eaten + way <= route.end) return true;
    return clock.open < never && arrival_with_lunch(route, clock.open, way) <= route.end;
}

Clock2 clock_before(const Problem& p, int route, const RoutePlan& plan, std::size_t position) {
    return position == 0 ? Clock2{route_of(p, route).start, never} : plan.clocks[position - 1];
}

int place_before(const Problem& p, int route, const RoutePlan& plan, std::size_t position) {
    return position == 0 ? route_of(p, route).from : job_of(p, plan.stops[position - 1].job).place;
}

int place_at(const Problem& p, int route, const RoutePlan& plan, std::size_t position) {
    return position == plan.stops.size() ? route_of(p, route).to : job_of(p, plan.stops[position].job).place;
}

Sec extra_travel(const Problem& p, int route, const RoutePlan& plan, std::size_t position, int place) {
    const int before = place_before(p, route, plan, position), after = place_at(p, route, plan, position);
    const Sec with = p.way(before, place) + p.way(place, after);
    return plan.stops.empty() ? with : with - p.way(before, after);
}

bool fits(const Problem& p, int route, const RoutePlan& plan, std::size_t position, Stop stop) {
    const auto& r = route_of(p, route);
    const auto* job = &job_of(p, stop.job);
    Clock2 clock = step(p, r, clock_before(p, route, plan, position), place_before(p, route, plan, position), *job, stop.fixed);
    int place = job->place;
    for (std::size_t i = position; i < plan.stops.size(); ++i) {
        if (clock.open >= never && clock.eaten >= never) return false;
        job = &job_of(p, plan.stops[i].job);
        clock = step(p, r, clock, place, *job, plan.stops[i].fixed);
        if (clock == plan.clocks[i]) return true;  // nothing changes from here on
        place = job->place;
    }
    return ends_in_time(p, r, clock, place);
}

std::optional<std::size_t> fixed_position(const Problem& p, int route, const RoutePlan& plan, Stop stop) {
    for (std::size_t i = 0; i <= plan.stops.size(); ++i)
        if (fits(p, route, plan, i, stop)) return i;
    return std::nullopt;
}

void insert(const Problem& p, int route, RoutePlan& plan, std::size_t position, Stop stop) {
    plan.travel += extra_travel(p, route, plan, position, job_of(p, stop.job).place);
    plan.service += job_of(p, stop.job).duration;
    plan.stops.insert(plan.stops.begin() + static_cast<std::ptrdiff_t>(position), stop);
    recompute(p, route, plan, position);
}

void erase(const Problem& p, int route, RoutePlan& plan, std::size_t first, std::size_t count) {
    const auto begin = plan.stops.begin() + static_cast<std::ptrdiff_t>(first);
    for (auto it = begin; it != begin + static_cast<std::ptrdiff_t>(count); ++it) plan.service -= job_of(p, it->job).duration;
    plan.stops.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
    recompute(p, route, plan, first);
    plan.travel = 0;
    if (plan.stops.empty()) return;
    for (std::size_t i = 0; i <= plan.stops.size(); ++i)
        plan.travel += p.way(place_before(p, route, plan, i), place_at(p, route, plan, i));
}

Timetable timetable(const Problem& p, int route, const RoutePlan& plan) {
    Timetable out;
    const std::size_t n = plan.stops.size();
    if (n == 0) return out;
    const auto& r = route_of(p, route);
    out.starts.resize(n);
    // Backwards: which of the two departures each stop needs.
    const int last = job_of(p, plan.stops[n - 1].job).place;
    bool eaten = r.has_lunch && plan.clocks[n - 1].eaten < never && plan.clocks[n - 1].eaten + p.way(last, r.to) <= r.end;
    if (r.has_lunch && !eaten) out.lunch = std::max(plan.clocks[n - 1].open, r.lunch_earliest);
    for (std::size_t i = n; i-- > 0;) {
        const auto& job = job_of(p, plan.stops[i].job);
        out.starts[i] = (eaten ? plan.clocks[i].eaten : plan.clocks[i].open) - job.duration;
        if (!eaten) continue;
        const Clock2 before = clock_before(p, route, plan, i);
        const Sec way = p.way(place_before(p, route, plan, i), job.place);
        const bool later = before.eaten < never && start_of(p, job, before.eaten + way, plan.stops[i].fixed) == out.starts[i];
        if (later) continue;
        eaten = false;  // lunch is on this leg
        out.lunch = std::max(before.open, r.lunch_earliest);
    }
    return out;
}

} // namespace vigie::gis
