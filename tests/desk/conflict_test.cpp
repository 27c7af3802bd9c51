// Two versions of one thing, side by side: by mouse and by keyboard, in words of both languages.
#include <catch2/catch_test_macros.hpp>
#include <algorithm>

#include "gis/model/entity_fields.hpp"
#include "panels/forms/conflict_words.hpp"
#include "tests/desk/quarrel.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;
using ui::Quarrel;


TEST_CASE("both versions are told field by field, in words") {
    Quarrel quarrel;
    const panels::Frame frame = quarrel.stage.frame();
    const auto all = panels::disputes(frame);
    REQUIRE(all.size() == 1);
    CHECK(panels::conflict_reason(frame, all[0]) == "Un autre poste a changé la même chose entre-temps");
    const auto lines = panels::conflict_lines(frame, all[0]);
    const auto crews = std::ranges::find(lines, "crews", &panels::ConflictLine::field);
    REQUIRE(crews != lines.end());
    CHECK(crews->ours == "Équipe Nord");
    CHECK(crews->theirs == "Équipe Sud");
    CHECK(std::ranges::find(lines, "start", &panels::ConflictLine::field) != lines.end());
    CHECK(std::ranges::find(lines, "state", &panels::ConflictLine::field) == lines.end());  // the same on both sides
    CHECK(std::ranges::find(lines, "state_since", &panels::ConflictLine::field) == lines.end());
}

TEST_CASE("a crew that has other work at the same hours: which, in the reason") {
    Quarrel quarrel;
    const gis::CrewId north = std::ranges::find(quarrel.stage.desk->world().crews(), "Équipe Nord", &gis::Crew::name)->id;
    gis::Intervention other;
    other.title = "Fuite";
    other.crews = {north};
    other.start = quarrel.stage.clock.now() + std::chrono::minutes(10);
    other.number = 77;
    other.state = gis::InterventionState::assigned;
    REQUIRE(quarrel.stage.desk->derive({.put = {other}, .removed = {}, .observations = {}, .positions = {}}, {"app.rules_applied", {}}, false).ok());
    const panels::Frame frame = quarrel.stage.frame();
    CHECK(panels::conflict_reason(frame, panels::disputes(frame).at(0)).find("I-0077 Fuite, ") != std::string::npos);
}

TEST_CASE("by mouse: their side, then the button that says what it does") {
    Quarrel quarrel;
    ui::UiDriver driver(quarrel.stage);
    quarrel.stage.view.dialog = panels::Dialog::conflict;
    driver.frames(3);
    REQUIRE(driver.click("dialog.yes"));
    CHECK_FALSE(quarrel.stage.ask.decide);  // not before a side is chosen
    REQUIRE(driver.click("conflict.theirs"));
    REQUIRE(driver.click("dialog.yes"));
    CHECK(quarrel.stage.ask.decide == panels::AppRequests::Decision{quarrel.dispute, false});
}

TEST_CASE("by keyboard: F8, an arrow, Enter; Esc leaves it for later") {
    Quarrel quarrel("en");
    ui::UiDriver driver(quarrel.stage);
    driver.frames(3);
    driver.key(ImGuiKey_F8);
    driver.frames(3);
    REQUIRE(driver.exists("conflict.ours"));
    driver.key(ImGuiKey_Escape);
    driver.frames(3);
    CHECK_FALSE(driver.exists("conflict.ours"));
    CHECK_FALSE(quarrel.stage.ask.decide);
    driver.key(ImGuiKey_F8);
    driver.frames(3);
    driver.key(ImGuiKey_LeftArrow);
    driver.frames(2);
    driver.key(ImGuiKey_Enter);
    driver.frames(2);
    CHECK(quarrel.stage.ask.decide == panels::AppRequests::Decision{quarrel.dispute, true});
}

TEST_CASE("every field that two desks can differ on has a name in both languages") {
    for (const char* code : {"fr", "en"}) {
        const auto language = gis::Language::load(VIGIE_SOURCE_DIR "/assets/lang", code);
        REQUIRE(language);
        for (int k = 0; k < gis::entity_kind_count; ++k)
            gis::with_kind(static_cast<gis::EntityKind>(k), [&]<class E>(E) {
                gis::for_each_field<E>([&](const auto& field) {
                    const std::string name = field.name;
                    if (name == "state_since" || name == "status_since" || name == "number" || name == "has_reporter") return;
                    INFO(code << " " << name);
                    CHECK(language->has("conflict.field." + name));
                });
            });
    }
}
