#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/model/work_states.hpp"
#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

namespace {

std::string number(const Intervention& i) { return number_label(EntityKind::intervention, i.number); }
std::string state_key(InterventionState state) { return "@intervention.state." + std::string(name(state)); }

std::string status_words(const CommandContext& c, const Intervention& i) {
    const InterventionStatus* status = status_of(c.catalog, i);
    return status && !i.status.empty() ? status->name.fr : state_key(i.state);
}

constexpr Seconds longest_duration{60L * 60 * 24 * 31};

// What must be true of an intervention a person describes; nothing = fine.
std::optional<Error> objection(const CommandContext& c, const Intervention& i) {
    if (i.title.empty() && i.kind.empty()) return refused("desk.refused.no_title");
    if (i.duration <= Seconds{0} || i.duration > longest_duration) return refused("desk.refused.duration");
    if (i.people < 1 || i.crews_needed < 1) return refused("desk.refused.people");
    if (i.severity < 1 || i.severity > 6) return refused("desk.refused.severity");
    if (i.asset && !c.draft.find(i.asset)) return unknown(EntityKind::asset);
    for (const TimeWindow& w : i.windows)
        if (w.from > w.to) return refused("desk.refused.window");
    return {};
}

void crews_follow(CommandContext& c, const Intervention& i) {
    using enum InterventionState;
    for (CrewId id : i.crews) {
        const Crew* crew = c.draft.find(id);
        if (!crew || !crew->origin.source.empty()) continue;  // a crew with a source tells its own status
        const bool works = i.state == en_route || i.state == on_site;
        if (!works && crew->current != i.id) continue;
        Crew& edited = c.draft.edit(id);
        edited.current = works ? i.id : InterventionId{};
        const CrewStatus status = i.state == en_route ? CrewStatus::en_route : i.state == on_site ? CrewStatus::on_site : CrewStatus::available;
        if (edited.status != status) { edited.status = status; edited.status_since = c.now; }
    }
}

void reports_and_alerts_follow(CommandContext& c, const Intervention& i) {
    using enum InterventionState;
    for (ReportId report : i.reports) {
        if (i.state == on_site) report_follows(c, report, ReportState::in_progress);
        if (i.state == finished) report_follows(c, report, ReportState::service_done);
    }
    for (AlertId alert : i.alerts) {
        const Alert* a = c.draft.find(alert);
        if (i.state == finished && a && is_open(a->state)) move_to(c.draft.edit(alert), AlertState::cleared, c.now);
    }
}

} // namespace

Said carry_out(CommandContext& c, const command::CreateIntervention& x) {
    Intervention i = x.intervention;
    if (auto error = objection(c, i)) return *error;
    for (ReportId report : i.reports)
        if (!c.draft.find(report)) return unknown(EntityKind::report);
    for (AlertId alert : i.alerts)
        if (!c.draft.find(alert)) return unknown(EntityKind::alert);
    i.origin = {};
    i.number = 0;
    if (i.state != InterventionState::draft) i.state = InterventionState::to_plan;
    i.state_since = i.created_at = c.now;
    i.crews.clear();
    i.start.reset();
    i.actual_start.reset();
    i.actual_end.reset();
    const Intervention made = c.draft.create(std::move(i));
    c.last_created = made.id;
    c.created.push_back({EntityKind::intervention, made.id.value});
    for (ReportId report : made.reports) {
        const ReportState state = c.draft.find(report)->state;
        if (state == ReportState::received || state == ReportState::qualified || state == ReportState::reopened)
            report_follows(c, report, ReportState::taken);
    }
    for (AlertId alert : made.alerts) {
        Alert& a = c.draft.edit(alert);
        if (is_open(a.state)) move_to(a, AlertState::in_intervention, c.now);
        a.intervention = made.id;
    }
    return Text{"gesture.create_intervention", {{"intervention", number(made)}}};
}

Said carry_out(CommandContext& c, const command::EditIntervention& x) {
    const Intervention& n = x.intervention;
    const Intervention* old = c.draft.find(n.id);
    if (!old) return unknown(EntityKind::intervention);
    if (!is_open(old->state)) return refused("desk.refused.intervention_over", {{"intervention", number(*old)}});
    if (auto error = objection(c, n)) return *error;
    Intervention& i = c.draft.edit(n.id);
    i.title = n.title;
    i.description = n.description;
    i.kind = n.kind;
    i.severity = n.severity;
    i.duration = n.duration;
    i.skills = n.skills;
    i.equipment = n.equipment;
    i.people = n.people;
    i.crews_needed = n.crews_needed;
    i.windows = n.windows;
    i.deadline = n.deadline;
    i.place = n.place;
    i.address = n.address;
    i.quartier = n.quartier;
    i.tasks = n.tasks;
    i.regulatory = n.regulatory;
    return Text{"gesture.edit_intervention", {{"intervention", number(i)}}};
}

Said carry_out(CommandContext& c, const command::SetLocked& x) {
    if (!c.draft.find(x.intervention)) return unknown(EntityKind::intervention);
    Intervention& i = c.draft.edit(x.intervention);
    i.locked = x.locked;
    return Text{x.locked ? "gesture.lock" : "gesture.unlock", {{"intervention", number(i)}}};
}

Said carry_out(CommandContext& c, const command::SetInterventionState& x) {
    using enum InterventionState;
    const Intervention* old = c.draft.find(x.intervention);
    if (!old) return unknown(EntityKind::intervention);
    const InterventionStatus* to = x.status.empty() ? first_status(c.catalog, x.state) : c.catalog.intervention_state(x.status);
    switch (move_refusal(c.catalog, *old, x.state, x.status, c.actor.role)) {
    case MoveRefusal::none: break;
    case MoveRefusal::unknown_status: case MoveRefusal::wrong_phase: return refused("desk.refused.status_unknown", {{"status", x.status}});
    case MoveRefusal::cannot_follow:
        return refused("desk.refused.transition", {{"what", number(*old)}, {"from", status_words(c, *old)}, {"to", to ? to->name.fr : state_key(x.state)}});
    case MoveRefusal::not_this_role:
        return refused("desk.refused.status_role", {{"what", number(*old)}, {"to", to ? to->name.fr : state_key(x.state)}});
    }
    if (to && to->needs_reason && x.reason.empty()) return refused("desk.refused.reason", {{"to", to->name.fr}});
    if (x.state == suspended && x.reason.empty()) return refused("desk.refused.reason", {{"to", state_key(x.state)}});
    const bool needs_crew = x.state == planned || x.state == assigned || x.state == en_route || x.state == on_site;
    if (needs_crew && (old->crews.empty() || !old->start))
        return refused("desk.refused.no_crew", {{"intervention", number(*old)}, {"to", state_key(x.state)}});
    if (x.state == to_plan && old->locked) return refused("desk.refused.locked", {{"intervention", number(*old)}});
    if (x.state == to_plan && old->state != to_plan) {
        put_back_to_plan(c, x.intervention);
        if (!x.reason.empty()) c.draft.edit(x.intervention).reason = x.reason;
    } else {
        Intervention& i = c.draft.edit(x.intervention);
        const bool same_phase = i.state == x.state;
        move_to(i, x.state, c.now);
        if (!x.reason.empty()) i.reason = x.reason;
        if (same_phase) i.state_since = c.now;
        if (x.state == on_site && !i.actual_start) i.actual_start = c.now;
        if (x.state == on_site) i.actual_end.reset();
        if (x.state == finished && !same_phase) i.actual_end = c.now;
        const Intervention after = i;
        crews_follow(c, after);
        reports_and_alerts_follow(c, after);
    }
    const std::string kept = to ? kept_status(c.catalog, *to) : std::string{};
    if (c.draft.find(x.intervention)->status != kept) c.draft.edit(x.intervention).status = kept;
    return Text{"gesture.set_intervention_state", {{"intervention", number(*c.draft.find(x.intervention))}, {"state", to && !kept.empty() ? to->name.fr : state_key(x.state)}}};
}

Said carry_out(CommandContext& c, const command::SetTaskDone& x) {
    const Intervention* old = c.draft.find(x.intervention);
    if (!old) return unknown(EntityKind::intervention);
    if (x.task >= old->tasks.size()) return refused("desk.refused.no_task", {{"intervention", number(*old)}});
    Intervention& i = c.draft.edit(x.intervention);
    i.tasks[x.task].done = x.done;
    return Text{x.done ? "gesture.task_done" : "gesture.task_not_done", {{"intervention", number(i)}, {"task", i.tasks[x.task].text}}};
}

} // namespace vigie::gis
