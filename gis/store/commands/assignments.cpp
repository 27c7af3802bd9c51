#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

namespace {

std::string number(const Intervention& i) { return number_label(EntityKind::intervention, i.number); }

// What is wrong with the order itself, before anybody looks at calendars.
std::optional<Error> objection(const CommandContext& c, const command::Assign& x) {
    using enum InterventionState;
    const Intervention* i = c.draft.find(x.intervention);
    if (!i) return unknown(EntityKind::intervention);
    if (!is_open(i->state)) return refused("desk.refused.intervention_over", {{"intervention", number(*i)}});
    if (i->state == on_site) return refused("desk.refused.already_started", {{"intervention", number(*i)}});
    if (i->locked && (i->crews != x.crews || i->start != x.start)) return refused("desk.refused.locked", {{"intervention", number(*i)}});
    if (x.crews.empty() || x.start == Time{}) return refused("desk.refused.nobody");
    for (std::size_t n = 0; n < x.crews.size(); ++n) {
        if (!c.draft.find(x.crews[n])) return unknown(EntityKind::crew);
        if (std::find(x.crews.begin(), x.crews.begin() + static_cast<std::ptrdiff_t>(n), x.crews[n]) != x.crews.begin() + static_cast<std::ptrdiff_t>(n))
            return refused("desk.refused.crew_twice", {{"crew", c.draft.find(x.crews[n])->name}});
    }
    return {};
}

std::optional<Error> not_feasible(CommandContext& c, const command::Assign& x) {
    if (!c.check_assign) return {};
    std::vector<Text> reasons = c.check_assign(c.draft.view(), x);
    if (reasons.empty()) return {};
    const bool may_override = c.catalog.may_override(name(c.actor.role));
    if (!x.override_reason.empty() && may_override) return {};
    Error error{.klass = ErrorClass::refused, .text = reasons.front(),
                .remedy = {may_override ? "desk.refused.assign.force" : "desk.refused.assign.other", {}}};
    error.reasons = std::move(reasons);
    return error;
}

// A crew works from what it was given: today's work is with it, later work is planned (it may still move).
InterventionState state_from(const CommandContext& c, Time start) {
    return local_day(start, c.zone) <= local_day(c.now, c.zone) ? InterventionState::assigned : InterventionState::planned;
}

std::optional<Error> assign(CommandContext& c, const command::Assign& x) {
    if (auto error = objection(c, x)) return error;
    if (auto error = not_feasible(c, x)) return error;
    Intervention& i = c.draft.edit(x.intervention);
    i.crews = x.crews;
    i.start = x.start;
    i.reason = x.override_reason;
    i.actual_start.reset();
    move_to(i, state_from(c, x.start), c.now);
    const std::vector<ReportId> reports = i.reports;
    for (ReportId report : reports) report_follows(c, report, ReportState::scheduled);
    return {};
}

// A reason is asked for what a crew has begun; a plan that is adopted as a whole explains itself.
std::optional<Error> unassign(CommandContext& c, InterventionId id, const std::string& reason, bool whole_plan) {
    const Intervention* i = c.draft.find(id);
    if (!i) return unknown(EntityKind::intervention);
    if (i->locked) return refused("desk.refused.locked", {{"intervention", number(*i)}});
    if (!may_follow(i->state, InterventionState::to_plan))
        return refused("desk.refused.transition", {{"what", number(*i)}, {"from", "@intervention.state." + std::string(name(i->state))},
                                                   {"to", "@intervention.state.to_plan"}});
    using enum InterventionState;
    const bool begun = i->state == en_route || i->state == on_site || i->state == suspended;
    if (begun && reason.empty() && !whole_plan) return refused("desk.refused.unassign_reason", {{"intervention", number(*i)}});
    put_back_to_plan(c, id);
    if (!reason.empty()) c.draft.edit(id).reason = reason;
    return {};
}

} // namespace

std::string crew_names(const CommandContext& c, const std::vector<CrewId>& crews) {
    std::string names;
    for (CrewId id : crews) {
        const Crew* crew = c.draft.find(id);
        if (!crew) continue;
        if (!names.empty()) names += ", ";
        names += label(*crew);
    }
    return names;
}

void put_back_to_plan(CommandContext& c, InterventionId id) {
    const Intervention old = *c.draft.find(id);
    Intervention& i = c.draft.edit(id);
    move_to(i, InterventionState::to_plan, c.now);
    i.crews.clear();
    i.start.reset();
    i.actual_start.reset();
    i.actual_end.reset();
    i.reason.clear();
    for (ReportId report : old.reports) report_follows(c, report, ReportState::taken);
    for (CrewId crew : old.crews) {
        const Crew* worker = c.draft.find(crew);
        if (!worker || worker->current != id || !worker->origin.source.empty()) continue;
        Crew& edited = c.draft.edit(crew);
        edited.current = {};
        edited.status = CrewStatus::available;
        edited.status_since = c.now;
    }
}

Said carry_out(CommandContext& c, const command::Assign& given) {
    command::Assign x = given;
    if (!x.intervention) x.intervention = c.last_created;
    if (auto error = assign(c, x)) return *error;
    const Intervention& i = *c.draft.find(x.intervention);
    return Text{x.override_reason.empty() ? "gesture.assign" : "gesture.assign_forced",
                {{"intervention", number(i)}, {"crew", crew_names(c, i.crews)}, {"reason", x.override_reason}}};
}

Said carry_out(CommandContext& c, const command::Unassign& x) {
    if (auto error = unassign(c, x.intervention, x.reason, false)) return *error;
    return Text{x.reason.empty() ? "gesture.unassign" : "gesture.unassign_because",
                {{"intervention", number(*c.draft.find(x.intervention))}, {"reason", x.reason}}};
}

Said carry_out(CommandContext& c, const command::AdoptPlan& x) {
    if (x.assignments.empty() && x.unassigned.empty()) return refused("desk.refused.nothing_chosen");
    // Everything that moves leaves its place first, so that two interventions may change places.
    for (InterventionId id : x.unassigned)
        if (auto error = unassign(c, id, {}, true)) return *error;
    for (const command::Assign& a : x.assignments) {
        const Intervention* i = c.draft.find(a.intervention);
        if (i && !i->locked && !i->crews.empty() && may_follow(i->state, InterventionState::to_plan)) put_back_to_plan(c, a.intervention);
    }
    for (const command::Assign& a : x.assignments)
        if (auto error = assign(c, a)) return *error;
    return Text{"gesture.adopt_plan", {{"n", std::to_string(x.assignments.size() + x.unassigned.size())}}};
}

} // namespace vigie::gis
