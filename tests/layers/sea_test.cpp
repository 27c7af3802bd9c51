// The sea from coastlines: land lies on their left.
#include <catch2/catch_test_macros.hpp>

#include "gis/layers/osm_sea.hpp"

using namespace vigie::gis;

namespace {

using Line = std::vector<PlanePoint>;
constexpr PlaneBox box{0, 0, 100, 100};

bool sea_at(const std::vector<SeaPolygon>& seas, PlanePoint p) {
    for (const SeaPolygon& sea : seas)
        if (lies_in(p, sea)) return true;
    return false;
}

} // namespace

TEST_CASE("a coast from edge to edge, in pieces of any order, has the sea on its right") {
    const std::vector<SeaPolygon> seas = sea_of({{{50, 60}, {50, 120}}, {{40, -10}, {40, 50}, {50, 60}}}, box);  // northwards
    REQUIRE(seas.size() == 1);
    CHECK(sea_at(seas, {90, 10}));
    CHECK(sea_at(seas, {99, 99}));
    CHECK_FALSE(sea_at(seas, {10, 50}));
    CHECK(sea_at(seas, {45, 20}));
    CHECK_FALSE(sea_at(seas, {45, 90}));
}

TEST_CASE("islands are holes in the sea, also where nothing but islands is known") {
    const Line island{{60, 40}, {80, 40}, {80, 60}, {60, 60}, {60, 40}};
    const std::vector<SeaPolygon> with_coast = sea_of({{{40, -10}, {40, 110}}, island}, box);
    CHECK_FALSE(sea_at(with_coast, {70, 50}));
    CHECK(sea_at(with_coast, {90, 50}));
    const std::vector<SeaPolygon> alone = sea_of({island}, box);
    CHECK_FALSE(sea_at(alone, {70, 50}));
    CHECK(sea_at(alone, {5, 5}));
}

TEST_CASE("two coasts make a strait, or two seas") {
    const Line north{{110, 70}, {-10, 70}}, south{{-10, 30}, {110, 30}};  // land north of the one (westwards: its left is south)
    const std::vector<SeaPolygon> seas = sea_of({north, south}, box);
    CHECK(sea_at(seas, {50, 90}));
    CHECK(sea_at(seas, {50, 10}));
    CHECK_FALSE(sea_at(seas, {50, 50}));
    const std::vector<SeaPolygon> strait = sea_of({{{-10, 70}, {110, 70}}, {{110, 30}, {-10, 30}}}, box);
    CHECK(sea_at(strait, {50, 50}));
    CHECK_FALSE(sea_at(strait, {50, 90}));
    CHECK_FALSE(sea_at(strait, {50, 10}));
}

TEST_CASE("a coast that the extract cuts off is carried on straight to the edge") {
    const std::vector<SeaPolygon> seas = sea_of({{{40, 20}, {40, 80}}}, box);
    CHECK(sea_at(seas, {60, 5}));
    CHECK(sea_at(seas, {60, 95}));
    CHECK_FALSE(sea_at(seas, {20, 95}));
}

TEST_CASE("coasts that contradict each other give no sea") {
    CHECK(sea_of({{{-10, 70}, {110, 70}}, {{-10, 30}, {110, 30}}}, box).empty());
    CHECK(sea_of({}, box).empty());
    CHECK(sea_of({{{5, 5}}}, box).empty());
    CHECK(sea_of({{{40, -10}, {40, 110}}}, {}).empty());
}
