// Where things are on this computer: the program's share folder, and the user's folders (XDG Base Directory
// Specification). The only file that asks the environment for paths.
#pragma once

#include <filesystem>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::app {

struct Places {
    std::filesystem::path share;   // assets and shaders: $VIGIE_SHARE_DIR, beside the program, or <prefix>/share/vigie
    std::filesystem::path data;    // commune files: $XDG_DATA_HOME/vigie
    std::filesystem::path config;  // settings: $XDG_CONFIG_HOME/vigie
    std::filesystem::path cache;   // prepared layers and tiles: $XDG_CACHE_HOME/vigie
    std::filesystem::path style{}; // of --style; empty = the user's styles/municipal.json, else the program's
};

// Folders of the person: home, documents, downloads, what is plugged in, the root. Only those that exist.
struct Folders {
    std::filesystem::path home, documents, downloads;  // empty when there is none
    std::vector<std::filesystem::path> media;
};
[[nodiscard]] Folders find_folders();

// Fails when the share folder is not found. User folders are made on demand, not here.
[[nodiscard]] gis::Result<Places> find_places();

} // namespace vigie::app
