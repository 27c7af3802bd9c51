#include <algorithm>

#include <imgui.h>

#include "gis/model/zone.hpp"
#include "panels/commands/action_lists.hpp"
#include "panels/commands/sheet_gesture.hpp"
#include "panels/energy/finding_gesture.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/work_regions.hpp"
#include "panels/lists/costs_csv.hpp"
#include "panels/lists/csv.hpp"

namespace vigie::panels::commands {

namespace {

using gis::EntityKind, gis::ReportState;

const std::vector<gis::EntityRef>& chosen(const Frame& f) { return f.view.selection.entities; }

void open(Frame& f, Dialog dialog) {
    f.view.dialog = dialog;
    f.view.right_open = true;
}

std::optional<gis::RankedCrew> proposed(const Frame& f, std::size_t rank) {
    const auto job = assignable(f.world, f.catalog, chosen(f), f.language.code());
    if (!job) return {};
    const auto ranked = gis::ranked_crews({f.world, f.catalog, f.travel, f.zone, f.now}, *job, rank + 1);
    if (ranked.size() <= rank) return {};
    return ranked[rank];
}

void assign_proposed(Frame& f, std::size_t rank) {
    const auto crew = proposed(f, rank);
    if (!crew) return;
    // Before the board somebody plans: the first time that is free will do. Before the map somebody sends.
    const bool plans = f.view.workspace == Workspace::planning && crew->possible_start;
    if (!crew->refused.empty() && !plans) {
        f.view.dialog_crew = crew->crew;
        return open(f, Dialog::force);
    }
    f.out.push(assign(f.world, f.catalog, chosen(f), {crew->crew}, crew->possible_start.value_or(f.now), {}, f.language.code()));
}

// The selected alerts, else the newest one nobody has taken: V works whatever else is selected.
std::vector<gis::EntityRef> alerts_to_take(const Frame& f) {
    const std::vector<gis::EntityRef> selected = chosen(f);
    if (std::ranges::any_of(selected, [](gis::EntityRef ref) { return ref.kind == EntityKind::alert; })) return selected;
    const gis::Alert* newest = nullptr;
    for (const gis::Alert& a : f.world.alerts())
        if (a.state == gis::AlertState::raised && (newest == nullptr || a.raised_at > newest->raised_at)) newest = &a;
    return newest != nullptr ? std::vector<gis::EntityRef>{{EntityKind::alert, newest->id.value}} : std::vector<gis::EntityRef>{};
}

std::optional<gis::Text> needs_selection(const Frame& f) {
    return chosen(f).empty() ? because("panels.reason.nothing_selected") : std::nullopt;
}

std::optional<gis::Text> no_proposal(const Frame& f) {
    return f.proposal ? std::nullopt : because("panels.reason.no_proposal");
}

std::optional<gis::Text> make_room_blocked(const Frame& f) {
    if (f.proposal_running) return because("panels.reason.proposing");
    if (auto none = needs_selection(f)) return none;
    const gis::EntityRef ref = f.view.selection.primary();
    const gis::Intervention* what = ref.kind == EntityKind::intervention ? f.world.find(gis::InterventionId{ref.id}) : nullptr;
    return what && what->state == gis::InterventionState::to_plan ? std::nullopt : because("panels.reason.not_to_plan");
}

Action assign_row(std::string_view id, ImGuiKey key, std::size_t rank) {
    return {.id = id, .icon = "local_shipping", .shortcut = {key}, .group = "work",
            .blocked = [](const Frame& f) { return assign_blocked(f.world, chosen(f)); },
            .run = [rank](Frame& f) { assign_proposed(f, rank); }, .workspace_sources = false};
}

// Of the chosen crew, else of all; today, or the Monday of the week on the board when that is another one.
template <gis::SheetKind kind>
void sheet_of_choice(Frame& f) {
    const gis::EntityRef chosen_one = f.view.selection.primary();
    const auto today = gis::local_day(f.now, f.zone);
    const bool other_week = f.view.workspace == Workspace::planning && (today < f.view.monday || today >= f.view.monday + std::chrono::days{7});
    ask_for_sheet(f, kind, {chosen_one.kind == EntityKind::crew ? chosen_one.id : 0}, other_week ? f.view.monday : today);
}

void export_costs(Frame& f) {
    const CostsCsv costs = costs_csv(f.world, f.catalog, f.language, f.zone);
    Toast toast;
    toast.at = f.now;
    if (costs.lines == 0) {
        toast.text = {"work.csv.none", {}};
    } else if (const auto written = write_new_file(documents_folder(), f.tr("work.csv.file"), costs.text); written.ok()) {
        toast.text = {"desk.export.done", {{"n", std::to_string(costs.lines)}, {"path", written.value().string()}}};
    } else {
        toast.level = gis::Severity::error;
        toast.text = written.error().text;
        toast.detail = written.error().remedy;
    }
    f.ask.toasts.push_back(std::move(toast));
}

} // namespace

std::vector<Action> work_actions() {
    return {
        {.id = "report.new", .icon = "place", .shortcut = {ImGuiKey_N}, .group = "work", .blocked = {},
         .run = [](Frame& f) { f.view.report_form_open = true; f.view.report_form_place.reset(); f.view.report_form_address.clear(); }, .workspace_sources = false},
        {.id = "intervention.create", .icon = "build", .shortcut = {ImGuiKey_I}, .group = "work",
         .blocked = [](const Frame& f) { return f.view.workspace == Workspace::energy ? energy_answer_blocked(f) : due_is_chosen(f.view) ? create_due_blocked(f) : create_blocked(f.world, chosen(f)); },
         .run = [](Frame& f) { f.out.push(f.view.workspace == Workspace::energy ? energy_answer(f) : due_is_chosen(f.view) ? create_due(f) : create_intervention(f.world, f.catalog, chosen(f), f.language.code())); }, .workspace_sources = false, .workspace_energy = true},
        {.id = "intervention.assign", .icon = "local_shipping", .shortcut = {ImGuiKey_A}, .group = "work",
         .blocked = [](const Frame& f) { return assign_blocked(f.world, chosen(f)); }, .run = [](Frame& f) { open(f, Dialog::assign); }, .workspace_sources = false},
        {.id = "intervention.state", .icon = "autorenew", .shortcut = {ImGuiKey_S}, .group = "work", .blocked = intervention_wanted,
         .run = [](Frame& f) { open(f, Dialog::change_state); }, .workspace_sources = false},
        {.id = "intervention.escalate", .icon = "arrow_upward", .shortcut = {ImGuiKey_U}, .group = "work", .blocked = escalate_blocked,
         .run = [](Frame& f) { open(f, Dialog::escalate); }, .workspace_sources = false},
        {.id = "intervention.answer", .icon = "done_all", .shortcut = {}, .group = "work", .blocked = answer_blocked,
         .run = [](Frame& f) { open(f, Dialog::answer_escalation); }, .workspace_sources = false},
        {.id = "intervention.back_to_plan", .icon = "replay", .shortcut = {ImGuiKey_B}, .group = "work", .blocked = back_to_plan_blocked,
         .run = [](Frame& f) { open(f, Dialog::back_to_plan); }, .workspace_sources = false},
        {.id = "intervention.record", .icon = "edit_note", .shortcut = {ImGuiKey_H}, .group = "work", .blocked = intervention_wanted,
         .run = [](Frame& f) { open(f, Dialog::record_work); }, .workspace_sources = false},
        {.id = "intervention.photos", .icon = "photo_camera", .shortcut = {}, .group = "work", .blocked = intervention_wanted,
         .run = [](Frame& f) {
             const gis::Intervention* what = f.world.find(gis::InterventionId{f.view.selection.primary().id});
             f.view.photos_of = what->id;
             f.view.photo_moment = what->actual_end ? gis::PhotoMoment::after : gis::PhotoMoment::before;
             f.view.file_task = FileTask::add_photos;
         }, .workspace_sources = false},
        {.id = "intervention.link", .icon = "build", .shortcut = {}, .group = "work", .blocked = [](const Frame& f) { return link_blocked(f.world, chosen(f)); },
         .run = [](Frame& f) { f.out.push(link_work(f.world, chosen(f))); }, .workspace_sources = false},
        {.id = "intervention.costs_export", .icon = "file_download", .shortcut = {}, .group = "work", .blocked = {}, .run = export_costs, .workspace_sources = false},
        assign_row("intervention.assign_first", ImGuiKey_1, 0),
        assign_row("intervention.assign_second", ImGuiKey_2, 1),
        assign_row("intervention.assign_third", ImGuiKey_3, 2),
        {.id = "queue.next", .icon = "expand_more", .shortcut = {ImGuiKey_J}, .group = "work", .blocked = {}, .run = [](Frame& f) { ++f.view.queue_step; }, .repeats = true, .workspace_sources = false, .workspace_energy = true},
        {.id = "queue.previous", .icon = "expand_less", .shortcut = {ImGuiKey_K}, .group = "work", .blocked = {}, .run = [](Frame& f) { --f.view.queue_step; }, .repeats = true, .workspace_sources = false, .workspace_energy = true},
        {.id = "report.qualify", .icon = "done_all", .shortcut = {ImGuiKey_Q}, .group = "work",
         .blocked = [](const Frame& f) { return qualify_blocked(f.world, chosen(f)); }, .run = [](Frame& f) { open(f, Dialog::qualify); }, .workspace_sources = false},
        {.id = "report.merge", .icon = "call_merge", .shortcut = {ImGuiKey_M}, .group = "work",
         .blocked = [](const Frame& f) { return merge_blocked(f.world, chosen(f)); }, .run = [](Frame& f) { open(f, Dialog::merge); }, .workspace_sources = false},
        {.id = "report.reject", .icon = "close", .shortcut = {ImGuiKey_R}, .group = "work",
         .blocked = [](const Frame& f) { return report_state_blocked(f.world, chosen(f), ReportState::rejected); }, .run = [](Frame& f) { open(f, Dialog::reject); }, .workspace_sources = false},
        {.id = "report.forward", .icon = "open_in_new", .shortcut = {ImGuiKey_T}, .group = "work",
         .blocked = [](const Frame& f) { return report_state_blocked(f.world, chosen(f), ReportState::forwarded); }, .run = [](Frame& f) { open(f, Dialog::forward); }, .workspace_sources = false},
        {.id = "report.reply", .icon = "mail", .shortcut = {ImGuiKey_W}, .group = "work",
         .blocked = [](const Frame& f) { return reply_blocked(f.world, chosen(f)); }, .run = [](Frame& f) { open(f, Dialog::reply); }, .workspace_sources = false},
        {.id = "report.split", .icon = "compare_arrows", .shortcut = {ImGuiKey_X}, .group = "work",
         .blocked = [](const Frame& f) { return split_blocked(f.world, chosen(f)); }, .run = [](Frame& f) { f.out.push(split(f.world, chosen(f))); }, .workspace_sources = false},
        {.id = "report.link", .icon = "near_me", .shortcut = {ImGuiKey_F}, .group = "work",
         .blocked = [](const Frame& f) { return link_blocked(f.world, f.catalog, chosen(f)); }, .run = [](Frame& f) { f.out.push(link_nearest(f.world, f.catalog, chosen(f))); }, .workspace_sources = false},
        {.id = "report.reopen", .icon = "replay", .shortcut = {}, .group = "work",
         .blocked = [](const Frame& f) { return report_state_blocked(f.world, chosen(f), ReportState::reopened); }, .run = [](Frame& f) { open(f, Dialog::reopen); }, .workspace_sources = false},
        {.id = "alert.take", .icon = "notifications_active", .shortcut = {ImGuiKey_V}, .group = "work",
         .blocked = [](const Frame& f) { return take_alert_blocked(f.world, alerts_to_take(f)); },
         .run = [](Frame& f) {
             const auto alerts = alerts_to_take(f);
             f.out.push(take_alerts(f.world, alerts));
             f.view.selection = {};
             f.view.selection.entities = alerts;
         }, .workspace_sources = false, .workspace_energy = true},
        {.id = "alert.clear", .icon = "notifications", .shortcut = {}, .group = "work",
         .blocked = [](const Frame& f) { return clear_alert_blocked(f.world, chosen(f)); }, .run = [](Frame& f) { open(f, Dialog::clear_alert); }, .workspace_sources = false},
        {.id = "alert.rules", .icon = "edit_note", .shortcut = {}, .group = "work", .blocked = {}, .run = [](Frame& f) { f.view.alerting_open = true; }, .workspace_sources = false},
        {.id = "crew.absence", .icon = "person", .shortcut = {}, .group = "work", .blocked = [](const Frame& f) -> std::optional<gis::Text> {
             if (auto none = needs_selection(f)) return none;
             return f.view.selection.primary().kind == EntityKind::crew ? std::nullopt : because("panels.reason.not_a_crew");
         }, .run = [](Frame& f) { f.view.dialog_crew = {f.view.selection.primary().id}; open(f, Dialog::absence); }, .workspace_sources = false},
        {.id = "crew.status", .icon = "autorenew", .shortcut = {ImGuiKey_Y}, .group = "work",
         .blocked = [](const Frame& f) { return crew_status_blocked(f.world, chosen(f)); }, .run = [](Frame& f) { f.out.push(next_crew_status(f.world, chosen(f))); }, .workspace_sources = false},
        {.id = "planning.road_sheets", .icon = "picture_as_pdf", .shortcut = {ImGuiKey_P, true, true}, .group = "work", .blocked = sheets_blocked,
         .run = sheet_of_choice<gis::SheetKind::day>, .workspace_sources = false},
        {.id = "planning.field_package", .icon = "file_download", .shortcut = {}, .group = "work", .blocked = crews_missing, .run = sheet_of_choice<gis::SheetKind::field>, .workspace_sources = false},
        {.id = "planning.week_sheet", .icon = "print", .shortcut = {}, .group = "work", .blocked = crews_missing, .run = [](Frame& f) { ask_for_sheet(f, gis::SheetKind::week, {}, f.view.monday); }, .workspace_sources = false},
        {.id = "planning.calendar", .icon = "event", .shortcut = {}, .group = "work", .blocked = crews_missing,
         .run = sheet_of_choice<gis::SheetKind::calendar>, .workspace_sources = false},
        {.id = "planning.propose", .icon = "autorenew", .shortcut = {}, .group = "work",
         .blocked = [](const Frame& f) { return f.proposal_running ? because("panels.reason.proposing") : std::nullopt; },
         .run = [](Frame& f) { f.ask.propose_week = true; f.view.workspace = Workspace::planning; }},
        {.id = "planning.accept", .icon = "done_all", .shortcut = {ImGuiKey_Enter, true}, .group = "work", .blocked = no_proposal,
         .run = [](Frame& f) { f.view.accept_proposal = true; f.view.workspace = Workspace::planning; }, .workspace_sources = false},
        {.id = "planning.reject", .icon = "close", .shortcut = {}, .group = "work", .blocked = no_proposal, .run = [](Frame& f) { f.ask.discard_proposal = true; }, .workspace_sources = false},
        {.id = "planning.redistribute", .icon = "autorenew", .shortcut = {}, .group = "work",
         .blocked = [](const Frame& f) { return f.proposal_running ? because("panels.reason.proposing") : std::nullopt; },
         .run = [](Frame& f) { f.ask.redistribute = gis::CrewId{}; f.view.workspace = Workspace::planning; }},
        {.id = "planning.make_room", .icon = "flash_on", .shortcut = {}, .group = "work", .blocked = make_room_blocked,
         .run = [](Frame& f) { f.ask.make_room = {gis::InterventionId{f.view.selection.primary().id}}; f.view.workspace = Workspace::planning; }},
    };
}

} // namespace vigie::panels::commands
