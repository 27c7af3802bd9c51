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
    static constexpr std::size_t most_recent = 8;
    std::vector<panels::RecentCommune> recent;  // newest first; the first one opens at the next start
    int window_width = 1600, window_height = 1000;
    bool maximized = false;
};

// Puts a commune at the head of `recent`.
void remember(Preferences& preferences, panels::RecentCommune commune);

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
