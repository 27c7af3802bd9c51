#include "app/places.hpp"

#include <cstdlib>
#include <fstream>
#include <string>
#include <system_error>

namespace vigie::app {

namespace {

namespace fs = std::filesystem;

fs::path from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value && *value ? fs::path(value) : fs::path();
}

fs::path user_folder(const char* variable, const char* below_home) {
    const fs::path base = from_environment(variable);
    if (base.is_absolute()) return base / "vigie";
    const fs::path home = from_environment("HOME");
    return (home.empty() ? fs::temp_directory_path() : home) / below_home / "vigie";
}

bool is_share(const fs::path& folder) {
    std::error_code ec;
    return fs::is_directory(folder / "lang", ec) && fs::is_directory(folder / "shaders", ec);
}

} // namespace

gis::Result<Places> find_places() {
    std::error_code ec;
    const fs::path program = fs::read_symlink("/proc/self/exe", ec);
    Places places{{}, user_folder("XDG_DATA_HOME", ".local/share"), user_folder("XDG_CONFIG_HOME", ".config"),
                  user_folder("XDG_CACHE_HOME", ".cache")};
    for (const fs::path& candidate : {from_environment("VIGIE_SHARE_DIR"), program.parent_path() / "share/vigie",
                                      program.parent_path().parent_path() / "share/vigie"}) {
        if (!candidate.empty() && is_share(candidate)) {
            places.share = candidate;
            return places;
        }
    }
    return gis::Error{gis::ErrorClass::config, {"app.no_assets", {{"path", program.string()}}}, {"app.no_assets.remedy", {}},
                      "share/vigie"};
}

namespace {

constexpr std::size_t most_media = 12;

// XDG user directories: lines like XDG_DOCUMENTS_DIR="$HOME/Documents".
fs::path user_directory(const fs::path& home, const std::string& name) {
    std::ifstream in((from_environment("XDG_CONFIG_HOME").empty() ? home / ".config" : from_environment("XDG_CONFIG_HOME")) / "user-dirs.dirs");
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(name + "=\"")) continue;
        const std::size_t begin = name.size() + 2, end = line.find('"', begin);
        if (end == std::string::npos) return {};
        const std::string value = line.substr(begin, end - begin);
        return value.starts_with("$HOME/") ? home / value.substr(6) : fs::path(value);
    }
    return {};
}

void add_media(std::vector<fs::path>& into, const fs::path& below) {
    std::error_code ec;
    for (fs::directory_iterator item(below, ec); !ec && item != fs::directory_iterator{} && into.size() < most_media; item.increment(ec)) {
        std::error_code unknown;
        if (item->is_directory(unknown) && !fs::is_empty(item->path(), unknown)) into.push_back(item->path());
    }
}

} // namespace

Folders find_folders() {
    Folders out;
    std::error_code ec;
    const auto existing = [&](const fs::path& p) { return !p.empty() && fs::is_directory(p, ec) ? p : fs::path{}; };
    out.home = existing(from_environment("HOME"));
    if (!out.home.empty()) {
        out.documents = existing(user_directory(out.home, "XDG_DOCUMENTS_DIR"));
        out.downloads = existing(user_directory(out.home, "XDG_DOWNLOAD_DIR"));
        if (out.documents.empty()) out.documents = existing(out.home / "Documents");
    }
    const fs::path user = from_environment("USER");
    for (const char* base : {"/media", "/run/media"})
        if (!user.empty()) add_media(out.media, fs::path(base) / user);
    add_media(out.media, "/mnt");
    return out;
}

} // namespace vigie::app
