#include "gis/planning/proposal.hpp"

#include <algorithm>

#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_check.hpp"
#include "gis/planning/feasibility_parts.hpp"
#include "gis/planning/solver.hpp"
#include "gis/planning/week_problem.hpp"

namespace vigie::gis {
namespace {

Seconds travel_of(const PlanningContext& c, const CrewDays& days, const WorldWeek& week) {
    Seconds total{0};
    for (const auto& crew : c.world.crews())
        for (const auto& shift : days.shifts(crew.id)) {
            if (shift.start < week.zero || shift.start >= week.end) continue;
            const auto visits = visits_of_shift(days, crew.id, shift, {});
            LonLat at = crew.depot;
            for (const auto& visit : visits) {
                total += travel_between(c, at, visit.place, shift.start);
                at = visit.place;
            }
            if (!visits.empty()) total += travel_between(c, at, crew.depot, shift.start);
        }
    return total;
}

// The plan being made, checked move by move with the function that checks a person's drags.
struct Draft {
    const PlanningContext& c;
    const WorldWeek& week;
    const CrewDays& before;
    CrewDays days;
    PlanningContext with;  // c, looking at `days`
    std::vector<command::Assign> changes;
    std::vector<InterventionId> homeless;

    Draft(const PlanningContext& context, const WorldWeek& w, const CrewDays& start)
        : c(context), week(w), before(start), days(start), with(context) {
        with.days = &days;
    }

    void put(const Intervention& what, const std::vector<CrewId>& crews, Time start) {
        for (const auto& crew : crews) days.add(crew, {what.id, start, start + what.duration, what.place});
    }

    [[nodiscard]] bool holds(const Intervention& what, const command::Assign& assign) const {
        if (!work_refusals(with, days, what, assign.crews, assign.start).empty()) return false;
        return std::ranges::all_of(assign.crews, [&](CrewId crew) {
            return crew_refusals(with, days, what, crew, assign.start).empty() && leaves_lunch(crew, assign.start);
        });
    }

    // A drag is not blamed for a lunch that was lost before it. Of a plan that goes back in part, what is new is.
    [[nodiscard]] bool leaves_lunch(CrewId id, Time start) const {
        const auto* crew = c.world.find(id);
        const auto* shift = shift_at(c, days, id, start);
        if (!crew || !shift) return true;
        const auto fits = [&](const CrewDays& plan) { return lunch_fits(c, plan, *crew, *shift, visits_of_shift(plan, id, *shift, {})); };
        return fits(days) || !fits(before);
    }

    void take_over(const Solved& solved) {
        for (std::size_t j = 0; j < week.jobs.size(); ++j) {
            const auto* what = c.world.find(week.jobs[j]);
            if (!what) continue;
            const auto& places = solved.jobs[j];
            if (places.empty()) {
                if (week.backlog[j]) homeless.push_back(what->id);
                continue;  // what was planned and does not hold any more stays for a person to settle
            }
            command::Assign assign{what->id, {}, week.time(places.front().start), {}};
            for (const auto& place : places) assign.crews.push_back(week.route_crews[static_cast<std::size_t>(place.route)]);
            auto now = what->crews, then = assign.crews;
            std::ranges::sort(now);
            std::ranges::sort(then);
            if (now == then && what->start == assign.start) continue;
            days.remove(what->id);
            put(*what, assign.crews, assign.start);
            changes.push_back(std::move(assign));
        }
    }

    // Whatever the board would refuse goes back to where it was.
    void drop_refused() {
        bool again = true;
        while (again) {
            again = false;
            for (std::size_t i = 0; i < changes.size(); ++i) {
                const auto* what = c.world.find(changes[i].intervention);
                if (holds(*what, changes[i])) continue;
                days.remove(what->id);
                if (const auto home = occupation(*what)) put(*what, what->crews, home->start);
                else homeless.push_back(what->id);
                changes.erase(changes.begin() + static_cast<std::ptrdiff_t>(i));
                again = true;
                break;
            }
        }
    }

    // Nothing moves for an intervention that found no place in the end: the plan is again the one it began with.
    void take_back_for(InterventionId what) {
        if (std::ranges::find(homeless, what) == homeless.end()) return;
        days = before;
        changes.clear();
        homeless = {what};
    }

    // A second look at what found no place: the solver is cautious where a day is cut in pieces.
    void squeeze_in(std::stop_token stop) {
        std::ranges::stable_sort(homeless, [&](InterventionId a, InterventionId b) {
            return urgency(c, *c.world.find(a), week.end) > urgency(c, *c.world.find(b), week.end);
        });
        std::erase_if(homeless, [&](InterventionId id) {
            const auto* what = c.world.find(id);
            std::optional<Slot> best;
            for (const auto& crew : c.world.crews()) {
                if (stop.stop_requested()) return false;
                const Time from = std::max(c.now, week.zero);
                if (from >= week.end) return false;
                const auto slot = first_slot(with, *what, crew.id, from, std::chrono::duration_cast<Seconds>(week.end - from));
                if (slot && slot->start < week.end && (!best || slot->start < best->start)) best = slot;
            }
            if (!best) return false;
            command::Assign assign{id, {best->crew}, best->start, {}};
            assign.crews.insert(assign.crews.end(), best->partners.begin(), best->partners.end());
            put(*what, assign.crews, assign.start);
            changes.push_back(std::move(assign));
            return true;
        });
    }
};

} // namespace

namespace {

// `only`: the one intervention room is made for, if there is one.
Proposal draw_up(const PlanningContext& c, const CrewDays& days, const WorldWeek& week, const SolverLimits& limits,
                 std::optional<InterventionId> only, std::stop_token stop) {
    const auto begin = std::chrono::steady_clock::now();
    Draft draft(c, week, days);
    if (!stop.stop_requested()) {
        draft.take_over(solve(week.problem, limits, stop).solved);
        draft.drop_refused();
        if (only) draft.take_back_for(*only);
        draft.squeeze_in(stop);
    }
    Proposal out;
    std::ranges::sort(draft.changes, [](const command::Assign& a, const command::Assign& b) {
        return std::pair(a.start, a.intervention) < std::pair(b.start, b.intervention);
    });
    for (auto& assign : draft.changes) {
        const bool had_place = occupation(*c.world.find(assign.intervention)).has_value();
        (had_place ? out.moved : out.added).push_back(std::move(assign));
    }
    for (const auto& id : draft.homeless)
        out.unplanned.push_back({id, why_unplanned(draft.with, *c.world.find(id), week.end)});
    out.travel_before = travel_of(c, days, week);
    out.travel_after = travel_of(c, draft.days, week);
    out.took = std::chrono::duration_cast<Seconds>(std::chrono::steady_clock::now() - begin);
    return out;
}

} // namespace

Proposal propose_week(const PlanningContext& c, std::chrono::local_days monday, Seconds budget, std::stop_token stop) {
    const auto days = CrewDays::build(c.world);
    const auto week = week_problem(c, days, monday, std::nullopt, stop);
    SolverLimits limits;
    limits.wall = budget;
    limits.effort_s = static_cast<double>(budget.count());
    return draw_up(c, days, week, limits, std::nullopt, stop);
}

Proposal make_room(const PlanningContext& c, std::chrono::local_days monday, InterventionId what, std::stop_token stop) {
    const auto days = CrewDays::build(c.world);
    const auto week = week_problem(c, days, monday, what, stop);
    SolverLimits limits;
    limits.wall = Millis{2'000};
    limits.effort_s = 0.3;
    limits.search = {.hot = 2000, .cold = 100, .around = {}};
    for (std::size_t j = 0; j < week.jobs.size(); ++j)
        if (week.jobs[j] == what) limits.search.around.push_back(static_cast<int>(j));
    return draw_up(c, days, week, limits, what, stop);
}

} // namespace vigie::gis
