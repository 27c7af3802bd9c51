#include "gis/layers/lambert.hpp"

#include <cmath>
#include <numbers>

namespace vigie::gis {

namespace {
constexpr double rad = std::numbers::pi / 180;
constexpr double semi_major_m = 6'378'137.0;
constexpr double flattening = 1 / 298.257222101;
const double e = std::sqrt(flattening * (2 - flattening));

double isometric(double sin_lat) { return std::atanh(sin_lat) - e * std::atanh(e * sin_lat); }
double parallel_radius(double lat) {
    const double s = std::sin(lat);
    return std::cos(lat) / std::sqrt(1 - e * e * s * s);
}
} // namespace

Lambert::Lambert(double lat0, double lon0, double lat1, double lat2, double false_east, double false_north)
    : lon0_(lon0), false_east_(false_east), false_north_(false_north) {
    const double m1 = parallel_radius(lat1 * rad), m2 = parallel_radius(lat2 * rad);
    const double q1 = isometric(std::sin(lat1 * rad)), q2 = isometric(std::sin(lat2 * rad));
    n_ = (std::log(m1) - std::log(m2)) / (q2 - q1);
    scale_ = semi_major_m * m1 * std::exp(n_ * q1) / n_;
    rho0_ = scale_ * std::exp(-n_ * isometric(std::sin(lat0 * rad)));
}

std::optional<Lambert> Lambert::of_epsg(int epsg) {
    if (epsg == 2154) return Lambert(46.5, 3, 44, 49, 700'000, 6'600'000);
    if (epsg >= 3942 && epsg <= 3950) {
        const double zone = epsg - 3900;
        return Lambert(zone, 3, zone - 0.75, zone + 0.75, 1'700'000, (zone - 41) * 1e6 + 200'000);
    }
    return {};
}

PlanePoint Lambert::plane_from_lonlat(double lon_deg, double lat_deg) const {
    const double rho = scale_ * std::exp(-n_ * isometric(std::sin(lat_deg * rad)));
    const double theta = n_ * (lon_deg - lon0_) * rad;
    return {false_east_ + rho * std::sin(theta), false_north_ + rho0_ - rho * std::cos(theta)};
}

LonLat Lambert::lonlat_from_plane(double x, double y) const {
    const double dx = x - false_east_, dy = rho0_ - (y - false_north_);
    const double q = -std::log(std::hypot(dx, dy) / scale_) / n_;
    // Each round gains a factor e² (0.0067): seven leave 1e-15.
    double sin_lat = std::tanh(q);
    for (int round = 0; round < 7; ++round) sin_lat = std::tanh(q + e * std::atanh(e * sin_lat));
    return {lon0_ + std::atan2(dx, dy) / n_ / rad, std::asin(sin_lat) / rad};
}

} // namespace vigie::gis
