// Map layers and the commune's assets on them: table, export, editing.
#include <imgui.h>

#include "panels/attributes/attribute_table.hpp"
#include "panels/commands/action_lists.hpp"
#include "panels/edit/editing.hpp"

namespace vigie::panels::commands {

namespace {

// The layer that the selection, else the table, is about.
std::string layer_meant(const Frame& f) {
    if (!f.view.selection.features.empty()) return f.view.selection.features.rbegin()->first;
    if (const gis::Asset* asset = selected_asset(f)) return "commune:" + asset->kind;
    return f.view.table_layer;
}

std::optional<gis::Text> no_layer(const Frame& f) { return f.layers.empty() ? because("table.empty.no_layer") : std::nullopt; }

std::optional<gis::Text> not_one_asset(const Frame& f) {
    const gis::Asset* asset = selected_asset(f);
    if (asset) return edit_blocked(f, *asset);
    return because(f.view.selection.empty() ? "panels.reason.nothing_selected" : !f.view.selection.features.empty() ? "editing.file_layer" : "editing.not_an_asset");
}

std::optional<gis::Text> nothing_to_copy(const Frame& f) {
    if (!f.view.selection.features.empty()) return {};
    const gis::Asset* asset = selected_asset(f);
    if (!asset) return because("panels.reason.nothing_selected");
    return edit_blocked(f, *asset) ? std::nullopt : because("editing.already_ours");
}

void copy_selection(Frame& f) {
    if (const gis::Asset* asset = selected_asset(f)) return copy_asset(f, *asset);
    for (const auto& [id, set] : f.view.selection.features)
        if (const gis::LayerPtr layer = layer_named(f, id)) copy_into_commune(f, layer, set);
}

} // namespace

std::vector<Action> layer_actions() {
    return {
        {.id = "layer.table", .icon = "table_rows", .shortcut = {ImGuiKey_G}, .group = "view", .blocked = no_layer,
         .run = [](Frame& f) { open_table(f, layer_meant(f)); }, .workspace_planning = false, .workspace_sources = false},
        {.id = "layer.export", .icon = "file_download", .shortcut = {}, .group = "view",
         .blocked = [](const Frame& f) { return layer_named(f, layer_meant(f)) ? std::nullopt : because("table.empty.no_layer"); },
         .run = [](Frame& f) { f.view.table_layer = layer_meant(f), f.view.export_open = true; }},
        {.id = "layer.take_off", .icon = "layers_clear", .shortcut = {}, .group = "view",
         .blocked = [](const Frame& f) {
             const gis::LayerPtr layer = layer_named(f, layer_meant(f));
             return layer && layer->entities.empty() ? std::nullopt : because("panels.reason.no_file_layer");
         },
         .run = [](Frame& f) { f.ask.take_off.push_back(layer_meant(f)); }},
        {.id = "copy.stop", .icon = "stop", .shortcut = {}, .group = "app",
         .blocked = [](const Frame& f) { return f.copying ? std::nullopt : because("panels.reason.not_copying"); },
         .run = [](Frame& f) { f.ask.stop_copying = true; }},
        {.id = "asset.add", .icon = "edit", .shortcut = {ImGuiKey_O}, .group = "work", .blocked = {},
         .run = [](Frame& f) { f.view.draw_menu_open = true; }, .workspace_planning = false, .workspace_sources = false},
        {.id = "asset.reshape", .icon = "timeline", .shortcut = {ImGuiKey_E}, .group = "work", .blocked = not_one_asset,
         .run = [](Frame& f) {
             if (f.view.tool == MapTool::reshape) f.view.tool = MapTool::pointer;
             else start_reshaping(f);
         }, .workspace_planning = false, .workspace_sources = false},
        {.id = "asset.describe", .icon = "edit_note", .shortcut = {ImGuiKey_F2}, .group = "work", .blocked = not_one_asset,
         .run = [](Frame& f) { f.view.asset_form = selected_asset(f)->id, f.view.right_open = true; }, .workspace_planning = false, .workspace_sources = false},
        {.id = "asset.delete", .icon = "delete_outline", .shortcut = {ImGuiKey_Delete}, .group = "work", .blocked = delete_blocked,
         .run = delete_selected, .workspace_planning = false, .workspace_sources = false},
        {.id = "asset.copy", .icon = "content_copy", .shortcut = {}, .group = "work", .blocked = nothing_to_copy, .run = copy_selection, .workspace_sources = false},
    };
}

} // namespace vigie::panels::commands
