#include "gis/layers/skipped_files.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace vigie::gis {

namespace {

constexpr std::size_t names_told = 40;  // of one place; the rest is counted

constexpr std::string_view companion_extensions[] = {
    "dbf", "shx", "prj", "cpg", "qix", "qpj", "sbn", "sbx", "ain", "aih", "idx", "fbn", "fbx", "atx", "ixs", "mxs", "shp.xml", "xml", "idm", "ind",
    "dat", "map", "id", "mid", "gfs", "xsd", "csvt", "qml", "qmd", "sld", "lyr", "qgd", "wal", "shm", "gpkg-wal", "gpkg-shm", "gpkg-journal", "bak",
    "tfw", "jgw", "pgw", "wld", "ovr", "aux.xml", "qgs~", "qgz~"};
constexpr std::string_view image_extensions[] = {"tif", "tiff", "jp2", "ecw", "asc", "img", "mbtiles", "vrt", "hgt", "bil", "webp"};
constexpr std::string_view photo_extensions[] = {"jpg", "jpeg", "png"};  // images of the ground only with a world file
constexpr std::string_view world_file_extensions[] = {"jgw", "jpgw", "pgw", "pngw", "wld"};

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return text;
}

template <class List>
bool listed(const List& list, std::string_view extension) {
    return std::ranges::find(list, extension) != std::end(list);
}

// Beginnings of a name up to each of its dots: "a.shp.xml" gives "a.shp" and "a".
std::vector<std::string> stems(const std::string& name) {
    std::vector<std::string> all;
    for (auto dot = name.rfind('.'); dot != std::string::npos && dot > 0; dot = name.rfind('.', dot - 1)) all.push_back(name.substr(0, dot));
    return all;
}

std::string list_of(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < names_told; ++i) text += (i ? ", " : "") + names[i];
    if (names.size() > names_told) text += ", … +" + std::to_string(names.size() - names_told);
    return text;
}

} // namespace

std::vector<Notice> notices_of_skipped(const std::string& where, const std::vector<std::string>& names, const std::vector<std::string>& unread) {
    const std::set<std::string> skipped(unread.begin(), unread.end());
    std::set<std::string> read_stems, world_stems;
    for (const std::string& name : names) {
        const std::string plain = lower(name);
        for (const std::string& stem : stems(plain)) {
            if (!skipped.contains(name)) read_stems.insert(stem);
            if (listed(world_file_extensions, std::string_view(plain).substr(stem.size() + 1))) world_stems.insert(stem);
        }
        if (!skipped.contains(name)) read_stems.insert(plain);
    }
    std::vector<std::string> images, others;
    for (const std::string& name : unread) {
        const std::string plain = lower(name);
        bool companion = false, image = false;
        for (const std::string& stem : stems(plain)) {
            const std::string_view extension = std::string_view(plain).substr(stem.size() + 1);
            companion = companion || (listed(companion_extensions, extension) && (read_stems.contains(stem) || world_stems.contains(stem)));
            image = image || listed(image_extensions, extension) || (listed(photo_extensions, extension) && world_stems.contains(stem));
        }
        if (!companion) (image ? images : others).push_back(name);
    }
    std::vector<Notice> notices;
    if (!images.empty()) notices.push_back({Severity::info, where, {"layers.skipped.images", {{"files", list_of(images)}}}, {}});
    if (!others.empty()) notices.push_back({Severity::info, where, {"layers.skipped.others", {{"files", list_of(others)}}}, {"layers.remedy.open_by_name", {}}});
    return notices;
}

} // namespace vigie::gis
