// Symbols of QGIS (fills, lines, markers in stacked symbol layers) as paint of the style. Any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <vector>

#include "gis/layers/qgis/losses.hpp"
#include "gis/layers/qgis/measures.hpp"

namespace vigie::gis::qgis {

// One symbol layer, or a part of it that must be drawn apart.
struct Paint {
    nlohmann::json paint = nlohmann::json::object(), layout = nlohmann::json::object();
    int level = 0;  // drawing level, when the renderer uses them
};
using Paints = std::vector<Paint>;  // bottom first

// `symbol`: a <symbol>. `opacity`: of the layer, multiplied in.
[[nodiscard]] Paints paints_of(const pugi::xml_node& symbol, double opacity, const Measures& measures, Losses& losses);

// "#rrggbbaa" of "255,0,0,255" and what newer versions append; transparent when it is no colour.
[[nodiscard]] std::string color_of(std::string_view text, double opacity);

} // namespace vigie::gis::qgis
