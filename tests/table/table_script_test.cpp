// The attribute table driven as hands do.
#include <filesystem>
#include <fstream>

#include "tests/table/script.hpp"

using namespace vigie;
using namespace vigie::tests;

TEST_CASE("the table shows the rows of a layer, sorts by a click on a header and filters by words or expression") {
    Script s;
    s.open_table();
    REQUIRE(s.stage.tables.found().rows);
    CHECK(s.stage.tables.found().rows->size() == 20);
    REQUIRE(s.ui.click("column.hauteur"));
    s.settle();
    CHECK(s.stage.tables.found().rows->front() == 19);
    REQUIRE(s.ui.click("column.hauteur"));
    s.settle();
    CHECK(s.stage.tables.found().rows->front() == 0);
    REQUIRE(s.ui.click("table.filter"));
    s.ui.type("hauteur > 10 et espece = platane");
    CHECK(s.ui.shell().wants_frame_in_ms().value_or(10'000) <= 260);  // nobody need move the mouse for the search to begin
    s.settle();
    CHECK(s.stage.tables.found().is_expression);
    CHECK(s.stage.tables.found().rows->size() == 5);
}

TEST_CASE("a wrong filter says where, and leaves the rows") {
    Script s;
    s.open_table();
    REQUIRE(s.ui.click("table.filter"));
    s.ui.type("hauteur > ");
    s.settle();
    REQUIRE(s.stage.tables.found().error);
    CHECK(s.stage.tables.found().rows->size() == 20);
}

TEST_CASE("rows chosen in the table are chosen on the map: click, Ctrl, Maj, all found, and Escape lets go") {
    Script s;
    s.open_table();
    REQUIRE(s.ui.click("feature.1"));
    CHECK(s.chosen() == 1);
    REQUIRE(s.ui.click("table.choose_found"));
    s.settle();
    CHECK(s.chosen() == 20);
    CHECK(s.stage.view.selection.count() == 20);
    CHECK(s.ui.exists("several.export"));
    s.ui.key(ImGuiKey_Escape);
    s.ui.frames(2);
    CHECK(s.stage.view.selection.empty());
}

TEST_CASE("a lasso round features of a file chooses them and the table can show only those") {
    Script s;
    s.open_table();
    s.stage.view.hidden_layers = {"live.reports", "live.sensors", "live.crews", "live.alerts", "live.interventions", "live.due"};
    (void)s.stage.map->draw_complete(s.stage.view.rig.camera, s.stage.clock.now());
    const gis::PlanePoint c = s.stage.view.rig.camera.centre;
    const auto found = s.stage.map->features_in({{c.x - 110, c.y - 70}, {c.x - 50, c.y - 70}, {c.x - 50, c.y + 70}, {c.x - 110, c.y + 70}});
    std::size_t trees = 0;
    for (const auto& taken : found)
        if (taken.layer == "file:arbres") trees = taken.features.size();
    CHECK(trees == 8);
}

TEST_CASE("figures of a column stand beside the rows") {
    Script s;
    s.open_table();
    REQUIRE(s.ui.click("table.figures"));
    s.settle();
    CHECK(s.stage.tables.figures().column == "hauteur");
    REQUIRE(s.stage.tables.figures().values.sum);
    CHECK(*s.stage.tables.figures().values.sum == 210);
}

TEST_CASE("the rows found are written to a file, with a toast that says where") {
    Script s;
    s.open_table();
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "vigie-table-script.csv";
    std::filesystem::remove(file);
    s.stage.view.export_open = true;
    s.settle();
    REQUIRE(s.ui.exists("dialog.yes"));
    REQUIRE(s.ui.click("export.file"));
    s.ui.key(ImGuiKey_A, true);
    s.ui.type(file.string());
    s.ui.frames(2);
    REQUIRE(s.ui.click("dialog.yes"));
    s.settle();
    CHECK(std::filesystem::exists(file));
    std::filesystem::remove(file);
}

TEST_CASE("a layer of a file is taken off the map by its menu or by name, and the toast's button asks for it back") {
    Script s;
    s.stage.view.open_groups.insert("");
    s.ui.frames(2);
    REQUIRE(s.ui.click("row.file:arbres", ImGuiMouseButton_Right));
    s.ui.frames(2);
    REQUIRE(s.ui.click("layer.take_off"));
    s.ui.frames(1);
    CHECK(s.stage.ask.take_off == std::vector<std::string>{"file:arbres"});
    s.stage.ask.take_off.clear();
    s.stage.view.table_layer = "file:arbres";
    s.ui.key(ImGuiKey_K, true);
    s.ui.frames(2);
    s.ui.type("retirer la couche");
    s.ui.frames(3);
    REQUIRE(s.ui.click("palette.layer.take_off"));
    s.ui.frames(1);
    CHECK(s.stage.ask.take_off == std::vector<std::string>{"file:arbres"});
    s.stage.toasts.push_back({.text = {"app.layer_taken_off", {{"name", "Arbres du fichier"}}}, .detail = {}, .can_undo = true, .put_back = "file:arbres", .at = s.stage.clock.now()});
    s.ui.frames(20);
    REQUIRE(s.ui.click("toast.undo"));
    s.ui.frames(1);
    CHECK(s.stage.ask.put_back == std::vector<std::string>{"file:arbres"});
    CHECK_FALSE(s.stage.ask.undo);
}

TEST_CASE("a lasso drawn on the map chooses what it surrounds, when the worker has found it") {
    Script s;
    s.stage.view.hidden_layers = {"live.reports", "live.sensors", "live.crews", "live.alerts", "live.interventions", "live.due"};
    s.ui.frames(3);
    s.stage.view.tool = panels::MapTool::lasso;
    const gis::PlanePoint c = s.stage.view.rig.camera.centre;
    const std::vector<gis::PlanePoint> around{{c.x - 110, c.y - 70}, {c.x - 50, c.y - 70}, {c.x - 50, c.y + 70}, {c.x - 110, c.y + 70}};
    for (std::size_t i = 0; i < around.size(); ++i)
        s.ui.drag_between(s.screen(around[i]), s.screen(around[(i + 1) % around.size()]), i + 1 == around.size());
    s.settle();
    CHECK(s.chosen() == 8);
    CHECK(s.stage.view.tool == panels::MapTool::pointer);
}

TEST_CASE("copying a whole large layer is left to a worker, a small selection is copied at once") {
    Script s;
    auto large = std::make_shared<gis::Layer>(*s.stage.more_layers.front());
    tests::LayerBuilder many;
    const gis::PlanePoint c = s.stage.view.rig.camera.centre;
    for (int i = 0; i < 150; ++i) many.point(c.x + i, c.y);
    const gis::LayerPtr points = many.done();
    large->geometry = points->geometry;
    large->columns.clear();
    large->finish();
    s.stage.more_layers = {large};
    s.stage.remake_layers();
    s.stage.view.open_groups.insert("");
    s.ui.frames(3);
    REQUIRE(s.ui.click("row.file:arbres", ImGuiMouseButton_Right));
    s.ui.frames(2);
    REQUIRE(s.ui.click("layer.copy"));
    s.ui.frames(1);
    REQUIRE(s.stage.ask.copies.size() == 1);
    CHECK(s.stage.ask.copies[0].layer == gis::LayerPtr(large));
    CHECK(s.stage.ask.copies[0].kind == "arbre");
    CHECK(s.pushed<gis::command::ImportAssets>().empty());
}
