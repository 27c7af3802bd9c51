// QGIS projects (.qgs, .qgz; versions 3.0 to 3.40): their layers in drawing order with sources, groups, visibility, scale
// and style, the view, and what could not be translated. The file is foreign: its size, depth and number of parts are
// bounded, entities of a document type are not expanded. Nothing is opened but the project itself. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gis/layers/crs_of_layer.hpp"
#include "gis/layers/layer.hpp"
#include "gis/layers/qgis/source.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis::qgis {

struct ProjectLayer {
    std::string id;              // in the project
    std::string name;
    ProjectPlace place;
    bool visible = true;
    Source source;
    DeclaredCrs crs;             // without definition: as the file says
    std::string geometry;        // "point" "line" "polygon" "none"; empty = unknown
    std::vector<LayerLook> looks;
    bool raster = false;         // a picture of the ground, without looks
    double opacity = 1;          // of a picture
    std::set<std::string> asked_fields;  // that the looks read
    bool inverted = false;       // the ground outside its polygons is drawn
};

struct Project {
    std::filesystem::path file;
    std::string title;
    int epsg = 0;                // of its coordinates, 0 = unknown
    bool geographic = false;
    std::optional<PlaneBox> view;      // in its coordinates
    std::vector<ProjectLayer> layers;  // bottom first; only those whose features can be read
    std::string style_json;            // rules for their looks, as load_style reads them; drawn above `first_order`
    std::vector<Notice> notices;       // missing sources by name; what could not be translated, layer by layer
};
inline constexpr int first_order = 1'000;

[[nodiscard]] Result<Project> read_project(const std::filesystem::path& file);
// The same from its text; `file` names it and is where relative paths start.
[[nodiscard]] Result<Project> read_project_text(const std::string& xml, const std::filesystem::path& file);

// ".qgs", ".qgz".
[[nodiscard]] bool is_project(const std::filesystem::path& file);

inline constexpr std::size_t most_project_bytes = std::size_t{64} << 20;  // unpacked
inline constexpr std::size_t most_project_layers = 1'000;
inline constexpr int deepest_group = 32;

} // namespace vigie::gis::qgis
