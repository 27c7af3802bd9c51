#include "panels/left_dock.hpp"

#include <algorithm>

#include "panels/left/legend.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/tabs.hpp"

namespace vigie::panels {

namespace {

constexpr float tabs_height = 37, base_height = 40, legend_height = 250;

void draw_tabs(Frame& frame, LeftDockState& state, const Box& box) {
    const Theme& theme = frame.theme;
    const int active = frame.view.filter.active_count();
    ImGui::SetCursorScreenPos(box.min);
    state.tab = tab_bar(theme, "left.tabs",
                        {{frame.tr("panels.left.layers") + "###left.layers"},
                         {frame.tr("panels.left.views") + "###left.views"},
                         {frame.tr("panels.left.filters") + "###left.filters", {}, active > 0 ? std::to_string(active) : "", BadgeTone::accent, ""}},
                        state.tab, {.height = tabs_height, .padding = 12, .body_font = true, .rule_inset = 4});
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - theme.px(32), box.min.y + theme.px(6)));
    if (icon_button(theme, "###left.fold", "chevron_left", frame.tr("panels.left.fold"), {.size = 24})) frame.view.left_open = false;
    const float y = box.min.y + theme.px(tabs_height);
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(box.min.x, y - 1), ImVec2(box.max.x, y), u32(theme.colors.line));
}

// Plan, or the parcels over it; aerial pictures when some are open.
void draw_base_switch(Frame& frame, const Box& box) {
    const Theme& theme = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, ImVec2(box.max.x, box.min.y + 1), u32(theme.colors.line));
    const float middle = (box.min.y + box.max.y) / 2;
    draw_text(list, theme.fonts.caption, ImVec2(box.min.x + theme.px(12), middle - theme.fonts.caption->FontSize / 2),
              theme.colors.text_weak, frame.tr("panels.base.title"));
    std::vector<std::string> parcels;
    for (const LayerRow& row : frame.layers)
        if (row.layer->info.theme == "parcel") parcels.push_back(row.layer->info.id);
    const bool shown = std::ranges::any_of(parcels, [&](const std::string& id) { return !frame.view.hidden_layers.contains(id); });
    const std::string plan = frame.tr("panels.base.plan") + "###base.plan", aerial = frame.tr("panels.base.ortho") + "###base.ortho",
                      cadastre = frame.tr("panels.base.cadastre") + "###base.cadastre";
    const std::vector<SegmentSpec> segments = {{plan.c_str(), {}},
                                               {aerial.c_str(), frame.tr("panels.base.no_ortho")},
                                               {cadastre.c_str(), parcels.empty() ? frame.tr("panels.base.no_parcels") : std::string{}}};
    float width = 0;
    for (const SegmentSpec& s : segments) width += text_size(theme.fonts.caption_strong, std::string_view(s.label).substr(0, std::string_view(s.label).find("###"))).x + theme.px(20);
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - theme.px(12) - width, middle - theme.px(12)));
    const int before = shown && !parcels.empty() ? 2 : 0, chosen = segmented(theme, "base", segments, before);
    if (chosen == before) return;
    for (const std::string& id : parcels) {
        if (chosen == 2) frame.view.hidden_layers.erase(id);
        else frame.view.hidden_layers.insert(id);
    }
}

void draw_body(Frame& frame, LeftDockState& state, const Box& box) {
    const Theme& theme = frame.theme;
    const float pad = theme.px(8);
    if (state.tab == 0) {
        ImGui::SetCursorScreenPos(ImVec2(box.min.x + pad, box.min.y + pad));
        search_field(theme, "###left.search", state.layer_filter,
                     {.hint = frame.tr("panels.left.filter_layers"), .icon = "filter_list", .width = box.width() / theme.scale - 16, .height = 26});
        const float top = box.min.y + theme.px(40);
        ImGui::SetCursorScreenPos(ImVec2(box.min.x, top));
        ImGui::BeginChild("tree", ImVec2(box.width(), box.max.y - top));
        state.tree.draw(frame, state.layer_filter);
        ImGui::EndChild();
        return;
    }
    ImGui::SetCursorScreenPos(box.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(12), theme.px(10)));
    ImGui::BeginChild("side", ImVec2(box.width(), box.height()), ImGuiChildFlags_AlwaysUseWindowPadding);
    if (state.tab == 1) draw_saved_views(frame, state.views);
    else draw_filter_panel(frame, state.quartiers);
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

} // namespace

void draw_left_dock(Frame& frame, LeftDockState& state, const Box& box) {
    const Theme& theme = frame.theme;
    const float legend = std::min(theme.px(legend_height), box.height() * 0.4f), base = theme.px(base_height);
    draw_tabs(frame, state, box);
    const float bottom = box.max.y - legend - base;
    draw_body(frame, state, {{box.min.x, box.min.y + theme.px(tabs_height)}, {box.max.x, bottom}});
    draw_base_switch(frame, {{box.min.x, bottom}, {box.max.x, bottom + base}});
    const Box legend_box{{box.min.x, bottom + base}, box.max};
    ImGui::GetWindowDrawList()->PushClipRect(legend_box.min, legend_box.max, true);
    draw_legend(frame, legend_box);
    ImGui::GetWindowDrawList()->PopClipRect();
}

} // namespace vigie::panels
