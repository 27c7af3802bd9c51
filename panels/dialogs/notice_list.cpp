#include "panels/dialogs/notice_list.hpp"

#include <algorithm>

#include "panels/forms/conflict_words.hpp"
#include "panels/map/map_hands.hpp"
#include "panels/map/map_popups.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr float list_width = 440;
constexpr std::size_t past_messages = 20, most_notices = 200;

StatusLook severity_glyph(gis::Severity s) {
    switch (s) {
        case gis::Severity::info: return {"", Outline::circle, render::Glyph::ringed_dot, Family::idle};
        case gis::Severity::warning: return {"", Outline::lozenge, render::Glyph::bang, Family::warn};
        case gis::Severity::error: return {"", Outline::triangle, render::Glyph::bang, Family::danger};
    }
    return {};
}

void entry(const Theme& theme, const StatusLook& look, std::string_view title, std::string_view text, std::string_view remedy) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_state(ImGui::GetWindowDrawList(), theme, ImVec2(at.x + theme.px(9), at.y + theme.px(10)), theme.px(14), look);
    ImGui::Indent(theme.px(26));
    if (!title.empty()) text_wrapped(theme.fonts.body_strong, theme.colors.text_strong, title);
    text_wrapped(theme.fonts.body, theme.colors.text_normal, text);
    if (!remedy.empty()) text_wrapped(theme.fonts.caption, theme.colors.text_weak, remedy);
    ImGui::Unindent(theme.px(26));
    ImGui::Dummy(ImVec2(0, theme.px(4)));
}

void alerts_part(Frame& frame) {
    std::vector<const gis::Alert*> raised;
    for (const gis::Alert& a : frame.world.alerts())
        if (a.state == gis::AlertState::raised) raised.push_back(&a);
    if (raised.empty()) return;
    std::ranges::sort(raised, [](const gis::Alert* a, const gis::Alert* b) { return a->raised_at > b->raised_at; });
    section_header(frame.theme, frame.tr("panels.notices.alerts"));
    for (const gis::Alert* a : raised) {
        const gis::EntityRef ref{gis::EntityKind::alert, a->id.value};
        const Caption c = caption_of(frame, ref);
        entry(frame.theme, look_of(a->state), c.title, frame.language.moment(a->raised_at, frame.now, frame.zone) + ", " + a->rule, "");
        ImGui::SameLine(0, 0);
        ImGui::NewLine();
        ImGui::Indent(frame.theme.px(26));
        if (button(frame.theme, (frame.tr("panels.notices.show") + "###notice.alert." + std::to_string(a->number)).c_str(), {.height = 24})) {
            select(frame.view, ref, false);
            frame.view.workspace = Workspace::map;
            if (const auto at = place_of(frame.world, frame.plane, ref)) reveal(frame.view, *at);
            frame.view.notices_open = false;
        }
        ImGui::Unindent(frame.theme.px(26));
    }
}

void conflicts_part(Frame& frame) {
    const auto waiting = disputes(frame);
    if (waiting.empty()) return;
    section_header(frame.theme, frame.tr(gis::Text{"conflict.section", {{"n", std::to_string(waiting.size())}}}));
    constexpr std::size_t most = 4;
    for (std::size_t i = 0; i < std::min(waiting.size(), most); ++i)
        entry(frame.theme, severity_glyph(gis::Severity::warning), caption_of(frame, waiting[i].entity).title, conflict_reason(frame, waiting[i]), "");
    ImGui::Indent(frame.theme.px(26));
    if (button(frame.theme, (frame.tr("conflict.settle") + "###notice.conflicts").c_str(), {.height = 24, .key_hint = "F8"})) {
        frame.view.dialog = Dialog::conflict;
        frame.view.notices_open = false;
    }
    ImGui::Unindent(frame.theme.px(26));
}

void notices_part(Frame& frame) {
    if (frame.notices.empty()) return;
    section_header(frame.theme, frame.tr("panels.notices.data"));
    std::vector<const gis::Notice*> sorted;
    for (const gis::Notice& n : frame.notices) sorted.push_back(&n);
    std::ranges::stable_sort(sorted, [](const gis::Notice* a, const gis::Notice* b) { return a->severity > b->severity; });
    sorted.resize(std::min(sorted.size(), most_notices));
    for (const gis::Notice* n : sorted) entry(frame.theme, severity_glyph(n->severity), n->where, frame.tr(n->text), n->remedy.empty() ? std::string{} : frame.tr(n->remedy));
}

void messages_part(Frame& frame) {
    if (frame.toasts.empty()) return;
    section_header(frame.theme, frame.tr("panels.notices.messages"));
    const std::size_t count = std::min(frame.toasts.size(), past_messages);
    for (std::size_t i = 0; i < count; ++i) {
        const Toast& t = frame.toasts[frame.toasts.size() - 1 - i];
        entry(frame.theme, severity_glyph(t.level), "", frame.tr(t.text), frame.language.moment(t.at, frame.now, frame.zone) + (t.detail.empty() ? "" : ", " + frame.tr(t.detail)));
    }
}

} // namespace

void draw_notice_list(Frame& frame, const Box& under) {
    if (!frame.view.notices_open) return;
    const Theme& theme = frame.theme;
    const float width = theme.px(list_width);
    ImGui::SetNextWindowPos(ImVec2(under.max.x - width - theme.px(12), under.max.y + theme.px(6)));
    ImGui::SetNextWindowSizeConstraints(ImVec2(width, theme.px(80)), ImVec2(width, ImGui::GetMainViewport()->Size.y - under.max.y - theme.px(60)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, theme.px(6));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGui::Begin("notices", nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings);
    text_item(theme.fonts.title, theme.colors.text_strong, frame.tr("panels.top.notices"));
    ImGui::SameLine(width - theme.px(40));
    if (icon_button(theme, "###notices.close", "close", frame.tr("panels.close"), {.size = 24})) frame.view.notices_open = false;
    conflicts_part(frame);
    alerts_part(frame);
    notices_part(frame);
    messages_part(frame);
    const bool nothing = frame.notices.empty() && frame.toasts.empty() && std::ranges::none_of(frame.world.alerts(), [](const gis::Alert& a) { return a.state == gis::AlertState::raised; });
    if (nothing) text_wrapped(theme.fonts.body, theme.colors.text_normal, frame.tr("panels.notices.none"));
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) frame.view.notices_open = false;
    if (pressed_outside() && !under.contains(ImGui::GetIO().MousePos)) frame.view.notices_open = false;
    ImGui::End();
    ImGui::PopStyleVar(2);
}

} // namespace vigie::panels
