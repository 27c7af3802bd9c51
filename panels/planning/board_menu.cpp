// Context menus of bars and crew-days, the absence form, and the reason asked for before forcing.
#include <algorithm>
#include <cmath>

#include "gis/model/words.hpp"
#include "gis/model/work_states.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/nearby.hpp"
#include "panels/commands/sheet_gesture.hpp"
#include "panels/planning/board.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

std::string item(const Frame& frame, std::string_view key) { return frame.tr(key) + "###" + std::string(key); }

// "Aussi à moins de 300 m": what could be done on the same trip, put after it on the same crew.
void draw_nearby(Frame& frame, const gis::Intervention& what) {
    const gis::PlanningContext context{frame.world, frame.catalog, frame.travel, frame.zone, frame.now};
    const auto near = gis::nearby_due(context, what);
    if (near.empty()) return;
    const auto label = frame.tr({"board.menu.nearby", {{"n", std::to_string(near.size())}}}) + "###board.menu.nearby";
    if (!ImGui::BeginMenu(label.c_str())) return;
    for (const auto& work : near) {
        const auto* other = frame.world.find(work.id);
        const auto words = frame.tr({"board.menu.nearby_item", {{"title", other->title}, {"away", frame.language.distance(work.distance_m)},
                                                                 {"due", frame.language.date(*other->deadline, frame.zone)}}});
        if (ImGui::MenuItem((words + "###board.nearby." + std::to_string(other->number)).c_str(), nullptr, false, work.slot.has_value())) {
            gis::command::Assign assign{work.id, {work.slot->crew}, work.slot->start, {}};
            assign.crews.insert(assign.crews.end(), work.slot->partners.begin(), work.slot->partners.end());
            frame.out.push(std::move(assign));
        }
        if (!work.slot) tooltip_for_last_item(frame.theme, frame.tr("board.menu.nearby_full"));
    }
    ImGui::EndMenu();
}

void draw_bar_menu(Frame& frame, BoardState& state) {
    if (std::exchange(state.menus.open_bar, false)) ImGui::OpenPopup("board.bar_menu");
    if (!ImGui::BeginPopup("board.bar_menu")) return;
    if (const auto* what = frame.world.find(state.menus.bar)) {
        if (ImGui::MenuItem(item(frame, "board.menu.open").c_str())) state.wants_inspector = what->id;
        if (ImGui::MenuItem(item(frame, what->locked ? "board.menu.unlock" : "board.menu.lock").c_str()))
            frame.out.push(gis::command::SetLocked{what->id, !what->locked});
        draw_nearby(frame, *what);
        const bool begun = what->state != gis::InterventionState::planned && what->state != gis::InterventionState::assigned;
        const auto ask = [&](Dialog dialog) {
            frame.view.selection.entities = {{gis::EntityKind::intervention, what->id.value}};
            frame.view.dialog = dialog;
        };
        const bool may_go_back = gis::may_follow(what->state, gis::InterventionState::to_plan);
        if (ImGui::MenuItem(item(frame, "board.menu.unassign").c_str(), nullptr, false, !what->locked && may_go_back)) {
            if (begun) ask(Dialog::back_to_plan);   // its reason is asked for
            else frame.out.push(gis::command::Unassign{what->id, {}});
        }
        if (what->locked || !may_go_back) tooltip_for_last_item(frame.theme, frame.tr(what->locked ? "board.menu.is_locked" : "board.menu.is_begun"));
        const bool asked = gis::is_escalated(*what);
        if (ImGui::MenuItem((frame.tr("work.do.escalate") + "###board.menu.escalate").c_str(), nullptr, false, !asked)) ask(Dialog::escalate);
        if (asked) tooltip_for_last_item(frame.theme, frame.tr("work.blocked.escalated"));
        const bool long_enough = what->duration >= 2 * gis::slot_step;
        if (ImGui::MenuItem(item(frame, "board.menu.split").c_str(), nullptr, false, !what->locked && !begun && long_enough)) {
            state.menus.open_split = true;
            const auto half = static_cast<float>(what->duration.count()) / 120;
            state.menus.split_minutes = std::max(15.0f, std::round(half / 15) * 15);
        }
        if (what->locked || begun || !long_enough) tooltip_for_last_item(frame.theme, frame.tr(what->locked ? "board.menu.is_locked" : begun ? "board.menu.is_begun" : "board.menu.is_short"));
    }
    ImGui::EndPopup();
}

void draw_cell_menu(Frame& frame, BoardState& state) {
    if (std::exchange(state.menus.open_cell, false)) ImGui::OpenPopup("board.cell_menu");
    if (!ImGui::BeginPopup("board.cell_menu")) return;
    if (ImGui::MenuItem(item(frame, "board.menu.absent").c_str())) {
        state.menus.open_absence = true;
        state.menus.absence_reason.clear();
        state.menus.absence_part = state.menus.absence_who = 0;
    }
    for (const auto& lane : state.model.lanes) {
        if (lane.crew != state.menus.crew || state.menus.day >= static_cast<int>(lane.days.size())) continue;
        for (const auto& absence : lane.days[static_cast<std::size_t>(state.menus.day)].absences)
            if (ImGui::MenuItem((frame.tr({"board.menu.present", {{"what", absence.label}}}) + "###board.menu.present").c_str()))
                frame.out.push(gis::command::RemoveAbsence{absence.id});
    }
    if (ImGui::MenuItem(item(frame, "board.menu.redistribute").c_str(), nullptr, false, !frame.proposal_running)) frame.ask.redistribute = state.menus.crew;
    tooltip_for_last_item(frame.theme, frame.tr("desk.do.redistribute.tip"));
    const auto blocked = sheets_blocked(frame);
    const auto ask = [&](gis::SheetKind kind) {
        if (state.menus.day < static_cast<int>(state.model.days.size())) ask_for_sheet(frame, kind, state.menus.crew, state.model.days[static_cast<std::size_t>(state.menus.day)].day);
    };
    if (ImGui::MenuItem(item(frame, "board.menu.sheet").c_str(), nullptr, false, !blocked)) ask(gis::SheetKind::day);
    if (blocked) tooltip_for_last_item(frame.theme, frame.tr(*blocked));
    if (ImGui::MenuItem(item(frame, "board.menu.field").c_str())) ask(gis::SheetKind::field);
    if (ImGui::MenuItem(item(frame, "board.menu.week_sheet").c_str())) ask_for_sheet(frame, gis::SheetKind::week, {}, frame.view.monday);
    if (ImGui::MenuItem(item(frame, "board.menu.calendar").c_str())) ask_for_sheet(frame, gis::SheetKind::calendar, state.menus.crew, frame.view.monday);
    ImGui::EndPopup();
}

gis::Absence absence_of(const Frame& frame, const BoardState& state, const gis::Crew& crew) {
    const auto day = state.model.days[static_cast<std::size_t>(state.menus.day)].day;
    const auto at = [&](double hour) { return gis::instant(day, gis::Seconds{static_cast<long>(hour * 3600)}, frame.zone); };
    const double middle = state.model.axis.lunch_from;
    gis::Absence out;
    out.from = state.menus.absence_part == 2 ? at(middle) : at(0);
    out.to = state.menus.absence_part == 1 ? at(middle) : at(24);
    out.reason = state.menus.absence_reason;
    if (state.menus.absence_who == 0) out.crew = crew.id;
    else out.agent = crew.agents[static_cast<std::size_t>(state.menus.absence_who - 1)];
    return out;
}

void draw_absence_form(Frame& frame, BoardState& state) {
    if (std::exchange(state.menus.open_absence, false)) ImGui::OpenPopup("board.absence");
    if (!ImGui::BeginPopup("board.absence")) return;
    const auto* crew = frame.world.find(state.menus.crew);
    if (!crew || state.menus.day >= static_cast<int>(state.model.days.size())) {
        ImGui::EndPopup();
        return;
    }
    const auto noon = gis::instant(state.model.days[static_cast<std::size_t>(state.menus.day)].day, std::chrono::hours{12}, frame.zone);
    section_header(frame.theme, frame.tr({"board.absence.title", {{"crew", crew->name}, {"day", frame.language.day(noon, frame.zone)}}}));
    std::vector<std::string> who{frame.tr("board.absence.whole_crew")};
    for (const auto& id : crew->agents)
        if (const auto* agent = frame.world.find(id)) who.push_back(agent->name + "###agent" + std::to_string(id.value));
    combo_field(frame.theme, "###board.absence.who", state.menus.absence_who, who, {.label = frame.tr("board.absence.who"), .width = 260});
    combo_field(frame.theme, "###board.absence.part", state.menus.absence_part,
                {frame.tr("board.absence.day"), frame.tr("board.absence.morning"), frame.tr("board.absence.afternoon")}, {.label = frame.tr("board.absence.when"), .width = 260});
    const std::string label = frame.tr("board.absence.reason"), hint = frame.tr("board.absence.hint");
    const bool entered = text_field(frame.theme, "###board.absence.reason", state.menus.absence_reason, {.label = label, .hint = hint, .width = 260, .focus = ImGui::IsWindowAppearing(), .enter_returns = true});
    if (button(frame.theme, (frame.tr("board.absence.save") + "###board.absence.save").c_str(), {.kind = ButtonKind::primary}) || entered) {
        frame.out.push(gis::command::AddAbsence{absence_of(frame, state, *crew)});
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

void draw_force_form(Frame& frame, BoardState& state) {
    if (std::exchange(state.menus.open_force, false)) ImGui::OpenPopup("board.force");
    if (!ImGui::BeginPopup("board.force")) return;
    section_header(frame.theme, frame.tr("board.force.title"));
    for (const auto& refusal : state.menus.force_refused)
        text_wrapped(frame.theme.fonts.body, frame.theme.colors.text_normal, frame.tr(refusal.text), frame.theme.px(320));
    const std::string label = frame.tr("board.force.reason"), hint = frame.tr("board.force.hint");
    const bool entered = text_field(frame.theme, "###board.force.reason", state.menus.force_reason, {.label = label, .hint = hint, .width = 320, .focus = ImGui::IsWindowAppearing(), .enter_returns = true});
    const std::string blocked = state.menus.force_reason.empty() ? frame.tr("board.force.needs_reason") : std::string();
    const bool pressed = button(frame.theme, (frame.tr("board.force.do") + "###board.force.do").c_str(), {.kind = ButtonKind::danger, .blocked = blocked});
    if ((pressed || entered) && blocked.empty()) {
        state.menus.forced.override_reason = state.menus.force_reason;
        frame.out.push(state.menus.forced);
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

} // namespace

void draw_board_menus(Frame& frame, BoardState& state) {
    draw_bar_menu(frame, state);
    draw_cell_menu(frame, state);
    draw_absence_form(frame, state);
    draw_force_form(frame, state);
    draw_split_form(frame, state);
}

} // namespace vigie::panels
