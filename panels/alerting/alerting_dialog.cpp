#include "panels/alerting/alerting_dialog.hpp"

#include <algorithm>

#include <imgui.h>

#include "gis/rules/rule_set.hpp"
#include "panels/alerting/alerting_parts.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/tabs.hpp"

namespace vigie::panels {

namespace {

constexpr float dialog_width = 1120, dialog_height = 720;
constexpr const char* popup = "###alerting.dialog";

void begin(Frame& frame, AlertingDialog& d) {
    if (!d.open) {
        const auto days = d.days;
        d = {};
        d.days = days;
        d.open = true;
    }
    const std::string wanted = std::exchange(frame.view.alerting_rule, {});
    if (wanted.empty()) return;
    d.page = AlertingDialog::Page::rules;
    const std::vector<gis::AlertRule> all = gis::rules_of(frame.catalog, frame.desk.alerting());
    const auto rule = std::ranges::find(all, wanted, &gis::AlertRule::id);
    if (rule != all.end()) edit_rule(frame, d, *rule);
    d.scroll_to_chosen = true;
}

bool head(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x, top = ImGui::GetCursorScreenPos().y;
    text_item(t.fonts.title, t.colors.text_strong, frame.tr("alerting.title"));
    ImGui::SetCursorScreenPos(ImVec2(right - t.px(28), top - t.px(2)));
    const bool closed = icon_button(t, "alerting.close", "close", frame.tr("panels.close"), {.size = 28});
    const std::vector<Tab> tabs{{frame.tr("alerting.tab.rules") + "###alerting.rules", {}, {}, BadgeTone::neutral, {}},
                                {frame.tr("alerting.tab.on_call") + "###alerting.on_call", {}, {}, BadgeTone::neutral, {}},
                                {frame.tr("alerting.tab.quiet") + "###alerting.quiet", {}, {}, BadgeTone::neutral, {}}};
    const float y = ImGui::GetCursorScreenPos().y;
    d.page = AlertingDialog::Page(tab_bar(t, "alerting.tabs", tabs, int(d.page), {.body_font = true}));
    ImGui::SetCursorScreenPos(ImVec2(right - ImGui::GetContentRegionMax().x + ImGui::GetWindowContentRegionMin().x, y + t.px(34)));
    ImGui::SetCursorPosX(ImGui::GetStyle().WindowPadding.x);
    separator_line(t);
    ImGui::Dummy(ImVec2(1, t.px(6)));
    return closed;
}

} // namespace

void draw_alerting_dialog(Frame& frame, AlertingDialog& d) {
    if (!frame.view.alerting_open) {
        d.open = false;
        return;
    }
    if (!d.open || !frame.view.alerting_rule.empty()) begin(frame, d);
    const Theme& t = frame.theme;
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    if (!ImGui::IsPopupOpen(popup)) ImGui::OpenPopup(popup);
    ImGui::SetNextWindowPos(screen->GetCenter(), ImGuiCond_Always, ImVec2(0.5f, 0.5f));
    ImGui::SetNextWindowSize(ImVec2(std::min(t.px(dialog_width), screen->Size.x - t.px(24)), std::min(t.px(dialog_height), screen->Size.y - t.px(40))));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(16), t.px(14)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, t.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(6), t.px(4)));
    if (ImGui::BeginPopupModal(popup, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
        bool closed = head(frame, d);
        switch (d.page) {
        case AlertingDialog::Page::rules: draw_rules_page(frame, d); break;
        case AlertingDialog::Page::on_call: draw_on_call_page(frame, d); break;
        case AlertingDialog::Page::quiet: draw_quiet_page(frame, d); break;
        }
        const bool inner = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel) && !ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows);
        closed = closed || (!inner && ImGui::IsKeyPressed(ImGuiKey_Escape, false));
        if (closed) {
            frame.view.alerting_open = d.open = false;
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(3);
}

} // namespace vigie::panels
