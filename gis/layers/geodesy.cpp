#include <geodesic.h>

#include <cmath>

#include "gis/layers/crs.hpp"

namespace vigie::gis {

namespace {
geod_geodesic wgs84() {
    geod_geodesic g;
    geod_init(&g, 6'378'137.0, 1 / 298.257223563);
    return g;
}
double polygon_or_line(const MapPlane& plane, const std::vector<PlanePoint>& points, bool line) {
    const geod_geodesic g = wgs84();
    geod_polygon shape;
    geod_polygon_init(&shape, line ? 1 : 0);
    for (const PlanePoint& p : points)
        if (const auto at = plane.lonlat_from_plane(p)) geod_polygon_addpoint(&g, &shape, at->lat, at->lon);
    double area = 0, length = 0;
    geod_polygon_compute(&g, &shape, 0, 1, line ? nullptr : &area, &length);
    return line ? length : std::abs(area);
}
} // namespace

double geodesic_length_m(const MapPlane& plane, const std::vector<PlanePoint>& line) {
    return line.size() < 2 ? 0 : polygon_or_line(plane, line, true);
}

double geodesic_area_m2(const MapPlane& plane, const std::vector<PlanePoint>& ring) {
    return ring.size() < 3 ? 0 : polygon_or_line(plane, ring, false);
}

} // namespace vigie::gis
