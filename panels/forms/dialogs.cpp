#include "panels/forms/dialogs.hpp"

#include <imgui.h>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/forms/typed_time.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr float dialog_width = 440, wide_dialog_width = 640;  // wide: two things side by side, or a letter
constexpr const char* popup = "###desk.dialog";

bool draw_open(Frame& frame, DialogState& state) {
    switch (state.open) {
    case Dialog::none: return true;
    case Dialog::reject: case Dialog::forward: case Dialog::reopen: case Dialog::suspend: case Dialog::clear_alert:
    case Dialog::refuse_request: case Dialog::escalate: case Dialog::answer_escalation: case Dialog::back_to_plan:
        return draw_reason_dialog(frame, state);
    case Dialog::qualify: return draw_qualify_dialog(frame, state);
    case Dialog::merge: return draw_merge_dialog(frame, state);
    case Dialog::assign: case Dialog::force: return draw_assign_dialog(frame, state);
    case Dialog::absence: return draw_absence_dialog(frame, state);
    case Dialog::reply: return draw_reply_dialog(frame, state);
    case Dialog::conflict: return draw_conflict_dialog(frame, state);
    case Dialog::change_state: return draw_change_state_dialog(frame, state);
    case Dialog::record_work: case Dialog::finish_work: return draw_work_dialog(frame, state);
    }
    return true;
}

} // namespace

void dialog_head(const Frame& frame, const DialogWords& words) {
    const Theme& t = frame.theme;
    text_wrapped(t.fonts.title, t.colors.text_strong, words.title);
    if (!words.sentence.empty()) {
        ImGui::Dummy(ImVec2(1, t.px(4)));
        text_wrapped(t.fonts.body, t.colors.text_normal, words.sentence);
    }
    ImGui::Dummy(ImVec2(1, t.px(8)));
}

Answer dialog_buttons(const Frame& frame, const DialogState& state, const DialogWords& words) {
    const Theme& t = frame.theme;
    if (!state.error.empty()) {
        ImGui::Dummy(ImVec2(1, t.px(4)));
        text_wrapped(t.fonts.caption, t.colors.family(Family::danger).ink, frame.tr(state.error));
    }
    ImGui::Dummy(ImVec2(1, t.px(10)));
    const std::string no = frame.tr("desk.cancel") + "###dialog.no", yes = words.yes + "###dialog.yes";
    const auto width = [&](const std::string& label) {
        return text_size(t.fonts.body_strong, label.substr(0, label.find("##"))).x + t.px(26);
    };
    const float space = ImGui::GetContentRegionAvail().x - width(no) - width(yes) - t.px(8);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0f, space));
    const bool escaped = ImGui::IsKeyPressed(ImGuiKey_Escape, false);
    if (button(t, no.c_str(), {.kind = ButtonKind::quiet, .width = width(no) / t.scale, .height = 34}) || escaped) return Answer::no;
    ImGui::SameLine(0, t.px(8));
    const bool pressed = button(t, yes.c_str(), {.kind = words.danger ? ButtonKind::danger_full : ButtonKind::primary,
                                                 .width = width(yes) / t.scale, .height = 34, .blocked = words.blocked});
    const bool in_text = words.writes_lines && ImGui::GetIO().WantTextInput && !ImGui::GetIO().KeyCtrl;
    const bool entered = !state.fresh && words.blocked.empty() && !in_text && pressed_enter();
    return pressed || entered ? Answer::yes : Answer::none;
}

bool choice_row(const Theme& t, const char* id, std::string_view text, bool chosen, std::string_view note) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, h = t.px(28), middle = at.y + h / 2;
    const bool pressed = ImGui::InvisibleButton(id, ImVec2(width, h));
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 max(at.x + width, at.y + h);
    if (chosen || ImGui::IsItemHovered()) list->AddRectFilled(at, max, u32(chosen ? t.colors.accent_veil : t.colors.row_hover), t.px(5));
    focus_ring(t, at, max, t.px(5));
    const ImVec2 ring(at.x + t.px(14), middle);
    list->AddCircle(ring, t.px(7), u32(chosen ? t.colors.accent : t.colors.line_strong), 0, t.px(1.5f));
    if (chosen) list->AddCircleFilled(ring, t.px(4), u32(t.colors.accent));
    const float end = max.x - t.px(8) - text_size(t.fonts.caption, note).x, x = at.x + t.px(30);
    draw_text_clipped(list, t.fonts.body, ImVec2(x, middle - t.fonts.body->FontSize / 2), t.colors.text_strong, text, end - t.px(8) - x);
    draw_text(list, t.fonts.caption, ImVec2(end, middle - t.fonts.caption->FontSize / 2), t.colors.text_weak, note);
    return pressed;
}

std::string subject_words(const Frame& frame, const std::vector<gis::EntityRef>& subject) {
    if (subject.size() == 1)
        if (const auto entity = frame.world.find(subject.front())) return gis::label(*entity);
    return frame.tr(gis::Text{"desk.objects", {{"n", std::to_string(subject.size())}}});
}

gis::MaybeTime time_from_typed(const std::string& day, const std::string& hour, gis::Time now, const std::string& zone) {
    const auto date = date_from_typed(day, std::chrono::year_month_day{gis::local_day(now, zone)});
    const auto clock = clock_from_typed(hour);
    if (!date || !clock) return {};
    return gis::utc_from_local(gis::LocalTime(std::chrono::local_days{*date}) + *clock, zone);
}

void fill_typed(gis::Time at, const std::string& zone, std::string& day, std::string& hour) {
    const gis::LocalTime local = gis::local_from_utc(at, zone);
    const auto date = std::chrono::floor<std::chrono::days>(local);
    day = typed_date(std::chrono::year_month_day{date});
    hour = typed_clock(std::chrono::floor<std::chrono::minutes>(local - date));
}

TypedPeriod period_from_typed(const DialogState& state, gis::Time now, const std::string& zone) {
    const auto from = time_from_typed(state.from_day, state.from_hour, now, zone);
    if (!from) return {{}, "desk.period.from_wrong"};
    const auto to = time_from_typed(state.to_day, state.to_hour, now, zone);
    if (!to) return {{}, "desk.period.to_wrong"};
    if (*to <= *from) return {{}, "desk.period.ends_before"};
    return {gis::TimeWindow{*from, *to}, {}};
}

void period_fields(const Frame& frame, DialogState& state, bool with_end) {
    const Theme& t = frame.theme;
    const std::string from = frame.tr(with_end ? "desk.period.from" : "desk.period.start"), to = frame.tr("desk.period.to");
    const auto pair = [&](const char* id, const std::string& label, std::string& day, std::string& hour) {
        ImGui::BeginGroup();
        text_field(t, ("###" + std::string(id) + ".day").c_str(), day, {.label = label, .hint = "2411", .width = 116});
        ImGui::EndGroup();
        ImGui::SameLine(0, t.px(6));
        ImGui::BeginGroup();
        text_field(t, ("###" + std::string(id) + ".hour").c_str(), hour, {.label = frame.tr("desk.period.hour"), .hint = "1430", .width = 76});
        ImGui::EndGroup();
    };
    pair("from", from, state.from_day, state.from_hour);
    if (!with_end) return;
    ImGui::SameLine(0, t.px(12));
    pair("to", to, state.to_day, state.to_hour);
}

void draw_dialogs(Frame& frame, DialogState& state) {
    const Dialog asked = std::exchange(frame.view.dialog, Dialog::none);
    if (asked != Dialog::none) {
        state = {};
        state.open = asked;
        state.subject = frame.view.selection.entities;
        state.crew = frame.view.dialog_crew;
        state.fresh = true;
    }
    if (state.open == Dialog::none) return;
    if (!ImGui::IsPopupOpen(popup)) ImGui::OpenPopup(popup);
    const Theme& t = frame.theme;
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(ImVec2(screen->GetCenter().x, screen->Pos.y + screen->Size.y * 0.4f), ImGuiCond_Always, ImVec2(0.5f, 0.5f));
    const bool wide = state.open == Dialog::conflict || state.open == Dialog::reply || state.open == Dialog::merge ||
                      state.open == Dialog::record_work || state.open == Dialog::finish_work;
    ImGui::SetNextWindowSize(ImVec2(t.px(wide ? wide_dialog_width : dialog_width), 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(16), t.px(16)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, t.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(6), t.px(4)));
    if (ImGui::BeginPopupModal(popup, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove)) {
        const bool done = draw_open(frame, state);
        state.fresh = false;
        if (done) {
            state.open = Dialog::none;
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(3);
}

} // namespace vigie::panels
