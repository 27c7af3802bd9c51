// Foreign bytes against our readers: one target per format. A target takes any bytes as a file or message of its format,
// reads them as the program does, uses what came out, and ends the program where a promise is broken; sanitizers and
// library assertions end it for the rest. The test runs each over its corpus and over seeded changes of it. A find goes
// into corpus/<target>, where every run meets it again.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::fuzz {

struct Target {
    const char* name;                     // also the folder of its corpus
    void (*run)(std::string_view bytes);  // one thread at a time; keeps nothing between calls
    std::vector<std::string> words;       // that the format means something by
    // Starting points beside the corpus, made or found at run time: our own assets, files that only we can write.
    std::vector<std::string> (*seeds)() = nullptr;
};

[[nodiscard]] const std::vector<Target>& targets();
// Has a fault, so that a run that finds nothing there is known to be blind.
[[nodiscard]] const Target& canary();

// A promise of the reader; when it does not hold it is said on standard error and the program ends.
void require(bool holds, const char* promise);

// A list in a list in a list…: what runs through the stack of a reader that follows it.
[[nodiscard]] std::string nested(std::size_t depth);

// A folder of this process, empty at the start, removed at the end.
[[nodiscard]] const std::filesystem::path& scratch();
void write_file(const std::filesystem::path& file, std::string_view bytes);
[[nodiscard]] std::string read_file(const std::filesystem::path& file);
// Every regular file below, by name.
[[nodiscard]] std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder);

Target avl_target();
Target catalog_target();
Target commune_week_target();
Target csv_target();
Target folder_target();
Target gpkg_blob_target();
Target language_target();
Target manifest_target();
Target mqtt_target();
Target mvt_target();
Target ngsi_target();
Target open311_target();
Target plugin_json_target();
Target postgis_target();
Target prepared_cache_target();
Target program_line_target();
Target qgis_project_target();
Target rfc3339_target();
Target sensorthings_target();
Target style_target();
Target tile_style_target();

} // namespace vigie::fuzz
