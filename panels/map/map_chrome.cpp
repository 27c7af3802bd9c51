#include "panels/map/map_chrome.hpp"

#include <algorithm>
#include <cmath>

#include "panels/map/map_hands.hpp"
#include "panels/edit/editing.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

void quartier_menu(Frame& frame, Quartiers& quartiers) {
    if (!ImGui::BeginPopup("chip.quartiers")) return;
    std::string& chosen = frame.view.filter.quartier;
    if (ImGui::MenuItem((frame.tr("panels.filter.all_quartiers") + "###quartier.all").c_str(), nullptr, chosen.empty())) chosen.clear();
    for (const std::string& name : quartiers.names(frame))
        if (ImGui::MenuItem((name + "###quartier." + name).c_str(), nullptr, chosen == name)) chosen = name;
    ImGui::EndPopup();
}

void period_menu(Frame& frame) {
    if (!ImGui::BeginPopup("chip.periods")) return;
    Filter& f = frame.view.filter;
    if (ImGui::MenuItem((frame.tr("panels.chip.any_day") + "###period.any").c_str(), nullptr, !f.today_only)) f.today_only = false;
    if (ImGui::MenuItem((frame.tr("panels.chip.today") + "###period.today").c_str(), nullptr, f.today_only)) f.today_only = true;
    ImGui::EndPopup();
}

void severity_menu(Frame& frame) {
    if (!ImGui::BeginPopup("chip.severities")) return;
    int& most = frame.view.filter.max_severity;
    for (int s = 6; s >= 1; --s) {
        const std::string label = (s == 6 ? frame.tr("panels.chip.any_severity") : frame.tr({"panels.filter.severity_to", {{"n", std::to_string(s)}}}));
        if (ImGui::MenuItem((label + "###severity." + std::to_string(s)).c_str(), nullptr, most == s)) most = s;
    }
    ImGui::EndPopup();
}

void tool_button(Frame& frame, const char* id, std::string_view icon, const char* key, std::string_view shortcut, MapTool tool) {
    const bool on = frame.view.tool == tool;
    if (icon_button(frame.theme, id, icon, frame.tr(key), {.size = 30, .chosen = on, .key = shortcut}))
        frame.view.tool = on ? MapTool::pointer : tool;
}

// Which kind of object to add is asked first.
void draw_button(Frame& frame) {
    const bool on = frame.view.tool == MapTool::draw;
    const bool asked = icon_button(frame.theme, "###tool.draw", "edit", frame.tr("editing.add"), {.size = 30, .chosen = on, .key = "O"});
    if (asked && on) frame.view.tool = MapTool::pointer;
    else if (asked || std::exchange(frame.view.draw_menu_open, false)) ImGui::OpenPopup("draw.what");
    if (!ImGui::BeginPopup("draw.what")) return;
    if (const gis::AssetKind* kind = kind_entries(frame, {})) start_drawing(frame, kind->id);
    ImGui::EndPopup();
}

constexpr float tool_size = 30, tool_pad = 2, tool_margin = 12, tool_gap = 5;
constexpr int tool_count = 8, hand_tools = 4;  // the others draw and move the camera

// One column, or two side by side on a low map: the tools of the hand, then drawing and the camera.
int tool_columns(const Theme& theme, const Box& box) {
    const float one = theme.px(tool_count * tool_size + 3 * tool_gap + 2 * tool_pad + tool_margin + 8);
    return one <= box.height() ? 1 : 2;
}

// The next chip goes beside the last one, or under it where it would reach the tools.
void next_chip(const Theme& theme, const Box& box, std::string_view text) {
    const float tools = theme.px(float(tool_columns(theme, box)) * (tool_size + 2 * tool_pad) + 2 * tool_margin);
    const float width = text_size(theme.fonts.caption, text).x + theme.px(26 + 22 + 22);  // with its icon and its arrow
    if (ImGui::GetItemRectMax().x + theme.px(8) + width <= box.max.x - tools) return ImGui::SameLine(0, theme.px(8));
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + theme.px(12), ImGui::GetItemRectMax().y + theme.px(6)));
}

} // namespace

void draw_map_chips(Frame& frame, Quartiers& quartiers, const Box& box) {
    const Theme& theme = frame.theme;
    Filter& f = frame.view.filter;
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + theme.px(12), box.min.y + theme.px(12)));
    const std::string quartier = f.quartier.empty() ? frame.tr("panels.filter.all_quartiers") : f.quartier;
    if (button(theme, (quartier + "###chip.quartier").c_str(),
               {.icon = "location_city", .height = 28, .chosen = !f.quartier.empty(), .dropdown = true, .small_text = true}))
        ImGui::OpenPopup("chip.quartiers");
    quartier_menu(frame, quartiers);
    const std::string period = frame.tr(f.today_only ? "panels.chip.today" : "panels.chip.any_day");
    next_chip(theme, box, period);
    if (button(theme, (period + "###chip.period").c_str(),
               {.icon = "event", .height = 28, .chosen = f.today_only, .dropdown = true, .small_text = true}))
        ImGui::OpenPopup("chip.periods");
    period_menu(frame);
    const bool limited = f.max_severity < 6;
    const std::string severity = limited ? frame.tr({"panels.filter.severity_to", {{"n", std::to_string(f.max_severity)}}}) : frame.tr("panels.chip.any_severity");
    next_chip(theme, box, severity);
    if (button(theme, (severity + "###chip.severity").c_str(), {.height = 28, .chosen = limited, .dropdown = true, .small_text = true}))
        ImGui::OpenPopup("chip.severities");
    severity_menu(frame);
    if (f.active_count() > 0) {
        next_chip(theme, box, frame.tr("panels.filter.clear"));
        if (button(theme, (frame.tr("panels.filter.clear") + "###chip.clear").c_str(), {.icon = "close", .height = 28, .small_text = true})) f = {};
    }
}

void draw_map_tools(Frame& frame, const Box& box) {
    const Theme& theme = frame.theme;
    const int columns = tool_columns(theme, box);
    const float pad = theme.px(tool_pad), gap = theme.px(tool_gap), size = theme.px(tool_size);
    const float w = float(columns) * size + 2 * pad, h = (columns == 1 ? tool_count * size + 3 * gap : hand_tools * size + 2 * gap) + 2 * pad;
    const ImVec2 min(box.max.x - w - theme.px(tool_margin), box.min.y + theme.px(tool_margin)), max(min.x + w, min.y + h);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, max, u32(theme.colors.surface1), theme.px(6));
    list->AddRect(min, max, u32(theme.colors.line), theme.px(6));
    float x = min.x + pad, y = min.y + pad;
    const auto next = [&](bool gap_after) {
        y += size;
        if (!gap_after) return;
        list->AddRectFilled(ImVec2(x + theme.px(4), y + gap / 2), ImVec2(x + size - theme.px(4), y + gap / 2 + 1), u32(theme.colors.line));
        y += gap;
    };
    const auto place = [&] { ImGui::SetCursorScreenPos(ImVec2(x, y)); };
    place(), tool_button(frame, "###tool.pointer", "near_me", "panels.tool.pointer", "", MapTool::pointer), next(false);
    place(), tool_button(frame, "###tool.lasso", "gesture", "panels.tool.lasso", "L", MapTool::lasso), next(false);
    place(), tool_button(frame, "###tool.measure", "straighten", "panels.tool.measure", "D", MapTool::measure), next(false);
    place(), tool_button(frame, "###tool.nearest", "my_location", "panels.tool.nearest", "P", MapTool::locate), next(columns == 1);
    if (columns == 2) x += size, y = min.y + pad;
    place(), draw_button(frame), next(true);
    const render::PxPoint middle{frame.view.rig.camera.width / 2.0, frame.view.rig.camera.height / 2.0};
    place();
    if (icon_button(theme, "###tool.zoom_in", "add", frame.tr("panels.tool.zoom_in"), {.key = "+"})) frame.view.rig.zoom_at(middle, 2);
    next(false), place();
    if (icon_button(theme, "###tool.zoom_out", "remove", frame.tr("panels.tool.zoom_out"), {.key = "\u2212"})) frame.view.rig.zoom_at(middle, 0.5);
    next(true), place();
    if (icon_button(theme, "###tool.commune", "explore", frame.tr("panels.tool.commune"), {.key = frame.tr("panels.key.shift_z")})) {
        const gis::PlaneBox all = commune_box(frame);
        if (!all.empty()) frame.view.rig.fly_to(all);
    }
}

ScaleBar scale_bar(double metres_per_px, double most_px) {
    if (!(metres_per_px > 0)) return {};
    const double most = metres_per_px * most_px, power = std::pow(10, std::floor(std::log10(most)));
    double metres = power;
    for (const double factor : {2.0, 5.0})
        if (factor * power <= most) metres = factor * power;
    return {metres, metres / metres_per_px};
}

void draw_scale_bar(Frame& frame, const Box& box) {
    const Theme& theme = frame.theme;
    const render::Camera& camera = frame.view.rig.camera;
    const ScaleBar bar = scale_bar(camera.units_per_px * frame.plane.metres_per_unit(camera.centre), double(theme.px(100)));
    if (bar.px <= 0) return;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const std::string text = frame.language.distance(bar.metres);
    ImFont* font = theme.fonts.caption;
    const float w = float(bar.px), pad = theme.px(10), h = theme.px(24), words = text_size(font, text).x;
    const ImVec2 min(box.min.x + theme.px(12), box.max.y - h - theme.px(10)), max(min.x + w + words + 2 * pad + theme.px(8), min.y + h);
    list->AddRectFilled(min, max, u32(theme.colors.surface1, 0.9f), theme.px(4));
    const float y = (min.y + max.y) / 2 + theme.px(3), x = min.x + pad;
    const std::uint32_t ink = u32(theme.colors.text_strong);
    const ImVec2 line[] = {{x, y - theme.px(6)}, {x, y}, {x + w, y}, {x + w, y - theme.px(6)}};
    list->AddPolyline(line, 4, ink, 0, theme.px(1.5f));
    draw_text(list, font, ImVec2(x + w + theme.px(8), (min.y + max.y) / 2 - font->FontSize / 2), theme.colors.text_strong, text);
}

} // namespace vigie::panels
