#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "panels/overlay/replay.hpp"

using namespace vigie;
using std::chrono::minutes;

namespace {
const gis::Time noon = gis::time_from_ms(1'800'000'000'000);
}

TEST_CASE("nothing is shown before it was known") {
    gis::Report r;
    r.received_at = noon;
    r.state = gis::ReportState::taken;
    r.state_since = noon + minutes{30};
    CHECK_FALSE(panels::report_at(r, noon - minutes{1}));
    CHECK(panels::report_at(r, noon + minutes{10})->state == gis::ReportState::received);
    CHECK(panels::report_at(r, noon + minutes{31})->state == gis::ReportState::taken);
    gis::Alert a;
    a.raised_at = noon;
    a.state = gis::AlertState::cleared;
    a.state_since = noon + minutes{60};
    CHECK_FALSE(panels::alert_at(a, noon - minutes{1}));
    CHECK(panels::alert_at(a, noon + minutes{5})->state == gis::AlertState::raised);
}

TEST_CASE("a crew is replayed between two fixes and never past the last") {
    gis::World world;
    gis::Crew crew;
    crew.id = {7};
    crew.place = gis::LonLat{2.2, 43};
    gis::EditSet edits;
    edits.put = {crew};
    edits.positions = {{crew.id, noon, {2.0, 43}, {}, {}, {}}, {crew.id, noon + minutes{10}, {2.1, 43}, {}, {}, {}}};
    world.apply(edits);
    CHECK_FALSE(panels::crew_at(world, crew, noon - minutes{1}));
    CHECK(panels::crew_at(world, crew, noon + minutes{5})->place->lon == Catch::Approx(2.05));
    CHECK(panels::crew_at(world, crew, noon + minutes{60})->place->lon == Catch::Approx(2.1));
}

TEST_CASE("a sensor shows the reading of that time and its state then") {
    gis::World world;
    gis::Catalog catalog;
    gis::SensorKind kind;
    kind.id = "niveau";
    kind.alarm_above = 80;
    kind.expected_interval = gis::Seconds{900};
    catalog.sensor_kinds = {kind};
    gis::Sensor s;
    s.id = {3};
    s.kind = "niveau";
    gis::EditSet edits;
    edits.put = {s};
    edits.observations = {{s.id, noon, 50}, {s.id, noon + minutes{15}, 90}};
    world.apply(edits);
    CHECK_FALSE(panels::sensor_at(world, catalog, s, noon - minutes{1}));
    CHECK(panels::sensor_at(world, catalog, s, noon + minutes{1})->state == gis::SensorState::normal);
    CHECK(panels::sensor_at(world, catalog, s, noon + minutes{16})->state == gis::SensorState::alarm);
    CHECK(panels::sensor_at(world, catalog, s, noon + minutes{16})->last_value == 90);
    CHECK(panels::sensor_at(world, catalog, s, noon + minutes{120})->state == gis::SensorState::silent);
}
