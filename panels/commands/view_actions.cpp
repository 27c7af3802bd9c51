#include <imgui.h>

#include "panels/commands/action_lists.hpp"
#include "panels/map/map_hands.hpp"

namespace vigie::panels::commands {

namespace {

using std::chrono::minutes;

// "Plus proche ici" over a report, an alert or an intervention means for it.
gis::EntityRef work_under_pointer(const ViewState& v) {
    using enum gis::EntityKind;
    return v.hovered.kind == report || v.hovered.kind == alert || v.hovered.kind == intervention ? v.hovered : gis::EntityRef{};
}

render::PxPoint middle(const Frame& f) { return {f.view.rig.camera.width / 2.0, f.view.rig.camera.height / 2.0}; }

// The map, or the board of the week.
void zoom(Frame& f, int steps) {
    if (f.view.workspace == Workspace::planning) f.view.board_zoom_step += steps;
    else f.view.rig.zoom_at(middle(f), steps > 0 ? 2 : 0.5);
}

std::optional<gis::Text> nothing_selected(const Frame& f) {
    return f.view.selection.empty() ? because("panels.reason.nothing_selected") : std::nullopt;
}

std::optional<gis::Text> nowhere(const Frame& f) {
    if (auto none = nothing_selected(f)) return none;
    return selection_box(f).empty() ? because("panels.reason.no_place") : std::nullopt;
}

std::optional<gis::Text> not_replaying(const Frame& f) {
    return f.view.time_cursor ? std::nullopt : because("panels.reason.already_live");
}

void move_cursor(Frame& f, gis::Minutes by) {
    const gis::Time to = f.view.time_cursor.value_or(f.now) + by;
    if (to >= f.now) f.view.time_cursor.reset();
    else f.view.time_cursor = to;
}

std::optional<gis::Text> filter_off(const Frame& f) {
    return f.view.filter.active_count() == 0 ? because("panels.filter.none_active") : std::nullopt;
}

} // namespace

std::vector<Action> view_actions() {
    return {
        {.id = "view.zoom_in", .icon = "add", .shortcut = {ImGuiKey_Equal}, .group = "view", .blocked = {}, .run = [](Frame& f) { zoom(f, 1); }, .repeats = true},
        {.id = "view.zoom_out", .icon = "remove", .shortcut = {ImGuiKey_Minus}, .group = "view", .blocked = {}, .run = [](Frame& f) { zoom(f, -1); }, .repeats = true},
        {.id = "view.selection", .icon = "my_location", .shortcut = {ImGuiKey_Z}, .group = "view", .blocked = nothing_selected,
         .run = [](Frame& f) { if (const gis::PlaneBox box = selection_box(f); !box.empty()) f.view.rig.fly_to(box); }, .workspace_sources = false},
        {.id = "view.on_map", .icon = "map", .shortcut = {ImGuiKey_C}, .group = "view", .blocked = nowhere,
         .run = [](Frame& f) { f.view.workspace = Workspace::map; f.view.right_open = true; f.view.rig.fly_to(selection_box(f)); }, .workspace_sources = false},
        {.id = "view.commune", .icon = "explore", .shortcut = {ImGuiKey_Z, false, true}, .group = "view", .blocked = {},
         .run = [](Frame& f) { if (const gis::PlaneBox box = commune_box(f); !box.empty()) f.view.rig.fly_to(box); }, .workspace_sources = false},
        {.id = "tool.lasso", .icon = "gesture", .shortcut = {ImGuiKey_L}, .group = "view", .blocked = {},
         .run = [](Frame& f) { f.view.tool = f.view.tool == MapTool::lasso ? MapTool::pointer : MapTool::lasso; }, .workspace_planning = false, .workspace_sources = false},
        {.id = "tool.measure", .icon = "straighten", .shortcut = {ImGuiKey_D}, .group = "view", .blocked = {},
         .run = [](Frame& f) { f.view.tool = f.view.tool == MapTool::measure ? MapTool::pointer : MapTool::measure; }, .workspace_planning = false, .workspace_sources = false},
        {.id = "tool.nearest", .icon = "near_me", .shortcut = {ImGuiKey_P}, .group = "view", .blocked = {},
         .run = [](Frame& f) { f.view.nearest_place.reset(); f.view.nearest_for = work_under_pointer(f.view); f.view.nearest_open = true; }, .workspace_planning = false, .workspace_sources = false},
        {.id = "time.back", .icon = "history", .shortcut = {ImGuiKey_Comma}, .group = "view", .blocked = {}, .run = [](Frame& f) { move_cursor(f, -minutes{15}); }, .repeats = true, .workspace_sources = false, .workspace_energy = true},
        {.id = "time.forward", .icon = "history", .shortcut = {ImGuiKey_Semicolon}, .group = "view", .blocked = not_replaying, .run = [](Frame& f) { move_cursor(f, minutes{15}); }, .repeats = true, .workspace_sources = false, .workspace_energy = true},
        {.id = "time.live", .icon = "wifi_tethering", .shortcut = {ImGuiKey_Home}, .group = "view", .blocked = not_replaying, .run = [](Frame& f) { f.view.time_cursor.reset(); }, .workspace_sources = false, .workspace_energy = true},
        {.id = "filter.clear", .icon = "filter_list", .shortcut = {}, .group = "view", .blocked = filter_off, .run = [](Frame& f) { f.view.filter = {}; }},
        {.id = "list.find", .icon = "filter_list", .shortcut = {ImGuiKey_F, true}, .group = "view", .blocked = {}, .run = [](Frame& f) { f.view.find_in_list = true; f.view.bottom_open = true; }, .workspace_sources = false, .workspace_energy = true},
        {.id = "panel.left", .icon = "layers", .shortcut = {ImGuiKey_B, true}, .group = "view", .blocked = {}, .run = [](Frame& f) { f.view.left_open = !f.view.left_open; }, .workspace_planning = false, .workspace_sources = false},
        {.id = "panel.right", .icon = "info", .shortcut = {ImGuiKey_I, true}, .group = "view", .blocked = {}, .run = [](Frame& f) { f.view.right_open = !f.view.right_open; }, .workspace_planning = false, .workspace_sources = false},
        {.id = "panel.bottom", .icon = "view_column", .shortcut = {ImGuiKey_J, true}, .group = "view", .blocked = {}, .run = [](Frame& f) { f.view.bottom_open = !f.view.bottom_open; }, .workspace_planning = false, .workspace_sources = false},
    };
}

} // namespace vigie::panels::commands
