#include "panels/dialogs/settings_dialog.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "panels/command_table.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr float label_width = 170, dialog_width = 560;

// A window in the middle over a scrim; false when it was closed.
bool begin_dialog(Frame& frame, const char* id, const char* title_key, float width, bool& open) {
    const Theme& theme = frame.theme;
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(ImVec2(screen->GetCenter().x, screen->GetCenter().y), ImGuiCond_Always, ImVec2(0.5f, 0.5f));
    ImGui::SetNextWindowSizeConstraints(ImVec2(theme.px(width), 0), ImVec2(theme.px(width), screen->Size.y - theme.px(80)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(20), theme.px(16)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, theme.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    if (!ImGui::IsPopupOpen(id)) ImGui::OpenPopup(id);
    const bool shown = ImGui::BeginPopupModal(id, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar(3);
    if (!shown) {
        open = false;
        return false;
    }
    text_item(theme.fonts.title, theme.colors.text_strong, frame.tr(title_key));
    ImGui::SameLine(theme.px(width) - theme.px(48));
    if (icon_button(theme, "###dialog.close", "close", frame.tr("panels.close"), {.size = 24})) open = false;
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) open = false;
    ImGui::Dummy(ImVec2(0, theme.px(6)));
    return true;
}

void end_dialog(bool open) {
    if (!open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

void label(const Frame& frame, const char* key) {
    ImGui::AlignTextToFramePadding();
    text_item(frame.theme.fonts.body, frame.theme.colors.text_normal, frame.tr(key));
    ImGui::SameLine(frame.theme.px(label_width));
}

void appearance(Frame& frame) {
    Settings& s = frame.settings;
    label(frame, "panels.settings.language");
    const int language = segmented(frame.theme, "language", {{"Français###settings.fr", {}}, {"English###settings.en", {}}}, s.language == "en" ? 1 : 0, 28);
    s.language = language == 1 ? "en" : "fr";
    label(frame, "panels.settings.theme");
    const std::string day = frame.tr("panels.settings.day") + "###settings.day", night = frame.tr("panels.settings.night") + "###settings.night";
    s.night = segmented(frame.theme, "theme", {{day.c_str(), {}}, {night.c_str(), {}}}, s.night ? 1 : 0, 28) == 1;
    label(frame, "panels.settings.text_size");
    slider_field(frame.theme, "###settings.text_size", s.text_scale, 0.85f, 2.0f, 0.05f, frame.language.number(std::round(double(s.text_scale) * 100)) + "\u202f%");
    label(frame, "panels.settings.motion");
    check_field(frame.theme, (frame.tr("panels.settings.reduce_motion") + "###settings.reduce_motion").c_str(), s.reduce_motion);
    label(frame, "panels.settings.services");
    auto gigabytes = static_cast<float>(s.service_cache_mb) / 1000;
    if (slider_field(frame.theme, "###settings.services", gigabytes, 0.1f, 5, 0.1f, frame.language.number(std::round(double(gigabytes) * 10) / 10) + frame.tr("panels.settings.gigabytes")))
        s.service_cache_mb = static_cast<int>(std::lround(gigabytes * 1000));
    label(frame, "panels.settings.coordinates");
    check_field(frame.theme, (frame.tr("panels.settings.precise") + "###settings.precise").c_str(), s.metric_precise);
}

void map_memory(Frame& frame) {
    Settings& s = frame.settings;
    label(frame, "panels.settings.memory");
    auto mb = static_cast<float>(s.memory_budget_mb);
    const std::string shown = s.memory_budget_mb < 1024 ? frame.language.quantity(s.memory_budget_mb, 0, "MB") : frame.language.quantity(s.memory_budget_mb / 1024.0, s.memory_budget_mb % 1024 == 0 ? 0 : 2, "GB");
    slider_field(frame.theme, "###settings.memory", mb, Settings::least_memory_mb, Settings::most_memory_mb, Settings::memory_step_mb, shown);
    s.memory_budget_mb = static_cast<int>(std::lround(mb));
}

void post(Frame& frame) {
    Settings& s = frame.settings;
    label(frame, "panels.settings.name");
    text_field(frame.theme, "###settings.name", s.actor_name, {.hint = frame.tr("panels.settings.name_hint"), .width = 320});
    label(frame, "panels.settings.post");
    text_field(frame.theme, "###settings.post", s.actor_post, {.hint = frame.tr("panels.settings.post_hint"), .width = 320});
    label(frame, "panels.settings.role");
    int role = static_cast<int>(s.role);
    const std::vector<std::string> roles = {frame.tr("panels.role.director") + "###role.director", frame.tr("panels.role.dispatcher") + "###role.dispatcher",
                                            frame.tr("panels.role.agent") + "###role.agent", frame.tr("panels.role.council") + "###role.council"};
    if (combo_field(frame.theme, "###settings.role", role, roles, {.width = 320})) s.role = static_cast<gis::Role>(role);
}

// Of the commune, not of the person: kept in its file.
void school_zone(Frame& frame) {
    label(frame, "panels.settings.school");
    const std::string set = frame.desk.setting("school_zone"), found = gis::school_zone(frame.catalog, {}, frame.desk.setting("insee"));
    std::vector<std::string> entries{frame.tr(found.empty() ? gis::Text{"panels.settings.school.unknown", {}} : gis::Text{"panels.settings.school.found", {{"zone", found}}}) + "###school.auto"};
    int chosen = 0;
    for (const gis::SchoolZone& zone : frame.catalog.school_zones) {
        if (zone.id == set) chosen = static_cast<int>(entries.size());
        entries.push_back(zone.name.in(frame.language.code()) + "###school." + zone.id);
    }
    if (combo_field(frame.theme, "###settings.school", chosen, entries, {.width = 320}))
        frame.ask.school_zone = chosen == 0 ? std::string() : frame.catalog.school_zones[static_cast<std::size_t>(chosen - 1)].id;
}

void draw_shortcuts(Frame& frame, const std::string& group, float left) {
    const Theme& theme = frame.theme;
    ImGui::SetCursorPosX(left);
    section_header(theme, frame.tr("panels.help." + group));
    for (const Action& action : actions()) {
        if (action.group != group || action.shortcut.key == 0) continue;
        ImGui::SetCursorPosX(left);
        text_item(theme.fonts.body, theme.colors.text_normal, ellipsized(theme.fonts.body, frame.tr("action." + std::string(action.id)), theme.px(236)));
        ImGui::SameLine(left + theme.px(245));
        key_cap(theme, shortcut_words(frame.language, action.shortcut));
    }
}

} // namespace

void draw_settings_dialog(Frame& frame) {
    if (!frame.view.settings_open) return;
    bool open = true;
    if (begin_dialog(frame, "settings", "panels.settings.title", dialog_width, open)) {
        appearance(frame);
        map_memory(frame);
        ImGui::Dummy(ImVec2(0, frame.theme.px(6)));
        separator_line(frame.theme);
        ImGui::Dummy(ImVec2(0, frame.theme.px(6)));
        post(frame);
        school_zone(frame);
        ImGui::Dummy(ImVec2(0, frame.theme.px(4)));
        text_wrapped(frame.theme.fonts.caption, frame.theme.colors.text_weak, frame.tr("panels.settings.journal"));
        end_dialog(open);
    }
    frame.view.settings_open = open;
}

void draw_help_sheet(Frame& frame) {
    if (!frame.view.help_open) return;
    const Theme& theme = frame.theme;
    bool open = true;
    constexpr std::array groups{"work", "view", "app"};
    constexpr float column = 335;   // px at scale 1
    const float room = ImGui::GetMainViewport()->Size.x / theme.scale - 75;
    const auto columns = static_cast<std::size_t>(std::clamp(room / column, 1.0f, static_cast<float>(groups.size())));
    if (begin_dialog(frame, "help", "panels.help.title", 35 + column * static_cast<float>(columns), open)) {
        std::vector<float> bottoms(columns, ImGui::GetCursorPosY());
        for (const char* group : groups) {
            const auto shortest = std::ranges::min_element(bottoms);
            ImGui::SetCursorPosY(*shortest);
            draw_shortcuts(frame, group, theme.px(20 + column * static_cast<float>(shortest - bottoms.begin())));
            *shortest = ImGui::GetCursorPosY() + theme.px(8);
        }
        ImGui::SetCursorPosY(std::ranges::max(bottoms));
        text_wrapped(theme.fonts.caption, theme.colors.text_weak, frame.tr("panels.help.accessibility"));
        end_dialog(open);
    }
    frame.view.help_open = open;
}

} // namespace vigie::panels
