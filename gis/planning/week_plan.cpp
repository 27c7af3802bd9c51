#include "gis/planning/week_plan.hpp"

#include <algorithm>
#include <numeric>

namespace vigie::gis {

Sec latest_end(const Problem& p, int job, const WeekPlan::Insertion& at) {
    return at.fixed >= 0 ? at.fixed + p.jobs[static_cast<std::size_t>(job)].duration : p.routes[static_cast<std::size_t>(at.route)].end;
}

WeekPlan::WeekPlan(const Problem& problem)
    : p_(&problem), where_(problem.jobs.size()), end_(problem.jobs.size(), never),
      left_out_(problem.jobs.size()), left_out_at_(problem.jobs.size()), protected_(problem.jobs.size(), 0),
      route_mark_(problem.routes.size(), 0), job_mark_(problem.jobs.size(), 0) {
    std::iota(left_out_.begin(), left_out_.end(), 0);
    std::iota(left_out_at_.begin(), left_out_at_.end(), 0);
    for (const auto& job : problem.jobs) cost_ += job.weight;
    routes_.reserve(problem.routes.size());
    for (int r = 0; r < static_cast<int>(problem.routes.size()); ++r) {
        routes_.push_back(empty_plan(problem, r));
        routes_.back().version = ++version_;
    }
}

std::int64_t WeekPlan::travel() const {
    return std::accumulate(routes_.begin(), routes_.end(), std::int64_t{0},
                           [](std::int64_t sum, const RoutePlan& r) { return sum + r.travel; });
}

Solved WeekPlan::solved() const {
    Solved out;
    out.jobs.resize(p_->jobs.size());
    out.travel = travel();
    for (int r = 0; r < static_cast<int>(routes_.size()); ++r) {
        const auto times = timetable(*p_, r, route(r));
        for (std::size_t i = 0; i < times.starts.size(); ++i)
            out.jobs[static_cast<std::size_t>(route(r).stops[i].job)].push_back({r, times.starts[i]});
        if (times.lunch) out.lunches.push_back({r, *times.lunch});
    }
    return out;
}

void WeekPlan::touch_route(int r) {
    auto& mark = route_mark_[static_cast<std::size_t>(r)];
    if (mark == mark_) return;
    mark = mark_;
    if (saved_routes_.size() <= touched_.size()) saved_routes_.emplace_back();
    saved_routes_[touched_.size()] = routes_[static_cast<std::size_t>(r)];
    touched_.push_back(r);
}

void WeekPlan::touch_job(int job) {
    auto& mark = job_mark_[static_cast<std::size_t>(job)];
    if (mark == mark_) return;
    mark = mark_;
    saved_jobs_.push_back({job, where_[static_cast<std::size_t>(job)], end_[static_cast<std::size_t>(job)]});
}

void WeekPlan::set_left_out(int job, bool out) {
    auto& at = left_out_at_[static_cast<std::size_t>(job)];
    if (out == (at >= 0)) return;
    if (out) {
        at = static_cast<int>(left_out_.size());
        left_out_.push_back(job);
        return;
    }
    const int moved = left_out_.back();
    left_out_[static_cast<std::size_t>(at)] = moved;
    left_out_at_[static_cast<std::size_t>(moved)] = at;
    left_out_.pop_back();
    at = -1;
}

void WeekPlan::place(int id, std::span<const Insertion> at) {
    const auto& job = p_->jobs[static_cast<std::size_t>(id)];
    touch_job(id);
    auto& where = where_[static_cast<std::size_t>(id)];
    where.clear();
    for (const auto& insertion : at) {
        touch_route(insertion.route);
        auto& plan = routes_[static_cast<std::size_t>(insertion.route)];
        cost_ -= plan.travel;
        insert(*p_, insertion.route, plan, insertion.position, {id, insertion.fixed});
        plan.version = ++version_;
        cost_ += plan.travel;
        where.push_back(insertion.route);
        end_[static_cast<std::size_t>(id)] = latest_end(*p_, id, insertion);
    }
    cost_ -= job.weight;
    if (!job.home.empty() && !at_home(id)) cost_ += p_->move_cost;
    set_left_out(id, false);
}

void WeekPlan::remove(int id) {
    const auto& job = p_->jobs[static_cast<std::size_t>(id)];
    if (!placed(id)) return;
    for (const int later : job.before) remove(later);
    touch_job(id);
    if (!job.home.empty() && !at_home(id)) cost_ -= p_->move_cost;
    for (const int r : where_[static_cast<std::size_t>(id)]) {
        touch_route(r);
        auto& plan = routes_[static_cast<std::size_t>(r)];
        cost_ -= plan.travel;
        const auto stop = std::ranges::find(plan.stops, id, &Stop::job);
        erase(*p_, r, plan, static_cast<std::size_t>(stop - plan.stops.begin()));
        plan.version = ++version_;
        cost_ += plan.travel;
    }
    where_[static_cast<std::size_t>(id)].clear();
    end_[static_cast<std::size_t>(id)] = never;
    cost_ += job.weight;
    set_left_out(id, true);
}

bool WeekPlan::removable(int id) const {
    if (protected_[static_cast<std::size_t>(id)]) return false;
    const auto& job = p_->jobs[static_cast<std::size_t>(id)];
    return std::ranges::all_of(job.before, [&](int later) { return !placed(later) || removable(later); });
}

void WeekPlan::swap_routes(int a, int b) {
    if (a == b) return;
    std::swap(routes_[static_cast<std::size_t>(a)], routes_[static_cast<std::size_t>(b)]);
    for (const int r : {a, b})
        for (const auto& stop : route(r).stops) std::ranges::replace(where_[static_cast<std::size_t>(stop.job)], r == a ? b : a, r);
}

bool WeekPlan::holds(int r) const {
    const auto& plan = route(r);
    const auto& end = plan.gaps.back();
    return plan.stops.empty() || in_time(p_->routes[static_cast<std::size_t>(r)], end.leave, end.leg, end.due);
}

Sec WeekPlan::ready_at(int id) const {
    Sec ready = 0;
    for (const int before : p_->jobs[static_cast<std::size_t>(id)].after)
        ready = std::max(ready, placed(before) ? end_[static_cast<std::size_t>(before)] : never);
    return ready;
}

bool WeekPlan::at_home(int id) const {
    const auto& home = p_->jobs[static_cast<std::size_t>(id)].home;
    const auto here = where(id);
    if (home.size() != here.size()) return false;
    return std::ranges::all_of(home, [&](const Placing& h) {
        const auto& stops = route(h.route).stops;
        const auto stop = std::ranges::find(stops, id, &Stop::job);
        return stop != stops.end() && (stop->fixed == h.start || stop->fixed == near_home);
    });
}

void WeekPlan::begin_step() {
    ++mark_;
    touched_.clear();
    saved_jobs_.clear();
    saved_cost_ = cost_;
}

void WeekPlan::take_back() {
    for (std::size_t i = 0; i < touched_.size(); ++i)
        std::swap(routes_[static_cast<std::size_t>(touched_[i])], saved_routes_[i]);
    for (auto& saved : saved_jobs_) {
        set_left_out(saved.job, saved.where.empty());
        end_[static_cast<std::size_t>(saved.job)] = saved.end;
        where_[static_cast<std::size_t>(saved.job)] = std::move(saved.where);
    }
    cost_ = saved_cost_;
    touched_.clear();
    saved_jobs_.clear();
    ++mark_;
}

} // namespace vigie::gis
