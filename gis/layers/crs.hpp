// Coordinate systems. The map is drawn in one projected plane (the commune's: Lambert-93 by default in metropolitan
// France, else Web Mercator); everything is brought into it once, on loading.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gis/model/geometry.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

// The plane of the map: EPSG code and the transforms to and from WGS 84. Copyable, immutable, any thread (PROJ contexts
// are per thread inside). Transforming a point outside the projection's domain gives nothing.
class MapPlane {
public:
    // Only projected systems can be drawn in; anything else is an input error.
    static Result<MapPlane> create(int epsg);
    [[nodiscard]] int epsg() const;
    [[nodiscard]] const std::string& name() const;  // "RGF93 v1 / Lambert-93"
    [[nodiscard]] std::optional<PlanePoint> plane_from_lonlat(LonLat p) const;
    [[nodiscard]] std::optional<LonLat> lonlat_from_plane(PlanePoint p) const;
    // Ground metres per plane unit at p (1 in Lambert-93 to 1e-3, cos(lat) in Web Mercator).
    [[nodiscard]] double metres_per_unit(PlanePoint p) const;

    // Many points at once, in place, x and y (lon and lat) interleaved. A point that cannot be transformed becomes NaN
    // in both; returns how many did.
    std::size_t plane_from_lonlat(std::span<double> xy) const;
    std::size_t lonlat_from_plane(std::span<double> xy) const;

    struct Impl;

private:
    std::shared_ptr<const Impl> impl_;
};

// From any system PROJ knows into a plane, for reading layers. Move-only; one thread at a time.
class PlaneTransform {
public:
    // `source` is an EPSG code as "EPSG:3943", a WKT or a PROJ string. Axes are x east, y north whatever the authority says.
    static Result<PlaneTransform> create(const std::string& source, const MapPlane& plane);
    // In place, interleaved; NaN where impossible; returns how many points were.
    std::size_t apply(std::span<double> xy) const;
    // The source is the plane: `apply` does nothing.
    [[nodiscard]] bool is_identity() const;

    PlaneTransform(PlaneTransform&&) noexcept;
    PlaneTransform& operator=(PlaneTransform&&) noexcept;
    ~PlaneTransform();

private:
    PlaneTransform();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Geodesic length (metres) of a plane polyline and area (square metres) of a plane ring, on the WGS 84 ellipsoid
// (Karney, through PROJ), whatever is displayed. Points outside the domain are left out. The ring may be open or closed.
[[nodiscard]] double geodesic_length_m(const MapPlane& plane, const std::vector<PlanePoint>& line);
[[nodiscard]] double geodesic_area_m2(const MapPlane& plane, const std::vector<PlanePoint>& ring);

} // namespace vigie::gis
