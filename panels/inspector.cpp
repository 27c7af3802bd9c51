#include "panels/inspector.hpp"

#include <imgui.h>

#include "gis/model/words.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/inspectors.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr float header_height = 36, footer_height = 88, side = 12, tool = 28;

bool has_footer(gis::EntityKind kind) {
    using enum gis::EntityKind;
    switch (kind) {
    case report: case alert: case intervention: case crew: case sensor: case asset: case request: case building: return true;
    case agent: case vehicle: case shift: case absence: case meter: return false;
    }
    return false;
}

// "S-1187" in mono for what has a number; names stay with the title.
std::string number_of(const gis::AnyEntity& entity) {
    if (const auto* e = std::get_if<gis::Report>(&entity)) return gis::number_label(gis::EntityKind::report, e->number);
    if (const auto* e = std::get_if<gis::Alert>(&entity)) return gis::number_label(gis::EntityKind::alert, e->number);
    if (const auto* e = std::get_if<gis::Request>(&entity)) return gis::number_label(gis::EntityKind::request, e->number);
    if (const auto* e = std::get_if<gis::Intervention>(&entity))
        return gis::number_label(gis::EntityKind::intervention, e->number);
    if (const auto* e = std::get_if<gis::Asset>(&entity)) return e->code;
    if (const auto* e = std::get_if<gis::Sensor>(&entity)) return e->code;
    if (const auto* e = std::get_if<gis::Crew>(&entity)) return e->code;
    return {};
}

void header_words(const Frame& frame, std::string_view kind, std::string_view number) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetWindowPos();
    const float middle = at.y + t.px(header_height) / 2, x = at.x + t.px(side);
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text(list, t.fonts.caption, ImVec2(x, middle - t.fonts.caption->FontSize / 2), t.colors.text_weak, kind);
    draw_text(list, t.fonts.mono_small, ImVec2(x + text_size(t.fonts.caption, kind).x + t.px(8), middle - t.fonts.mono_small->FontSize / 2),
              t.colors.text_strong, number);
    const float bottom = at.y + t.px(header_height);
    list->AddRectFilled(ImVec2(at.x, bottom - 1), ImVec2(at.x + ImGui::GetWindowWidth(), bottom), u32(t.colors.line));
}

void close_inspector(Frame& frame, InspectorState& state) {
    state.pinned = {};
    frame.view.selection = {};
    frame.view.report_form_open = false;
}

void header_tools(Frame& frame, InspectorState& state, gis::EntityRef shown) {
    const Theme& t = frame.theme;
    const ImVec2 corner = ImGui::GetWindowPos();
    float x = corner.x + ImGui::GetWindowWidth() - t.px(side - 6);
    const float y = corner.y + t.px((header_height - tool) / 2);
    const auto press = [&](const char* id, const char* icon, const char* tip, IconButtonSpec spec = {.size = tool}) {
        x -= t.px(tool + 2);
        ImGui::SetCursorScreenPos(ImVec2(x, y));
        return icon_button(t, id, icon, frame.tr(tip), spec);
    };
    if (press("inspector.close", "close", "desk.inspector.close")) close_inspector(frame, state);
    if (shown) {
        const bool pinned = state.pinned == shown;
        if (press("inspector.pin", "push_pin", pinned ? "desk.inspector.unpin" : "desk.inspector.pin", {.size = tool, .chosen = pinned}))
            state.pinned = pinned ? gis::EntityRef{} : shown;
        if (press("inspector.next", "expand_more", "desk.inspector.next", {.size = tool, .key = "J"})) frame.view.queue_step = 1;
        if (press("inspector.previous", "expand_less", "desk.inspector.previous", {.size = tool, .key = "K"}))
            frame.view.queue_step = -1;
    }
    ImGui::SetCursorScreenPos(ImVec2(corner.x, corner.y + t.px(header_height)));
}

// The scrolling middle and the fixed foot: `body` and `foot` draw inside 12 px margins.
template <class Body, class Foot>
void regions(const Theme& t, bool with_footer, Body body, Foot foot) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float foot_h = with_footer ? t.px(footer_height) : 0;
    const float body_h = std::max(t.px(60), ImGui::GetContentRegionAvail().y - foot_h);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(side), t.px(6)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(6), 0));
    if (ImGui::BeginChild("inspector.body", ImVec2(width, body_h), ImGuiChildFlags_AlwaysUseWindowPadding)) body();
    ImGui::EndChild();
    ImGui::PopStyleVar();
    if (with_footer) {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(6), t.px(6)));
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(side), t.px(10)));
        ImGui::PushStyleColor(ImGuiCol_ChildBg, u32(t.colors.surface2));
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::BeginChild("inspector.foot", ImVec2(width, foot_h), ImGuiChildFlags_AlwaysUseWindowPadding, ImGuiWindowFlags_NoScrollbar);
        ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + width, at.y + 1), u32(t.colors.line));
        foot();
        ImGui::EndChild();
        ImGui::PopStyleColor();
        ImGui::PopStyleVar(2);
    }
    ImGui::PopStyleVar();
}

void draw_body(Frame& frame, InspectorState& state, const gis::AnyEntity& entity) {
    if (const auto* e = std::get_if<gis::Report>(&entity)) draw_report(frame, state, *e);
    else if (const auto* a = std::get_if<gis::Alert>(&entity)) draw_alert(frame, state, *a);
    else if (const auto* i = std::get_if<gis::Intervention>(&entity)) draw_intervention(frame, state, *i);
    else if (const auto* c = std::get_if<gis::Crew>(&entity)) draw_crew(frame, state, *c);
    else if (const auto* s = std::get_if<gis::Sensor>(&entity)) draw_sensor(frame, state, *s);
    else if (const auto* x = std::get_if<gis::Asset>(&entity)) draw_asset(frame, state, *x);
    else if (const auto* d = std::get_if<gis::Request>(&entity)) draw_request(frame, state, *d);
    else inspector_title(frame.theme, {}, gis::label(entity));
}

void draw_foot(Frame& frame, InspectorState& state, const gis::AnyEntity& entity) {
    const gis::EntityRef ref = gis::ref_of(entity);
    if (const auto* e = std::get_if<gis::Report>(&entity)) draw_report_footer(frame, state, *e);
    else if (const auto* a = std::get_if<gis::Alert>(&entity)) draw_alert_footer(frame, *a);
    else if (const auto* i = std::get_if<gis::Intervention>(&entity)) draw_intervention_footer(frame, *i);
    else if (const auto* c = std::get_if<gis::Crew>(&entity)) draw_crew_footer(frame, *c);
    else if (const auto* s = std::get_if<gis::Sensor>(&entity)) draw_sensor_footer(frame, *s);
    else if (const auto* d = std::get_if<gis::Request>(&entity)) draw_request_footer(frame, *d);
    else draw_place_footer(frame, ref, place_of(frame.world, ref), {});
}

void draw_entity(Frame& frame, InspectorState& state, const gis::AnyEntity& entity) {
    const gis::EntityRef ref = gis::ref_of(entity);
    header_words(frame, frame.tr(kind_key(ref.kind)), number_of(entity));
    header_tools(frame, state, ref);
    ImGui::PushID(static_cast<int>(ref.kind));
    ImGui::PushID(static_cast<int>(ref.id));
    regions(frame.theme, has_footer(ref.kind), [&] { draw_body(frame, state, entity); }, [&] { draw_foot(frame, state, entity); });
    ImGui::PopID();
    ImGui::PopID();
}

// The pinned object, else the last one selected, as long as it exists.
std::optional<gis::AnyEntity> shown_entity(const Frame& frame, InspectorState& state) {
    if (state.pinned)
        if (auto entity = frame.world.find(state.pinned)) return entity;
    state.pinned = {};
    const gis::EntityRef primary = frame.view.selection.primary();
    return primary ? frame.world.find(primary) : std::nullopt;
}

} // namespace

void draw_inspector_dialogs(Frame& frame, InspectorState& state) { draw_dialogs(frame, state.dialog); }

void draw_inspector(Frame& frame, InspectorState& state) {
    if (frame.view.report_form_open) {
        header_words(frame, frame.tr("desk.report.new"), {});
        header_tools(frame, state, {});
        regions(frame.theme, false, [&] { draw_report_form(frame, state.form); }, [] {});
        return;
    }
    state.form.open = false;
    if (!state.pinned && frame.view.selection.count() > 1) {
        header_words(frame, frame.tr("desk.inspector.selection"), {});
        header_tools(frame, state, {});
        regions(frame.theme, false, [&] { draw_several(frame, state); }, [] {});
        return;
    }
    const auto entity = shown_entity(frame, state);
    const gis::EntityRef ref = entity ? gis::ref_of(*entity) : gis::EntityRef{};
    if (ref != state.shown) {
        state.shown = ref;
        state.revealed = {};
        state.whole_history = false;
    }
    if (entity) return draw_entity(frame, state, *entity);
    if (frame.view.selection.feature) {
        const render::FeatureHit feature = *frame.view.selection.feature;
        header_words(frame, frame.tr("desk.inspector.feature"), {});
        header_tools(frame, state, {});
        return regions(frame.theme, false, [&] { draw_feature(frame, feature); }, [] {});
    }
    empty_state(frame.theme, {.icon = "near_me", .sentence = frame.tr("panels.empty.selection")});
}

} // namespace vigie::panels
