// The address of a map service as a person types or pastes it, taken apart: what it is likely to be, what goes over the
// wire, and the choices written behind '#', which never leave this machine:
//
//     https://host/{z}/{x}/{y}.png#zoom=0-18          pictures (XYZ; {-y} counts rows from the south, as TMS does)
//     https://host/{z}/{x}/{y}.pbf#zoom=0-14          vector tiles; &style=ADDRESS of a MapLibre style
//     https://host/tiles.json, https://host/style.json  vector tiles by their TileJSON, or by a MapLibre style (#source=…)
//     https://host/wms?#layer=orthos                  one layer of a WMS (also LAYERS=… as servers write it)
//     https://host/WMTSCapabilities.xml#layer=plan&set=PM
//     https://host/wfs?SERVICE=WFS#layer=arbres       features of a WFS
//     https://host/ogc/collections/arbres             features of an OGC API (also #layer=arbres of its beginning)
//     postgresql://user@host:5432/base#table=public.arbres&geometry=geom   a table of PostGIS, by tiles
//
// Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "gis/model/result.hpp"

namespace vigie::gis::remote {

struct Address {
    enum class Kind : std::uint8_t { unknown, pictures, vector_tiles, tile_document, wms, wmts, wfs, ogc_features, database };  // unknown: to be found out by asking
    Kind kind = Kind::unknown;
    std::string url;                             // without the part behind '#', and without LAYERS=…
    std::map<std::string, std::string> choices;  // by lower-case name: layer, style, set, zoom, name, table, geometry
    [[nodiscard]] std::string choice(const std::string& name) const;
};

// "http://…", "https://…", "postgresql://…".
[[nodiscard]] bool is_address(std::string_view text);
[[nodiscard]] bool is_database(std::string_view text);  // the last

// Refuses what would carry a password, and what is too long.
[[nodiscard]] Result<Address> read_address(const std::string& text);

// A path given by a person: absolute and in its plain form, addresses as they are.
[[nodiscard]] std::filesystem::path plain_path(const std::filesystem::path& path);

[[nodiscard]] std::string host_of(const std::string& url);  // "data.example.fr:8080"
// For messages and lists: without what follows '?', where keys stand, nor '#'.
[[nodiscard]] std::string shown_address(const std::string& text);

// `text` with the choices written behind '#'.
[[nodiscard]] std::string with_choices(const std::string& url, const std::map<std::string, std::string>& choices);
// The parameters put into the query of a URL, in place of those of the same name (case aside).
[[nodiscard]] std::string with_query(const std::string& url, const std::map<std::string, std::string>& parameters);
[[nodiscard]] std::string percent_encoded(std::string_view text);
[[nodiscard]] std::string percent_decoded(std::string_view text);

// A description as GDAL writes them (<GDAL_WMS>, <GDAL_WMTS>) as an address; what we do not speak is refused by its name.
[[nodiscard]] bool looks_like_gdal_description(std::string_view begin);
[[nodiscard]] Result<std::string> address_of_gdal_description(const std::string& xml);

} // namespace vigie::gis::remote
