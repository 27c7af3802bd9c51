#include "app/versions.hpp"

#include <GLFW/glfw3.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <gdal.h>
#include <imgui.h>
#include <nlohmann/json.hpp>
#include <proj.h>
#include <sqlite3.h>

#include "vigie_version.hpp"

namespace vigie::app {

std::string program_version() { return VIGIE_VERSION; }

std::string versions() {
    int major = 0, minor = 0, revision = 0;
    glfwGetVersion(&major, &minor, &revision);
    return fmt::format("vigie {}\nGDAL {}\nPROJ {}\nSQLite {}\ncurl {}\nGLFW {}.{}.{}\nDear ImGui {}\nnlohmann/json {}.{}.{}",
                       VIGIE_VERSION, GDALVersionInfo("RELEASE_NAME"), proj_info().version, sqlite3_libversion(),
                       curl_version_info(CURLVERSION_NOW)->version, major, minor, revision, IMGUI_VERSION,
                       NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH);
}

} // namespace vigie::app
