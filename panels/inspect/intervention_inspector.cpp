#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/model/work_states.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/inspect/work_regions.hpp"
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
    const Badge badges[] = {{look, status_words(frame, i)}, {severity_look(i.severity), severity_words(frame, i.severity)}};
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

// What it answers and is about; each can be taken off.
void linked(Frame& frame, const Intervention& i, const char* label, gis::EntityRef ref) {
    const std::string words = object_words(frame, ref);
    if (words.empty()) return;
    const std::string id = "link." + std::string(gis::name(ref.kind)) + "." + std::to_string(ref.id), tip = frame.tr("work.unlink");
    switch (fact(frame.theme, id.c_str(), frame.tr(label), words, {.is_link = true, .action_icon = "close", .action_tip = tip})) {
    case FactClick::none: break;
    case FactClick::value: select(frame, ref); break;
    case FactClick::action: frame.out.push(gis::command::LinkWork{i.id, ref, false}); break;
    }
}

void origins(Frame& frame, const Intervention& i) {
    if (i.asset) linked(frame, i, "desk.fact.asset", {gis::EntityKind::asset, i.asset.value});
    for (gis::AssetId id : i.more_assets) linked(frame, i, "desk.fact.asset", {gis::EntityKind::asset, id.value});
    for (gis::ReportId id : i.reports) linked(frame, i, "desk.fact.origin", {gis::EntityKind::report, id.value});
    for (gis::AlertId id : i.alerts) linked(frame, i, "desk.fact.origin", {gis::EntityKind::alert, id.value});
    for (const gis::Request& d : frame.world.requests())
        if (d.intervention == i.id) draw_object_link(frame, ("request." + std::to_string(d.id.value)).c_str(), frame.tr("desk.fact.origin"), {gis::EntityKind::request, d.id.value});
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
        const gis::MoveRefusal refusal = gis::move_refusal(frame.catalog, i, step->to, {}, frame.settings.role);
        const std::string blocked = refusal == gis::MoveRefusal::none            ? std::string{}
                                    : refusal == gis::MoveRefusal::not_this_role ? frame.tr("work.ask.state.role")
                                                                                 : frame.tr("desk.blocked.state_cannot_follow_intervention");
        if (button(t, (frame.tr(step->key) + "###intervention.next").c_str(),
                   {.kind = ButtonKind::primary, .icon = step->icon, .width = -1, .height = 34, .blocked = blocked})) {
            frame.view.selection.entities = {ref_of(i)};
            if (step->to == InterventionState::finished) frame.view.dialog = Dialog::finish_work;
            else frame.out.push(gis::command::SetInterventionState{i.id, step->to, {}});
        }
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
    draw_escalation(frame, i);
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
    draw_costs(frame, i);
    draw_photos(frame, i);
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
                   {.icon = "flash_on", .width = ImGui::GetContentRegionAvail().x / t.scale - 36, .blocked = blocked, .tooltip = tip})) {
            frame.ask.make_room = {i.id};
            frame.view.workspace = Workspace::planning;
        }
        ImGui::SameLine();
        draw_work_menu(frame, i, 30);
        return;
    }
    const float half = (ImGui::GetContentRegionAvail().x / t.scale - 2 * 30 - 3 * 6) / 2;
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
    if (button(t, (frame.tr("desk.do.unassign") + "###intervention.unassign").c_str(), {.width = half, .blocked = no_back, .tooltip = frame.tr("work.do.back_to_plan")})) {
        frame.view.selection.entities = {ref_of(i)};
        const bool begun = i.state == en_route || i.state == on_site || i.state == suspended;
        if (begun) frame.view.dialog = Dialog::back_to_plan;   // its reason is asked for
        else frame.out.push(gis::command::Unassign{i.id, {}});
    }
    ImGui::SameLine();
    const std::string no_lock = i.crews.empty() ? frame.tr("desk.blocked.not_assigned") : std::string{};
    if (icon_button(t, "intervention.lock", i.locked ? "lock" : "lock_outline", frame.tr(i.locked ? "desk.do.unlock" : "desk.do.lock"),
                    {.size = 30, .chosen = i.locked, .border = true, .blocked = no_lock}))
        frame.out.push(gis::command::SetLocked{i.id, !i.locked});
    ImGui::SameLine();
    draw_work_menu(frame, i, 30);
}

} // namespace vigie::panels
