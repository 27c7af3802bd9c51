// What a WMS (1.1, 1.3) or WMTS (1.0) says of itself: only what is needed to choose a layer and to ask for its pictures.
// Bounded; anything odd is left out. Any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gis/layers/remote/service.hpp"

namespace vigie::gis::remote {

struct WmsLayer {
    std::string name, title;
    std::vector<int> epsg;
    std::optional<LonLatBox> extent;
};
struct WmsCapabilities {
    std::string title, version, map_url;   // map_url: empty = where the capabilities were
    std::vector<std::string> formats;
    std::vector<WmsLayer> layers;          // those with a name, in order, parents before their children
};
[[nodiscard]] Result<WmsCapabilities> read_wms(const std::string& xml);

struct WmtsLayer {
    std::string name, title, style;
    std::vector<std::string> formats, sets;
    std::vector<std::pair<std::string, std::string>> dimensions;  // with their default
    std::map<std::string, std::string> templates;                 // RESTful, by format
    std::map<std::string, std::map<std::string, std::array<std::int64_t, 4>>> limits;  // by set and matrix: first and last column, first and last row
    std::optional<LonLatBox> extent;
};
struct WmtsSet {
    int epsg = 0;
    std::vector<TileMatrix> matrices;      // coarsest first
};
struct WmtsCapabilities {
    std::string title, tile_url;           // tile_url: by parameters; may be empty
    std::vector<WmtsLayer> layers;
    std::map<std::string, WmtsSet> sets;   // of systems known by an EPSG code
};
[[nodiscard]] Result<WmtsCapabilities> read_wmts(const std::string& xml);

enum class Document : std::uint8_t { other, wms, wmts };
[[nodiscard]] Document document_kind(const std::string& text);

// "EPSG:2154", "urn:ogc:def:crs:EPSG::2154", "http://www.opengis.net/def/crs/EPSG/0/2154", CRS84; 0 = another.
[[nodiscard]] int epsg_of(std::string_view system);
// The authority puts latitude (north) before longitude (east).
[[nodiscard]] bool north_first(int epsg);

// One layer of it as tiles. `where`: the address that gave the capabilities.
[[nodiscard]] Result<TiledLayer> wms_tiles(const WmsCapabilities& service, const WmsLayer& layer, const Address& where, int plane_epsg);
[[nodiscard]] Result<TiledLayer> wmts_tiles(const WmtsCapabilities& service, const WmtsLayer& layer, const Address& where, int plane_epsg);

} // namespace vigie::gis::remote
