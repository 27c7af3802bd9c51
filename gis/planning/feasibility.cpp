#include "gis/planning/feasibility.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gis/planning/crew_check.hpp"
#include "gis/planning/feasibility_parts.hpp"
#include "gis/planning/refusal_words.hpp"

namespace vigie::gis {
namespace {

constexpr Seconds past_grace{60};  // a drop "now" is not in the past

bool has_begun(InterventionState state) {
    switch (state) {
    case InterventionState::on_site:
    case InterventionState::finished:
    case InterventionState::checked:
    case InterventionState::closed: return true;
    case InterventionState::draft:
    case InterventionState::to_plan:
    case InterventionState::planned:
    case InterventionState::assigned:
    case InterventionState::en_route:
    case InterventionState::suspended: return false;
    }
    return false;
}

void check_locks(const PlanningContext& c, const Intervention& what, std::vector<Refusal>& out) {
    if (has_begun(what.state))
        out.push_back({RefusalKind::locked, {"planning.refusal.begun", {{"what", work_words(c.world, what.id)}}}});
    else if (what.locked && !what.crews.empty() && what.start)
        out.push_back({RefusalKind::locked, {"planning.refusal.locked",
                                             {{"what", work_words(c.world, what.id)},
                                              {"crew", crew_words(c.world, what.crews.front())},
                                              {"weekday", weekday_key(*what.start, c.zone)},
                                              {"day", day_number(*what.start, c.zone)},
                                              {"at", clock_words(*what.start, c.zone)}}}});
}

void check_windows(const PlanningContext& c, const Intervention& what, Time start, std::vector<Refusal>& out) {
    if (what.windows.empty()) return;
    const TimeWindow* nearest = nullptr;
    auto gap = Millis::max();
    for (const auto& window : what.windows) {
        if (window.from <= start && start <= window.to) return;
        const auto away = start < window.from ? window.from - start : start - window.to;
        if (away < gap) {
            gap = away;
            nearest = &window;
        }
    }
    out.push_back({RefusalKind::outside_window, {"planning.refusal.window",
                                                 {{"weekday", weekday_key(nearest->from, c.zone)},
                                                  {"day", day_number(nearest->from, c.zone)},
                                                  {"from", clock_words(nearest->from, c.zone)},
                                                  {"to", clock_words(nearest->to, c.zone)}}}});
}

void check_deadline(const PlanningContext& c, const Intervention& what, Time end, std::vector<Refusal>& out) {
    const MaybeTime deadline = deadline_in_force(c, what);
    if (!deadline || end <= *deadline) return;
    out.push_back({RefusalKind::too_late, {"planning.refusal.deadline",
                                           {{"weekday", weekday_key(*deadline, c.zone)},
                                            {"day", day_number(*deadline, c.zone)},
                                            {"at", clock_words(*deadline, c.zone)}}}});
}

void check_precedence(const PlanningContext& c, const CrewDays& days, const Intervention& what, Time start, Time end,
                      std::vector<Refusal>& out) {
    for (const auto& id : what.after) {
        const auto* before = c.world.find(id);
        if (!before) continue;  // no longer known: nothing to wait for
        const auto when = days.planned(id);
        if (when && when->end <= start) continue;
        std::vector<std::pair<std::string, std::string>> args{{"other", work_words(c.world, id)}};
        if (when) {
            args.emplace_back("weekday", weekday_key(when->end, c.zone));
            args.emplace_back("day", day_number(when->end, c.zone));
            args.emplace_back("at", clock_words(when->end, c.zone));
        }
        out.push_back({RefusalKind::before_other, {when ? "planning.refusal.before_other" : "planning.refusal.before_unplanned", args}});
    }
    for (const auto& id : days.successors(what.id)) {
        const auto when = days.planned(id);
        if (!when || end <= when->start) continue;
        out.push_back({RefusalKind::before_other, {"planning.refusal.after_successor",
                                                   {{"other", work_words(c.world, id)},
                                                    {"weekday", weekday_key(when->start, c.zone)},
                                                    {"day", day_number(when->start, c.zone)},
                                                    {"at", clock_words(when->start, c.zone)}}}});
    }
}

void check_crew_count(const Intervention& what, const std::vector<CrewId>& crews, std::vector<Refusal>& out) {
    auto distinct = crews;
    std::ranges::sort(distinct);
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    if (distinct.size() == static_cast<std::size_t>(std::max(1, what.crews_needed)) && distinct.size() == crews.size()) return;
    out.push_back({RefusalKind::crew_count, {"planning.refusal.crew_count",
                                             {{"need", fmt::format("{}", std::max(1, what.crews_needed))},
                                              {"have", fmt::format("{}", distinct.size())}}}});
}

} // namespace

MaybeTime deadline_in_force(const PlanningContext& c, const Intervention& what) {
    return what.deadline && *what.deadline >= c.now ? what.deadline : std::nullopt;
}

DaysOf::DaysOf(const PlanningContext& c, std::span<const CrewId> only) {
    if (c.days) {
        days_ = c.days;
        return;
    }
    own_ = CrewDays::build(c.world, only);
    days_ = &*own_;
}

std::vector<Refusal> work_refusals(const PlanningContext& c, const CrewDays& days, const Intervention& what,
                                   const std::vector<CrewId>& crews, Time start) {
    std::vector<Refusal> out;
    const Time end = start + what.duration;
    const bool moves = what.crews != crews || what.start != start;
    if (moves) check_locks(c, what, out);
    if (moves && start + past_grace < c.now)
        out.push_back({RefusalKind::in_the_past, {"planning.refusal.past",
                                                  {{"weekday", weekday_key(start, c.zone)},
                                                   {"day", day_number(start, c.zone)},
                                                   {"at", clock_words(start, c.zone)}}}});
    check_deadline(c, what, end, out);
    check_windows(c, what, start, out);
    check_precedence(c, days, what, start, end, out);
    return out;
}

std::vector<Refusal> crew_refusals(const PlanningContext& c, const CrewDays& days, const Intervention& what, CrewId id,
                                   Time start) {
    std::vector<Refusal> out;
    const auto* crew = c.world.find(id);
    if (!crew) {
        out.push_back({RefusalKind::crew_count, {"planning.refusal.unknown_crew", {}}});
        return out;
    }
    CrewCheck check{c, days, what, *crew, start, start + what.duration, out};
    check_skills(check);
    check_equipment(check);
    check_people(check);
    check_day(check);
    return out;
}

bool can_ever(const PlanningContext& c, const Intervention& what, const Crew& crew) {
    if (static_cast<int>(crew.agents.size()) < what.people) return false;
    const auto holds = [&](const std::string& code) {
        return std::ranges::any_of(crew.agents, [&](AgentId id) {
            const auto* agent = c.world.find(id);
            return agent && std::ranges::any_of(agent->skills, [&](const Skill& skill) {
                return skill.code == code && (!skill.expires_at || *skill.expires_at >= c.now);
            });
        });
    };
    const auto* vehicle = c.world.find(crew.vehicle);
    const auto carries = [&](const std::string& item) {
        return std::ranges::find(crew.equipment, item) != crew.equipment.end() ||
               (vehicle && std::ranges::find(vehicle->equipment, item) != vehicle->equipment.end());
    };
    return std::ranges::all_of(what.skills, holds) && std::ranges::all_of(what.equipment, carries);
}

std::vector<Text> remarks(const PlanningContext& c, const Intervention& what, const std::vector<CrewId>& crews, Time start) {
    std::vector<Text> out;
    const Time end = start + what.duration;
    if (what.deadline && end > *what.deadline)
        out.push_back({"planning.remark.late", {{"weekday", weekday_key(*what.deadline, c.zone)},
                                                {"date", date_words(*what.deadline, c.zone)},
                                                {"at", clock_words(*what.deadline, c.zone)}}});
    const auto has_place = [](LonLat p) { return p.lon != 0 || p.lat != 0; };
    for (const auto& id : crews)
        if (const auto* crew = c.world.find(id); crew && c.travel && has_place(crew->depot) && has_place(what.place) &&
                                                 c.travel.kind(crew->depot, what.place, start) == WayKind::none) {
            out.push_back({"planning.remark.no_road", {{"crew", plain(crew->name)}}});
            break;
        }
    return out;
}

std::vector<Refusal> refusals(const PlanningContext& c, const Intervention& what, const std::vector<CrewId>& crews,
                              Time start) {
    const DaysOf days(c, crews);
    auto out = work_refusals(c, *days, what, crews, start);
    check_crew_count(what, crews, out);
    for (const auto& crew : crews)
        for (auto& refusal : crew_refusals(c, *days, what, crew, start))
            if (std::ranges::none_of(out, [&](const Refusal& r) { return r.text == refusal.text; }))
                out.push_back(std::move(refusal));
    return out;
}

} // namespace vigie::gis
