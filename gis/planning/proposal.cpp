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
            for (const auto& leg : legs_of(c, crew, visits_of_shift(days, crew.id, shift, {}))) total += leg.way;
        }
    return total;
}

// The plan being made, checked move by move with the function that checks a person's drags.
struct Draft {
    const PlanningContext& c;
    const WorldWeek& week;
    const CrewDays& before;
    std::span<const InterventionId> guests;  // of make_room
    CrewDays days;
    PlanningContext with;  // c, looking at `days`
    std::vector<command::Assign> changes;
    std::vector<InterventionId> homeless;

    Draft(const PlanningContext& context, const WorldWeek& w, const CrewDays& start, std::span<const InterventionId> of)
        : c(context), week(w), before(start), guests(of), days(start), with(context) {
        with.days = &days;
    }

    [[nodiscard]] bool is_guest(InterventionId id) const { return std::ranges::find(guests, id) != guests.end(); }

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
                if (week.backlog[j] || is_guest(what->id)) homeless.push_back(what->id);
                continue;  // what else was planned and does not hold any more stays for a person to settle
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
                const auto home = occupation(*what);
                if (home) put(*what, what->crews, home->start);
                if (!home || is_guest(what->id)) homeless.push_back(what->id);
                changes.erase(changes.begin() + static_cast<std::ptrdiff_t>(i));
                again = true;
                break;
            }
        }
    }

    // Nothing moves when no guest found a place in the end: the plan is again the one it began with.
    void take_back_for_nobody() {
        if (guests.empty() || std::ranges::any_of(changes, [&](const command::Assign& a) { return is_guest(a.intervention); })) return;
        days = before;
        changes.clear();
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
            days.remove(id);
            put(*what, assign.crews, assign.start);
            changes.push_back(std::move(assign));
            return true;
        });
    }
};

} // namespace

namespace {

Proposal draw_up(const PlanningContext& c, const CrewDays& days, const WorldWeek& week, const SolverLimits& limits,
                 std::span<const InterventionId> guests, std::stop_token stop) {
    const auto begin = std::chrono::steady_clock::now();
    Draft draft(c, week, days, guests);
    if (!stop.stop_requested()) {
        draft.take_over(solve(week.problem, limits, stop).solved);
        draft.drop_refused();
        draft.take_back_for_nobody();
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
    const auto week = week_problem(c, days, monday, {}, stop);
    SolverLimits limits;
    limits.wall = budget;
    limits.effort_s = static_cast<double>(budget.count());
    return draw_up(c, days, week, limits, {}, stop);
}

Proposal make_room(const PlanningContext& c, std::chrono::local_days monday, std::span<const InterventionId> guests, std::stop_token stop) {
    if (guests.empty()) return {};
    const auto days = CrewDays::build(c.world);
    const auto week = week_problem(c, days, monday, guests, stop);
    SolverLimits limits;
    limits.wall = Millis{2'000};
    limits.effort_s = std::min(1.5, 0.2 + 0.1 * static_cast<double>(guests.size()));
    limits.search = {.hot = 2000, .cold = 100, .around = {}};
    for (std::size_t j = 0; j < week.jobs.size(); ++j)
        if (std::ranges::find(guests, week.jobs[j]) != guests.end()) limits.search.around.push_back(static_cast<int>(j));
    return draw_up(c, days, week, limits, guests, stop);
}

std::vector<InterventionId> displaced(const PlanningContext& c, std::chrono::local_days monday, std::optional<CrewId> crew) {
    const Time from = instant(monday, Seconds{0}, c.zone), until = instant(monday + std::chrono::days{7}, Seconds{0}, c.zone);
    std::vector<std::pair<Time, InterventionId>> found;
    std::optional<CrewDays> own;
    PlanningContext with = c;
    if (!with.days) with.days = &own.emplace(CrewDays::build(c.world));
    for (const auto& what : c.world.interventions()) {
        if (what.state != InterventionState::planned && what.state != InterventionState::assigned) continue;
        if (!what.start || *what.start < std::max(from, c.now) || *what.start >= until || what.locked) continue;
        if (crew && std::ranges::find(what.crews, *crew) == what.crews.end()) continue;
        const auto against = refusals(with, what, what.crews, *what.start);
        const auto away = [](const Refusal& r) { return r.kind == RefusalKind::absence; };
        const bool forced = !what.reason.empty() && std::ranges::none_of(against, away);  // somebody knew and wanted it
        if (!against.empty() && !forced) found.emplace_back(*what.start, what.id);
    }
    std::ranges::sort(found);
    std::vector<InterventionId> out;
    for (const auto& [start, id] : found) out.push_back(id);
    return out;
}

} // namespace vigie::gis
