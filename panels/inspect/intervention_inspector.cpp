#include <algorithm>

#include "gis/model/words.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

using gis::Intervention;
using gis::InterventionState;
using gis::Text;

gis::EntityRef ref_of(const Intervention& i) { return {gis::EntityKind::intervention, i.id.value}; }

std::string list_of_words(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

std::string skill_names(const Frame& frame, const Intervention& i) {
    std::vector<std::string> names;
    for (const std::string& code : i.skills) {
        const gis::SkillKind* skill = frame.catalog.skill(code);
        names.push_back(skill ? skill->name.in(frame.language.code()) : code);
    }
    return list_of_words(names);
}

void heading(Frame& frame, const Intervention& i) {
    const Theme& t = frame.theme;
    const gis::InterventionTemplate* kind = frame.catalog.intervention(i.kind);
    inspector_title(t, kind ? std::string_view(kind->icon) : "build", i.title);
    gap(t, 2);
    const StatusLook look = look_of(i.state);
    const Due due = due_of(i, frame.now);
    const Badge badges[] = {{look, frame.tr(look.key)}, {severity_look(i.severity), severity_words(frame, i.severity)}};
    badge_line(t, badges, due_words(due, frame.language), due.tone);
    if (due.tone == DueTone::none) return;
    gap(t, 7);
    const std::string before = frame.tr(Text{"desk.due.before", {{"day", frame.language.day(*i.deadline, frame.zone)},
                                                                 {"clock", frame.language.clock(*i.deadline, frame.zone)}}});
    due_bar(t, due, frame.tr(i.regulatory ? "desk.fact.regulatory" : "desk.column.deadline"), before);
}

void when_and_who(Frame& frame, const Intervention& i) {
    const Theme& t = frame.theme;
    if (i.start) {
        const std::string start = frame.language.day(*i.start, frame.zone) + ", " + frame.language.clock(*i.start, frame.zone);
        fact(t, "start", frame.tr("desk.column.start"), start,
             {.note = frame.language.duration(i.duration), .note_icon = i.locked ? "lock" : ""});
    } else {
        fact(t, "duration", frame.tr("desk.column.duration"), frame.language.duration(i.duration));
    }
    if (i.actual_start) {
        std::string real = frame.language.moment(*i.actual_start, frame.now, frame.zone);
        if (i.actual_end) real += " – " + frame.language.clock(*i.actual_end, frame.zone);
        fact(t, "actual", frame.tr("desk.fact.actual"), real);
    }
    for (gis::CrewId crew : i.crews)
        draw_object_link(frame, ("crew." + std::to_string(crew.value)).c_str(), frame.tr("desk.column.crew"), {gis::EntityKind::crew, crew.value});
}

void needs(Frame& frame, const Intervention& i) {
    const Theme& t = frame.theme;
    if (i.people > 1 || i.crews_needed > 1)
        fact(t, "people", frame.tr("desk.fact.people"),
             frame.tr(Text{i.crews_needed > 1 ? "desk.intervention.crews" : "desk.intervention.people",
                           {{"n", std::to_string(i.people)}, {"crews", std::to_string(i.crews_needed)}}}));
    if (!i.skills.empty()) fact(t, "skills", frame.tr("desk.fact.skills"), skill_names(frame, i), {.wraps = true});
    if (!i.equipment.empty()) fact(t, "equipment", frame.tr("desk.fact.equipment"), list_of_words(i.equipment), {.wraps = true});
    if (!i.description.empty()) fact(t, "description", frame.tr("desk.fact.description"), i.description, {.wraps = true});
    if (!i.reason.empty()) fact(t, "reason", frame.tr("desk.fact.reason"), i.reason, {.wraps = true});
}

void origins(Frame& frame, const Intervention& i) {
    if (i.asset) draw_object_link(frame, "asset", frame.tr("desk.fact.asset"), {gis::EntityKind::asset, i.asset.value});
    for (gis::ReportId id : i.reports)
        draw_object_link(frame, ("report." + std::to_string(id.value)).c_str(), frame.tr("desk.fact.origin"), {gis::EntityKind::report, id.value});
    for (gis::AlertId id : i.alerts)
        draw_object_link(frame, ("alert." + std::to_string(id.value)).c_str(), frame.tr("desk.fact.origin"), {gis::EntityKind::alert, id.value});
}

void tasks(Frame& frame, const Intervention& i) {
    if (i.tasks.empty()) return;
    const auto done = std::count_if(i.tasks.begin(), i.tasks.end(), [](const gis::Task& task) { return task.done; });
    gap(frame.theme, 8);
    section(frame.theme, frame.tr("desk.tasks.title"),
            frame.tr(Text{"desk.crew.stops_done", {{"done", std::to_string(done)}, {"all", std::to_string(i.tasks.size())}}}));
    const std::string over = gis::is_open(i.state) ? std::string{} : frame.tr("desk.blocked.finished");
    for (std::size_t n = 0; n < i.tasks.size(); ++n) {
        bool on = i.tasks[n].done;
        gap(frame.theme, 3);
        if (check_field(frame.theme, (i.tasks[n].text + "###task." + std::to_string(n)).c_str(), on, over))
            frame.out.push(gis::command::SetTaskDone{i.id, n, on});
    }
}

// The next step of its life that a person takes: what the main button does.
struct Step {
    InterventionState to;
    const char* key;
    const char* icon;
};
std::optional<Step> next_step(InterventionState state) {
    using enum InterventionState;
    switch (state) {
    case draft: case to_plan: return {};   // assigning is the next step
    case planned: case assigned: return Step{en_route, "desk.do.en_route", "near_me"};
    case en_route: return Step{on_site, "desk.do.on_site", "my_location"};
    case on_site: return Step{finished, "desk.do.finish", "done_all"};
    case suspended: return Step{on_site, "desk.do.resume", "play_arrow"};
    case finished: return Step{checked, "desk.do.check", "done_all"};
    case checked: return Step{closed, "desk.do.close_intervention", "done_all"};
    case closed: return {};
    }
    return {};
}

void main_button(Frame& frame, const Intervention& i) {
    const Theme& t = frame.theme;
    if (const auto step = next_step(i.state)) {
        const std::string blocked = gis::may_follow(i.state, step->to) ? std::string{} : frame.tr("desk.blocked.state_cannot_follow_intervention");
        if (button(t, (frame.tr(step->key) + "###intervention.next").c_str(),
                   {.kind = ButtonKind::primary, .icon = step->icon, .width = -1, .height = 34, .blocked = blocked}))
            frame.out.push(gis::command::SetInterventionState{i.id, step->to, {}});
        return;
    }
    const std::string blocked = blocked_words(frame, assign_blocked(frame.world, {ref_of(i)}));
    if (button(t, (frame.tr("desk.do.assign") + "###intervention.assign").c_str(),
               {.kind = ButtonKind::primary, .icon = "local_shipping", .width = -1, .height = 34, .key_hint = "A", .blocked = blocked})) {
        frame.view.selection.entities = {ref_of(i)};
        frame.view.dialog = Dialog::assign;
    }
}

} // namespace

void draw_intervention(Frame& frame, InspectorState& state, const Intervention& i) {
    const Theme& t = frame.theme;
    heading(frame, i);
    gap(t, 8);
    if (fact(t, "address", frame.tr("desk.fact.address"), i.address.empty() ? frame.tr("desk.fact.on_map") : i.address,
             {.action_icon = "my_location", .action_tip = frame.tr("desk.fact.frame")}) == FactClick::action)
        frame_on(frame, i.place);
    if (!i.quartier.empty()) fact(t, "quartier", frame.tr("desk.column.quartier"), i.quartier);
    when_and_who(frame, i);
    origins(frame, i);
    needs(frame, i);
    tasks(frame, i);
    const bool waits = i.state == InterventionState::to_plan || i.state == InterventionState::draft || i.state == InterventionState::suspended;
    if (waits) draw_proposals(frame, state, {ref_of(i)});
    draw_history(frame, state, ref_of(i));
    gap(t, 8);
}

void draw_intervention_footer(Frame& frame, const Intervention& i) {
    const Theme& t = frame.theme;
    main_button(frame, i);
    if (i.state == gis::InterventionState::to_plan) {  // nothing to suspend or to take back yet
        const std::string blocked = frame.proposal_running ? frame.tr("panels.reason.proposing") : std::string{};
        const std::string tip = frame.tr("desk.do.make_room.tip");
        if (button(t, (frame.tr("desk.do.make_room") + "###intervention.make_room").c_str(),
                   {.icon = "flash_on", .width = -1, .blocked = blocked, .tooltip = tip})) {
            frame.ask.make_room = {i.id};
            frame.view.workspace = Workspace::planning;
        }
        return;
    }
    const float half = (ImGui::GetContentRegionAvail().x / t.scale - 30 - 2 * 6) / 2;
    using enum InterventionState;
    const std::string no_suspend = gis::may_follow(i.state, suspended) ? std::string{} : frame.tr("desk.blocked.not_under_way");
    if (button(t, (frame.tr("desk.do.suspend") + "###intervention.suspend").c_str(), {.width = half, .blocked = no_suspend})) {
        frame.view.selection.entities = {ref_of(i)};
        frame.view.dialog = Dialog::suspend;
    }
    ImGui::SameLine();
    const std::string no_back = i.crews.empty() ? frame.tr("desk.blocked.not_assigned")
                                : i.locked     ? frame.tr("desk.blocked.locked")
                                : gis::is_open(i.state) ? std::string{} : frame.tr("desk.blocked.finished");
    if (button(t, (frame.tr("desk.do.unassign") + "###intervention.unassign").c_str(), {.width = half, .blocked = no_back}))
        frame.out.push(gis::command::Unassign{i.id});
    ImGui::SameLine();
    const std::string no_lock = i.crews.empty() ? frame.tr("desk.blocked.not_assigned") : std::string{};
    if (icon_button(t, "intervention.lock", i.locked ? "lock" : "lock_outline", frame.tr(i.locked ? "desk.do.unlock" : "desk.do.lock"),
                    {.size = 30, .chosen = i.locked, .border = true, .blocked = no_lock}))
        frame.out.push(gis::command::SetLocked{i.id, !i.locked});
}

} // namespace vigie::panels
