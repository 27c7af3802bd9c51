#include <algorithm>

#include <imgui.h>

#include "gis/rules/rule_set.hpp"
#include "gis/rules/rule_words.hpp"
#include "panels/alerting/alerting_parts.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr float list_width = 400, row_height = 48;

// What a rule begins as: on the kind of sensor the commune has most of.
gis::AlertRule blank_rule(const Frame& frame) {
    gis::AlertRule rule;
    std::size_t most = 0;
    for (const gis::SensorKind& kind : frame.catalog.sensor_kinds) {
        const auto n = std::size_t(std::ranges::count(frame.world.sensors(), kind.id, &gis::Sensor::kind));
        if (n <= most) continue;
        most = n;
        rule.kind = kind.id;
        if (const auto like = kind.alarm_above ? gis::catalogue_rule(kind, false) : gis::catalogue_rule(kind, true)) rule = *like;
    }
    rule.id.clear();
    rule.name.clear();
    rule.on = false;
    return rule;
}

void draw_row(Frame& frame, AlertingDialog& d, const gis::AlertRule& rule) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, h = t.px(row_height);
    const bool chosen = d.editing && d.chosen == rule.id;
    if (ImGui::InvisibleButton(("###rule." + rule.id).c_str(), ImVec2(width, h))) edit_rule(frame, d, rule);
    if (chosen && std::exchange(d.scroll_to_chosen, false)) ImGui::SetScrollHereY();
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 max(at.x + width, at.y + h);
    if (chosen || ImGui::IsItemHovered()) list->AddRectFilled(at, max, u32(chosen ? t.colors.row_selected : t.colors.row_hover), t.px(4));
    focus_ring(t, at, max, t.px(4));
    const StatusLook look{"", Outline::circle, rule.on ? render::Glyph::full : render::Glyph::slash, rule.on ? Family::done : Family::idle};
    draw_state(list, t, ImVec2(at.x + t.px(16), at.y + h / 2), t.px(14), look);
    const std::size_t n = sensors_of(frame, rule);
    const std::string count = frame.tr(gis::Text{"alerting.sensors", {{"n", std::to_string(n)}}});
    const float right = max.x - t.px(10), x = at.x + t.px(34), words = text_size(t.fonts.caption, count).x;
    draw_text_clipped(list, t.fonts.body_strong, ImVec2(x, at.y + t.px(5)), rule.on ? t.colors.text_strong : t.colors.text_weak, gis::rule_title(rule, frame.catalog, frame.language), right - words - t.px(8) - x);
    draw_text_right(list, t.fonts.caption, ImVec2(right, at.y + t.px(7)), t.colors.text_weak, count);
    draw_text_clipped(list, t.fonts.caption, ImVec2(x, at.y + t.px(26)), t.colors.text_weak, gis::rule_condition(rule, frame.catalog, frame.language), right - x);
}

} // namespace

std::size_t sensors_of(const Frame& frame, const gis::AlertRule& rule) {
    return std::size_t(std::count_if(frame.world.sensors().begin(), frame.world.sensors().end(), [&](const gis::Sensor& s) { return gis::concerns(rule, s, frame.world); }));
}

std::vector<gis::AlertRule> shown_rules(const Frame& frame) {
    std::vector<gis::AlertRule> rules;
    for (gis::AlertRule& rule : gis::rules_of(frame.catalog, frame.desk.alerting())) {
        const bool own = gis::find_rule(frame.desk.alerting(), rule.id) != nullptr;
        if (own || std::ranges::find(frame.world.sensors(), rule.kind, &gis::Sensor::kind) != frame.world.sensors().end()) rules.push_back(std::move(rule));
    }
    // The commune's own words first, then by what is measured.
    std::ranges::stable_sort(rules, {}, [&](const gis::AlertRule& r) { return gis::is_of_catalogue(frame.catalog, r.id); });
    return rules;
}

void edit_rule(const Frame& frame, AlertingDialog& d, const gis::AlertRule& rule) {
    d.editing = true;
    d.chosen = rule.id;
    d.draft = rule;
    d.bound_typed = typed_number(frame.language, rule.bound);
    d.clear_typed = typed_number(frame.language, rule.clear);
}

void draw_rule_list(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    if (button(t, (frame.tr("alerting.new") + "###alerting.new").c_str(), {.icon = "add", .width = -1}) && !frame.catalog.sensor_kinds.empty()) edit_rule(frame, d, blank_rule(frame));
    ImGui::Dummy(ImVec2(1, t.px(4)));
    ImGui::BeginChild("###alerting.list", ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    const std::vector<gis::AlertRule> rules = shown_rules(frame);
    for (const gis::AlertRule& rule : rules) draw_row(frame, d, rule);
    if (rules.empty()) (void)empty_state(t, {.icon = "settings_input_antenna", .sentence = frame.tr("alerting.none")});
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

void draw_rules_page(Frame& frame, AlertingDialog& d) {
    const Theme& t = frame.theme;
    const float width = std::min(t.px(list_width), ImGui::GetContentRegionAvail().x * 0.42f);
    ImGui::BeginChild("###alerting.left", ImVec2(width, 0));
    draw_rule_list(frame, d);
    ImGui::EndChild();
    ImGui::SameLine(0, t.px(16));
    ImGui::BeginChild("###alerting.right", ImVec2(0, 0));
    if (d.editing) draw_rule_editor(frame, d);
    else (void)empty_state(t, {.icon = "notifications_active", .sentence = frame.tr("alerting.choose")});
    ImGui::EndChild();
}

} // namespace vigie::panels
