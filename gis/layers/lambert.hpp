// Lambert conformal conic with two parallels on GRS 80, in closed form: the systems French communes use (Lambert-93 and
// CC42…CC50). PROJ stays the reference: MapPlane takes this path only after it agreed with PROJ to 0.1 mm.
#pragma once

#include <optional>

#include "gis/model/geometry.hpp"

namespace vigie::gis {

class Lambert {
public:
    // Parameters of EPSG:2154 and EPSG:3942…3950; nothing for other codes.
    static std::optional<Lambert> of_epsg(int epsg);
    [[nodiscard]] PlanePoint plane_from_lonlat(double lon_deg, double lat_deg) const;
    [[nodiscard]] LonLat lonlat_from_plane(double x, double y) const;

private:
    Lambert(double lat0, double lon0, double lat1, double lat2, double false_east, double false_north);
    double n_ = 0, scale_ = 0, rho0_ = 0, lon0_ = 0, false_east_ = 0, false_north_ = 0;  // scale_ = a·F, metres
};

} // namespace vigie::gis
