#include <algorithm>

#include "panels/dock/dock_parts.hpp"
#include "panels/widgets/tabs.hpp"

namespace vigie::panels {

namespace {

constexpr float bar_height = 34, tools_width = 132;

struct TabWords {
    const char* key;
    const char* id;
    const char* icon;
};
constexpr TabWords words[] = {
    {"desk.tab.feed", "dock.feed", "forum"},
    {"desk.tab.reports", "dock.reports", "place"},
    {"desk.tab.alerts", "dock.alerts", "notifications_active"},
    {"desk.tab.crews", "dock.crews", "local_shipping"},
    {"desk.tab.interventions", "dock.interventions", "build"},
    {"desk.tab.sensors", "dock.sensors", "settings_input_antenna"},
    {"desk.tab.table", "dock.table", "table_rows"},
};

bool somebody_must_look(const gis::World& world) {
    return std::any_of(world.alerts().begin(), world.alerts().end(),
                       [](const gis::Alert& a) { return a.state == gis::AlertState::raised; });
}

float width_of(const Theme& theme, const Tab& tab) {
    const std::string_view text(tab.label.data(), tab.label.find("##"));
    float width = theme.px(24 + 16) + text_size(theme.fonts.body_strong, text).x;
    if (!tab.count.empty()) width += theme.px(17) + std::max(theme.px(7), text_size(theme.fonts.caption_strong, tab.count).x);
    return width;
}

std::vector<Tab> dock_tabs(const Frame& frame, BottomDockState& state, float room) {
    std::vector<Tab> tabs;
    float wanted = 0;
    for (int i = 0; i < int(std::size(words)); ++i) {
        const auto tab = static_cast<BottomTab>(i);
        const bool chosen = tab == frame.view.bottom_tab;
        Tab t{frame.tr(words[i].key) + "###" + words[i].id, words[i].icon, {}, BadgeTone::neutral, {}};
        if (const ListView* list = list_of(state, tab)) t.count = frame.language.number(double(list->model.ids().size()));
        if (tab == BottomTab::alerts && t.count != "0" && somebody_must_look(frame.world)) t.tone = BadgeTone::danger;
        else if (chosen) t.tone = BadgeTone::accent;
        wanted += width_of(frame.theme, t);
        tabs.push_back(std::move(t));
    }
    if (wanted <= room) return tabs;
    const auto all = [&] {
        float sum = 0;
        for (const Tab& tab : tabs) sum += width_of(frame.theme, tab);
        return sum;
    };
    // Too narrow for every word: one after the other, from the last, those not chosen keep icon, count and tooltip.
    for (std::size_t i = tabs.size(); i-- > 0 && all() > room;)
        if (static_cast<BottomTab>(i) != frame.view.bottom_tab)
            tabs[i] = {"###" + std::string(words[i].id), words[i].icon, tabs[i].count, tabs[i].tone, frame.tr(words[i].key)};
    // Narrower still (large text): the counts go, then the last word.
    const auto chosen = static_cast<std::size_t>(frame.view.bottom_tab);
    if (all() > room)
        for (std::size_t i = 0; i < tabs.size(); ++i)
            if (i != chosen) tabs[i].count.clear();
    if (all() > room) {
        tabs[chosen].label = "###" + std::string(words[chosen].id);
        tabs[chosen].tooltip = frame.tr(words[chosen].key);
    }
    return tabs;
}

} // namespace

void draw_dock_tabs(Frame& frame, BottomDockState& state) {
    const Theme& t = frame.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(at.x, at.y + t.px(bar_height) - 1), ImVec2(at.x + width, at.y + t.px(bar_height)),
                                              u32(t.colors.line));
    ImGui::SetCursorScreenPos(ImVec2(at.x + t.px(4), at.y));
    const bool several = frame.view.selection.count() > 1;
    const float room = width - t.px(several ? 420 : tools_width);
    const auto tabs = dock_tabs(frame, state, room);
    const int chosen = tab_bar(t, "dock.tabs", tabs, static_cast<int>(frame.view.bottom_tab), {.height = bar_height, .padding = 8, .body_font = true});
    if (chosen != static_cast<int>(frame.view.bottom_tab)) {
        frame.view.bottom_tab = static_cast<BottomTab>(chosen);
        frame.view.bottom_open = true;
        frame.view.filter.text.clear();
        state.follows = {};
        sync_lists(frame, state);
    }
    const float used = ImGui::GetItemRectMax().x;
    if (several) draw_selection_bar(frame, used);
    else draw_dock_tools(frame, state, used);
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + t.px(bar_height)));
}

} // namespace vigie::panels
