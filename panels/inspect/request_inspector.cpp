#include "gis/model/words.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"

namespace vigie::panels {

namespace {
gis::EntityRef ref_of(const gis::Request& d) { return {gis::EntityKind::request, d.id.value}; }
} // namespace

void draw_request(Frame& frame, InspectorState& state, const gis::Request& d) {
    const Theme& t = frame.theme;
    inspector_title(t, "inbox", d.title);
    gap(t, 2);
    const StatusLook look = look_of(d.state);
    const Badge badges[] = {{look, frame.tr(look.key)}};
    badge_line(t, badges, frame.language.moment(d.asked_at, frame.now, frame.zone));
    gap(t, 8);
    fact(t, "requester", frame.tr("desk.fact.requester"), d.requester);
    if (fact(t, "quartier", frame.tr("desk.column.quartier"), d.quartier.empty() ? frame.tr("desk.fact.on_map") : d.quartier,
             {.action_icon = "my_location", .action_tip = frame.tr("desk.fact.frame")}) == FactClick::action)
        frame_on(frame, d.place);
    if (!d.description.empty()) fact(t, "description", frame.tr("desk.fact.description"), d.description, {.wraps = true});
    if (!d.reason.empty()) fact(t, "reason", frame.tr("desk.fact.reason"), d.reason, {.wraps = true});
    if (d.intervention)
        draw_object_link(frame, "intervention", frame.tr("desk.column.intervention"), {gis::EntityKind::intervention, d.intervention.value});
    draw_history(frame, state, ref_of(d));
    gap(t, 8);
}

void draw_request_footer(Frame& frame, const gis::Request& d) {
    const Theme& t = frame.theme;
    const std::vector<gis::EntityRef> chosen{ref_of(d)};
    const std::string blocked = blocked_words(frame, create_blocked(frame.world, chosen));
    if (button(t, (frame.tr("desk.do.create") + "###request.create").c_str(),
               {.kind = ButtonKind::primary, .icon = "build", .width = -1, .height = 34, .key_hint = "I", .blocked = blocked}))
        frame.out.push(create_intervention(frame.world, frame.catalog, chosen, frame.language.code()));
    const float half = (ImGui::GetContentRegionAvail().x / t.scale - 30 - 2 * 6) / 2;
    const auto settled = [&](gis::RequestState state) {
        return d.state == state || d.state == gis::RequestState::refused ? frame.tr("desk.blocked.request_settled") : std::string{};
    };
    const std::string no_accept = settled(gis::RequestState::accepted), no_refuse = settled(gis::RequestState::refused);
    if (button(t, (frame.tr("desk.do.accept") + "###request.accept").c_str(), {.width = half, .blocked = no_accept}))
        frame.out.push(gis::command::SetRequestState{d.id, gis::RequestState::accepted, {}});
    ImGui::SameLine();
    if (button(t, (frame.tr("desk.do.refuse") + "###request.refuse").c_str(), {.kind = ButtonKind::danger, .width = half, .blocked = no_refuse})) {
        frame.view.selection.entities = chosen;
        frame.view.dialog = Dialog::refuse_request;
    }
    ImGui::SameLine();
    const std::string no_escalate = d.state == gis::RequestState::waiting      ? std::string{}
                                    : d.state == gis::RequestState::to_confirm ? frame.tr("work.blocked.escalated")
                                                                               : frame.tr("desk.blocked.request_settled");
    if (icon_button(t, "request.escalate", "arrow_upward", frame.tr("work.do.escalate"), {.size = 30, .border = true, .blocked = no_escalate, .key = "U"})) {
        frame.view.selection.entities = chosen;
        frame.view.dialog = Dialog::escalate;
    }
}

} // namespace vigie::panels
