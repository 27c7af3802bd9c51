// Places by metres from one corner of the world, and one noon.
#pragma once

#include <cmath>

#include "gis/model/geometry.hpp"
#include "gis/model/time.hpp"

namespace vigie::rules_test {

inline constexpr gis::LonLat corner{3, 43};
inline const gis::Time noon = gis::time_from_ms(1'795'428'000'000);

[[nodiscard]] inline gis::LonLat at(double east_m, double north_m) {
    constexpr double degree_m = 111'195;
    return {corner.lon + east_m / (degree_m * std::cos(corner.lat * 3.14159265358979323846 / 180)), corner.lat + north_m / degree_m};
}
[[nodiscard]] inline gis::LonLat north(double metres) { return at(0, metres); }
[[nodiscard]] inline gis::LonLat east(double metres) { return at(metres, 0); }

} // namespace vigie::rules_test
