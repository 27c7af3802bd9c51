#include <catch2/catch_test_macros.hpp>

#include "tests/ui/ui_driver.hpp"

using namespace vigie;

TEST_CASE("the workspace tabs are reached by their ids whatever the language") {
    for (const char* language : {"fr", "en"}) {
        ui::Stage stage({.language = language});
        ui::UiDriver ui(stage, 1400, 900);
        REQUIRE(stage.view.workspace == panels::Workspace::map);
        REQUIRE(ui.click("workspace.planning"));
        CHECK(stage.view.workspace == panels::Workspace::planning);
        REQUIRE(ui.click("workspace.energy"));
        CHECK(stage.view.workspace == panels::Workspace::energy);
        REQUIRE(ui.click("workspace.council"));
        CHECK(stage.view.workspace == panels::Workspace::council);
        REQUIRE(ui.click("workspace.sources"));
        CHECK(stage.view.workspace == panels::Workspace::sources);
        CHECK_FALSE(ui.click("workspace.nothing"));
    }
}

TEST_CASE("a disabled button does nothing and tells its reason") {
    ui::Stage stage;
    ui::UiDriver ui(stage, 1400, 900);
    REQUIRE(stage.desk->undo_summary() == nullptr);
    REQUIRE(ui.click("top.undo"));
    CHECK_FALSE(stage.ask.undo);
    CHECK(stage.refused.empty());
}
