// A layer that was read, made into what its QGIS project says: name, place in the tree, looks. And the ground outside
// polygons as a polygon. Any thread.
#pragma once

#include "gis/layers/open.hpp"
#include "gis/layers/sources.hpp"

namespace vigie::gis::qgis {

// Does nothing to layers that are not of a project. A theme that a person chose is kept instead of the project's looks.
void dress(Layer& layer, const MapSource& source, const OpenOptions& options);

// One feature more, without attributes: a wide frame around all polygons, with their union as its holes. The column
// `outside_field` (renderer.hpp) tells it from them.
void invert(Layer& layer);

// Fields that the project's looks ask for and the layer does not have, by name; empty when there are none.
[[nodiscard]] std::string missing_fields(const Layer& layer, const ProjectLayer& project);

} // namespace vigie::gis::qgis
