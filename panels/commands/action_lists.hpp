// The rows of the command table by theme. Private to panels/commands.
#pragma once

#include <vector>

#include "panels/command_table.hpp"

namespace vigie::panels::commands {

[[nodiscard]] std::vector<Action> app_actions();
[[nodiscard]] std::vector<Action> view_actions();
[[nodiscard]] std::vector<Action> work_actions();
[[nodiscard]] std::vector<Action> layer_actions();
[[nodiscard]] std::vector<Action> energy_actions();
[[nodiscard]] std::vector<Action> council_actions();

[[nodiscard]] inline std::optional<gis::Text> because(const char* key) { return gis::Text{key, {}}; }

} // namespace vigie::panels::commands
