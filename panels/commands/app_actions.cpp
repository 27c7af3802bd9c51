#include <imgui.h>

#include "panels/commands/action_lists.hpp"
#include "panels/forms/conflict_words.hpp"

namespace vigie::panels::commands {

namespace {

std::optional<gis::Text> no_live_source(const Frame& f) {
    return f.sources.empty() ? because("panels.reason.no_source") : std::nullopt;
}

} // namespace

std::vector<Action> app_actions() {
    return {
        {.id = "app.palette", .icon = "search", .shortcut = {ImGuiKey_K, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.palette_open = true; }},
        {.id = "edit.undo", .icon = "undo", .shortcut = {ImGuiKey_Z, true}, .group = "app",
         .blocked = [](const Frame& f) { return f.desk.undo_summary() == nullptr ? because("panels.undo.nothing") : std::nullopt; },
         .run = [](Frame& f) { f.ask.undo = true; }},
        {.id = "edit.redo", .icon = "redo", .shortcut = {ImGuiKey_Y, true}, .group = "app",
         .blocked = [](const Frame& f) { return f.desk.redo_summary() == nullptr ? because("panels.redo.nothing") : std::nullopt; },
         .run = [](Frame& f) { f.ask.redo = true; }},
        {.id = "workspace.map", .icon = "map", .shortcut = {ImGuiKey_1, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.workspace = Workspace::map; }},
        {.id = "workspace.planning", .icon = "view_week", .shortcut = {ImGuiKey_2, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.workspace = Workspace::planning; }},
        {.id = "workspace.energy", .icon = "flash_on", .shortcut = {ImGuiKey_3, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.workspace = Workspace::energy; }},
        {.id = "workspace.council", .icon = "account_balance", .shortcut = {ImGuiKey_4, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.workspace = Workspace::council; }},
        {.id = "workspace.sources", .icon = "settings_input_component", .shortcut = {ImGuiKey_5, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.workspace = Workspace::sources; }},
        {.id = "app.help", .icon = "help_outline", .shortcut = {ImGuiKey_F1}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.help_open = !f.view.help_open; }},
        {.id = "app.settings", .icon = "settings", .shortcut = {ImGuiKey_Comma, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.settings_open = true; }},
        {.id = "app.conflicts", .icon = "compare_arrows", .shortcut = {ImGuiKey_F8}, .group = "app",
         .blocked = [](const Frame& f) { return disputes(f).empty() ? because("conflict.none") : std::nullopt; },
         .run = [](Frame& f) { f.view.dialog = Dialog::conflict; }},
        {.id = "app.notices", .icon = "notifications", .shortcut = {}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.notices_open = !f.view.notices_open; }},
        {.id = "app.night", .icon = "palette", .shortcut = {ImGuiKey_N, true, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.settings.night = !f.settings.night; }},
        {.id = "app.full_screen", .icon = "zoom_out_map", .shortcut = {ImGuiKey_F11}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.ask.full_screen = true; }, .in_council_mode = InCouncilMode::too},
        {.id = "app.export_picture", .icon = "file_download", .shortcut = {ImGuiKey_P, true}, .group = "app",
         .blocked = [](const Frame& f) { return f.view.workspace == Workspace::council && !f.view.projecting ? because("council.reason.export") : std::nullopt; },
         .run = [](Frame& f) {  // the map, or the scene of the council as it is projected
             (f.view.projecting ? f.ask.export_scene : f.ask.export_png) = std::filesystem::path("vigie-" + std::to_string(gis::ms_since_epoch(f.now) / 1000) + ".png");
         }, .in_council_mode = InCouncilMode::too},
        {.id = "app.diagnostics", .icon = "timeline", .shortcut = {ImGuiKey_F12}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.diagnostics = !f.view.diagnostics; }},
        {.id = "app.demo", .icon = "play_arrow", .shortcut = {}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.ask.commune = CommuneRequest{}; }},
        {.id = "file.add", .icon = "folder_open", .shortcut = {ImGuiKey_O, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.file_task = FileTask::add_files; }},
        {.id = "service.add", .icon = "public", .shortcut = {}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.service_open = true; }},
        {.id = "commune.open", .icon = "location_city", .shortcut = {ImGuiKey_O, true, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.file_task = FileTask::open_commune; }},
        {.id = "commune.fetch", .icon = "my_location", .shortcut = {}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.public_data_open = true; }},
        {.id = "commune.create", .icon = "add", .shortcut = {}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.file_task = FileTask::create_commune; }},
        {.id = "app.stop_reading", .icon = "stop", .shortcut = {}, .group = "app",
         .blocked = [](const Frame& f) { return f.reading_files ? std::nullopt : because("panels.reason.not_reading"); },
         .run = [](Frame& f) { f.ask.stop_reading = true; }},
        {.id = "source.refresh", .icon = "refresh", .shortcut = {ImGuiKey_F5}, .group = "app", .blocked = no_live_source,
         .run = [](Frame& f) { for (const gis::SourceStatus& s : f.sources) f.ask.retry_sources.push_back(s.source); }},
        {.id = "zone.next", .icon = "keyboard", .shortcut = {ImGuiKey_F6}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.focus_zone = 1; }},
        {.id = "zone.previous", .icon = "keyboard", .shortcut = {ImGuiKey_F6, false, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.view.focus_zone = -2; }},
        {.id = "app.quit", .icon = "close", .shortcut = {ImGuiKey_Q, true}, .group = "app", .blocked = {}, .run = [](Frame& f) { f.ask.quit = true; }},
    };
}

} // namespace vigie::panels::commands
