// Plugins on this computer: where they are looked for, and which of the shared objects run within the program. Others run
// in a process of their own (`vigie run-plugin`), so that what they break is not the window.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/places.hpp"
#include "gis/backends/hub.hpp"

namespace vigie::app {

// $VIGIE_PLUGIN_PATH, the user's plugins, those installed with the program.
[[nodiscard]] std::vector<std::filesystem::path> plugin_folders(const Places& places);
// `program`: this program, to start helper processes with; empty = every plugin runs in this process (tests).
void scan_plugins(gis::BackendHub& hub, const Places& places, const std::filesystem::path& program);

// A person trusts exactly these bytes of a shared object, or not any more.
[[nodiscard]] gis::Outcome set_trust(const Places& places, const std::filesystem::path& object, bool trusted);
[[nodiscard]] bool is_trusted(const Places& places, const std::filesystem::path& object);

[[nodiscard]] std::filesystem::path this_program();

} // namespace vigie::app
