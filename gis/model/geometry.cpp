#include "gis/model/geometry.hpp"

#include <cmath>
#include <numbers>

namespace vigie::gis {

namespace {

// Middle of the first line by length, so that a street's anchor lies on the street.
LonLat middle_of_line(const std::vector<LonLat>& points, std::size_t begin, std::size_t end) {
    double total = 0;
    for (std::size_t i = begin + 1; i < end; ++i) total += distance_m(points[i - 1], points[i]);
    double left = total / 2;
    for (std::size_t i = begin + 1; i < end; ++i) {
        const double step = distance_m(points[i - 1], points[i]);
        if (step >= left && step > 0) {
            const double t = left / step;
            return {points[i - 1].lon + t * (points[i].lon - points[i - 1].lon),
                    points[i - 1].lat + t * (points[i].lat - points[i - 1].lat)};
        }
        left -= step;
    }
    return points[begin];
}

// Area centroid of the exterior ring. It may fall outside a strongly concave shape; good enough for a marker.
LonLat centroid_of_ring(const std::vector<LonLat>& points, std::size_t begin, std::size_t end) {
    double area2 = 0, x = 0, y = 0;
    const LonLat o = points[begin];  // relative to a vertex: degrees squared lose digits otherwise
    for (std::size_t i = begin; i < end; ++i) {
        const LonLat& p = points[i];
        const LonLat& q = points[i + 1 < end ? i + 1 : begin];
        const double cross = (p.lon - o.lon) * (q.lat - o.lat) - (q.lon - o.lon) * (p.lat - o.lat);
        area2 += cross;
        x += (p.lon + q.lon - 2 * o.lon) * cross;
        y += (p.lat + q.lat - 2 * o.lat) * cross;
    }
    if (std::abs(area2) < 1e-18) return o;
    return {o.lon + x / (3 * area2), o.lat + y / (3 * area2)};
}

} // namespace

std::optional<LonLat> Geometry::anchor() const {
    if (points.empty()) return {};
    const std::size_t begin = parts.empty() ? 0 : parts[0];
    const std::size_t end = parts.size() > 1 ? parts[1] : points.size();
    if (begin >= end) return points.front();
    switch (type) {
    case GeometryType::none: return {};
    case GeometryType::point: return points.front();
    case GeometryType::line: return middle_of_line(points, begin, end);
    case GeometryType::polygon: return centroid_of_ring(points, begin, end);
    }
    return {};
}

double distance_m(LonLat a, LonLat b) {
    constexpr double radius_m = 6'371'008.8;
    constexpr double rad = std::numbers::pi / 180;
    const double dlat = (b.lat - a.lat) * rad, dlon = (b.lon - a.lon) * rad;
    const double h = std::pow(std::sin(dlat / 2), 2) +
                     std::cos(a.lat * rad) * std::cos(b.lat * rad) * std::pow(std::sin(dlon / 2), 2);
    return 2 * radius_m * std::asin(std::sqrt(std::fmin(1.0, h)));
}

} // namespace vigie::gis
