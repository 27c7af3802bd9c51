// Assets drawn and reshaped on the map as hands do, and what comes of it.
#include "panels/edit/edit_shape.hpp"
#include "panels/inspect/asset_form.hpp"
#include "tests/table/script.hpp"

using namespace vigie;
using namespace vigie::tests;
namespace command = gis::command;

TEST_CASE("a click places a point of the kind chosen, snapped or not, and undo takes it away") {
    Script s;
    s.stage.view.draw_kind = "banc";
    s.stage.view.tool = panels::MapTool::draw;
    s.ui.frames(2);
    const auto before = s.stage.desk->world().assets().size();
    const gis::PlanePoint c = s.stage.view.rig.camera.centre;
    s.ui.click_at(s.screen({c.x - 98, c.y - 59}));  // 2 m from a tree of the file: clings to it
    s.ui.frames(3);
    const auto added = s.pushed<command::AddAsset>();
    REQUIRE(added.size() == 1);
    CHECK(s.stage.refused.empty());
    const auto at = s.stage.plane->plane_from_lonlat(added[0].asset.geometry.points.at(0));
    REQUIRE(at);
    CHECK(std::abs(at->x - (c.x - 100)) < 0.01);
    CHECK(std::abs(at->y - (c.y - 60)) < 0.01);
    CHECK(s.stage.desk->world().assets().size() == before + 1);
    CHECK(s.stage.view.asset_form);
    s.stage.ask.undo = true;
    s.ui.frames(2);
    CHECK(s.stage.desk->world().assets().size() == before);
}

TEST_CASE("a polygon grows click by click; Escape gives it up, then leaves the tool") {
    Script s;
    s.stage.view.draw_kind = "pelouse";
    s.stage.view.tool = panels::MapTool::draw;
    s.ui.frames(2);
    const gis::PlanePoint c = s.stage.view.rig.camera.centre;
    const std::vector<gis::PlanePoint> corners{{c.x - 150, c.y + 100}, {c.x - 70, c.y + 100}, {c.x - 70, c.y + 150}};
    for (const gis::PlanePoint p : corners) s.ui.click_at(s.screen(p)), s.ui.wait(0.5f);
    REQUIRE(s.ui.exists("edit.finish"));
    s.ui.key(ImGuiKey_Escape);
    s.ui.frames(2);
    CHECK_FALSE(s.ui.exists("edit.finish"));
    CHECK(s.stage.view.tool == panels::MapTool::draw);
    for (const gis::PlanePoint p : corners) s.ui.click_at(s.screen(p)), s.ui.wait(0.5f);
    REQUIRE(s.ui.click("edit.finish"));
    s.ui.frames(3);
    REQUIRE(s.pushed<command::AddAsset>().size() == 1);
    CHECK(s.pushed<command::AddAsset>()[0].asset.geometry.points.size() == 4);
    CHECK(s.stage.refused.empty());
    s.ui.key(ImGuiKey_Escape);
    s.ui.frames(2);
    s.stage.view.asset_form = {};
    s.ui.key(ImGuiKey_Escape);
    s.ui.frames(2);
    CHECK(s.stage.view.tool == panels::MapTool::pointer);
}

TEST_CASE("Backspace and Enter go on with what the mouse draws, and nothing under the pointer is lifted while it does") {
    Script s;
    s.stage.view.draw_kind = "pelouse";
    s.stage.view.tool = panels::MapTool::draw;
    s.ui.frames(2);
    const gis::PlanePoint c = s.stage.view.rig.camera.centre;
    for (const gis::PlanePoint p : {gis::PlanePoint{c.x - 150, c.y + 100}, {c.x - 70, c.y + 100}, {c.x - 70, c.y + 150}, {c.x - 200, c.y + 160}})
        s.ui.click_at(s.screen(p)), s.ui.wait(0.5f);
    s.ui.move_to(s.screen({c.x - 100, c.y - 60}));  // a tree of the file
    s.ui.wait(0.6f);
    CHECK_FALSE(s.stage.view.hovered_feature);
    s.ui.key(ImGuiKey_Backspace);
    s.ui.key(ImGuiKey_Enter);
    s.ui.frames(3);
    REQUIRE(s.pushed<command::AddAsset>().size() == 1);
    CHECK(s.pushed<command::AddAsset>()[0].asset.geometry.points.size() == 4);  // three corners, closed
}

TEST_CASE("a feature of a file offers a copy into the commune that keeps its attributes") {
    Script s;
    s.stage.view.selection.features["file:arbres"] = std::make_shared<const std::vector<std::uint32_t>>(std::vector<std::uint32_t>{3});
    s.stage.view.selection.feature = render::FeatureHit{"file:arbres", 3, 0};
    s.stage.view.right_open = true;
    s.ui.frames(3);
    REQUIRE(s.ui.click("feature.copy"));
    s.ui.frames(3);
    const auto copied = s.pushed<command::ImportAssets>();
    REQUIRE(copied.size() == 1);
    REQUIRE(copied[0].assets.size() == 1);
    CHECK(copied[0].assets[0].kind == "arbre");
    CHECK(copied[0].assets[0].attributes == std::vector<gis::Attribute>{{"espece", "Platane"}, {"hauteur", "17"}});
    CHECK(s.stage.refused.empty());
}

TEST_CASE("a shape keeps vertices nobody touched exactly, splits edges and refuses to fall apart") {
    const gis::MapPlane plane = gis::MapPlane::create(2154).value();
    const gis::Geometry g{gis::GeometryType::polygon, {{2.3, 43.2}, {2.301, 43.2}, {2.301, 43.201}, {2.3, 43.2}}, {0}, {0}};
    auto shape = panels::EditShape::from(g, plane);
    REQUIRE(shape);
    CHECK(*shape->geometry(plane) == g);
    CHECK_FALSE(shape->remove({0, 1, false}));
    const gis::PlanePoint a = shape->at({0, 0, false}), b = shape->at({0, 1, false});
    const gis::PlanePoint middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
    const auto grip = shape->grip_at(middle, 1);
    REQUIRE(grip);
    CHECK(grip->on_edge);
    const auto made = shape->split(*grip, middle);
    CHECK(shape->parts[0].vertices.size() == 4);
    CHECK(shape->remove(made));
    CHECK(*shape->geometry(plane) == g);
}

TEST_CASE("what is typed in a form is stored as machines read it, or refused") {
    using namespace std::chrono;
    const year_month_day today = 2026y / 11 / 24d;
    CHECK(panels::stored_value("2411", "date", today) == "2026-11-24");
    CHECK_FALSE(panels::stored_value("31/02", "date", today));
    CHECK(panels::stored_value("1 234,5", "number", today) == "1234.5");
    CHECK_FALSE(panels::stored_value("12,5", "integer", today));
    CHECK_FALSE(panels::stored_value("haut", "number", today));
    CHECK(panels::stored_value("", "number", today) == "");
}
