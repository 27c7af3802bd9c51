// From the paths a person gives to the list of things to read: folders walked, zips looked into, the files of one
// shapefile seen as one, the layers of a QGIS project each as a source of its own. Of the files in a project's folder, those
// it uses are read once, the others wait to be asked for. Bounded by open_limits.hpp. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::gis {

namespace qgis {
struct Project;
struct ProjectLayer;
}

struct MapSource {
    enum class Kind : std::uint8_t { vector, shapefile, geojson, osm, csv, raster, service, vector_tiles };
    Kind kind = Kind::vector;
    std::filesystem::path file;   // on disk: the archive for things inside one; the address of a service
    std::string gdal_name;        // as GDAL (or the CSV reader) opens it: a path, or /vsizip/…; the address of a service
    std::string stem;             // "VilleMTP_MTP_Quartiers"
    std::string label;            // for messages: "Quartiers.zip/Quartiers.shp"
    std::uint64_t bytes = 0;      // of the file on disk, companions included
    std::int64_t newest = 0;      // modification time of the newest of them, file clock ticks
    bool archived = false;
    bool asked = false;           // named by the person, not met in a folder
    bool waits = false;           // beside a project and not in it: its layers are not shown until asked for
    std::shared_ptr<const qgis::ProjectLayer> project;  // the layer of a QGIS project that this is, and nothing more
    std::filesystem::path project_file;
};

struct FoundSources {
    std::vector<MapSource> sources;  // in the order of the paths, files of a folder by name
    std::vector<Notice> notices;
    std::vector<std::shared_ptr<const qgis::Project>> projects;
};
[[nodiscard]] FoundSources find_sources(const std::vector<std::filesystem::path>& paths);

} // namespace vigie::gis
