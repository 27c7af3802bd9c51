#include "panels/left_dock.hpp"

#include <algorithm>
#include <utility>

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
                        state.tab, {.height = tabs_height, .padding = 12, .body_font = true, .rule_inset = 4, .room = box.width() - theme.px(34)});
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - theme.px(32), box.min.y + theme.px(6)));
    if (icon_button(theme, "###left.fold", "chevron_left", frame.tr("panels.left.fold"), {.size = 24})) frame.view.left_open = false;
    const float y = box.min.y + theme.px(tabs_height);
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(box.min.x, y - 1), ImVec2(box.max.x, y), u32(theme.colors.line));
}

// What the map lies on: the drawn plan, aerial pictures instead of its areas, or the parcels over it.
enum class Base { plan, pictures, parcels };

struct BaseLayers {
    std::vector<std::string> pictures, parcels, areas;  // ids; areas: of the plan, they would cover the pictures
};
BaseLayers base_layers(const Frame& frame) {
    BaseLayers found;
    for (const LayerRow& row : frame.layers) {
        const gis::LayerInfo& info = row.layer->info;
        if (row.layer->raster) found.pictures.push_back(info.id);
        else if (info.theme == "parcel") found.parcels.push_back(info.id);
        else if (info.domain.empty() && (info.geometry == "polygon" || info.geometry == "mixed")) found.areas.push_back(info.id);
    }
    return found;
}

Base base_shown(const Frame& frame, const BaseLayers& layers) {
    const auto any_shown = [&](const std::vector<std::string>& ids) {
        return std::ranges::any_of(ids, [&](const std::string& id) { return !frame.view.hidden_layers.contains(id); });
    };
    return any_shown(layers.parcels) ? Base::parcels : any_shown(layers.pictures) ? Base::pictures : Base::plan;
}

void take_base(Frame& frame, const BaseLayers& layers, Base base) {
    ViewState& view = frame.view;
    const auto show = [&](const std::vector<std::string>& ids, bool shown) {
        for (const std::string& id : ids)
            if (shown) view.hidden_layers.erase(id);
            else view.hidden_layers.insert(id);
    };
    show(layers.pictures, base == Base::pictures);
    show(layers.parcels, base == Base::parcels);
    for (const std::string& id : std::exchange(view.hidden_for_pictures, {})) view.hidden_layers.erase(id);
    if (base != Base::pictures) return;
    for (const std::string& id : layers.areas)
        if (view.hidden_layers.insert(id).second) view.hidden_for_pictures.insert(id);
}

void draw_base_switch(Frame& frame, const Box& box) {
    const Theme& theme = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, ImVec2(box.max.x, box.min.y + 1), u32(theme.colors.line));
    const float middle = (box.min.y + box.max.y) / 2;
    draw_text(list, theme.fonts.caption, ImVec2(box.min.x + theme.px(12), middle - theme.fonts.caption->FontSize / 2),
              theme.colors.text_weak, frame.tr("panels.base.title"));
    const BaseLayers layers = base_layers(frame);
    const std::string plan = frame.tr("panels.base.plan") + "###base.plan", aerial = frame.tr("panels.base.ortho") + "###base.ortho",
                      cadastre = frame.tr("panels.base.cadastre") + "###base.cadastre";
    const std::vector<SegmentSpec> segments = {{plan.c_str(), {}},
                                               {aerial.c_str(), layers.pictures.empty() ? frame.tr("panels.base.no_ortho") : std::string{}},
                                               {cadastre.c_str(), layers.parcels.empty() ? frame.tr("panels.base.no_parcels") : std::string{}}};
    float width = 0;
    for (const SegmentSpec& s : segments) width += text_size(theme.fonts.caption_strong, std::string_view(s.label).substr(0, std::string_view(s.label).find("###"))).x + theme.px(20);
    ImGui::SetCursorScreenPos(ImVec2(box.max.x - theme.px(12) - width, middle - theme.px(12)));
    const Base before = base_shown(frame, layers);
    const auto chosen = static_cast<Base>(segmented(theme, "base", segments, static_cast<int>(before)));
    if (chosen != before) take_base(frame, layers, chosen);
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
