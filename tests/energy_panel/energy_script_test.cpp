// « Énergie et eau » as a person uses it: from the red bar to the intervention, by mouse and by keyboard alone.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "panels/command_table.hpp"
#include "scene.hpp"

using namespace vigie;
using energy_test::Scene;
using gis::Fluid;

namespace {

const gis::Intervention* created(const Scene& scene) {
    if (scene.stage.commands.empty()) return nullptr;
    const auto* made = std::get_if<gis::command::CreateIntervention>(&scene.stage.commands.back());
    return made != nullptr ? &made->intervention : nullptr;
}

// The middle of a cell of the heat map.
ImVec2 cell(const Scene& scene, int day, int hour) {
    const auto heat = scene.ui.find("energy.heat");
    REQUIRE(heat);
    return {heat->min.x + (heat->max.x - heat->min.x) * (float(day) - 0.5f) / 30, heat->min.y + (heat->max.y - heat->min.y) * (float(hour) + 0.5f) / 24};
}

} // namespace

TEST_CASE("a click in the ranking asks for that building, and its week is chosen anew") {
    Scene scene;
    scene.stage.view.energy.week = std::chrono::local_days{std::chrono::year{2026} / 11 / 2};
    REQUIRE(scene.ui.click(scene.row(2)));
    CHECK(scene.stage.view.energy.building == scene.buildings[2]);
    CHECK_FALSE(scene.stage.view.energy.week);
}

TEST_CASE("fluid, month and comparison change the question") {
    Scene scene;
    gis::EnergyAsk& ask = scene.stage.view.energy;
    REQUIRE(scene.ui.click("energy.water"));
    CHECK(ask.fluid == Fluid::water);
    scene.answer();
    CHECK_FALSE(scene.ui.exists("energy.corrected"));  // water knows no weather
    REQUIRE(scene.ui.click("energy.electricity"));
    scene.answer();
    REQUIRE(scene.ui.click("energy.month.previous"));
    CHECK(ask.month == std::chrono::year{2026} / std::chrono::October);
    REQUIRE(scene.ui.click("energy.month.next"));
    CHECK_FALSE(ask.month);                            // goes on with the live picture
    REQUIRE(scene.ui.click("energy.month.next"));      // blocked: it is the current one
    CHECK_FALSE(ask.month);
    REQUIRE(scene.ui.click("energy.corrected"));
    CHECK_FALSE(ask.corrected);
    REQUIRE(scene.ui.click("energy.compare"));
    CHECK(ask.beside_last_year);
}

TEST_CASE("from the red bar to the hours to the intervention") {
    Scene scene;
    REQUIRE(scene.ui.click(scene.row(0)));
    scene.ui.click_at(cell(scene, 21, 9));
    CHECK(scene.stage.view.energy.week == std::chrono::local_days{std::chrono::year{2026} / 11 / 16});
    REQUIRE(scene.stage.view.time_cursor);
    CHECK(*scene.stage.view.time_cursor == std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::hours{8});  // 09:00 in Paris
    REQUIRE(scene.ui.click("energy.finding.create.0"));
    const gis::Intervention* made = created(scene);
    REQUIRE(made != nullptr);
    CHECK(made->title.find("École Jules-Verne") != std::string::npos);
    CHECK(scene.stage.refused.empty());
}

TEST_CASE("hours to come are not a moment of the past") {
    Scene scene;
    scene.ui.click_at(cell(scene, 28, 9));
    CHECK_FALSE(scene.stage.view.time_cursor);
}

TEST_CASE("the keyboard alone: down to a building, into its hours, the intervention with I") {
    Scene scene;
    scene.ui.key(ImGuiKey_DownArrow);
    CHECK(scene.stage.view.energy.building == scene.buildings[1]);
    scene.ui.key(ImGuiKey_J);
    CHECK(scene.stage.view.energy.building == scene.buildings[2]);
    scene.ui.key(ImGuiKey_K);
    scene.ui.key(ImGuiKey_UpArrow);
    CHECK(scene.stage.view.energy.building == scene.buildings[0]);
    scene.ui.key(ImGuiKey_Enter);
    scene.ui.frames(3);
    CHECK(scene.ui.focused("energy.heat"));
    scene.ui.key(ImGuiKey_RightArrow);
    scene.ui.key(ImGuiKey_DownArrow);
    CHECK(scene.stage.view.energy.building == scene.buildings[0]);  // the arrows are the chart's
    scene.ui.key(ImGuiKey_Enter);
    CHECK(scene.stage.view.time_cursor);
    scene.ui.key(ImGuiKey_I);
    CHECK(created(scene) != nullptr);
}

TEST_CASE("I answers the leak when its card was used last") {
    Scene scene;
    REQUIRE(scene.ui.click("energy.valves"));
    CHECK(std::ranges::count_if(scene.ui.items(), [](const auto& item) { return item.stable_id().starts_with("energy.valve."); }) == 3);
    scene.ui.key(ImGuiKey_Escape);
    scene.ui.key(ImGuiKey_I);
    const gis::Intervention* made = created(scene);
    REQUIRE(made != nullptr);
    CHECK(made->description.starts_with("Fuite probable"));
}

TEST_CASE("what was answered says so and cannot be made twice") {
    Scene scene;
    REQUIRE(scene.ui.click("energy.finding.create.0"));
    gis::InterventionId id;
    std::uint32_t newest = 0;
    for (const gis::Intervention& i : scene.stage.desk->world().interventions())
        if (i.number > newest) newest = i.number, id = i.id;
    scene.picture.findings[0].raised = id;
    scene.ui.frames(3);
    CHECK_FALSE(scene.ui.exists("energy.finding.create.0"));
    CHECK(scene.ui.exists("energy.finding.open.0"));
    REQUIRE(scene.ui.click("energy.finding.open.0"));
    CHECK(scene.stage.view.workspace == panels::Workspace::map);
    CHECK(scene.stage.view.selection.contains({gis::EntityKind::intervention, id.value}));
}

TEST_CASE("a finding leads to its hours, a missing reading to the import") {
    Scene scene;
    REQUIRE(scene.ui.click("energy.finding.hours.0"));
    CHECK(scene.stage.view.energy.week == std::chrono::local_days{std::chrono::year{2026} / 11 / 16});
    REQUIRE(scene.ui.click("energy.import"));
    CHECK(scene.stage.view.file_task == panels::FileTask::add_readings);
}

TEST_CASE("months in place of hours: a bar leads back to the hours of its month") {
    Scene scene;
    REQUIRE(scene.ui.click("energy.history"));
    CHECK_FALSE(scene.ui.exists("energy.heat"));
    const auto months = scene.ui.find("energy.months");
    REQUIRE(months);
    scene.ui.click_at(ImVec2(months->min.x + (months->max.x - months->min.x) * 26.5f / 36, months->max.y - 20));
    CHECK(scene.stage.view.energy.month == std::chrono::year{2026} / std::chrono::February);
    CHECK(scene.ui.exists("energy.heat"));
}

TEST_CASE("the meters and the bill of a building are one press away") {
    Scene scene;
    REQUIRE(scene.ui.click("energy.meters"));
    CHECK(scene.ui.exists("energy.meter." + std::to_string(scene.picture.meters[1].meter.value)));
    scene.ui.key(ImGuiKey_Escape);
    REQUIRE(scene.ui.click("energy.bill"));
    scene.picture.bill.reset();
    scene.ui.key(ImGuiKey_Escape);
    scene.ui.frames(3);
    CHECK_FALSE(scene.ui.exists("energy.bill"));
}

TEST_CASE("Ctrl F narrows the ranking by name, Escape brings all back") {
    Scene scene;
    scene.ui.key(ImGuiKey_F, true);
    scene.ui.frames(2);
    scene.ui.type("ecole");
    CHECK(scene.ui.exists(scene.row(0)));
    CHECK(scene.ui.exists(scene.row(6)));
    CHECK_FALSE(scene.ui.exists(scene.row(1)));
    scene.ui.key(ImGuiKey_Escape);
    scene.ui.frames(2);
    CHECK(scene.ui.exists(scene.row(1)));
}

TEST_CASE("missing readings narrow the ranking to their buildings") {
    Scene scene;
    REQUIRE(scene.ui.click("energy.missing"));
    CHECK(scene.ui.exists(scene.row(4)));
    CHECK_FALSE(scene.ui.exists(scene.row(0)));
    REQUIRE(scene.ui.click("energy.missing"));
    CHECK(scene.ui.exists(scene.row(0)));
}

TEST_CASE("the ranking sorts by what its header says, what is unknown stays below") {
    Scene scene;
    REQUIRE(scene.ui.click("per_m2"));  // rising
    const auto y = [&](std::size_t i) { return scene.ui.find(scene.row(i))->min.y; };
    CHECK(y(13) < y(9));
    CHECK(y(9) < y(0));
    CHECK(y(12) > y(1));                // without a floor area
    REQUIRE(scene.ui.click("per_m2"));
    CHECK(y(1) < y(0));
    CHECK(y(12) > y(13));
}

TEST_CASE("a click on the linked map chooses the building under it") {
    Scene scene;
    const auto map = scene.ui.find("energy.map_canvas");
    REQUIRE(map);
    scene.ui.click_at(ImVec2((map->min.x + map->max.x) / 2, (map->min.y + map->max.y) / 2));
    CHECK(scene.stage.view.energy.building == scene.buildings[0]);
    REQUIRE(scene.ui.click("energy.map"));
    CHECK(scene.stage.view.workspace == panels::Workspace::map);
    CHECK(scene.stage.view.selection.primary().kind == gis::EntityKind::asset);
}

TEST_CASE("four hundred buildings stay smooth: rows out of sight are not drawn") {
    Scene scene({}, 1600, 1000, 400);
    const auto drawn = std::ranges::count_if(scene.ui.items(), [](const auto& item) { return item.stable_id().starts_with("energy.building."); });
    CHECK(drawn > 5);
    CHECK(drawn < 60);
    for (int i = 0; i < 30; ++i) scene.ui.key(ImGuiKey_DownArrow);
    CHECK(scene.stage.view.energy.building.value != 0);
    CHECK(scene.ui.exists("energy.building." + std::to_string(scene.stage.view.energy.building.value)));  // brought into view
}

TEST_CASE("without meters the workspace says so and leads to where they come from") {
    Scene scene({}, 1600, 1000, 0);
    scene.picture.meter_count = 0;
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("energy.empty.sources"));
    CHECK(scene.stage.view.workspace == panels::Workspace::sources);
}

TEST_CASE("where only months were read, the months are offered in place of the hours") {
    Scene scene;
    for (auto& h : scene.picture.month.hours) h.measured.reset();
    scene.ui.frames(2);
    CHECK_FALSE(scene.ui.exists("energy.heat"));
    REQUIRE(scene.ui.click("energy.empty.history"));
    CHECK(scene.ui.exists("energy.months"));
}

TEST_CASE("before the first picture is made nothing is shown as if it were known") {
    Scene scene;
    scene.stage.energy = nullptr;
    scene.ui.frames(3);
    CHECK_FALSE(scene.ui.exists("energy.heat"));
    CHECK_FALSE(scene.ui.exists(scene.row(0)));
    CHECK(scene.ui.exists("energy.electricity"));
}

TEST_CASE("a meter that is not read remotely has nothing to mute") {
    Scene scene;
    REQUIRE(scene.ui.click("energy.silence"));
    CHECK(scene.stage.commands.empty());
    CHECK_FALSE(scene.ui.exists("energy.mute.works.480"));
}

TEST_CASE("narrow windows give up the map, then set the findings under the charts") {
    Scene wide({}, 1300, 900);
    CHECK_FALSE(wide.ui.exists("energy.map_canvas"));
    CHECK(wide.ui.exists("energy.finding.create.0"));
    Scene narrow({}, 1040, 800);
    const auto finding = narrow.ui.find("energy.finding.create.0"), curve = narrow.ui.find("energy.curve");
    REQUIRE(finding);
    REQUIRE(curve);
    CHECK(finding->min.y > curve->max.y);
}

TEST_CASE("it speaks English and stands at twice the size") {
    Scene scene({.language = "en", .scale = 2}, 1600, 1000);
    CHECK(scene.ui.exists("energy.electricity"));
    CHECK(scene.ui.exists(scene.row(0)));
    CHECK(panels::find_action("energy.previous_month") != nullptr);
}
