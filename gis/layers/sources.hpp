// From the paths a person gives to the list of things to read: folders walked, zips looked into, the files of one
// shapefile seen as one. Bounded by open_limits.hpp. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::gis {

struct MapSource {
    enum class Kind : std::uint8_t { vector, shapefile, geojson, osm, csv, raster };
    Kind kind = Kind::vector;
    std::filesystem::path file;   // on disk: the archive for things inside one
    std::string gdal_name;        // as GDAL (or the CSV reader) opens it: a path, or /vsizip/…
    std::string stem;             // "VilleMTP_MTP_Quartiers"
    std::string label;            // for messages: "Quartiers.zip/Quartiers.shp"
    std::uint64_t bytes = 0;      // of the file on disk, companions included
    std::int64_t newest = 0;      // modification time of the newest of them, file clock ticks
    bool archived = false;
    bool asked = false;           // named by the person, not met in a folder
};

struct FoundSources {
    std::vector<MapSource> sources;  // in the order of the paths, files of a folder by name
    std::vector<Notice> notices;
};
[[nodiscard]] FoundSources find_sources(const std::vector<std::filesystem::path>& paths);

} // namespace vigie::gis
