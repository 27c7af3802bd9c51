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
    s.stage.view.hidden_layers = {"live.reports", "live.sensors", "live.crews", "live.alerts", "live.interventions"};
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
