#include "app/places.hpp"

#include <cstdlib>
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

} // namespace vigie::app
