// What a person chose, kept between runs: settings and the view (JSON in the configuration folder, written whole to a
// new file and renamed). A damaged file is kept beside and the defaults are used, with a notice.
#pragma once

#include <filesystem>
#include <vector>

#include "gis/model/result.hpp"
#include "panels/frame.hpp"

namespace vigie::app {

struct Preferences {
    panels::Settings settings;
    std::vector<std::string> last_opened;  // paths, or "demo"
    int window_width = 1600, window_height = 1000;
    bool maximized = false;
};

struct LoadedPreferences {
    Preferences preferences;
    std::vector<gis::Notice> notices;
};
[[nodiscard]] LoadedPreferences load_preferences(const std::filesystem::path& config_folder);
[[nodiscard]] gis::Outcome save_preferences(const Preferences& preferences, const std::filesystem::path& config_folder);

// The part of the view that comes back with the commune: kept as JSON in the commune file's settings.
[[nodiscard]] std::string view_json(const panels::ViewState& view);
void restore_view(const std::string& json, panels::ViewState& view);

} // namespace vigie::app
