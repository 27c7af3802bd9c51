#include <algorithm>
#include <initializer_list>

#include <imgui.h>

#include "panels/forms/dialog_parts.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

// Categories and domains of the reports that a body would be competent for.
bool is_competent(const Frame& frame, const gis::OtherBody& body, const std::vector<gis::EntityRef>& subject) {
    for (const gis::EntityRef ref : subject) {
        const gis::Report* report = ref.kind == gis::EntityKind::report ? frame.world.find(gis::ReportId{ref.id}) : nullptr;
        if (!report) continue;
        const gis::ReportCategory* category = frame.catalog.report_category(report->category);
        const auto named = [&](std::string_view id) { return !id.empty() && std::ranges::find(body.categories, id) != body.categories.end(); };
        if (named(report->category) || (category && named(category->domain))) return true;
    }
    return false;
}

std::vector<ReasonChoice> bodies(const Frame& frame, const std::vector<gis::EntityRef>& subject) {
    std::vector<ReasonChoice> out;
    for (const gis::OtherBody& body : frame.catalog.bodies) {
        const std::string_view code = frame.language.code();
        out.push_back({body.id, body.name.in(code), body.handed.in(code), is_competent(frame, body, subject)});
    }
    std::ranges::stable_sort(out, [](const ReasonChoice& a, const ReasonChoice& b) { return a.proposed > b.proposed; });
    return out;
}

} // namespace

std::vector<ReasonChoice> reason_choices(const Frame& frame, Dialog dialog, const std::vector<gis::EntityRef>& subject) {
    if (dialog == Dialog::forward) return bodies(frame, subject);
    std::vector<ReasonChoice> out;
    if (dialog == Dialog::reject)
        for (const gis::RejectReason& reason : frame.catalog.reject_reasons) {
            const std::string words = reason.name.in(frame.language.code());
            out.push_back({reason.id, words, words});
        }
    const auto offer = [&](std::initializer_list<const char*> keys) {
        for (const char* key : keys) out.push_back({key, frame.tr(key), frame.tr(key)});
    };
    if (dialog == Dialog::suspend) offer({"desk.suspend.weather", "desk.suspend.equipment", "desk.suspend.access", "desk.suspend.emergency"});
    if (dialog == Dialog::escalate) offer({"work.escalate.cost", "work.escalate.danger", "work.escalate.services", "work.escalate.resident"});
    if (dialog == Dialog::back_to_plan) offer({"desk.suspend.weather", "desk.suspend.equipment", "desk.suspend.access", "work.back.crew", "work.back.unfinished"});
    return out;
}

namespace {

std::string name_of(Dialog dialog) {
    switch (dialog) {
    case Dialog::reject: return "reject";
    case Dialog::forward: return "forward";
    case Dialog::reopen: return "reopen";
    case Dialog::suspend: return "suspend";
    case Dialog::clear_alert: return "clear_alert";
    case Dialog::refuse_request: return "refuse_request";
    case Dialog::escalate: return "escalate";
    case Dialog::answer_escalation: return "answer_escalation";
    case Dialog::back_to_plan: return "back_to_plan";
    case Dialog::none: case Dialog::qualify: case Dialog::merge: case Dialog::reply: case Dialog::assign: case Dialog::force:
    case Dialog::absence: case Dialog::conflict: case Dialog::change_state: case Dialog::record_work: case Dialog::finish_work: break;
    }
    return {};
}

// One command for each intervention chosen.
template <class Make>
Gesture for_interventions(const DialogState& state, Make make) {
    Gesture gesture;
    for (gis::EntityRef ref : state.subject)
        if (ref.kind == gis::EntityKind::intervention) gesture.push_back(make(gis::InterventionId{ref.id}));
    return gesture;
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
    case Dialog::escalate:
        gesture = for_interventions(state, [&](gis::InterventionId id) { return gis::command::Escalate{id, reason}; });
        for (gis::EntityRef ref : state.subject)
            if (ref.kind == gis::EntityKind::request)
                gesture.push_back(gis::command::SetRequestState{gis::RequestId{ref.id}, gis::RequestState::to_confirm, reason});
        return gesture;
    case Dialog::answer_escalation:
        return for_interventions(state, [&](gis::InterventionId id) { return gis::command::AnswerEscalation{id, reason}; });
    case Dialog::back_to_plan:
        return for_interventions(state, [&](gis::InterventionId id) { return gis::command::Unassign{id, reason}; });
    case Dialog::none: case Dialog::qualify: case Dialog::merge: case Dialog::reply: case Dialog::assign: case Dialog::force:
    case Dialog::absence: case Dialog::conflict: case Dialog::change_state: case Dialog::record_work: case Dialog::finish_work: break;
    }
    return gesture;
}

// A digit or an arrow chooses, as long as nothing is being typed.
void choose_by_key(DialogState& state, int count) {
    if (ImGui::GetIO().WantTextInput || count < 1) return;
    for (int i = 0; i < std::min(count, 9); ++i)
        if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_1 + i), false) || ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_Keypad1 + i), false))
            state.choice = i;
    if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) state.choice = std::min(state.choice + 1, count - 1);
    if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) state.choice = std::max(state.choice - 1, 0);
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
    const auto choices = reason_choices(frame, state.open, state.subject);
    const int count = static_cast<int>(choices.size());
    if (!state.fresh) choose_by_key(state, count == 0 ? 0 : count + 1);
    for (int i = 0; i < count; ++i) {
        const ReasonChoice& choice = choices[static_cast<std::size_t>(i)];
        const std::string note = (choice.proposed ? frame.tr("desk.ask.forward.competent") + "  " : std::string{}) + (i < 9 ? std::to_string(i + 1) : "");
        if (choice_row(frame.theme, choice.id.c_str(), choice.words, state.choice == i, note)) state.choice = i;
    }
    if (count > 0 && choice_row(frame.theme, "other", frame.tr("desk.ask.other"), state.choice == count, count < 9 ? std::to_string(count + 1) : ""))
        state.choice = count;
    const bool free_text = state.choice >= count;
    if (free_text)
        text_field(frame.theme, "###dialog.reason", state.text, {.label = frame.tr("desk.fact.reason"), .focus = state.fresh || state.text.empty()});
    const std::string reason = free_text ? state.text : choices[static_cast<std::size_t>(state.choice)].reason;
    if (reason.empty()) words.blocked = frame.tr("desk.blocked.reason_missing");
    switch (dialog_buttons(frame, state, words)) {
    case Answer::none: return false;
    case Answer::no: return true;
    case Answer::yes: break;
    }
    if (Gesture gesture = gesture_of(frame, state, reason); !gesture.empty()) frame.out.push(std::move(gesture));
    return true;
}

} // namespace vigie::panels
