// Markers of QGIS by the nearest thing the map draws: its shapes for simple markers, Material icons for SVG files by the
// words of their names. Any thread.
#pragma once

#include <string_view>

namespace vigie::gis::qgis {

// "circle", "square", "diamond", "triangle", "star", "cross", "x", "pentagon", "hexagon"; empty when there is none.
[[nodiscard]] std::string_view shape_of_marker(std::string_view name);

// "transport/transport_bus_stop.svg" is "directions_bus"; empty when no word is known.
[[nodiscard]] std::string_view icon_of_svg(std::string_view file);

} // namespace vigie::gis::qgis
