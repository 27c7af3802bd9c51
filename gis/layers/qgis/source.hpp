// Where a layer of a QGIS project has its features: the project's data source text taken apart, and its file found beside
// the project when it was written on another machine. Map services become addresses; what stands on another server, in memory
// or in a query is told by name and left alone. Nothing here reaches a network. Never shows a password. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "gis/model/text.hpp"

namespace vigie::gis::qgis {

struct Source {
    enum class State { file, missing, service, elsewhere };
    State state = State::elsewhere;
    std::filesystem::path file;  // on disk; the archive for things inside one
    std::string address;         // of a service (remote/address.hpp)
    bool vector_tiles = false;   // of a service, or an MBTiles file
    std::string inside;          // path in the archive
    std::string sublayer;        // by name; empty = by index
    int index = -1;              // -1 = the only one
    std::string subset;          // condition in SQL, as OGR reads it; empty = everything
    std::string geometry;        // "point", "line", "polygon": only these shapes; empty = all
    std::string x_field, y_field, wkt_field;  // of a table
    bool without_places = false;              // a table that has none
    std::string crs;             // "EPSG:2154" of a table's coordinates; empty = the layer's
    std::string shown;           // for messages: a path, or server and table
    Text why, remedy;            // of State::elsewhere; without a remedy the usual one: export it
};

// `folder`: of the project. Relative paths start there; absolute ones that are not there are looked for by their last parts.
[[nodiscard]] Source source_of(std::string_view provider, const std::string& datasource, const std::filesystem::path& folder);

} // namespace vigie::gis::qgis
