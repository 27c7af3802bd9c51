#include <catch2/catch_test_macros.hpp>

#include "panels/map/map_popups.hpp"
#include "panels/overlay/markers.hpp"
#include "panels/overlay/overlay_builder.hpp"
#include "render/state_glyphs.hpp"
#include "tests/ui/fixture.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;

namespace {

std::size_t markers_of(ui::Stage& stage) {
    const auto& camera = stage.view.rig.camera;
    const double w = camera.width, h = camera.height;
    return stage.map->markers_in({{-5 * w, -5 * h}, {6 * w, -5 * h}, {6 * w, 6 * h}, {-5 * w, 6 * h}}).size();
}

} // namespace

TEST_CASE("the overlay shows what the filter lets through and nothing that is switched off") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    const std::size_t all = markers_of(stage);
    CHECK(all > 20);
    stage.view.hidden_layers = {"live.sensors"};
    driver.frames(2);
    const std::size_t without_sensors = markers_of(stage);
    CHECK(without_sensors < all);
    stage.view.filter.max_severity = 2;
    driver.frames(2);
    CHECK(markers_of(stage) < without_sensors);
    stage.view.hidden_layers = {"live.sensors", "live.reports", "live.interventions", "live.alerts", "live.crews", "live.due"};
    driver.frames(2);
    CHECK(markers_of(stage) == 0);
}

TEST_CASE("the overlay is made again only when something it shows changed") {
    ui::Stage stage;
    panels::OverlayBuilder builder;
    ui::UiDriver driver(stage, 1200, 800, [&](panels::Frame& frame) { builder.update(frame, {}); });
    const auto first = builder.rebuilds();
    CHECK(first == 1);
    driver.frames(20);
    CHECK(builder.rebuilds() == first);
    stage.view.hovered = {gis::EntityKind::report, 1};
    driver.frames(2);
    CHECK(builder.rebuilds() == first);  // hovering is laid over, not rebuilt
    stage.view.filter.today_only = true;
    driver.frames(3);
    CHECK(builder.rebuilds() == first + 1);
}

TEST_CASE("shape and filling say kind and state, as the vocabulary has them") {
    ui::Stage stage;
    const panels::MarkerPaint paint{stage.theme.colors, stage.catalog, *stage.language, *stage.plane, stage.clock.now()};
    gis::Report report;
    report.id = {1};
    report.place = ui::fixture_centre();
    report.category = "nid_de_poule";
    const auto received = panels::report_marker(paint, report);
    REQUIRE(received);
    CHECK(received->shape == render::MarkerShape::drop);
    CHECK(received->fill == stage.theme.colors.family(panels::Family::fresh).full);
    CHECK(received->icon != 0);
    report.state = gis::ReportState::qualified;
    CHECK(panels::report_marker(paint, report)->fill == stage.theme.colors.surface1);
    CHECK(panels::report_marker(paint, report)->badge == render::Glyph::ringed_dot);
    gis::Sensor sensor;
    sensor.id = {2};
    sensor.place = ui::fixture_centre();
    const std::pair<gis::SensorState, render::MarkerShape> shapes[] = {{gis::SensorState::normal, render::MarkerShape::circle},
                                                                     {gis::SensorState::watch, render::MarkerShape::lozenge},
                                                                     {gis::SensorState::alarm, render::MarkerShape::triangle},
                                                                     {gis::SensorState::silent, render::MarkerShape::dashed_circle},
                                                                     {gis::SensorState::out_of_service, render::MarkerShape::square_cross}};
    for (const auto& [state, shape] : shapes) {
        sensor.state = state;
        CHECK(panels::sensor_marker(paint, sensor)->shape == shape);
    }
}

TEST_CASE("an old position fades and says its age, a fresh one glides between its two fixes") {
    ui::Stage stage;
    const gis::Time now = stage.clock.now();
    const panels::MarkerPaint paint{stage.theme.colors, stage.catalog, *stage.language, *stage.plane, now};
    gis::Crew crew;
    crew.id = {5};
    crew.name = "Voirie A";
    crew.place = ui::fixture_centre();
    crew.fix_at = now - std::chrono::seconds{5};
    const std::vector<gis::Position> trail = {{crew.id, now - std::chrono::seconds{25}, {2.35, 43.21}, {}, {}, {}},
                                              {crew.id, *crew.fix_at, *crew.place, {}, {}, {}}};
    const auto fresh = panels::crew_marker(paint, crew, trail);
    REQUIRE(fresh);
    CHECK(fresh->alpha == 1.0f);
    CHECK(fresh->from != fresh->at);
    CHECK(fresh->at_time - fresh->from_time == std::chrono::seconds{20});
    crew.fix_at = now - std::chrono::minutes{25};
    const auto old = panels::crew_marker(paint, crew, trail);
    CHECK(old->alpha < 0.6f);
    CHECK_FALSE(old->flag_weak.empty());
    CHECK(old->badge == render::Glyph::dashes);
}

TEST_CASE("a drop of work on a crew names the crew whichever of the two was dragged") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    const auto& world = stage.desk->world();
    const gis::EntityRef report{gis::EntityKind::report, world.reports().rows()[2].id.value};
    const gis::EntityRef crew{gis::EntityKind::crew, world.crews().rows()[0].id.value};
    const auto frame = stage.frame();
    const auto there = panels::judge_drop(frame, report, crew), back = panels::judge_drop(frame, crew, report);
    CHECK(there.what == report);
    CHECK(back.what == report);
    CHECK(there.crew.value == crew.id);
    CHECK(there.refused == back.refused);
    const auto nonsense = panels::judge_drop(frame, crew, crew);
    CHECK_FALSE(nonsense.valid);
}
