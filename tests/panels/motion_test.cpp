// What moves by itself, for how long, and that "réduire les animations" stills all of it. And words of alerts.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

#include "gis/rules/rule_set.hpp"
#include "gis/rules/rule_words.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;

namespace {

void say(ui::Stage& stage, gis::Severity level) {
    stage.toasts.push_back({.level = level, .text = {"app.rules_applied", {}}, .detail = {}, .at = stage.clock.now()});
}

// The darkest alpha among what the toasts drew: 255 = fully there.
int toast_alpha() {
    for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
        if (std::string_view(list->_OwnerName) != "toasts") continue;
        unsigned most = 0;
        for (const ImDrawVert& v : list->VtxBuffer) most = std::max(most, v.col >> IM_COL32_A_SHIFT);
        return static_cast<int>(most);
    }
    return -1;
}

bool wants_frames_for(ui::UiDriver& driver, int count) {
    for (int i = 0; i < count; ++i) driver.frames(1);
    return driver.shell().wants_frame_in_ms().value_or(1'000'000) <= 20;
}

} // namespace

TEST_CASE("a toast comes within 120 ms, stays six seconds and fades in 200 ms; an error stays") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    say(stage, gis::Severity::info);
    driver.frames(2);
    CHECK(toast_alpha() > 0);
    CHECK(toast_alpha() < 255);
    CHECK(driver.shell().wants_frame_in_ms() <= 16);
    driver.wait(0.15f);
    CHECK(toast_alpha() == 255);
    CHECK(driver.shell().wants_frame_in_ms() > 1000);  // asleep until it goes
    driver.wait(5.85f);
    CHECK(toast_alpha() > 0);
    CHECK(toast_alpha() < 255);
    driver.wait(0.3f);
    CHECK_FALSE(driver.exists("toast.close"));
    say(stage, gis::Severity::error);
    driver.wait(8);
    CHECK(toast_alpha() == 255);
    CHECK_FALSE(wants_frames_for(driver, 3));
}

TEST_CASE("with reduced motion a toast is there at once and gone at once") {
    ui::Stage stage;
    stage.settings.reduce_motion = true;
    ui::UiDriver driver(stage);
    say(stage, gis::Severity::info);
    driver.frames(1);
    driver.frames(1);
    CHECK(toast_alpha() == 255);
    CHECK_FALSE(wants_frames_for(driver, 1));
    driver.wait(5.8f);
    CHECK(toast_alpha() == 255);
    driver.wait(0.3f);
    CHECK_FALSE(driver.exists("toast.close"));
}

TEST_CASE("with reduced motion a new alert keeps its rings without pulsing, and labels and clusters ask for no frame") {
    for (const bool reduced : {false, true}) {
        ui::Stage stage;
        stage.settings.reduce_motion = reduced;
        ui::UiDriver driver(stage);
        driver.frames(4);
        gis::Alert fresh = stage.desk->world().alerts().rows().front();
        fresh.id = {stage.desk->world().next_id()};
        fresh.state = gis::AlertState::raised;
        fresh.number = 99;
        gis::EditSet edits;
        edits.put.emplace_back(fresh);
        auto delta = stage.desk->derive(edits, {}, false);
        REQUIRE(delta.ok());
        stage.delta = *delta;
        for (int i = 0; i < 60; ++i) {  // tiles arrive meanwhile; a pulse would go on for 2.4 s
            driver.frames(1);
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        INFO(stage.map->frame_reason());
        CHECK(stage.map->wants_frame(stage.clock.now()) == !reduced);
    }
}

TEST_CASE("with reduced motion the camera jumps") {
    ui::Stage stage;
    stage.settings.reduce_motion = true;
    ui::UiDriver driver(stage);
    const double before = stage.view.rig.camera.units_per_px;
    driver.key(ImGuiKey_Equal);
    CHECK(stage.view.rig.camera.units_per_px < before);
    const double after = stage.view.rig.camera.units_per_px;
    driver.wait(1);
    CHECK(stage.view.rig.camera.units_per_px == after);
}

TEST_CASE("an English reader meets no French word of our own rules: list, map, inspector") {
    ui::Stage stage({.language = "en"});
    const gis::Sensor* sensor = nullptr;
    for (const gis::Sensor& s : stage.desk->world().sensors())
        if (s.last_value && stage.catalog.sensor_kind(s.kind) && !stage.catalog.sensor_kind(s.kind)->alert_title.fr.empty()) sensor = &s;
    REQUIRE(sensor != nullptr);
    const gis::SensorKind& kind = *stage.catalog.sensor_kind(sensor->kind);
    const gis::AlertRule rule = *gis::catalogue_rule(kind, !kind.alarm_above);
    gis::Alert a = stage.desk->world().alerts().rows().front();
    a.id = {stage.desk->world().next_id()};
    a.sensor = sensor->id;
    a.kind = sensor->kind;
    a.title = gis::recorded_title(*sensor, kind, rule);
    a.rule = gis::recorded_rule(*sensor, kind, rule);
    a.facts = gis::alert_facts(*sensor, kind, rule);
    REQUIRE(a.title.starts_with(kind.alert_title.fr));
    const std::string shown = gis::alert_title(a, stage.catalog, *stage.language);
    CHECK(shown.starts_with(kind.alert_title.in("en")));
    CHECK(shown.find(kind.alert_title.fr) == std::string::npos);
    gis::EditSet edits;
    edits.put.emplace_back(a);
    REQUIRE(stage.desk->derive(edits, {}, false).ok());
    REQUIRE(stage.desk->world().find(a.id)->facts == a.facts);  // the desk keeps them
}
