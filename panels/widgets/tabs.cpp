#include "panels/widgets/tabs.hpp"

#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

struct Measure {
    ImFont *plain, *strong;
    float icon = 0, text = 0, count = 0, total = 0;
};

Measure measure(const Theme& theme, const Tab& tab, std::string_view text, const TabBarSpec& spec) {
    Measure m{};
    m.plain = spec.body_font ? theme.fonts.body : theme.fonts.caption;
    m.strong = spec.body_font ? theme.fonts.body_strong : theme.fonts.caption_strong;
    if (!tab.icon.empty()) m.icon = theme.px(24);
    m.text = text_size(m.strong, text).x;
    if (!tab.count.empty())
        m.count = theme.px(6) + std::max(theme.px(18), text_size(theme.fonts.caption_strong, tab.count).x + theme.px(11));
    m.total = m.icon + m.text + m.count + 2 * theme.px(spec.padding);
    return m;
}

void draw_tab(const Theme& theme, const Tab& tab, std::string_view text, const Measure& m, const ImRect& box, bool on,
              bool hovered, const TabBarSpec& spec) {
    const Colors& c = theme.colors;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = box.GetCenter().y;
    const Rgba ink = on ? c.text_strong : c.text_normal;
    if (hovered && !on) list->AddRectFilled(box.Min, box.Max, u32(c.row_hover));
    float x = box.Min.x + theme.px(spec.padding);
    if (m.icon > 0) {
        draw_icon(list, theme, ImVec2(x + theme.px(9), middle), IconSize::normal, on ? c.accent : c.text_normal, tab.icon);
        x += m.icon;
    }
    ImFont* font = on ? m.strong : m.plain;
    draw_text(list, font, ImVec2(x, middle - font->FontSize / 2), ink, text);
    if (m.count > 0) draw_count_badge(list, theme, ImVec2(x + m.text + theme.px(6), middle), tab.count, tab.tone);
    if (on) {
        const float inset = theme.px(spec.rule_inset), h = theme.px(3);
        list->AddRectFilled(ImVec2(box.Min.x + inset, box.Max.y - h), ImVec2(box.Max.x - inset, box.Max.y), u32(c.accent), theme.px(1.5f));
    }
    focus_ring(theme, ImVec2(box.Min.x + 3, box.Min.y + 3), ImVec2(box.Max.x - 3, box.Max.y - 3), theme.px(4));
}

// The most that a tab's words may take so that all tabs fit: the longest words give way first.
float widest_text(const Theme& theme, const std::vector<Tab>& tabs, const TabBarSpec& spec) {
    std::vector<float> texts;
    float room = spec.room;
    for (const Tab& tab : tabs) {
        const Measure m = measure(theme, tab, std::string_view(tab.label.c_str(), ImGui::FindRenderedTextEnd(tab.label.c_str())), spec);
        texts.push_back(m.text);
        room -= m.total - m.text;
    }
    std::ranges::sort(texts);
    for (std::size_t i = 0; spec.room > 0 && i < texts.size(); ++i) {
        const float share = std::max(0.0f, room / static_cast<float>(texts.size() - i));
        if (texts[i] > share) return share;
        room -= texts[i];
    }
    return texts.empty() ? 0 : texts.back() + 1;
}

} // namespace

int tab_bar(const Theme& theme, const char* id, const std::vector<Tab>& tabs, int chosen, const TabBarSpec& spec) {
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    ImGui::PushID(id);
    int result = chosen;
    const float text_room = widest_text(theme, tabs, spec);
    for (std::size_t i = 0; i < tabs.size(); ++i) {
        if (i > 0) ImGui::SameLine(0, 0);
        const char* label = tabs[i].label.c_str();
        const std::string_view whole(label, ImGui::FindRenderedTextEnd(label));
        const std::string text = ellipsized(spec.body_font ? theme.fonts.body_strong : theme.fonts.caption_strong, whole, text_room);
        const Measure m = measure(theme, tabs[i], text, spec);
        const ImVec2 at = ImGui::GetCursorScreenPos(), size(m.total, theme.px(spec.height));
        const ImRect box(at, ImVec2(at.x + size.x, at.y + size.y));
        const ImGuiID item = window->GetID(label);
        ImGui::ItemSize(size, 0);
        if (!ImGui::ItemAdd(box, item)) continue;
        bool hovered = false, held = false;
        if (ImGui::ButtonBehavior(box, item, &hovered, &held, 0)) result = static_cast<int>(i);
        ImGuiContext& g = *ImGui::GetCurrentContext();
        IMGUI_TEST_ENGINE_ITEM_INFO(item, label, g.LastItemData.StatusFlags);
        draw_tab(theme, tabs[i], text, m, box, static_cast<int>(i) == chosen, hovered, spec);
        tooltip_for_last_item(theme, tabs[i].tooltip.empty() && text.size() != whole.size() ? whole : tabs[i].tooltip);
    }
    ImGui::PopID();
    return result;
}

} // namespace vigie::panels
