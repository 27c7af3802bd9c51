// A crew's day as a GeoPackage (OGC 12-128) for QField or any GIS in the van, without a network: the stops with their work, to be
// ticked and noted on; the way; the commune's things they are about; streets and buildings around. WGS 84. Agents are not in it,
// nor those who reported. Any thread.
#pragma once

#include "gis/paper/road_sheet.hpp"

namespace vigie::gis {

struct FieldPackage {
    std::string gpkg;  // bytes
    std::size_t crews = 0, stops = 0, assets = 0;
};

// Layers "arrets", "trajet", "objets", "plan_rues", "plan_batiments", columns in French as the agents read them; `people` and
// `now` of the options are not used. Refused as a work sheet is; what GDAL refuses is an error of storage.
[[nodiscard]] Result<FieldPackage> field_package(const PaperSource& from, const RoadSheetOptions& options);

} // namespace vigie::gis
