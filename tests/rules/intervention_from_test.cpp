#include <catch2/catch_test_macros.hpp>

#include "gis/rules/rules.hpp"

using namespace vigie::gis;

TEST_CASE("an intervention for reports takes its template, the place of the first, the worst severity and the first deadline") {
    Catalog catalog;
    catalog.report_categories.push_back({.id = "nid", .domain = "voirie", .icon = "", .name = {"Nid-de-poule", "Pothole"}, .severity = 3,
                                         .intervention = "reprise", .guard = {}});
    InterventionTemplate pattern;
    pattern.id = "reprise";
    pattern.name = {"Reprise d’enrobé", "Patching"};
    pattern.duration = Minutes{90};
    pattern.people = 2;
    pattern.skills = {"AIPR"};
    pattern.equipment = {"enrobé"};
    pattern.tasks = {{"Baliser", "Sign"}, {"Reboucher", "Fill"}};
    catalog.interventions.push_back(pattern);
    World world;
    Report a, b;
    a.id = {1}; a.category = "nid"; a.place = {3, 43}; a.address = "12 rue Haute"; a.severity = 4; a.due_at = time_from_ms(5000); a.description = "Trou";
    b.id = {2}; b.category = "nid"; b.place = {3.1, 43}; b.severity = 2; b.due_at = time_from_ms(4000);
    world.apply({.put = {a, b}});
    const Intervention i = intervention_from(world, catalog, {{EntityKind::report, 1}, {EntityKind::report, 2}, {EntityKind::report, 99}}, "en");
    CHECK(i.title == "Patching");
    CHECK(i.kind == "reprise");
    CHECK(i.place == LonLat{3, 43});
    CHECK(i.address == "12 rue Haute");
    CHECK(i.severity == 2);
    CHECK(i.deadline == time_from_ms(4000));
    CHECK(i.duration == Minutes{90});
    CHECK(i.people == 2);
    CHECK(i.skills == std::vector<std::string>{"AIPR"});
    CHECK(i.reports == std::vector<ReportId>{{1}, {2}});
    CHECK(i.tasks == std::vector<Task>{{"Sign", false}, {"Fill", false}});
    CHECK(i.description == "Trou");
    CHECK(i.state == InterventionState::to_plan);
}

TEST_CASE("an alert gives its sensor's asset, an asset its anchor, and without template the title still says what it is") {
    World world;
    Sensor s;
    s.id = {5};
    s.asset = {8};
    Alert a;
    a.id = {6};
    a.sensor = {5};
    a.title = "Fuite probable, 1,8 bar";
    a.place = {3, 43};
    a.severity = 2;
    Asset tree;
    tree.id = {9};
    tree.name = "Platane 12";
    tree.geometry = {.type = GeometryType::point, .points = {{4, 44}}};
    world.apply({.put = {s, a, tree}});
    const Intervention from_alert = intervention_from(world, {}, {{EntityKind::alert, 6}}, "fr");
    CHECK(from_alert.title == "Fuite probable, 1,8 bar");
    CHECK(from_alert.asset == AssetId{8});
    CHECK(from_alert.alerts == std::vector<AlertId>{{6}});
    CHECK(from_alert.severity == 2);
    const Intervention from_asset = intervention_from(world, {}, {{EntityKind::asset, 9}}, "fr");
    CHECK(from_asset.title == "Platane 12");
    CHECK(from_asset.place == LonLat{4, 44});
    CHECK(from_asset.severity == 4);
}
