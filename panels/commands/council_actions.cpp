#include <imgui.h>

#include "panels/commands/action_lists.hpp"
#include "panels/council/scene_view.hpp"

namespace vigie::panels::commands {

namespace {

std::optional<gis::Text> no_scene(const Frame& f) {
    return f.council == nullptr || f.council->scenes.empty() ? because("council.reason.no_scene") : std::nullopt;
}

std::optional<gis::Text> not_projecting(const Frame& f) { return f.view.projecting ? std::nullopt : because("council.reason.not_projecting"); }

void turn_projection(Frame& f) {
    f.view.workspace = Workspace::council;
    f.view.projecting = !f.view.projecting;
    f.view.council_blank = false;
}

} // namespace

std::vector<Action> council_actions() {
    return {
        {.id = "council.project", .icon = "zoom_out_map", .shortcut = {ImGuiKey_F, true, true}, .group = "council", .blocked = {}, .run = turn_projection, .in_council_mode = InCouncilMode::too},
        {.id = "council.next", .icon = "chevron_right", .shortcut = {ImGuiKey_RightArrow}, .group = "council", .blocked = no_scene, .run = [](Frame& f) { step_scene(f, 1); }, .workspace_map = false,
         .workspace_planning = false, .workspace_sources = false, .workspace_council = true, .in_council_mode = InCouncilMode::only},
        {.id = "council.previous", .icon = "chevron_left", .shortcut = {ImGuiKey_LeftArrow}, .group = "council", .blocked = no_scene, .run = [](Frame& f) { step_scene(f, -1); }, .workspace_map = false,
         .workspace_planning = false, .workspace_sources = false, .workspace_council = true, .in_council_mode = InCouncilMode::only},
        {.id = "council.blank", .icon = "visibility_off", .shortcut = {ImGuiKey_B}, .group = "council", .blocked = not_projecting, .run = [](Frame& f) { f.view.council_blank = !f.view.council_blank; }, .workspace_map = false,
         .workspace_planning = false, .workspace_sources = false, .workspace_council = true, .in_council_mode = InCouncilMode::only},
        {.id = "council.refreeze", .icon = "refresh", .shortcut = {}, .group = "council", .blocked = {}, .run = [](Frame& f) { f.ask.refreeze_council = true; }, .workspace_map = false,
         .workspace_planning = false, .workspace_sources = false, .workspace_council = true},
    };
}

} // namespace vigie::panels::commands
