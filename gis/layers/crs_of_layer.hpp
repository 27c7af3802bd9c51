// Which system a GDAL layer declares: its EPSG code where it gives one, and where it does not (ESRI .prj files) the code
// of the French system with the same parameters.
#pragma once

#include <string>

class OGRSpatialReference;

namespace vigie::gis {

struct DeclaredCrs {
    int epsg = 0;            // 0 = none that could be told
    std::string definition;  // "EPSG:2154" or WKT; empty = nothing declared
    std::string name;
    bool geographic = false;
};
[[nodiscard]] DeclaredCrs declared_crs(const OGRSpatialReference* reference);
// Of a text: "EPSG:2154", WKT or a PROJ string; nothing declared when PROJ does not understand it.
[[nodiscard]] DeclaredCrs crs_of_text(const std::string& text);

} // namespace vigie::gis
