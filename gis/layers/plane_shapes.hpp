// Small measures on features in the plane of the map, in plane units. Any thread.
#pragma once

#include "gis/layers/layer.hpp"

namespace vigie::gis {

// From p to the segment from a to b.
[[nodiscard]] double distance_to_side(PlanePoint p, PlanePoint a, PlanePoint b);
// Length of all parts of a line feature.
[[nodiscard]] double length_of(const FeatureGeometry& geometry, std::size_t feature);
// Half-way along the longest part, so that the point lies on the line. The feature must have a vertex.
[[nodiscard]] PlanePoint middle_of_line(const FeatureGeometry& geometry, std::size_t feature);
// Is the point inside the polygon (even-odd over all its rings, so holes are outside)? False for lines and points.
[[nodiscard]] bool contains(const FeatureGeometry& geometry, std::size_t feature, PlanePoint p);
// To the nearest vertex of points, or the nearest side of lines and rings; 0 inside a polygon; huge for an empty shape.
[[nodiscard]] double distance_to(const FeatureGeometry& geometry, std::size_t feature, PlanePoint p);

} // namespace vigie::gis
