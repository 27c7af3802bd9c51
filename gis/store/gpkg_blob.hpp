// Geometries as GeoPackage binary (OGC 12-128r17, §2.1.3): header "GP", SRS 4326, envelope for lines and polygons, then
// ISO WKB, little-endian. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gis/model/geometry.hpp"

namespace vigie::gis {

[[nodiscard]] std::string gpkg_from_geometry(const Geometry& geometry);  // empty for GeometryType::none
[[nodiscard]] std::string gpkg_from_point(LonLat place);
// Nothing when the bytes are not a 2D point, line or polygon (or several) of finite numbers; Z and M are dropped, as other
// programs add them. A point without coordinates (NaN) is an empty shape.
[[nodiscard]] std::optional<Geometry> geometry_from_gpkg(std::string_view bytes);

// The one form of a shape: a point has no parts; a line and a polygon list their parts, a polygon its first rings.
void normalise(Geometry& geometry);
// Ends each ring of a polygon with its first point, as other programs expect; the shape is normal before and after.
void close_rings(Geometry& geometry);

} // namespace vigie::gis
