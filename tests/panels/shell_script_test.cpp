// Scripts on the real interface: hands and keys in, view state and commands out.
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "panels/command_table.hpp"
#include "panels/fonts.hpp"
#include "render/icons.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;
using panels::Workspace;

namespace {

ImVec2 on_screen(const ui::Stage& stage, const ui::UiDriver& driver, gis::LonLat place) {
    const auto at = stage.plane->plane_from_lonlat(place);
    const auto p = stage.view.rig.camera.screen_from_plane(*at);
    const auto canvas = driver.find("map.canvas");
    return {canvas->min.x + float(p.x), canvas->min.y + float(p.y)};
}

} // namespace

TEST_CASE("shortcuts work from anywhere but not while typing") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    driver.key(ImGuiKey_2, true);
    CHECK(stage.view.workspace == Workspace::planning);
    driver.key(ImGuiKey_1, true);
    CHECK(stage.view.workspace == Workspace::map);
    driver.key(ImGuiKey_L);
    CHECK(stage.view.tool == panels::MapTool::lasso);
    driver.key(ImGuiKey_L);
    CHECK(stage.view.tool == panels::MapTool::pointer);
    REQUIRE(driver.click("left.search"));
    driver.type("dl");
    driver.key(ImGuiKey_D);
    CHECK(stage.view.tool == panels::MapTool::pointer);
}

TEST_CASE("the palette opens, finds without accents, runs and closes") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    driver.key(ImGuiKey_K, true);
    REQUIRE(stage.view.palette_open);
    driver.type("preferen");
    REQUIRE(driver.exists("palette.app.settings"));
    driver.key(ImGuiKey_Enter);
    CHECK_FALSE(stage.view.palette_open);
    CHECK(stage.view.settings_open);
}

TEST_CASE("the palette selects a crew with @ and Escape closes it unchanged") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    driver.key(ImGuiKey_K, true);
    driver.type("@eclairage");
    driver.key(ImGuiKey_Enter);
    REQUIRE(stage.view.selection.entities.size() == 1);
    CHECK(stage.view.selection.primary().kind == gis::EntityKind::crew);
    CHECK(stage.desk->world().find(gis::CrewId{stage.view.selection.primary().id})->name == "Éclairage");
    driver.key(ImGuiKey_K, true);
    driver.type("voirie");
    driver.key(ImGuiKey_Escape);
    CHECK_FALSE(stage.view.palette_open);
    CHECK(stage.desk->world().find(gis::CrewId{stage.view.selection.primary().id})->name == "Éclairage");
}

TEST_CASE("an impossible command stays in the palette with its reason and does nothing") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    driver.key(ImGuiKey_K, true);
    driver.type("annuler la derniere");
    REQUIRE(driver.exists("palette.edit.undo"));
    driver.click("palette.edit.undo");
    CHECK_FALSE(stage.ask.undo);
    CHECK(stage.view.palette_open);
}

TEST_CASE("layers hide by their eye, one by one and by group") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("eye.live.sensors"));
    CHECK(stage.view.hidden_layers == std::set<std::string>{"live.sensors"});
    REQUIRE(driver.click("eye.group.live"));
    CHECK(stage.view.hidden_layers.size() == 6);  // reports, interventions, due work, alerts, sensors, crews
    REQUIRE(driver.click("eye.group.live"));
    CHECK(stage.view.hidden_layers.empty());
}

TEST_CASE("the chips over the map and the Filtres tab set the one filter") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("chip.quartier"));
    REQUIRE(driver.click("quartier.Les Aubes"));
    CHECK(stage.view.filter.quartier == "Les Aubes");
    REQUIRE(driver.click("chip.severity"));
    REQUIRE(driver.click("severity.2"));
    CHECK(stage.view.filter.max_severity == 2);
    REQUIRE(driver.click("left.filters"));
    REQUIRE(driver.click("filter.domain.eau"));
    CHECK_FALSE(stage.view.filter.domains.contains("eau"));
    CHECK(stage.view.filter.domains.contains("voirie"));
    REQUIRE(driver.click("filter.clear"));
    CHECK(stage.view.filter == panels::Filter{});
}

TEST_CASE("a saved view brings place, layers and filter back") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    stage.view.filter.max_severity = 3;
    stage.view.hidden_layers = {"live.crews"};
    const auto centre = stage.view.rig.camera.centre;
    driver.click("left.views");
    REQUIRE(driver.click("view.name"));
    driver.type("Berges");
    REQUIRE(driver.click("view.save"));
    REQUIRE(stage.view.saved_views.size() == 1);
    stage.view.filter = {};
    stage.view.hidden_layers.clear();
    stage.view.rig.camera.centre = {centre.x + 900, centre.y};
    REQUIRE(driver.click("view.open.Berges"));
    CHECK(stage.view.filter.max_severity == 3);
    CHECK(stage.view.hidden_layers == std::set<std::string>{"live.crews"});
    driver.wait(1);
    CHECK(stage.view.rig.camera.centre.x == Catch::Approx(centre.x).margin(0.5));
    REQUIRE(driver.click("view.remove.Berges"));
    CHECK(stage.view.saved_views.empty());
}

TEST_CASE("preferences change at once and are bounded") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    stage.view.settings_open = true;
    driver.frames(3);
    REQUIRE(driver.click("settings.night"));
    CHECK(stage.settings.night);
    REQUIRE(driver.click("settings.en"));
    CHECK(stage.settings.language == "en");
    const auto slider = driver.find("settings.text_size");
    REQUIRE(slider);
    driver.drag_between({slider->min.x + 5, (slider->min.y + slider->max.y) / 2}, {slider->max.x + 300, slider->max.y});
    CHECK(stage.settings.text_scale == Catch::Approx(2.0f));
    const auto memory = driver.find("settings.memory");
    REQUIRE(memory);
    driver.drag_between({memory->max.x - 5, (memory->min.y + memory->max.y) / 2}, {memory->min.x - 300, memory->max.y});
    CHECK(stage.settings.memory_budget_mb == panels::Settings::least_memory_mb);
    driver.key(ImGuiKey_Escape);
    CHECK_FALSE(stage.view.settings_open);
}

TEST_CASE("dragging the map moves it under the hand, the wheel zooms to the pointer") {
    ui::Stage stage;
    stage.settings.reduce_motion = true;
    ui::UiDriver driver(stage);
    const auto canvas = driver.find("map.canvas");
    REQUIRE(canvas);
    const ImVec2 empty{canvas->min.x + 60, canvas->max.y - 60};
    const auto before = stage.view.rig.camera;
    driver.drag_between(empty, {empty.x + 100, empty.y - 50});
    CHECK(before.centre.x - stage.view.rig.camera.centre.x == Catch::Approx(100 * before.units_per_px).margin(8));
    CHECK(before.centre.y - stage.view.rig.camera.centre.y == Catch::Approx(50 * before.units_per_px).margin(8));
    driver.move_to({canvas->min.x + 300, canvas->min.y + 250});
    const auto under = stage.view.rig.camera.plane_from_screen({300, 250});
    const double units = stage.view.rig.camera.units_per_px;
    driver.wheel(2);
    driver.wait(1);
    CHECK(stage.view.rig.camera.units_per_px < units);
    const auto still = stage.view.rig.camera.plane_from_screen({300, 250});
    CHECK(still.x == Catch::Approx(under.x).margin(1.5));
    CHECK(still.y == Catch::Approx(under.y).margin(1.5));
}

TEST_CASE("a click selects exactly what lies there, Ctrl adds, Escape peels") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    const gis::Crew* crew = nullptr;
    for (const gis::Crew& c : stage.desk->world().crews())
        if (c.name == "Voirie A") crew = &c;
    REQUIRE(crew != nullptr);
    const gis::EntityRef ref{gis::EntityKind::crew, crew->id.value};
    driver.click_at(on_screen(stage, driver, *crew->place));
    CHECK(stage.view.selection.entities == std::vector<gis::EntityRef>{ref});
    driver.key(ImGuiKey_Escape);
    CHECK(stage.view.selection.empty());
}

TEST_CASE("right click offers what can be done at that place") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    const auto canvas = driver.find("map.canvas");
    driver.click_at({canvas->min.x + 400, canvas->min.y + 300}, ImGuiMouseButton_Right);
    REQUIRE(driver.exists("menu.nearest"));
    REQUIRE(driver.click("menu.new_report"));
    CHECK(stage.view.report_form_open);
    CHECK(stage.view.report_form_place.has_value());
}

TEST_CASE("a right click on a street closes it for some days, and another opens it again") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    const auto street = stage.roads.nearest_stretch(stage.view.rig.camera.centre, 2000);
    REQUIRE(street.size() >= 2);
    const gis::PlanePoint middle{(street[0].x + street[1].x) / 2, (street[0].y + street[1].y) / 2};
    const auto closed = [&] {
        return std::ranges::count_if(stage.desk->world().assets(), [](const gis::Asset& a) { return a.kind == gis::closure_kind; });
    };
    driver.click_at(on_screen(stage, driver, *stage.plane->lonlat_from_plane(middle)), ImGuiMouseButton_Right);
    REQUIRE(driver.exists("menu.close_street"));
    REQUIRE(driver.click("menu.close_street"));
    driver.frames(3);
    REQUIRE(driver.click("panels.menu.works_week"));
    driver.frames(2);
    CHECK(stage.refused.empty());
    REQUIRE(closed() == 1);
    stage.remake_layers();
    driver.frames(4);
    const auto closures = gis::street_closures(stage.desk->world());
    REQUIRE(closures.size() == 1);
    CHECK(closures.front().where.points.size() == street.size());
    CHECK((closures.front().to - closures.front().from) == std::chrono::days{6});
    driver.click_at(on_screen(stage, driver, *stage.plane->lonlat_from_plane(middle)), ImGuiMouseButton_Right);
    CHECK_FALSE(driver.exists("menu.close_street"));
    REQUIRE(driver.click("menu.open_street"));
    driver.frames(2);
    CHECK(closed() == 0);
    stage.ask.undo = true;  // one gesture, as every other
    driver.frames(2);
    CHECK(closed() == 1);
}

TEST_CASE("a market closes a street on its morning every week, with hours that the sheet can change") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    const auto street = stage.roads.nearest_stretch(stage.view.rig.camera.centre, 2000);
    REQUIRE(street.size() >= 2);
    const gis::PlanePoint middle{(street[0].x + street[1].x) / 2, (street[0].y + street[1].y) / 2};
    driver.click_at(on_screen(stage, driver, *stage.plane->lonlat_from_plane(middle)), ImGuiMouseButton_Right);
    REQUIRE(driver.click("menu.close_street"));
    driver.frames(3);
    REQUIRE(driver.click("panels.menu.market_morning"));
    driver.frames(3);
    REQUIRE(driver.click("panels.menu.market_morning.3"));
    driver.frames(2);
    CHECK(stage.refused.empty());
    const auto closures = gis::street_closures(stage.desk->world());
    REQUIRE(closures.size() == 1);
    CHECK(closures.front().rule == "FREQ=WEEKLY;BYDAY=TH");
    CHECK(closures.front().closes == std::chrono::hours{6});
    CHECK(closures.front().opens == std::chrono::hours{14});
}

TEST_CASE("nearest here ranks crews and selects the one clicked") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    const auto canvas = driver.find("map.canvas");
    driver.move_to({canvas->min.x + 400, canvas->min.y + 300});
    driver.key(ImGuiKey_P);
    driver.frames(3);
    REQUIRE(stage.view.nearest_open);
    std::string first;
    for (const auto& item : driver.items())
        if (first.empty() && item.label.starts_with("###nearest.") && item.label != "###nearest.close") first = item.label.substr(3);
    REQUIRE_FALSE(first.empty());
    REQUIRE(driver.click(first));
    CHECK(stage.view.selection.primary().kind == gis::EntityKind::crew);
    CHECK_FALSE(stage.view.nearest_open);
}

TEST_CASE("measuring gives geodesic metres and ends on Enter") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    driver.key(ImGuiKey_D);
    REQUIRE(stage.view.tool == panels::MapTool::measure);
    const auto canvas = driver.find("map.canvas");
    driver.click_at({canvas->min.x + 200, canvas->min.y + 300});
    driver.click_at({canvas->min.x + 300, canvas->min.y + 300});
    CHECK(stage.view.selection.empty());
    driver.key(ImGuiKey_Escape);
    CHECK(stage.view.tool == panels::MapTool::pointer);
}

TEST_CASE("the time strip goes back and Home returns to live") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    driver.key(ImGuiKey_Comma);
    REQUIRE(stage.view.time_cursor);
    CHECK(*stage.view.time_cursor == stage.clock.now() - std::chrono::minutes{15});
    driver.key(ImGuiKey_Semicolon);
    CHECK_FALSE(stage.view.time_cursor);
    const auto axis = driver.find("time.axis");
    REQUIRE(axis);
    driver.click_at({axis->min.x + 20, (axis->min.y + axis->max.y) / 2});
    CHECK(stage.view.time_cursor);
    driver.key(ImGuiKey_Home);
    CHECK_FALSE(stage.view.time_cursor);
}

TEST_CASE("the top bar fits in a language forty percent longer") {
    ui::Stage stage({.language = "pseudo"});
    ui::UiDriver driver(stage);
    std::vector<panels::RecordedItem> top;
    for (const auto& item : driver.items())
        if (item.window.find("/top") != std::string::npos && item.label.find("###") != std::string::npos) top.push_back(item);
    REQUIRE(top.size() >= 8);
    for (std::size_t i = 0; i < top.size(); ++i) {
        CHECK(top[i].max.x <= 1600.0f);
        for (std::size_t j = i + 1; j < top.size(); ++j) {
            INFO(top[i].label << " and " << top[j].label);
            CHECK((top[i].max.x <= top[j].min.x + 0.5f || top[j].max.x <= top[i].min.x + 0.5f));
        }
    }
}

TEST_CASE("on a small window with large text the map's controls, the time strip and the due times stay clear of the inspector") {
    for (const std::string_view language : {"fr", "pseudo"}) {
        ui::Stage stage({.language = std::string(language), .scale = 2});
        ui::UiDriver driver(stage);
        INFO(language);
        CHECK(driver.find("map.canvas")->max.x >= 1600.0f);  // nothing to inspect: the map has all the room
        driver.key(ImGuiKey_J);
        driver.frames(2);
        REQUIRE_FALSE(stage.view.selection.empty());
        constexpr float inspector = 1600 - 2 * 320;       // at most
        std::vector<panels::RecordedItem> controls;
        for (const std::string_view id : {"chip.quartier", "chip.period", "chip.severity", "tool.pointer", "tool.lasso", "tool.measure",
                                          "tool.nearest", "tool.draw", "tool.zoom_in", "tool.zoom_out", "tool.commune", "time.live", "time.axis", "due"}) {
            INFO(id);
            const auto item = driver.find(id);
            REQUIRE(item);
            CHECK(item->visible);
            CHECK(item->max.x <= inspector);
            if (id != "due") controls.push_back(*item);
        }
        for (std::size_t i = 0; i < controls.size(); ++i)
            for (std::size_t j = i + 1; j < controls.size(); ++j) {
                const auto &a = controls[i], &b = controls[j];
                INFO(a.label << " and " << b.label);
                CHECK((a.max.x <= b.min.x + 1 || b.max.x <= a.min.x + 1 || a.max.y <= b.min.y + 1 || b.max.y <= a.min.y + 1));
            }
        const auto due = driver.find("due");
        CHECK(due->max.x - due->min.x >= 300.0f);         // whole
    }
}

TEST_CASE("on a small window with large text the buttons of a source are whole") {
    for (const std::string_view language : {"fr", "pseudo"}) {
        ui::Stage stage({.language = std::string(language), .scale = 2});
        stage.view.workspace = Workspace::sources;
        ui::UiDriver driver(stage);
        driver.frames(2);
        const auto list = driver.find("source.demo");
        REQUIRE(list);
        for (const std::string_view id : {"source.retry", "source.pause", "source.copy"}) {
            INFO(language << " " << id);
            REQUIRE(driver.find(id));
            CHECK(driver.find(id)->max.x <= list->max.x);
        }
    }
}

TEST_CASE("every icon that the interface and its actions name exists in the font") {
    for (const std::string_view name : panels::interface_icons()) {
        INFO(name);
        CHECK(render::icon_codepoint(name) != 0);
    }
    for (const panels::Action& action : panels::actions()) {
        INFO(action.id << " " << action.icon);
        CHECK(std::ranges::find(panels::interface_icons(), action.icon) != panels::interface_icons().end());
    }
}
