#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <numbers>
#include <random>
#include <thread>

#include "gis/layers/crs.hpp"

using namespace vigie::gis;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("the meridian of Paris' degree three meets Lambert-93 at its false origin") {
    const MapPlane plane = MapPlane::create(2154).value();
    const auto p = plane.plane_from_lonlat({3, 46.5});
    REQUIRE(p);
    CHECK_THAT(p->x, WithinAbs(700'000, 1e-6));
    CHECK_THAT(p->y, WithinAbs(6'600'000, 1e-6));
}

TEST_CASE("CC43 puts its own origin where IGN says") {
    const MapPlane plane = MapPlane::create(3943).value();
    const auto p = plane.plane_from_lonlat({3, 43});
    REQUIRE(p);
    CHECK_THAT(p->x, WithinAbs(1'700'000, 1e-6));
    CHECK_THAT(p->y, WithinAbs(2'200'000, 1e-6));
}

TEST_CASE("the closed forms agree with PROJ to a tenth of a millimetre, there and back") {
    const unsigned seed = 20261123;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> lon(-5, 9.6), lat(41.3, 51.1);
    for (const int epsg : {2154, 3942, 3943, 3946, 3950}) {
        const MapPlane plane = MapPlane::create(epsg).value();
        // A PROJ string is not recognised as WGS 84, so this one goes through PROJ.
        const PlaneTransform proj = PlaneTransform::create("+proj=longlat +ellps=GRS80 +towgs84=0,0,0 +type=crs", plane).value();
        for (int i = 0; i < 500; ++i) {
            const LonLat at{lon(random), lat(random)};
            double xy[2] = {at.lon, at.lat};
            REQUIRE(proj.apply(xy) == 0);
            const auto ours = plane.plane_from_lonlat(at);
            REQUIRE(ours);
            REQUIRE_THAT(ours->x, WithinAbs(xy[0], 1e-4));
            REQUIRE_THAT(ours->y, WithinAbs(xy[1], 1e-4));
            const auto back = plane.lonlat_from_plane(*ours);
            REQUIRE(back);
            REQUIRE_THAT(back->lon, WithinAbs(at.lon, 1e-10));
            REQUIRE_THAT(back->lat, WithinAbs(at.lat, 1e-10));
        }
    }
}

TEST_CASE("a batch says how many points it could not transform and marks them") {
    const MapPlane plane = MapPlane::create(3857).value();
    std::vector<double> xy{3, 45, 3, 90, std::nan(""), 1, -3, -45};
    CHECK(plane.plane_from_lonlat(std::span<double>(xy)) == 2);
    CHECK_THAT(xy[0], WithinAbs(333'958.472, 1e-3));
    CHECK_THAT(xy[1], WithinAbs(5'621'521.486, 1e-3));
    CHECK(std::isnan(xy[2]));
    CHECK(std::isnan(xy[5]));
    CHECK_THAT(xy[6], WithinAbs(-333'958.472, 1e-3));
    CHECK_FALSE(plane.plane_from_lonlat({0, 90}));
}

TEST_CASE("a plane must be projected and known") {
    CHECK_FALSE(MapPlane::create(4326).ok());
    CHECK_FALSE(MapPlane::create(0).ok());
    CHECK_FALSE(MapPlane::create(999'999).ok());
    CHECK(MapPlane::create(4326).error().text.key == "layers.crs.not_projected");
    CHECK(MapPlane::create(2154).value().name().find("Lambert-93") != std::string::npos);
}

TEST_CASE("reading from CC43 into Lambert-93 lands on the same place on earth") {
    const MapPlane cc43 = MapPlane::create(3943).value(), l93 = MapPlane::create(2154).value();
    const LonLat place{3.8778, 43.6109};
    const auto from = cc43.plane_from_lonlat(place), to = l93.plane_from_lonlat(place);
    const PlaneTransform t = PlaneTransform::create("EPSG:3943", l93).value();
    double xy[2] = {from->x, from->y};
    REQUIRE(t.apply(xy) == 0);
    CHECK_THAT(xy[0], WithinAbs(to->x, 1e-3));
    CHECK_THAT(xy[1], WithinAbs(to->y, 1e-3));
    CHECK(PlaneTransform::create("EPSG:2154", l93).value().is_identity());
    CHECK_FALSE(PlaneTransform::create("EPSG:77777", l93).ok());
}

TEST_CASE("a plane is used from several threads at once") {
    const MapPlane plane = MapPlane::create(32631).value();  // UTM: through PROJ, a context per thread
    const auto expected = plane.plane_from_lonlat({3, 45});
    std::vector<std::jthread> threads;
    std::atomic<int> same = 0;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 200; ++i) same += plane.plane_from_lonlat({3, 45}) == expected;
        });
    threads.clear();
    CHECK(same == 800);
}

TEST_CASE("ground metres per unit follow the projection") {
    const MapPlane mercator = MapPlane::create(3857).value(), l93 = MapPlane::create(2154).value();
    const auto p = mercator.plane_from_lonlat({3, 60});
    CHECK_THAT(mercator.metres_per_unit(*p), WithinRel(0.5, 0.01));
    CHECK_THAT(l93.metres_per_unit({700'000, 6'600'000}), WithinRel(1.0, 0.002));
}

TEST_CASE("lengths and areas are geodesic whatever is displayed") {
    // One degree of latitude from the equator on WGS 84: 110 574.389 m (Karney).
    const MapPlane mercator = MapPlane::create(3857).value();
    const auto at = [&](double lon, double lat) { return *mercator.plane_from_lonlat({lon, lat}); };
    CHECK_THAT(geodesic_length_m(mercator, {at(3, 0), at(3, 1)}), WithinAbs(110'574.389, 0.01));
    CHECK(geodesic_length_m(mercator, {at(3, 0)}) == 0);
    // A small square at 45°: its sides are the radii of curvature times the angle.
    const double d = 0.001, rad = std::numbers::pi / 180, e2 = 0.00669437999014;
    const double w2 = 1 - e2 * 0.5, n = 6378137 / std::sqrt(w2), m = 6378137 * (1 - e2) / std::pow(w2, 1.5);
    const double area = n * std::cos(45 * rad) * d * rad * m * d * rad;
    const std::vector<PlanePoint> ring{at(0, 45 - d / 2), at(d, 45 - d / 2), at(d, 45 + d / 2), at(0, 45 + d / 2)};
    CHECK_THAT(geodesic_area_m2(mercator, ring), WithinRel(area, 1e-6));
    std::vector<PlanePoint> reversed(ring.rbegin(), ring.rend());
    CHECK_THAT(geodesic_area_m2(mercator, reversed), WithinRel(area, 1e-6));
}
