#include "gis/planning/greedy.hpp"

#include <algorithm>
#include <numeric>

namespace vigie::gis {
namespace {

const SolverJob& job_of(const WeekPlan& week, int job) { return week.problem().jobs[static_cast<std::size_t>(job)]; }

// The pinned visit that stands in the way of another pin on its route, for the message.
int in_the_way(const WeekPlan& week, int route, int job, Sec start) {
    const Sec end = start + job_of(week, job).duration;
    int nearest = -1;
    Sec gap = never;
    for (const auto& stop : week.route(route).stops) {
        const Sec other_end = stop.fixed + job_of(week, stop.job).duration;
        const Sec away = std::max({Sec{0}, stop.fixed - end, start - other_end});
        if (stop.fixed >= 0 && away < gap) {
            gap = away;
            nearest = stop.job;
        }
    }
    return nearest;
}

// The other crews of a pinned job that needs several.
bool complete_team(const WeekPlan& week, int id, std::vector<WeekPlan::Insertion>& at) {
    const auto& p = week.problem();
    const auto& job = job_of(week, id);
    const auto taken = [&](int crew) {
        return std::ranges::any_of(at, [&](const auto& in) { return p.routes[static_cast<std::size_t>(in.route)].crew == crew; });
    };
    for (const int r : job.routes) {
        if (static_cast<int>(at.size()) >= job.crews_needed) break;
        if (taken(p.routes[static_cast<std::size_t>(r)].crew)) continue;
        if (const auto position = fixed_position(p, r, week.route(r), {id, at.front().fixed}))
            at.push_back({r, *position, at.front().fixed});
    }
    return static_cast<int>(at.size()) == job.crews_needed;
}

std::optional<PinConflict> place_pin(WeekPlan& week, int id) {
    const auto& job = job_of(week, id);
    std::vector<WeekPlan::Insertion> at;
    for (const auto& pin : job.pinned) {
        if (pin.route < 0) return PinConflict{id, -1};
        const auto position = fixed_position(week.problem(), pin.route, week.route(pin.route), {id, pin.start});
        if (!position) return PinConflict{id, in_the_way(week, pin.route, id, pin.start)};
        at.push_back({pin.route, *position, pin.start});
    }
    if (!complete_team(week, id, at)) return PinConflict{id, -1};
    week.place(id, at);
    week.protect(id);
    return std::nullopt;
}

// A pinned job's earlier work must be in the plan and end in time; it then stays.
std::optional<PinConflict> place_before_pin(WeekPlan& week, int id, Sec due, int depth) {
    if (depth > static_cast<int>(week.problem().jobs.size())) return PinConflict{id, -1};  // waits for itself
    for (const int before : job_of(week, id).after) {
        if (week.placed(before)) {
            if (week.ready_at(id) > due) return PinConflict{id, before};
            continue;
        }
        if (auto conflict = place_before_pin(week, before, due, depth + 1)) return conflict;
        auto best = insertion_of(week, before, job_of(week, before).routes);
        const bool in_time = best && latest_end(week.problem(), before, best->at.front()) <= due;
        if (!in_time) {  // the cheapest place is too late: look only at the days before
            std::vector<int> early;
            for (const int r : job_of(week, before).routes)
                if (week.problem().routes[static_cast<std::size_t>(r)].start < due) early.push_back(r);
            std::ranges::sort(early, {}, [&](int r) { return week.problem().routes[static_cast<std::size_t>(r)].start; });
            best.reset();
            for (std::size_t i = 0; i < early.size() && !best; ++i) {
                const std::size_t count = job_of(week, before).crews_needed > 1 ? i + 1 : 1;
                best = insertion_of(week, before, std::span(early).subspan(i + 1 - count, count));
                if (best && latest_end(week.problem(), before, best->at.front()) > due) best.reset();
            }
        }
        if (!best) return PinConflict{id, before};
        week.place(before, best->at);
        week.protect(before);
    }
    return std::nullopt;
}

} // namespace

std::optional<PinConflict> place_pins(WeekPlan& week) {
    std::vector<int> pinned;
    for (int j = 0; j < static_cast<int>(week.problem().jobs.size()); ++j)
        if (!job_of(week, j).pinned.empty()) pinned.push_back(j);
    for (const int j : pinned)
        if (auto conflict = place_pin(week, j)) return conflict;
    for (const int j : pinned)
        if (auto conflict = place_before_pin(week, j, job_of(week, j).pinned.front().start, 0)) return conflict;
    return std::nullopt;
}

void place_homes(WeekPlan& week) {
    const auto& p = week.problem();
    std::vector<int> jobs;
    for (int j = 0; j < static_cast<int>(p.jobs.size()); ++j)
        if (!job_of(week, j).home.empty() && !week.placed(j)) jobs.push_back(j);
    std::ranges::sort(jobs, {}, [&](int j) { return std::pair(job_of(week, j).home.front().start, j); });
    for (const int j : jobs) {
        if (week.ready_at(j) > job_of(week, j).home.front().start) continue;
        std::vector<WeekPlan::Insertion> at;
        for (const auto& home : job_of(week, j).home)
            if (const auto position = fixed_position(p, home.route, week.route(home.route), {j, home.start}))
                at.push_back({home.route, *position, job_of(week, j).near_home.empty() ? home.start : near_home});
        if (at.size() != job_of(week, j).home.size()) continue;
        week.place(j, at);
        if (job_of(week, j).stays) week.protect(j);
    }
}

void place_greedily(WeekPlan& week, std::stop_token stop) {
    constexpr std::size_t look_ahead = 6;
    std::vector<int> order = week.left_out();
    std::ranges::sort(order, [&](int a, int b) {
        return std::pair(-job_of(week, a).weight, a) < std::pair(-job_of(week, b).weight, b);
    });
    Insertions insertions(week.problem());
    Dice dice(1);
    while (!order.empty() && !stop.stop_requested()) {
        std::size_t pick = 0, fewest = job_of(week, order[0]).routes.size();
        for (std::size_t i = 1; i < std::min(look_ahead, order.size()); ++i)
            if (const auto open = job_of(week, order[i]).routes.size(); open < fewest) {
                fewest = open;
                pick = i;
            }
        const int job = order[pick];
        order.erase(order.begin() + static_cast<std::ptrdiff_t>(pick));
        if (job_of(week, job).stays) continue;  // its home does not hold: left to a person
        if (const auto best = insertions.best(week, job, job_of(week, job).routes, 0, dice)) {
            week.place(job, best->at);
            for (const int later : job_of(week, job).before)  // may have been refused for want of this one
                if (!week.placed(later) && std::ranges::find(order, later) == order.end()) order.insert(order.begin(), later);
        }
    }
}

} // namespace vigie::gis
