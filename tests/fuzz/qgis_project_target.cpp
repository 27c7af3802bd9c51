// QGIS projects: XML of any version, with the data sources, symbols, expressions and conditions inside.
#include <cmath>

#include "fuzz/target.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/style.hpp"

namespace vigie::fuzz {

namespace {

void read_as_project(std::string_view bytes) {
    const auto read = gis::qgis::read_project_text(std::string(bytes), scratch() / "projet.qgs");
    if (!read) {
        require(!read.error().text.empty(), "a refusal says why");
        return;
    }
    require(read->layers.size() <= 5'000, "the number of layers is bounded");
    for (const gis::qgis::ProjectLayer& layer : read->layers) {
        require(layer.source.state != gis::qgis::Source::State::elsewhere, "what is elsewhere is told, not read");
        require(layer.opacity >= 0 && layer.opacity <= 1, "opacity is a share");
    }
    const gis::LoadedStyle style = gis::read_style(read->style_json, "projet.qgs");
    for (const gis::Notice& notice : style.notices) require(notice.severity != gis::Severity::error, "the style of a project is a style");
    for (const gis::PaintRule& rule : style.style.rules) {
        require(rule.theme.starts_with("qgis:"), "the rules of a project are for its layers");
        require(std::isfinite(rule.line_width) && std::isfinite(rule.circle_radius), "sizes are numbers");
    }
}

} // namespace

Target qgis_project_target() {
    return {"qgis_project", read_as_project,
            {"<qgis>", "</qgis>", "<maplayer ", "<layer-tree-layer ", "<layer-tree-group>", "<renderer-v2 ", "<symbol ", "<layer class=\"", "SimpleFill", "SimpleLine", "SimpleMarker",
             "RuleRenderer", "graduatedSymbol", "categorizedSymbol", "<Option ", "<prop k=\"", "<dd_properties>", "<labeling ", "<customproperties>", "|layername=", "|subset=", "type=\"QString\"",
             "expression=\"", "filter=\"", "CASE WHEN", "\"field\" IN (", "&quot;", "/vsizip/", "<datasource>", "<provider>ogr</provider>", "nan", "1e999", "-", "<![CDATA["}};
}

} // namespace vigie::fuzz
