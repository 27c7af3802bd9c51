#include "panels/top_bar.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "panels/command_table.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/widgets/tabs.hpp"

namespace vigie::panels {

namespace {

constexpr float least_search = 150;  // narrower, it is a button

void vertical_rule(const Theme& theme, float x, const Box& box) {
    const float inset = theme.px(12);
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(x, box.min.y + inset), ImVec2(x + 1, box.max.y - inset), u32(theme.colors.line));
}

float draw_commune(Frame& frame, const Box& box) {
    const Theme& theme = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = (box.min.y + box.max.y) / 2;
    draw_mark(list, theme, ImVec2(box.min.x + theme.px(27), middle), theme.px(25));
    const ImVec2 name(box.min.x + theme.px(48), middle - theme.fonts.title->FontSize / 2);
    const std::string product = frame.tr("panels.product");
    draw_text(list, theme.fonts.title, name, theme.colors.text_strong, product);
    const float rule = std::max(box.min.x + theme.px(102), name.x + text_size(theme.fonts.title, product).x + theme.px(8));
    vertical_rule(theme, rule, box);
    const float left = rule + theme.px(5), room = box.min.x + theme.px(272) - left - theme.px(6);
    const std::string commune = frame.commune_name.empty() ? frame.tr("panels.top.no_commune") : frame.commune_name;
    const std::string shown = ellipsized(theme.fonts.body, commune, room - theme.px(34));
    ImGui::SetCursorScreenPos(ImVec2(left, middle - theme.px(15)));
    if (button(theme, (shown + "###top.commune").c_str(), {.kind = ButtonKind::quiet, .tooltip = frame.file_name, .dropdown = true}))
        ImGui::OpenPopup("commune");
    return std::max(box.min.x + theme.px(280), ImGui::GetItemRectMax().x + theme.px(16));
}

void draw_recent(Frame& frame) {
    if (frame.recent.size() < 2) return;  // the first one is open
    ImGui::PushFont(frame.theme.fonts.caption);
    ImGui::TextDisabled("%s", frame.tr("panels.top.recent").c_str());
    ImGui::PopFont();
    for (std::size_t i = 1; i < frame.recent.size(); ++i) {
        const RecentCommune& c = frame.recent[i];
        const bool demo = c.file.empty();
        const std::string shown = ellipsized(frame.theme.fonts.body, demo ? frame.tr({"panels.top.recent_demo", {{"name", c.name}}}) : c.name, frame.theme.px(300));
        if (ImGui::MenuItem((shown + "###recent." + std::to_string(i)).c_str()))
            frame.ask.commune = demo ? CommuneRequest{} : CommuneRequest{CommuneRequest::Kind::open, {c.file}, {}};
        if (!demo) tooltip_for_last_item(frame.theme, c.file.string());
    }
    ImGui::Separator();
}

void draw_commune_menu(Frame& frame) {
    if (!ImGui::BeginPopup("commune")) return;
    const auto item = [&](const char* words, const char* id, std::string_view action) {
        const Action* row = find_action(action);
        if (ImGui::MenuItem((frame.tr(words) + id).c_str(), shortcut_words(frame.language, row->shortcut).c_str())) row->run(frame);
    };
    draw_recent(frame);
    item("panels.top.open_files", "###top.open_files", "file.add");
    item("panels.top.add_service", "###top.add_service", "service.add");
    item("panels.top.open_commune", "###top.open_commune", "commune.open");
    item("panels.top.fetch_commune", "###top.fetch_commune", "commune.fetch");
    item("panels.top.create_commune", "###top.create_commune", "commune.create");
    item("panels.top.demo", "###top.demo", "app.demo");
    ImGui::Separator();
    item("panels.top.settings", "###top.settings", "app.settings");
    item("panels.top.quit", "###top.quit", "app.quit");
    ImGui::EndPopup();
}

// The words go where there is no room for them before `end`; icon and tooltip stay. Returns where the tabs end.
float draw_workspaces(Frame& frame, const Box& box, float left, float end) {
    std::vector<Tab> tabs = {{frame.tr("panels.workspace.map") + "###workspace.map", "map", "", {}, ""},
                                   {frame.tr("panels.workspace.planning") + "###workspace.planning", "view_week", "", {}, ""},
                                   {frame.tr("panels.workspace.energy") + "###workspace.energy", "flash_on", "", {}, ""},
                                   {frame.tr("panels.workspace.council") + "###workspace.council", "account_balance", "", {}, ""},
                                   {frame.tr("panels.workspace.sources") + "###workspace.sources", "settings_input_component", "", {}, ""}};
    float wanted = 0;
    for (const Tab& tab : tabs) wanted += text_size(frame.theme.fonts.body_strong, tab.label.substr(0, tab.label.find("##"))).x + frame.theme.px(52);
    const bool icons_alone = left + wanted > end;
    if (icons_alone)
        for (Tab& tab : tabs) {
            const std::size_t id = tab.label.find("##");
            tab.tooltip = tab.label.substr(0, id);
            tab.label.erase(0, id);
        }
    ImGui::SetCursorScreenPos(ImVec2(left - frame.theme.px(8), box.min.y));
    const int chosen = tab_bar(frame.theme, "workspaces", tabs, static_cast<int>(frame.view.workspace),
                               {.height = 48, .padding = icons_alone ? 4.0f : 14.0f, .body_font = true, .rule_inset = 8});
    frame.view.workspace = static_cast<Workspace>(chosen);
    return ImGui::GetItemRectMax().x;
}

struct Sync {
    std::string_view icon;
    std::string words;
    Family family;
};

Sync sync_of(const Frame& frame) {
    std::uint32_t waiting = 0;
    bool offline = false;
    for (const gis::SourceStatus& s : frame.sources) {
        waiting += s.waiting;
        offline |= s.health == gis::SourceHealth::offline || s.health == gis::SourceHealth::refused;
    }
    if (waiting > 0) return {"cloud_upload", frame.tr({"panels.sync.waiting", {{"n", std::to_string(waiting)}}}), Family::warn};
    if (offline) return {"cloud_off", frame.tr("panels.sync.offline"), Family::danger};
    return {"cloud_done", frame.tr("panels.sync.ok"), Family::done};
}

// From right to left; returns where it stopped.
float draw_clock(Frame& frame, const Box& box) {
    const Theme& theme = frame.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float right = box.max.x - theme.px(14), top = box.min.y + theme.px(7);
    const std::string time = frame.language.clock(frame.now, frame.zone), day = frame.language.day(frame.now, frame.zone);
    draw_text_right(list, theme.fonts.body_strong, ImVec2(right, top), theme.colors.text_strong, time);
    draw_text_right(list, theme.fonts.caption, ImVec2(right, top + theme.px(18)), theme.colors.text_weak, day);
    const float width = std::max(text_size(theme.fonts.caption, day).x, text_size(theme.fonts.body_strong, time).x);
    return right - width - theme.px(12);
}

float draw_bell(Frame& frame, const Box& box, float right) {
    const Theme& theme = frame.theme;
    std::size_t count = 0;
    for (const gis::Alert& alert : frame.world.alerts()) count += alert.state == gis::AlertState::raised;
    for (const gis::Notice& notice : frame.notices) count += notice.severity != gis::Severity::info;
    const float left = right - theme.px(40), middle = (box.min.y + box.max.y) / 2;
    ImGui::SetCursorScreenPos(ImVec2(left, middle - theme.px(15)));
    if (icon_button(theme, "###top.bell", "notifications", frame.tr("panels.top.notices"), {.large_icon = true}))
        frame.view.notices_open = !frame.view.notices_open;
    if (count > 0)
        draw_count_badge(ImGui::GetWindowDrawList(), theme, ImVec2(left + theme.px(15), middle - theme.px(9)),
                         std::to_string(std::min<std::size_t>(count, 99)), BadgeTone::danger);
    return left - theme.px(8);
}

float draw_sync(Frame& frame, const Box& box, float right) {
    const Theme& theme = frame.theme;
    const Sync sync = sync_of(frame);
    const float middle = (box.min.y + box.max.y) / 2, text = text_size(theme.fonts.caption, sync.words).x;
    const float left = right - text - theme.px(36);
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImGui::SetCursorScreenPos(ImVec2(left, middle - theme.px(15)));
    if (ImGui::InvisibleButton("###top.sync", ImVec2(right - left, theme.px(30)))) frame.view.workspace = Workspace::sources;
    tooltip_for_last_item(theme, frame.tr("panels.sync.tooltip"));
    draw_icon(list, theme, ImVec2(left + theme.px(14), middle), IconSize::large, theme.colors.family(sync.family).ink, sync.icon);
    draw_text(list, theme.fonts.caption, ImVec2(left + theme.px(30), middle - theme.fonts.caption->FontSize / 2),
              theme.colors.text_normal, sync.words);
    return left - theme.px(8);
}

float draw_undo(Frame& frame, const Box& box, float right) {
    const Theme& theme = frame.theme;
    const gis::Text* undo = frame.desk.undo_summary();
    const gis::Text* redo = frame.desk.redo_summary();
    const auto named = [&](const char* key, const gis::Text* what) {
        return what == nullptr ? std::string{} : frame.tr({key, {{"what", frame.tr(*what)}}});
    };
    const float left = right - theme.px(62), y = (box.min.y + box.max.y) / 2 - theme.px(15);
    ImGui::SetCursorScreenPos(ImVec2(left, y));
    const std::string nothing_undo = frame.tr("panels.undo.nothing"), nothing_redo = frame.tr("panels.redo.nothing");
    if (icon_button(theme, "###top.undo", "undo", named("panels.undo.named", undo),
                    {.blocked = undo == nullptr ? std::string_view(nothing_undo) : std::string_view{}, .key = "Ctrl Z", .large_icon = true}))
        frame.ask.undo = true;
    ImGui::SetCursorScreenPos(ImVec2(left + theme.px(30), y));
    if (icon_button(theme, "###top.redo", "redo", named("panels.redo.named", redo),
                    {.blocked = redo == nullptr ? std::string_view(nothing_redo) : std::string_view{}, .key = "Ctrl Y", .large_icon = true}))
        frame.ask.redo = true;
    return left - theme.px(12);
}

void draw_search(Frame& frame, const Box& box, float left_end, float right) {
    const Theme& theme = frame.theme;
    const float room = right - left_end - theme.px(12);
    if (room < theme.px(least_search)) {
        ImGui::SetCursorScreenPos(ImVec2(right - theme.px(30), (box.min.y + box.max.y) / 2 - theme.px(15)));
        if (icon_button(theme, "###top.search", "search", frame.tr("panels.top.search"), {.key = "Ctrl K", .large_icon = true})) frame.view.palette_open = true;
        return;
    }
    const float width = std::min(theme.px(292), room), height = theme.px(30), left = right - width;
    const ImVec2 min(left, (box.min.y + box.max.y - height) / 2), max(right, min.y + height);
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImGui::SetCursorScreenPos(min);
    if (ImGui::InvisibleButton("###top.search", ImVec2(width, height))) frame.view.palette_open = true;
    list->AddRectFilled(min, max, u32(theme.colors.surface2), theme.px(5));
    list->AddRect(min, max, u32(theme.colors.line_strong), theme.px(5));
    focus_ring(theme, min, max, theme.px(5));
    const float middle = (min.y + max.y) / 2;
    draw_icon(list, theme, ImVec2(min.x + theme.px(18), middle), IconSize::normal, theme.colors.text_weak, "search");
    const std::string_view keys = "Ctrl K";
    const float cap = text_size(theme.fonts.mono_small, keys).x + theme.px(10);
    draw_key_cap(list, theme, ImVec2(max.x - cap - theme.px(8), middle), keys);
    draw_text_clipped(list, theme.fonts.body, ImVec2(min.x + theme.px(34), middle - theme.fonts.body->FontSize / 2),
                      theme.colors.text_weak, frame.tr("panels.top.search"), width - theme.px(50) - cap);
}

} // namespace

void draw_mark(ImDrawList* list, const Theme& theme, ImVec2 centre, float size) {
    constexpr float pi = std::numbers::pi_v<float>;
    const float r = size * 0.43f, dot = size * 0.16f;
    const std::uint32_t ink = u32(theme.colors.accent);
    list->PathArcTo(centre, r, 0.2f * pi, 1.8f * pi, 32);  // open to the east: what is being watched
    list->PathStroke(ink, 0, size * 0.13f);
    list->AddCircleFilled(centre, dot, ink);
    list->AddLine(centre, ImVec2(centre.x + r * 0.98f, centre.y - size * 0.02f), ink, size * 0.12f);
}

void draw_top_bar(Frame& frame, TopBarState&, const Box& box) {
    const float tabs = draw_commune(frame, box);
    draw_commune_menu(frame);
    float right = draw_clock(frame, box);
    vertical_rule(frame.theme, right, box);
    right = draw_bell(frame, box, right);
    vertical_rule(frame.theme, right, box);
    right = draw_sync(frame, box, right - frame.theme.px(4));
    vertical_rule(frame.theme, right, box);
    right = draw_undo(frame, box, right - frame.theme.px(6));
    draw_search(frame, box, draw_workspaces(frame, box, tabs, right - frame.theme.px(least_search + 12)), right);
}

} // namespace vigie::panels
