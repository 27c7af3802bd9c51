#include "panels/left/layer_tree.hpp"

#include <algorithm>

#include "panels/attributes/attribute_table.hpp"
#include "panels/edit/editing.hpp"
#include "panels/layer_title.hpp"
#include "panels/left/swatch.hpp"
#include "panels/map/feature_selection.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr float row_height = 25;

struct RowBox {
    ImVec2 min, max;
    bool visible = false, hovered = false, clicked = false, menu = false, eye = false;
    [[nodiscard]] float middle() const { return (min.y + max.y) / 2; }
};

// A line of the tree: the eye is a control of its own at the right end.
RowBox begin_row(const Theme& theme, const std::string& id, std::string_view tip, std::string_view eye_icon, Rgba eye_ink, std::string_view eye_tip) {
    RowBox box;
    box.min = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, h = theme.px(row_height), eye = theme.px(30);
    box.max = ImVec2(box.min.x + width, box.min.y + h);
    box.clicked = ImGui::InvisibleButton(("###row." + id).c_str(), ImVec2(width - eye, h));
    box.visible = ImGui::IsItemVisible();
    box.hovered = ImGui::IsItemHovered();
    tooltip_for_last_item(theme, tip);
    box.menu = box.hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right);
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (box.hovered) list->AddRectFilled(box.min, box.max, u32(theme.colors.row_hover));
    focus_ring(theme, ImVec2(box.min.x + 3, box.min.y + 3), ImVec2(box.max.x - eye, box.max.y - 3), theme.px(3));
    ImGui::SameLine(0, 0);
    box.eye = ImGui::InvisibleButton(("###eye." + id).c_str(), ImVec2(eye, h));
    const bool eye_hovered = ImGui::IsItemHovered();
    tooltip_for_last_item(theme, eye_tip);
    draw_icon(list, theme, ImVec2(box.max.x - theme.px(17), box.middle()), IconSize::small,
              eye_hovered ? theme.colors.accent : eye_ink, eye_icon);
    return box;
}

constexpr int intervals_s[] = {0, 30, 60, 300, 900, 3'600};

// "toutes les 5 min", "sur demande".
std::string interval_words(const Frame& frame, int seconds) {
    if (seconds == 0) return frame.tr("refresh.never");
    if (seconds < 60) return frame.tr({"refresh.seconds", {{"n", std::to_string(seconds)}}});
    return seconds < 3'600 ? frame.tr({"refresh.minutes", {{"n", std::to_string(seconds / 60)}}}) : frame.tr({"refresh.hours", {{"n", std::to_string(seconds / 3'600)}}});
}

// How a layer of a service is kept up to date, for its tooltip.
std::string refresh_words(const Frame& frame, const LayerRefresh& refresh) {
    std::string words = refresh.every_s > 0 ? frame.tr({"refresh.every", {{"interval", interval_words(frame, refresh.every_s)}}}) : std::string();
    if (refresh.last) words += (words.empty() ? "" : "\n") + frame.tr({"refresh.last", {{"at", frame.language.clock(*refresh.last, frame.zone)}}});
    return words;
}

void refresh_menu(Frame& frame, const TreeRow& row) {
    if (!row.outage && ImGui::MenuItem((frame.tr("refresh.now") + "###layer.refresh").c_str(), nullptr, false, !row.refresh->asking)) frame.ask.retry_layers.push_back(row.id);
    if (!ImGui::BeginMenu((frame.tr("refresh.menu") + "###layer.refresh_every").c_str())) return;
    for (const int seconds : intervals_s)
        if (ImGui::MenuItem((interval_words(frame, seconds) + "###refresh." + std::to_string(seconds)).c_str(), nullptr, row.refresh->every_s == seconds))
            frame.ask.refresh_every.emplace_back(row.id, seconds);
    ImGui::EndMenu();
}

// What can be done with a map layer, on its row's right button.
void layer_menu(Frame& frame, const TreeRow& row) {
    if (!ImGui::BeginPopup(("layer.menu." + row.id).c_str())) return;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(frame.theme.px(8), frame.theme.px(6)));  // rows of the tree have none
    const auto entry = [&](const char* key, const char* id, bool can = true) { return ImGui::MenuItem((frame.tr(key) + "###" + id).c_str(), nullptr, false, can); };
    if (entry("table.open", "layer.table")) open_table(frame, row.id);
    if (entry("table.menu.zoom_layer", "layer.zoom", !row.layer->info.bounds.empty())) frame.view.rig.fly_to(row.layer->info.bounds, double(frame.theme.px(40)));
    if (entry("table.export", "layer.export")) frame.view.table_layer = row.id, frame.view.export_open = true;
    if (!row.layer->info.kind.empty() && entry("editing.add", "layer.add")) start_drawing(frame, row.layer->info.kind);
    if (row.outage && entry("remote.ask_now", "layer.ask_now")) frame.ask.retry_layers.push_back(row.id);
    if (row.refresh) refresh_menu(frame, row);
    if (row.layer->entities.empty() && entry("editing.copy_layer", "layer.copy")) copy_into_commune(frame, layer_named(frame, row.id), {});
    if (row.layer->entities.empty() && entry("panels.left.take_off", "layer.take_off")) frame.ask.take_off.push_back(row.id);
    ImGui::PopStyleVar();
    ImGui::EndPopup();
}

void draw_layer_row(Frame& frame, const TreeRow& row) {
    const Theme& theme = frame.theme;
    const Colors& c = theme.colors;
    const bool hidden = frame.view.hidden_layers.contains(row.id);
    const std::string outage = row.outage ? outage_words(frame, *row.outage) : std::string();
    const std::string fresh = row.refresh ? refresh_words(frame, *row.refresh) : std::string();
    const std::string tip = row.layer == nullptr ? std::string() : row.layer->info.name + (fresh.empty() ? "" : "\n" + fresh) + (outage.empty() ? "" : "\n" + outage);
    const RowBox box = begin_row(theme, row.id, tip, hidden ? "visibility_off" : "visibility", hidden ? c.text_off : c.text_weak,
                                 frame.tr(hidden ? "panels.left.show" : "panels.left.hide"));
    if (box.eye || box.clicked) {
        if (hidden) frame.view.hidden_layers.erase(row.id);
        else frame.view.hidden_layers.insert(row.id);
    }
    if (row.layer != nullptr) {
        if (box.menu) ImGui::OpenPopup(("layer.menu." + row.id).c_str());
        layer_menu(frame, row);
    }
    if (!box.visible) return;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const Rgba ink = hidden ? c.text_off : c.text_normal;
    const ImVec2 sign(box.min.x + theme.px(42), box.middle());
    if (row.outage) draw_icon(list, theme, sign, IconSize::small, c.family(Family::danger).full, "cloud_off");
    else if (row.layer != nullptr) draw_swatch(frame, sign, *row.layer, hidden ? 0.4f : 1);
    else draw_icon(list, theme, sign, IconSize::small, hidden ? c.text_off : c.text_weak, row.icon);
    const float y = box.middle() - theme.fonts.body->FontSize / 2, cap = box.middle() - theme.fonts.caption->FontSize / 2;
    float right = box.max.x - theme.px(32);
    draw_text_right(list, theme.fonts.caption, ImVec2(right, cap), ink, row.count);
    right -= text_size(theme.fonts.caption, row.count).x + theme.px(8);
    if (row.refresh && (row.refresh->every_s > 0 || row.refresh->asking)) {
        draw_icon(list, theme, ImVec2(right - theme.px(7), box.middle()), IconSize::small, row.refresh->asking ? c.accent : c.text_weak, "autorenew");
        right -= theme.px(22);
    }
    if (!row.age.empty()) {
        draw_text_right(list, theme.fonts.caption, ImVec2(right, cap), c.text_weak, row.age);
        right -= text_size(theme.fonts.caption, row.age).x + theme.px(8);
    }
    const float left = box.min.x + theme.px(row.layer != nullptr ? 58 : 55);
    draw_text_clipped(list, theme.fonts.body, ImVec2(left, y), ink, row.name, right - left);
}

void draw_group(Frame& frame, const TreeGroup& group, bool forced_open) {
    const Theme& theme = frame.theme;
    const Colors& c = theme.colors;
    const auto hidden_row = [&](const TreeRow& r) { return frame.view.hidden_layers.contains(r.id); };
    const auto shown = static_cast<std::size_t>(std::ranges::count_if(group.rows, [&](const TreeRow& r) { return !hidden_row(r); }));
    const bool open = forced_open || frame.view.open_groups.contains(group.id);
    const bool none = shown == 0;
    const RowBox box = begin_row(theme, "group." + group.id, {}, none ? "visibility_off" : "visibility", none ? c.text_off : c.text_weak,
                                 frame.tr(none ? "panels.left.show_group" : "panels.left.hide_group"));
    if (box.clicked) {
        if (open) frame.view.open_groups.erase(group.id);
        else frame.view.open_groups.insert(group.id);
    }
    if (box.eye)
        for (const TreeRow& r : group.rows) {
            if (none) frame.view.hidden_layers.erase(r.id);
            else frame.view.hidden_layers.insert(r.id);
        }
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = box.middle();
    draw_icon(list, theme, ImVec2(box.min.x + theme.px(16), middle), IconSize::small, c.text_weak, open ? "expand_more" : "chevron_right");
    draw_icon(list, theme, ImVec2(box.min.x + theme.px(39), middle), IconSize::normal, c.text_weak, group.icon);
    float right = box.max.x - theme.px(32);
    if (group.id != "live") {
        const std::string count = shown == group.rows.size() ? std::to_string(shown)
                                                             : std::to_string(shown) + "/" + std::to_string(group.rows.size());
        draw_text_right(list, theme.fonts.caption, ImVec2(right, middle - theme.fonts.caption->FontSize / 2), c.text_normal, count);
        right -= text_size(theme.fonts.caption, count).x + theme.px(6);
    }
    const float left = box.min.x + theme.px(54);
    draw_text_clipped(list, theme.fonts.body_strong, ImVec2(left, middle - theme.fonts.body->FontSize / 2), c.text_strong, group.name, right - left);
    if (!open) return;
    for (const TreeRow& row : group.rows) draw_layer_row(frame, row);
}

} // namespace

void LayerTree::draw(Frame& frame, std::string_view words) {
    const std::vector<TreeGroup> all = groups(frame, words);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    for (const TreeGroup& group : all) draw_group(frame, group, !words.empty());
    ImGui::PopStyleVar();
    if (all.empty()) empty_state(frame.theme, {.icon = "layers", .sentence = frame.tr("panels.left.no_layer_named")});
}

} // namespace vigie::panels
