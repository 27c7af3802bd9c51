// Why a piece of work found no place, in one sentence that names the missing thing.
#include <algorithm>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"
#include "gis/planning/feasibility_parts.hpp"
#include "gis/planning/proposal.hpp"
#include "gis/planning/refusal_words.hpp"
#include "gis/planning/shortage_words.hpp"

namespace vigie::gis {
namespace {

constexpr Seconds look_ahead{21 * 24 * 3600};
constexpr std::size_t crews_named = 3;

std::optional<Text> missing_everywhere(const PlanningContext& c, const Intervention& what) {
    for (const auto& skill : what.skills) {
        Intervention only;
        only.skills = {skill};
        only.people = 0;
        if (std::ranges::none_of(c.world.crews(), [&](const Crew& crew) { return can_ever(c, only, crew); }))
            return Text{"planning.unplanned.no_skill", {{"skill", code_words(skill)}}};
    }
    for (const auto& item : what.equipment) {
        Intervention only;
        only.equipment = {item};
        only.people = 0;
        if (std::ranges::none_of(c.world.crews(), [&](const Crew& crew) { return can_ever(c, only, crew); }))
            return Text{"planning.unplanned.no_equipment", {{"item", code_words(item)}}};
    }
    if (std::ranges::none_of(c.world.crews(), [&](const Crew& crew) { return static_cast<int>(crew.agents.size()) >= what.people; }))
        return Text{"planning.unplanned.too_few", {{"need", fmt::format("{}", what.people)}}};
    return std::nullopt;
}

std::optional<Text> waits_for(const PlanningContext& c, const Intervention& what) {
    for (const auto& id : what.after) {
        const auto* before = c.world.find(id);
        if (!before || c.days->planned(id) || before->actual_end) continue;
        return Text{"planning.unplanned.waits", {{"other", work_words(c.world, id)}}};
    }
    return std::nullopt;
}

// Streets closed all the while that crews work in the week cut the place off.
bool cut_off(const PlanningContext& c, const Intervention& what, const std::vector<const Crew*>& able, Time week_begin, Time week_end) {
    bool any = false;
    for (const auto* crew : able)
        for (const auto& shift : c.days->shifts(crew->id)) {
            if (shift.end <= std::max(c.now, week_begin) || shift.start >= week_end) continue;
            for (Time t = shift.start; t < shift.end; t += std::chrono::hours{1}) {
                if (!c.travel || c.travel.kind(crew->depot, what.place, t) != WayKind::closed_off) return false;
                any = true;
            }
        }
    return any;
}

MomentWords moment(const PlanningContext& c, Time t) { return {weekday_key(t, c.zone), day_number(t, c.zone), clock_words(t, c.zone)}; }

std::optional<Text> too_short(const PlanningContext& c, const Intervention& what, Time week_end, const std::optional<Slot>& next) {
    const Time week_begin = instant(local_day(week_end, c.zone) - std::chrono::days{7}, Seconds{0}, c.zone);
    const MaybeTime deadline = deadline_in_force(c, what);
    const bool to_deadline = deadline && *deadline <= week_end + look_ahead && (*deadline <= week_end || !next);
    const auto near = near_miss(c, what, week_begin, to_deadline ? *deadline : week_end);
    if (!near) return std::nullopt;
    Shortage s{.skills = what.skills, .equipment = what.equipment, .people = what.people, .need = what.duration, .missing = near->missing};
    s.crew = crew_words(c.world, near->crew);
    s.nearest = moment(c, near->start);
    if (!what.windows.empty()) s.until = Shortage::Until::windows;
    else if (to_deadline) s.until = Shortage::Until::deadline;
    if (to_deadline) s.deadline = moment(c, *deadline);
    if (next) {
        s.later_crew = crew_words(c.world, next->crew);
        s.later = moment(c, next->start);
    }
    return shortage_text(s);
}

} // namespace

Text why_unplanned(const PlanningContext& c, const Intervention& what, Time week_end) {
    if (auto text = missing_everywhere(c, what)) return *text;
    std::vector<const Crew*> able;
    for (const auto& crew : c.world.crews())
        if (can_ever(c, what, crew)) able.push_back(&crew);
    if (static_cast<int>(able.size()) < std::max(1, what.crews_needed)) {
        if (able.empty()) return {"planning.unplanned.no_crew", {}};
        return {"planning.unplanned.too_few_crews", {{"need", fmt::format("{}", what.crews_needed)}, {"have", fmt::format("{}", able.size())}}};
    }
    if (auto text = waits_for(c, what)) return *text;
    if (cut_off(c, what, able, week_end - std::chrono::days{7}, week_end)) return {"planning.unplanned.no_road", {}};
    std::optional<Slot> next;
    for (const auto* crew : able) {
        const auto slot = first_slot(c, what, crew->id, std::max(c.now, week_end), look_ahead);
        if (slot && (!next || slot->start < next->start)) next = slot;
    }
    if (auto text = too_short(c, what, week_end, next)) return *text;
    if (next)
        return {"planning.unplanned.later", {{"weekday", weekday_key(next->start, c.zone)},
                                             {"day", day_number(next->start, c.zone)},
                                             {"at", clock_words(next->start, c.zone)},
                                             {"crew", crew_words(c.world, next->crew)}}};
    if (const MaybeTime deadline = deadline_in_force(c, what); deadline && *deadline <= week_end + look_ahead)
        return {"planning.unplanned.deadline", {{"weekday", weekday_key(*deadline, c.zone)}, {"day", day_number(*deadline, c.zone)}}};
    if (!what.windows.empty()) return {"planning.unplanned.window", {}};
    std::string names;
    for (std::size_t i = 0; i < std::min(able.size(), crews_named); ++i) names += (i ? ", " : "") + able[i]->name;
    return {"planning.unplanned.full", {{"crews", plain(names)}}};
}

} // namespace vigie::gis
