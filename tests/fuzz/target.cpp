#include "fuzz/target.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace vigie::fuzz {

namespace {

namespace fs = std::filesystem;

// The fault of many a reader: a length that is believed. Under a sanitizer it reads past the end, else it asks for what
// the checked library refuses.
void read_with_fault(std::string_view bytes) {
    if (bytes.size() < 4 || bytes.substr(0, 3) != "LEN") return;
    const auto claimed = static_cast<std::size_t>(static_cast<unsigned char>(bytes[3]));
    const std::vector<char> payload(bytes.begin() + 4, bytes.end());
    if (claimed == 0) return;
#ifdef __SANITIZE_ADDRESS__
    const volatile char last = payload.data()[claimed - 1];
    (void)last;
#else
    require(claimed <= payload.size(), "a length is not longer than what follows");
#endif
}

struct Scratch {
    fs::path path = fs::temp_directory_path() / ("vigie-fuzz-" + std::to_string(::getpid()));
    Scratch() {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Scratch() {
        std::error_code ec;
        fs::remove_all(path, ec);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
};

} // namespace

const std::vector<Target>& targets() {
    static const std::vector<Target> all{
        avl_target(),
        catalog_target(),
        commune_week_target(),
        csv_target(),
        folder_target(),
        gpkg_blob_target(),
        language_target(),
        manifest_target(),
        mqtt_target(),
        mvt_target(),
        ngsi_target(),
        open311_target(),
        plugin_json_target(),
        postgis_target(),
        prepared_cache_target(),
        program_line_target(),
        qgis_project_target(),
        rfc3339_target(),
        sensorthings_target(),
        style_target(),
        tile_style_target(),
    };
    return all;
}

const Target& canary() {
    static const Target target{"canary", read_with_fault, {"LEN"}, nullptr};
    return target;
}

void require(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

const fs::path& scratch() {
    static const Scratch folder;
    return folder.path;
}

void write_file(const fs::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code ec;
    for (const auto& entry : fs::recursive_directory_iterator(folder, ec))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

} // namespace vigie::fuzz
