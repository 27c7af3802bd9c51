#include <array>

#include <imgui.h>

#include "panels/forms/dialog_parts.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

const std::vector<std::string_view>& reject_reasons() {
    static const std::vector<std::string_view> keys{"desk.reject.out_of_scope", "desk.reject.nothing_found", "desk.reject.private_land",
                                                    "desk.reject.too_vague", "desk.reject.abusive"};
    return keys;
}

const std::vector<std::string_view>& forward_recipients() {
    static const std::vector<std::string_view> keys{"desk.forward.department", "desk.forward.intercommunality", "desk.forward.water",
                                                    "desk.forward.electricity", "desk.forward.telecom", "desk.forward.private"};
    return keys;
}

namespace {

const std::vector<std::string_view>& choices(Dialog dialog) {
    static const std::vector<std::string_view> suspend{"desk.suspend.weather", "desk.suspend.equipment", "desk.suspend.access",
                                                       "desk.suspend.emergency"};
    static const std::vector<std::string_view> none;
    if (dialog == Dialog::reject) return reject_reasons();
    if (dialog == Dialog::forward) return forward_recipients();
    return dialog == Dialog::suspend ? suspend : none;
}

std::string name_of(Dialog dialog) {
    switch (dialog) {
    case Dialog::reject: return "reject";
    case Dialog::forward: return "forward";
    case Dialog::reopen: return "reopen";
    case Dialog::suspend: return "suspend";
    case Dialog::clear_alert: return "clear_alert";
    case Dialog::refuse_request: return "refuse_request";
    case Dialog::none: case Dialog::qualify: case Dialog::merge: case Dialog::reply: case Dialog::assign: case Dialog::force:
    case Dialog::absence: case Dialog::conflict: break;
    }
    return {};
}

Gesture gesture_of(const Frame& frame, const DialogState& state, const std::string& reason) {
    Gesture gesture;
    switch (state.open) {
    case Dialog::reject: return set_report_state(frame.world, state.subject, gis::ReportState::rejected, reason);
    case Dialog::forward: return set_report_state(frame.world, state.subject, gis::ReportState::forwarded, reason);
    case Dialog::reopen: return set_report_state(frame.world, state.subject, gis::ReportState::reopened, reason);
    case Dialog::clear_alert: return clear_alerts(frame.world, state.subject, reason);
    case Dialog::suspend:
        for (gis::EntityRef ref : state.subject)
            if (ref.kind == gis::EntityKind::intervention)
                gesture.push_back(gis::command::SetInterventionState{gis::InterventionId{ref.id}, gis::InterventionState::suspended, reason});
        return gesture;
    case Dialog::refuse_request:
        for (gis::EntityRef ref : state.subject)
            if (ref.kind == gis::EntityKind::request)
                gesture.push_back(gis::command::SetRequestState{gis::RequestId{ref.id}, gis::RequestState::refused, reason});
        return gesture;
    case Dialog::none: case Dialog::qualify: case Dialog::merge: case Dialog::reply: case Dialog::assign: case Dialog::force:
    case Dialog::absence: case Dialog::conflict: break;
    }
    return gesture;
}

} // namespace

bool draw_reason_dialog(Frame& frame, DialogState& state) {
    const std::string name = name_of(state.open), root = "desk.ask." + name;
    DialogWords words;
    words.title = frame.tr(gis::Text{root + ".title", {{"what", subject_words(frame, state.subject)}}});
    if (frame.language.has(root + ".sentence")) words.sentence = frame.tr(root + ".sentence");
    words.yes = frame.tr(root + ".yes");
    words.danger = state.open == Dialog::reject || state.open == Dialog::refuse_request;
    dialog_head(frame, words);
    const auto& keys = choices(state.open);
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (choice_row(frame.theme, keys[i].data(), frame.tr(keys[i]), state.choice == static_cast<int>(i))) state.choice = static_cast<int>(i);
    if (!keys.empty() && choice_row(frame.theme, "other", frame.tr("desk.ask.other"), state.choice == static_cast<int>(keys.size())))
        state.choice = static_cast<int>(keys.size());
    const bool free_text = state.choice == static_cast<int>(keys.size());
    if (free_text)
        text_field(frame.theme, "###dialog.reason", state.text, {.label = frame.tr("desk.fact.reason"), .focus = state.fresh || state.text.empty()});
    const std::string reason = free_text ? state.text : frame.tr(keys[static_cast<std::size_t>(state.choice)]);
    if (reason.empty()) words.blocked = frame.tr("desk.blocked.reason_missing");
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    if (Gesture gesture = gesture_of(frame, state, reason); !gesture.empty()) frame.out.push(std::move(gesture));
    return true;
}

bool draw_reply_dialog(Frame& frame, DialogState& state) {
    const gis::Report* report = state.subject.size() == 1 ? frame.world.find(gis::ReportId{state.subject.front().id}) : nullptr;
    if (!report) return true;
    if (state.fresh) state.text = frame.tr(reply_template(*report, frame.catalog, frame.language.code()));
    DialogWords words;
    words.title = frame.tr(gis::Text{"desk.ask.reply.title", {{"what", subject_words(frame, state.subject)}}});
    words.sentence = frame.tr("desk.ask.reply.sentence");
    words.yes = frame.tr("desk.ask.reply.yes");
    dialog_head(frame, words);
    const Theme& t = frame.theme;
    const float pad = t.px(12), width = ImGui::GetContentRegionAvail().x;
    const float height = t.fonts.body->CalcTextSizeA(t.fonts.body->FontSize, FLT_MAX, width - 2 * pad, state.text.c_str()).y;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + width, at.y + height + 2 * pad), u32(t.colors.surface2), t.px(5));
    ImGui::SetCursorScreenPos(ImVec2(at.x + pad, at.y + pad));
    text_wrapped(t.fonts.body, t.colors.text_strong, state.text, width - 2 * pad);
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + height + 2 * pad));
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    frame.ask.clipboard = state.text;
    frame.ask.toasts.push_back({.text = {"desk.reply.copied", {}}, .detail = {}, .at = frame.now});
    return true;
}

gis::Text reply_template(const gis::Report& report, const gis::Catalog& catalog, std::string_view language) {
    const auto key = [&]() -> std::string {
        using enum gis::ReportState;
        switch (report.state) {
        case received: return "received";
        case qualified: case taken: return "qualified";
        case scheduled: return "scheduled";
        case in_progress: return "in_progress";
        case service_done: case closed: return "done";
        case reopened: return "reopened";
        case duplicate: return "duplicate";
        case rejected: return "rejected";
        case forwarded: return "forwarded";
        }
        return "received";
    }();
    const gis::ReportCategory* category = catalog.report_category(report.category);
    std::string what = category ? category->name.in(language) : report.category;
    return {"desk.reply." + key, {{"what", std::move(what)}, {"where", report.address.empty() ? report.quartier : report.address},
                                  {"reason", report.reason}}};
}

} // namespace vigie::panels
