// Map services as QGIS projects write them ("type=xyz&url=…&zmax=19", "layers=x&url=…&tileMatrixSet=…", values coded with
// percents), as an address that remote/ reads. Of the coordinate system and picture format nothing is kept: those are chosen
// for the map. Asks nothing; any thread.
#pragma once

#include <string>

#include "gis/model/result.hpp"

namespace vigie::gis::qgis {

// Refuses what needs a person's credentials, and templates of addresses that we cannot fill.
[[nodiscard]] Result<std::string> address_of_pictures(const std::string& datasource);      // provider "wms": XYZ, WMS, WMTS
[[nodiscard]] Result<std::string> address_of_vector_tiles(const std::string& datasource);

// The file of "type=mbtiles&url=…"; empty for what is none.
[[nodiscard]] std::string mbtiles_of(const std::string& datasource);

} // namespace vigie::gis::qgis
