#include "panels/inspect/work_regions.hpp"

#include <cmath>

#include "gis/model/words.hpp"
#include "gis/model/work_cost.hpp"
#include "gis/model/work_states.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

using gis::Intervention;
using gis::Text;

const Intervention* chosen_intervention(const Frame& frame) {
    const gis::EntityRef ref = frame.view.selection.primary();
    return ref.kind == gis::EntityKind::intervention ? frame.world.find(gis::InterventionId{ref.id}) : nullptr;
}
const gis::Request* chosen_request(const Frame& frame) {
    const gis::EntityRef ref = frame.view.selection.primary();
    return ref.kind == gis::EntityKind::request ? frame.world.find(gis::RequestId{ref.id}) : nullptr;
}

void ask(Frame& frame, const Intervention& i, Dialog dialog) {
    frame.view.selection.entities = {{gis::EntityKind::intervention, i.id.value}};
    frame.view.dialog = dialog;
}

std::string asked_words(const Frame& frame, const gis::RaisedQuestion& e) {
    return frame.tr(Text{"work.escalated_by", {{"who", e.by}, {"when", frame.language.moment(e.at, frame.now, frame.zone)}}});
}

} // namespace

std::optional<Text> intervention_wanted(const Frame& frame) {
    if (chosen_intervention(frame)) return {};
    return Text{"work.blocked.intervention", {}};
}

std::optional<Text> escalate_blocked(const Frame& frame) {
    if (const gis::Request* d = chosen_request(frame)) {
        if (d->state == gis::RequestState::waiting) return {};
        return Text{d->state == gis::RequestState::to_confirm ? "work.blocked.escalated" : "desk.blocked.request_settled", {}};
    }
    const Intervention* i = chosen_intervention(frame);
    if (!i) return Text{"work.blocked.intervention_or_request", {}};
    if (gis::is_escalated(*i)) return Text{"work.blocked.escalated", {}};
    if (i->state == gis::InterventionState::closed) return Text{"desk.blocked.finished", {}};
    return {};
}

std::optional<Text> answer_blocked(const Frame& frame) {
    const Intervention* i = chosen_intervention(frame);
    if (!i) return Text{"work.blocked.intervention", {}};
    if (!gis::is_escalated(*i)) return Text{"work.blocked.not_escalated", {}};
    if (frame.settings.role != gis::Role::director) return Text{"work.blocked.director", {}};
    return {};
}

std::optional<Text> back_to_plan_blocked(const Frame& frame) {
    const Intervention* i = chosen_intervention(frame);
    if (!i) return Text{"work.blocked.intervention", {}};
    if (i->crews.empty()) return Text{"desk.blocked.not_assigned", {}};
    if (i->locked) return Text{"desk.blocked.locked", {}};
    if (!gis::may_follow(i->state, gis::InterventionState::to_plan)) return Text{"desk.blocked.finished", {}};
    return {};
}

void draw_escalation(Frame& frame, const Intervention& i) {
    if (i.escalations.empty()) return;
    const Theme& t = frame.theme;
    const gis::RaisedQuestion& last = i.escalations.back();
    gap(t, 8);
    if (gis::is_escalated(i)) {
        const bool director = frame.settings.role == gis::Role::director;
        const std::string label = director ? frame.tr("work.do.answer") + "###escalation.answer" : std::string{};
        if (banner(t, gis::Severity::warning, asked_words(frame, last), label)) ask(frame, i, Dialog::answer_escalation);
        gap(t, 2);
        fact(t, "escalation", frame.tr("work.fact.question"), last.reason, {.wraps = true});
        return;
    }
    fact(t, "escalation", frame.tr("work.fact.question"), last.reason, {.wraps = true});
    fact(t, "escalation.answer", frame.tr("work.fact.answer"),
         frame.tr(Text{"work.answered", {{"answer", last.answer}, {"who", last.answered_by}, {"when", frame.language.moment(*last.answered_at, frame.now, frame.zone)}}}),
         {.wraps = true});
}

void draw_costs(Frame& frame, const Intervention& i) {
    const Theme& t = frame.theme;
    const gis::WorkCost cost = gis::cost_of(i);
    const bool none = i.hours.empty() && i.materials.empty() && i.vehicles.empty();
    gap(t, 8);
    if (section_link(t, frame.tr("work.costs.title"), (frame.tr("work.costs.enter") + "###work.enter").c_str())) ask(frame, i, Dialog::record_work);
    if (none) return caption(t, frame.tr("work.costs.none"));
    if (!i.hours.empty()) {
        const std::string note = frame.language.duration(cost.worked);
        fact(t, "labour", frame.tr("work.costs.time"), euros(frame.language, cost.labour_eur), {.note = note});
    }
    for (std::size_t n = 0; n < i.materials.size(); ++n) {
        const gis::MaterialUsed& m = i.materials[n];
        const std::string note = frame.language.number(m.quantity, m.quantity == std::floor(m.quantity) ? 0 : 2) + "\u00a0" + m.unit + " · " + euros(frame.language, gis::cost_eur(m));
        fact(t, ("material." + std::to_string(n)).c_str(), n == 0 ? frame.tr("work.costs.materials") : std::string{}, m.name, {.note = note});
    }
    if (!i.vehicles.empty()) {
        const std::string note = cost.km > 0 ? frame.language.number(cost.km, cost.km == std::floor(cost.km) ? 0 : 1) + "\u00a0km" : std::string{};
        fact(t, "vehicles", frame.tr("work.costs.vehicles"), euros(frame.language, cost.vehicles_eur), {.note = note});
    }
    fact(t, "total", frame.tr("work.costs.total"), euros(frame.language, cost.total_eur()));
    if (frame.catalog.costs.to_verify) caption(t, frame.tr("work.costs.to_verify"));
}

void draw_work_menu(Frame& frame, const Intervention& i, float size) {
    const Theme& t = frame.theme;
    if (icon_button(t, "intervention.more", "more_horiz", frame.tr("work.more"), {.size = size, .border = true})) ImGui::OpenPopup("intervention.menu");
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(8), t.px(8)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(8), t.px(2)));
    if (ImGui::BeginPopup("intervention.menu")) {
        const auto row = [&](const char* key, const char* id, const char* shortcut, const std::optional<Text>& why) {
            const bool pressed = ImGui::MenuItem((frame.tr(key) + "###" + id).c_str(), shortcut, false, !why);
            if (why) tooltip_for_last_item(t, frame.tr(*why));
            return pressed;
        };
        frame.view.selection.entities = {{gis::EntityKind::intervention, i.id.value}};
        if (row("desk.do.change_state", "menu.state", "S", {})) frame.view.dialog = Dialog::change_state;
        if (row("work.do.escalate", "menu.escalate", "U", escalate_blocked(frame))) frame.view.dialog = Dialog::escalate;
        if (gis::is_escalated(i) && row("work.do.answer_long", "menu.answer", "", answer_blocked(frame))) frame.view.dialog = Dialog::answer_escalation;
        if (row("work.do.back_to_plan", "menu.back_to_plan", "B", back_to_plan_blocked(frame))) frame.view.dialog = Dialog::back_to_plan;
        if (row("work.do.record", "menu.record", "H", {})) frame.view.dialog = Dialog::record_work;
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
}

} // namespace vigie::panels
