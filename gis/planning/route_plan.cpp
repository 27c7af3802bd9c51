#include "gis/planning/route_plan.hpp"

#include <algorithm>

namespace vigie::gis {
namespace {

const SolverRoute& route_of(const Problem& p, int route) { return p.routes[static_cast<std::size_t>(route)]; }
const SolverJob& job_of(const Problem& p, int job) { return p.jobs[static_cast<std::size_t>(job)]; }

Sec down_to_grid(Sec t, Sec grid) { return grid <= 1 || t < 0 ? t : t / grid * grid; }

// Latest arrival at `job` from which it starts no later than `latest`.
Sec latest_arrival(const Problem& p, const SolverJob& job, Sec latest, Sec fixed) {
    if (fixed >= 0) return fixed <= latest ? fixed : too_late;
    Sec out = too_late;
    for (const auto& window : windows_of(job, fixed)) {
        const Sec start = down_to_grid(std::min(latest, window.to), p.grid);
        if (start >= window.from) out = std::max(out, start);
    }
    return out;
}

// Latest departure towards a place `leg` seconds away with these latest arrivals.
Due2 latest_departure(const SolverRoute& route, Sec leg, Due2 due) {
    Due2 out;
    if (due.open > too_late) out.open = due.open - leg;
    if (due.eaten <= too_late) return out;
    out.eaten = due.eaten - leg;
    if (route.has_lunch && route.lunch_earliest + route.lunch <= due.eaten)
        out.open = std::max(out.open, std::min(route.lunch_latest, due.eaten - route.lunch - leg));
    return out;
}

void recompute(const Problem& p, int route, RoutePlan& plan, std::size_t changed) {
    const auto& r = route_of(p, route);
    const std::size_t n = plan.stops.size();
    plan.gaps.resize(n + 1);
    if (changed == 0) plan.gaps[0] = {r.from, r.to, 0, {r.start, never}, {}};
    for (std::size_t i = changed; i < n; ++i) {
        const auto& job = job_of(p, plan.stops[i].job);
        auto& gap = plan.gaps[i];
        gap.after = job.place;
        gap.leg = p.way(gap.before, job.place);
        plan.gaps[i + 1].before = job.place;
        plan.gaps[i + 1].leave = step(p, r, gap.leave, gap.leg, job, plan.stops[i].fixed);
    }
    plan.gaps[n].after = r.to;
    plan.gaps[n].leg = n ? p.way(plan.gaps[n].before, r.to) : 0;
    plan.gaps[n].due = r.has_lunch ? Due2{too_late, r.end} : Due2{r.end, too_late};
    for (std::size_t i = n; i-- > 0;) {
        const auto& job = job_of(p, plan.stops[i].job);
        const Due2 leave = latest_departure(r, plan.gaps[i + 1].leg, plan.gaps[i + 1].due);
        const Due2 due{leave.open > too_late ? latest_arrival(p, job, leave.open - job.duration, plan.stops[i].fixed) : too_late,
                       leave.eaten > too_late ? latest_arrival(p, job, leave.eaten - job.duration, plan.stops[i].fixed) : too_late};
        if (i < changed && due == plan.gaps[i].due) break;  // nothing changes before
        plan.gaps[i].due = due;
    }
}

} // namespace

bool RoutePlan::has(int job) const { return std::ranges::find(stops, job, &Stop::job) != stops.end(); }

RoutePlan empty_plan(const Problem& p, int route) {
    RoutePlan out;
    recompute(p, route, out, 0);
    return out;
}

bool fits(const Problem& p, int route, const Gap& gap, Stop stop) {
    const auto& r = route_of(p, route);
    const auto& job = job_of(p, stop.job);
    return in_time(r, step(p, r, gap.leave, p.way(gap.before, job.place), job, stop.fixed), p.way(job.place, gap.after), gap.due);
}

std::optional<std::size_t> fixed_position(const Problem& p, int route, const RoutePlan& plan, Stop stop) {
    for (std::size_t i = 0; i < plan.gaps.size(); ++i)
        if (fits(p, route, plan.gaps[i], stop)) return i;
    return std::nullopt;
}

void insert(const Problem& p, int route, RoutePlan& plan, std::size_t position, Stop stop) {
    const auto& job = job_of(p, stop.job);
    plan.travel += extra_travel(p, plan.gaps[position], job.place);
    plan.service += job.duration;
    plan.load += job.load;
    const auto at = static_cast<std::ptrdiff_t>(position);
    plan.stops.insert(plan.stops.begin() + at, stop);
    plan.gaps.insert(plan.gaps.begin() + at, plan.gaps[position]);
    recompute(p, route, plan, position);
}

void erase(const Problem& p, int route, RoutePlan& plan, std::size_t position) {
    const auto& job = job_of(p, plan.stops[position].job);
    const auto at = static_cast<std::ptrdiff_t>(position);
    const Sec legs = plan.gaps[position].leg + plan.gaps[position + 1].leg;
    plan.service -= job.duration;
    plan.load -= job.load;
    plan.stops.erase(plan.stops.begin() + at);
    plan.gaps.erase(plan.gaps.begin() + at + 1);
    recompute(p, route, plan, position);
    plan.travel += plan.gaps[position].leg - legs;
}

Timetable timetable(const Problem& p, int route, const RoutePlan& plan) {
    Timetable out;
    const std::size_t n = plan.stops.size();
    if (n == 0) return out;
    const auto& r = route_of(p, route);
    out.starts.resize(n);
    // Backwards: which of the two departures each stop needs.
    const auto& end = plan.gaps[n];
    bool eaten = r.has_lunch && end.leave.eaten < never && end.leave.eaten + end.leg <= r.end;
    if (r.has_lunch && !eaten) out.lunch = std::max(end.leave.open, r.lunch_earliest);
    for (std::size_t i = n; i-- > 0;) {
        const auto& job = job_of(p, plan.stops[i].job);
        const Clock2 after = plan.gaps[i + 1].leave, before = plan.gaps[i].leave;
        out.starts[i] = (eaten ? after.eaten : after.open) - job.duration;
        if (!eaten) continue;
        const bool later = before.eaten < never &&
                           start_of(p, job, before.eaten + plan.gaps[i].leg, plan.stops[i].fixed) == out.starts[i];
        if (later) continue;
        eaten = false;  // lunch is on this leg
        out.lunch = std::max(before.open, r.lunch_earliest);
    }
    return out;
}

} // namespace vigie::gis
