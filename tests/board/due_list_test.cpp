// « Échéances » by hands: one list by date, its filters, the intervention it makes and the map it shows.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "panels/command_table.hpp"
#include "panels/overlay/marker_key.hpp"
#include "scene.hpp"

using namespace vigie;
using namespace vigie::board_test;

namespace {

std::string row_of(const Scene& scene, const char* asset) { return "due.controle_jeux_parcs." + std::to_string(asset_named(scene.stage, asset).value); }

struct DueScene : Scene {
    DueScene() {
        put_week(stage);
        put_due(stage);
        ui.frames(2);
        REQUIRE(ui.click("backlog.tab.due"));
        ui.frames(3);
    }
    [[nodiscard]] const gis::DueLine* line(const char* asset) const {
        for (const auto& l : state.due.book.lines())
            if (l.work.duty && l.work.asset == asset_named(stage, asset)) return &l;
        return nullptr;
    }
};

} // namespace

TEST_CASE("duties and deadlines stand in one list by date, what is late first and told so") {
    DueScene scene;
    const auto& lines = scene.state.due.book.lines();
    REQUIRE(std::ranges::is_sorted(lines, [](const gis::DueLine& a, const gis::DueLine& b) { return a.work.due && (!b.work.due || *a.work.due < *b.work.due); }));
    const auto* park = scene.line("Aire de jeux du parc Édith-Piaf");
    REQUIRE(park);
    CHECK(park->overdue(scene.state.due.book.today()));
    CHECK(park->to_verify);
    CHECK(scene.ui.exists(row_of(scene, "Aire de jeux du parc Édith-Piaf")));
    CHECK(scene.ui.exists("due.work." + std::to_string(work(scene.stage, 431)->id.value)));  // the pothole's deadline
    REQUIRE(scene.line("Esplanade"));
    CHECK_FALSE(scene.line("Esplanade")->work.due);
    CHECK(scene.state.due.rows.front().late);
    REQUIRE(scene.ui.click("due.filter.overdue"));
    scene.ui.frames(3);
    CHECK(scene.state.due.listed == scene.state.due.overdue);
    CHECK_FALSE(scene.ui.exists(row_of(scene, "Square des Lilas")));
    REQUIRE(scene.ui.click("due.filter.overdue"));
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("due.filter.domain"));
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("due.domain.eau"));
    scene.ui.frames(3);
    CHECK_FALSE(scene.ui.exists(row_of(scene, "Square des Lilas")));
}

TEST_CASE("a press on a date chooses its place, and the button makes the intervention as one gesture") {
    DueScene scene;
    const auto row = row_of(scene, "Square des Lilas");
    REQUIRE(scene.ui.click(row));
    scene.ui.frames(2);
    CHECK(scene.stage.view.selection.primary() == gis::EntityRef{gis::EntityKind::asset, asset_named(scene.stage, "Square des Lilas").value});
    REQUIRE(scene.ui.click("due.create"));
    scene.ui.frames(3);
    const auto* made = scene.last<gis::command::CreateIntervention>();
    REQUIRE(made);
    CHECK(scene.stage.refused.empty());
    CHECK(made->intervention.asset == asset_named(scene.stage, "Square des Lilas"));
    CHECK(made->intervention.regulatory);
    CHECK(made->intervention.deadline == at(3, 17));
    REQUIRE(scene.line("Square des Lilas"));
    CHECK(scene.line("Square des Lilas")->work.open);  // the list knows it at once
    scene.stage.ask.undo = true;
    scene.ui.frames(3);
    CHECK_FALSE(scene.line("Square des Lilas")->work.open);
}

TEST_CASE("the command table makes and shows what is due, and says why it cannot") {
    DueScene scene;
    REQUIRE(scene.ui.click(row_of(scene, "Square des Lilas")));
    scene.ui.frames(2);
    {
        auto frame = scene.stage.frame();
        const auto* create = panels::find_action("intervention.create");
        REQUIRE(create);
        CHECK_FALSE(create->blocked(frame));
        create->run(frame);
        scene.stage.settle();
    }
    REQUIRE(scene.last<gis::command::CreateIntervention>());
    CHECK(scene.last<gis::command::CreateIntervention>()->intervention.regulatory);  // the duty's, not any work at the asset
    scene.ui.frames(2);
    auto frame = scene.stage.frame();
    CHECK(panels::find_action("intervention.create")->blocked(frame));  // it exists now
    const auto* show = panels::find_action("view.on_map");
    REQUIRE(show);
    REQUIRE_FALSE(show->blocked(frame));
    show->run(frame);
    CHECK(scene.stage.view.workspace == panels::Workspace::map);
    scene.stage.view.selection = {};
    CHECK(show->blocked(frame));
}

TEST_CASE("all dates shown become interventions in one gesture") {
    DueScene scene;
    REQUIRE(scene.ui.click("due.create_all"));
    scene.ui.frames(3);
    CHECK(scene.stage.refused.empty());
    CHECK(scene.stage.commands.size() >= 3);
    CHECK(scene.line("Aire de jeux du parc Édith-Piaf")->work.open);
    CHECK_FALSE(scene.line("Esplanade")->work.open);  // without a date nobody knows when
    scene.stage.ask.undo = true;
    scene.ui.frames(3);
    CHECK_FALSE(scene.line("Aire de jeux du parc Édith-Piaf")->work.open);
}

TEST_CASE("what the paper register tells of the last time is typed into the thing’s form") {
    DueScene scene;
    REQUIRE(scene.ui.click(row_of(scene, "Square des Lilas")));
    scene.ui.frames(3);
    REQUIRE(scene.ui.click("due.note"));
    CHECK(scene.stage.view.workspace == panels::Workspace::map);
    CHECK(scene.stage.view.asset_form == asset_named(scene.stage, "Square des Lilas"));
    CHECK(scene.stage.view.right_open);
}

TEST_CASE("what is due stands on the map until an intervention is made for it") {
    ui::Stage stage;
    put_week(stage);
    put_due(stage);
    for (const char* other : {"live.sensors", "live.reports", "live.interventions", "live.alerts", "live.crews"}) stage.view.hidden_layers.insert(other);
    const auto marks = [&] {
        const auto& camera = stage.view.rig.camera;
        const double w = camera.width, h = camera.height;
        std::vector<gis::EntityRef> found;
        for (const auto key : stage.map->markers_in({{-5 * w, -5 * h}, {6 * w, -5 * h}, {6 * w, 6 * h}, {-5 * w, 6 * h}})) found.push_back(panels::ref_of_marker(key));
        return found;
    };
    const auto shown = [&](const char* asset) {
        const auto found = marks();
        return std::ranges::count(found, gis::EntityRef{gis::EntityKind::asset, asset_named(stage, asset).value}) == 1;
    };
    ui::UiDriver driver(stage);
    driver.frames(3);
    CHECK(shown("Aire de jeux du parc Édith-Piaf"));
    CHECK(shown("Square des Lilas"));
    CHECK_FALSE(shown("Jardin des Poètes"));  // in five weeks
    CHECK_FALSE(shown("Esplanade"));          // nobody knows when
    stage.view.selection.entities = {{gis::EntityKind::asset, asset_named(stage, "Square des Lilas").value}};
    stage.view.due = {"controle_jeux_parcs", asset_named(stage, "Square des Lilas")};
    driver.key(ImGuiKey_I);
    driver.frames(3);
    REQUIRE(stage.refused.empty());
    CHECK_FALSE(shown("Square des Lilas"));
    CHECK(shown("Aire de jeux du parc Édith-Piaf"));
    stage.view.hidden_layers.insert("live.due");
    driver.frames(3);
    CHECK(marks().empty());
}
