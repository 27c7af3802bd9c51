#include <cpl_string.h>
#include <cpl_vsi.h>

#include <string_view>

#include "gis/layers/gdal_session.hpp"
#include "gis/layers/qgis/project.hpp"

namespace vigie::gis::qgis {

namespace {

Error unreadable(const std::filesystem::path& file, const char* key) {
    return {ErrorClass::input, {key, {{"path", file.string()}}}, {"layers.remedy.save_project_again", {}}, {}, {}};
}

std::string extension_of(const std::filesystem::path& file) {
    std::string extension = file.extension().string();
    for (char& c : extension) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return extension;
}

// Whole, unless it passes the bound: a small archive may unpack to anything.
Result<std::string> read_whole(const std::string& gdal_name, const std::filesystem::path& file) {
    VSILFILE* in = VSIFOpenL(gdal_name.c_str(), "rb");
    if (!in) return unreadable(file, "layers.qgis.unreadable");
    std::string text;
    char buffer[1 << 16];
    while (text.size() <= most_project_bytes) {
        const std::size_t n = VSIFReadL(buffer, 1, sizeof buffer, in);
        if (n == 0) break;
        text.append(buffer, n);
    }
    VSIFCloseL(in);
    if (text.size() > most_project_bytes) return unreadable(file, "layers.qgis.too_big");
    return text;
}

} // namespace

bool is_project(const std::filesystem::path& file) {
    const std::string extension = extension_of(file);
    return extension == ".qgs" || extension == ".qgz";
}

Result<Project> read_project(const std::filesystem::path& file) {
    start_gdal();
    const GdalMessages messages;
    std::string name = file.string();
    if (extension_of(file) == ".qgz") {
        const std::string root = "/vsizip/{" + file.string() + "}";
        const CPLStringList inside(VSIReadDir(root.c_str()));
        name.clear();
        for (int i = 0; i < inside.Count() && name.empty(); ++i)
            if (std::string_view(inside[i]).ends_with(".qgs")) name = root + "/" + inside[i];
        if (name.empty()) return unreadable(file, "layers.qgis.unreadable");
    }
    auto text = read_whole(name, file);
    if (!text) return text.error();
    return read_project_text(*text, file);
}

} // namespace vigie::gis::qgis
