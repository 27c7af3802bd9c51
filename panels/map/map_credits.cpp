#include <algorithm>

#include "gis/layers/commune/credits.hpp"
#include "panels/map/map_chrome.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {

namespace {

// Names are not cut: as many lines as they need.
std::vector<std::string> lines_within(ImFont* font, const std::vector<std::string>& names, float width) {
    std::vector<std::string> lines;
    for (const std::string& name : names) {
        const std::string joined = lines.empty() ? name : lines.back() + ", " + name;
        if (!lines.empty() && text_size(font, joined).x <= width) {
            lines.back() = joined;
        } else {
            if (!lines.empty()) lines.back() += ",";
            lines.push_back(name);
        }
    }
    return lines;
}

// Of public data kept in the commune's file, and of the layers that are shown.
std::vector<std::string> names_of(const Frame& frame) {
    std::vector<std::string> names = gis::attributions(gis::read_credits(frame.desk.setting("credits")));
    for (const LayerRow& row : frame.layers) {
        const std::string& who = row.layer->info.attribution;
        if (!who.empty() && !frame.view.hidden_layers.contains(row.layer->info.id) && std::ranges::find(names, who) == names.end()) names.push_back(who);
    }
    return names;
}

} // namespace

void draw_map_credits(Frame& frame, const Box& box) {
    constexpr float beside_scale_bar = 240;  // px at scale 1
    const std::vector<std::string> names = names_of(frame);
    if (names.empty()) return;
    const Theme& theme = frame.theme;
    ImFont* font = theme.fonts.caption;
    const float pad = theme.px(6), margin = theme.px(10);
    const std::vector<std::string> lines = lines_within(font, names, std::max(theme.px(160), box.width() - theme.px(beside_scale_bar)));
    float widest = 0;
    for (const std::string& line : lines) widest = std::max(widest, text_size(font, line).x);
    const float height = float(lines.size()) * font->FontSize + 2 * pad;
    const ImVec2 max(box.max.x - margin, box.max.y - margin), min(max.x - widest - 2 * pad, max.y - height);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, max, u32(theme.colors.surface1, 0.9f), theme.px(4));
    for (std::size_t i = 0; i < lines.size(); ++i)
        draw_text(list, font, ImVec2(min.x + pad, min.y + pad + float(i) * font->FontSize), theme.colors.text_normal, lines[i]);
}

} // namespace vigie::panels
