// The keyboard as a slow frame sees it: many events at once, spread over frames by ImGui.
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <imgui_internal.h>
#include <set>
#include <string>

#include "panels/overlay/overlay_builder.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;
using panels::Workspace;

namespace {

// What GLFW tells ImGui for one key going down or up.
void put(ImGuiKey key, bool down) {
    ImGuiIO& io = ImGui::GetIO();
    if (key == ImGuiKey_LeftCtrl) io.AddKeyEvent(ImGuiMod_Ctrl, down);
    if (key == ImGuiKey_LeftShift) io.AddKeyEvent(ImGuiMod_Shift, down);
    io.AddKeyEvent(key, down);
}

void slow_frame(ui::UiDriver& driver) {
    ImGui::GetIO().DeltaTime = 0.5f;  // longer than a key must be held to repeat
    driver.frames(1);
    ImGui::GetIO().DeltaTime = 1.0f / 60;
}

} // namespace

TEST_CASE("a key counts with the modifiers of its own moment, not of the end of a slow frame") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    put(ImGuiKey_LeftCtrl, true);
    driver.frames(1);
    put(ImGuiKey_2, true);          // one slow frame sees all three: Ctrl is up again before the key
    put(ImGuiKey_LeftCtrl, false);
    put(ImGuiKey_2, false);
    driver.frames(5);
    CHECK(stage.view.workspace == Workspace::planning);
    CHECK(stage.commands.empty());  // a plain 2 sends a crew
    CHECK(stage.ask.toasts.empty());
    CHECK_FALSE(ImGui::GetIO().KeyCtrl);
}

TEST_CASE("a shortcut sent right after other keys is still that shortcut") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    for (int i = 0; i < 3; ++i) {
        put(ImGuiKey_F12, true);
        put(ImGuiKey_F12, false);
    }
    for (const ImGuiKey key : {ImGuiKey_2, ImGuiKey_K}) {
        put(ImGuiKey_LeftCtrl, true);
        put(key, true);
        put(ImGuiKey_LeftCtrl, false);
        put(key, false);
    }
    driver.frames(20);
    CHECK(stage.view.diagnostics);
    CHECK(stage.view.workspace == Workspace::planning);
    CHECK(stage.view.palette_open);
    CHECK(stage.view.queue_step == 0);
}

TEST_CASE("a key held over a slow frame after Ctrl was released does not become the plain key") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    put(ImGuiKey_LeftCtrl, true);
    put(ImGuiKey_L, true);
    slow_frame(driver);
    put(ImGuiKey_LeftCtrl, false);
    slow_frame(driver);
    slow_frame(driver);
    put(ImGuiKey_L, false);
    driver.frames(2);
    CHECK(stage.view.tool == panels::MapTool::pointer);
}

TEST_CASE("a held key repeats where that is wanted, and does nothing twice where it is not") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    const double before = stage.view.rig.camera.units_per_px;
    stage.settings.reduce_motion = true;
    put(ImGuiKey_Equal, true);
    driver.wait(1);
    put(ImGuiKey_Equal, false);
    driver.frames(2);
    CHECK(stage.view.rig.camera.units_per_px < before / 4);
    put(ImGuiKey_L, true);
    slow_frame(driver);
    slow_frame(driver);
    slow_frame(driver);
    put(ImGuiKey_L, false);
    driver.frames(2);
    CHECK(stage.view.tool == panels::MapTool::lasso);
}

TEST_CASE("two commands in one frame are done one after the other") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    put(ImGuiKey_F12, true);
    put(ImGuiKey_F1, true);
    driver.frames(1);
    CHECK(stage.view.diagnostics);
    CHECK_FALSE(stage.view.help_open);
    CHECK(driver.shell().wants_frame_in_ms() == 0);
    driver.frames(1);
    CHECK(stage.view.help_open);
}

namespace {

// F6 until the map has the keyboard.
void go_to_map(ui::UiDriver& driver) {
    for (int i = 0; i < 6 && !(driver.focused("map.canvas")); ++i) driver.key(ImGuiKey_F6);
    REQUIRE(driver.focused("map.canvas"));
}

double from_middle(const ui::Stage& stage, gis::EntityRef ref) {
    const auto at = panels::place_of(stage.desk->world(), *stage.plane, ref);
    REQUIRE(at);
    const render::Camera& c = stage.view.rig.camera;
    const render::PxPoint p = c.screen_from_plane(*at);
    return std::hypot(p.x - c.width / 2.0, p.y - c.height / 2.0);
}

} // namespace

TEST_CASE("F6 gives every zone the keyboard in turn, the map among them") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    stage.view.selection.entities = {{gis::EntityKind::crew, stage.desk->world().crews().rows().front().id.value}};
    driver.frames(2);
    std::set<std::string> zones;
    for (int i = 0; i < 5; ++i) {
        driver.key(ImGuiKey_F6);
        const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
        REQUIRE(window != nullptr);
        zones.insert(window->Name);
        CHECK(ImGui::GetCurrentContext()->NavId != 0);
    }
    CHECK(zones.size() == 5);
}

TEST_CASE("on the map Tab walks the objects from the middle outwards and Enter selects") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    go_to_map(driver);
    driver.key(ImGuiKey_Tab);
    const gis::EntityRef first = stage.view.hovered;
    REQUIRE(first);
    CHECK(driver.focused("map.canvas"));  // the next control was not reached
    double away = from_middle(stage, first);
    std::set<gis::EntityRef> seen{first};
    for (int i = 0; i < 6; ++i) {
        driver.key(ImGuiKey_Tab);
        const gis::EntityRef now = stage.view.hovered;
        REQUIRE(now);
        CHECK(seen.insert(now).second);
        CHECK(from_middle(stage, now) >= away - 0.01);
        away = from_middle(stage, now);
    }
    CHECK(stage.view.selection.empty());
    for (int i = 0; i < 6; ++i) driver.key(ImGuiKey_Tab, false, true);
    CHECK(stage.view.hovered == first);
    driver.key(ImGuiKey_Enter);
    CHECK(stage.view.selection.entities == std::vector{first});
}

TEST_CASE("the map gives Tab back when it has not the keyboard") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    go_to_map(driver);
    driver.key(ImGuiKey_F6);
    REQUIRE_FALSE(driver.focused("map.canvas"));
    const ImGuiID before = ImGui::GetCurrentContext()->NavId;
    driver.key(ImGuiKey_Tab);
    CHECK(ImGui::GetCurrentContext()->NavId != before);
    CHECK_FALSE(stage.view.hovered);
}
