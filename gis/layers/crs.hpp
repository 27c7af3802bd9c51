// Coordinate systems. The map is drawn in one projected plane (the commune's: Lambert-93 by default in metropolitan
// France, else Web Mercator); everything is brought into it once, on loading.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "gis/model/geometry.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

// The plane of the map: EPSG code and the transforms to and from WGS 84. Copyable, immutable, any thread (PROJ contexts
// are per thread inside). Transforming a point outside the projection's domain gives nothing.
class MapPlane {
public:
    static Result<MapPlane> create(int epsg);
    [[nodiscard]] int epsg() const;
    [[nodiscard]] std::optional<PlanePoint> plane_from_lonlat(LonLat p) const;
    [[nodiscard]] std::optional<LonLat> lonlat_from_plane(PlanePoint p) const;
    // Ground metres per plane unit at p (1 in Lambert-93 to 1e-3, 1/cos(lat) in Web Mercator's inverse).
    [[nodiscard]] double metres_per_unit(PlanePoint p) const;

private:
    struct Impl;
    std::shared_ptr<const Impl> impl_;
};

// Geodesic length (metres) of a plane polyline and area (square metres) of a plane ring, on the WGS 84 ellipsoid
// (Karney, through PROJ), whatever is displayed.
[[nodiscard]] double geodesic_length_m(const MapPlane& plane, const std::vector<PlanePoint>& line);
[[nodiscard]] double geodesic_area_m2(const MapPlane& plane, const std::vector<PlanePoint>& ring);

} // namespace vigie::gis
