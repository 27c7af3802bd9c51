#include <algorithm>

#include "panels/attributes/attribute_table.hpp"
#include "panels/layer_title.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr float bar_height = 34, layer_width = 210, filter_width = 330, tool_size = 28;

void layer_choice(Frame& frame, const gis::LayerPtr& layer) {
    std::vector<std::pair<std::string, std::string>> all;  // title, id
    for (const LayerRow& row : frame.layers)
        if (row.layer->info.features > 0) all.emplace_back(layer_title(frame, row.layer->info), row.layer->info.id);
    std::ranges::sort(all);
    std::vector<std::string> entries;
    int chosen = -1;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (layer && all[i].second == layer->info.id) chosen = static_cast<int>(i);
        entries.push_back(all[i].first + "###layer." + all[i].second);
    }
    if (combo_field(frame.theme, "###table.layer", chosen, entries, {.width = layer_width}) && chosen >= 0)
        frame.view.table_layer = all[static_cast<std::size_t>(chosen)].second;
}

void columns_popup(Frame& frame, const gis::Layer& layer) {
    const Theme& t = frame.theme;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(12), t.px(10)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(8), t.px(6)));
    ImGui::SetNextWindowSizeConstraints(ImVec2(t.px(200), 0), ImVec2(t.px(340), t.px(420)));
    if (ImGui::BeginPopup("attributes.columns")) {
        TableLook& look = look_of_table(frame);
        section_header(t, frame.tr("desk.columns.title"));
        const std::size_t shown = shown_columns(frame, layer).size();
        for (const gis::Column& column : layer.columns) {
            if (column.derived) continue;
            bool on = !look.hidden.contains(column.name);
            const std::string last = on && shown == 1 ? frame.tr("desk.columns.keep_one") : std::string{};
            if (!check_field(t, (column_title(frame, layer, column) + "###show." + column.name).c_str(), on, last)) continue;
            if (on) look.hidden.erase(column.name);
            else look.hidden.insert(column.name);
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
}

std::string count_words(const Frame& frame, const ShownRows& shown) {
    if (!shown.ready()) return {};
    return frame.tr(gis::Text{"table.count", {{"shown", frame.language.number(double(shown.rows->size()))},
                                              {"all", frame.language.number(double(shown.layer->info.features))}}});
}

// A wrong filter leaves the rows as they are and says under the field what is wrong.
void draw_filter(Frame& frame, AttributeTable& table) {
    const bool find = frame.view.bottom_tab == BottomTab::table && std::exchange(frame.view.find_in_list, false);
    const bool changed = search_field(frame.theme, "###table.filter", table.filter,
                                      {.hint = frame.tr("table.filter.hint"), .icon = "filter_list", .width = filter_width, .height = 26, .focus = find});
    if (changed) table.typed_at = ImGui::GetTime();
    if (ImGui::IsItemActive() && ImGui::IsKeyPressed(ImGuiKey_Enter, false)) table.typed_at = -1;
}

void draw_error(const Frame& frame, const AttributeTable& table) {
    const auto& found = frame.tables.found();
    if (!found.error || !table.asked || found.query.filter != table.filter) return;
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, h = t.px(24);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, ImVec2(at.x + width, at.y + h), u32(t.colors.family(Family::danger).veil));
    draw_text_clipped(list, t.fonts.caption, ImVec2(at.x + t.px(12), at.y + (h - t.fonts.caption->FontSize) / 2), t.colors.family(Family::danger).ink,
                      frame.tr(found.error->text), width - t.px(24));
    ImGui::Dummy(ImVec2(width, h));
}

} // namespace

void draw_attribute_tools(Frame& frame, AttributeTable& table, const gis::LayerPtr& layer) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, middle = at.y + t.px(bar_height) / 2;
    ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + width, at.y + t.px(bar_height)), u32(t.colors.surface1));
    ImGui::SetCursorScreenPos(ImVec2(at.x + t.px(8), middle - t.px(15)));
    layer_choice(frame, layer);
    ImGui::SameLine(0, t.px(8));
    ImGui::SetCursorScreenPos(ImVec2(ImGui::GetCursorScreenPos().x, middle - t.px(13)));
    draw_filter(frame, table);
    const float left = ImGui::GetItemRectMax().x + t.px(10);
    const ShownRows shown = shown_rows(frame);
    const FeatureSet chosen = layer ? table.chosen.of(frame, layer) : FeatureSet{};
    const std::string none = !layer ? frame.tr("table.empty.no_layer") : std::string{};
    const std::string nothing_chosen = !layer ? none : chosen->empty() ? frame.tr("panels.reason.nothing_selected") : std::string{};
    float x = at.x + width - t.px(6);
    const auto tool = [&](const char* id, std::string_view icon, const char* tip, bool on, const std::string& blocked) {
        x -= t.px(tool_size);
        ImGui::SetCursorScreenPos(ImVec2(x, middle - t.px(tool_size) / 2));
        return icon_button(t, id, icon, frame.tr(tip), {.size = tool_size, .chosen = on, .blocked = blocked});
    };
    if (tool("table.export", "file_download", "table.export", false, none)) frame.view.export_open = true;
    if (tool("attributes.columns_button", "view_column", "desk.columns", false, none)) ImGui::OpenPopup("attributes.columns");
    if (tool("table.figures", "timeline", "table.figures", table.figures_open, none)) table.figures_open = !table.figures_open;
    if (tool("table.copy", "content_copy", "table.copy", false, nothing_chosen)) copy_rows(frame, *layer, *chosen);
    if (tool("table.zoom", "my_location", "table.zoom", false, nothing_chosen)) fly_to_features(frame, *layer, *chosen);
    if (tool("table.only_chosen", "filter_list", "table.only_chosen", table.only_chosen, table.only_chosen ? none : nothing_chosen)) table.only_chosen = !table.only_chosen;
    if (tool("table.choose_found", "done_all", "table.choose_found", false, shown.ready() && !shown.rows->empty() ? none : frame.tr("desk.export.nothing")) && shown.ready())
        choose_features(frame, *shown.layer, *shown.rows, false);
    if (layer) columns_popup(frame, *layer);
    const std::string words = count_words(frame, shown);
    if (left + text_size(t.fonts.caption, words).x < x - t.px(8))
        draw_text(ImGui::GetWindowDrawList(), t.fonts.caption, ImVec2(left, middle - t.fonts.caption->FontSize / 2), t.colors.text_weak, words);
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + t.px(bar_height)));
    draw_error(frame, table);
}

} // namespace vigie::panels
