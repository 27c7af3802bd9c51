#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "gis/model/geometry.hpp"

using namespace vigie::gis;

TEST_CASE("a degree of latitude is 111.2 km") {
    CHECK_THAT(distance_m({2, 46}, {2, 47}), Catch::Matchers::WithinRel(111'195.0, 1e-3));
}

TEST_CASE("the anchor of a street lies in the middle of its first line") {
    Geometry g{.type = GeometryType::line, .points = {{0, 0}, {1, 0}, {3, 0}}, .parts = {0}, .first_ring = {}};
    CHECK_THAT(g.anchor()->lon, Catch::Matchers::WithinAbs(1.5, 1e-6));
}

TEST_CASE("the anchor of a square is its centre, and an empty shape has none") {
    Geometry g{.type = GeometryType::polygon, .points = {{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}, .parts = {0}, .first_ring = {0}};
    CHECK_THAT(g.anchor()->lon, Catch::Matchers::WithinAbs(1, 1e-9));
    CHECK_THAT(g.anchor()->lat, Catch::Matchers::WithinAbs(1, 1e-9));
    CHECK_FALSE(Geometry{}.anchor());
}
