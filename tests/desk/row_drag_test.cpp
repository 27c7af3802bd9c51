// Rows of the lists as things one can take: onto a crew of the map, and a crew of the list onto work.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "tests/desk/hands.hpp"

using namespace vigie;
using namespace vigie::desk_test;

namespace {

ImVec2 middle(const ui::UiDriver& ui, const std::string& row) {
    const auto item = ui.find(row);
    REQUIRE(item);
    return {item->min.x + 120, (item->min.y + item->max.y) / 2};
}

// Dropped with the reasons shown, or done at once: either way about this work and this crew.
void check_offered(const ui::Stage& stage, gis::CrewId crew) {
    const bool asked = stage.view.dialog_crew == crew;
    const bool done = std::ranges::any_of(stage.commands, [&](const gis::Command& c) {
        const auto* assign = std::get_if<command::Assign>(&c);
        const auto* create = std::get_if<command::CreateIntervention>(&c);
        return (assign != nullptr && assign->crews == std::vector{crew}) || (create != nullptr && create->intervention.crews == std::vector{crew});
    });
    CHECK((asked || done));
}

} // namespace

TEST_CASE("a report pulled out of the list onto a crew's mark on the map is offered to that crew") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    stage.view.bottom_tab = panels::BottomTab::reports;
    ui.frames(3);
    const gis::Report& report = free_report(stage, ui);
    const gis::Crew& crew = crew_named(stage, "Voirie A");
    const ImVec2 from = middle(ui, "reports." + std::to_string(report.id.value)), to = on_screen(stage, ui, *crew.place);
    ui.drag_between(from, to, false);
    CHECK(stage.view.dragged == gis::EntityRef{gis::EntityKind::report, report.id.value});
    CHECK(stage.view.hovered == gis::EntityRef{gis::EntityKind::crew, crew.id.value});
    CHECK(stage.commands.empty());
    ui.release();
    check_offered(stage, crew.id);
    CHECK_FALSE(stage.view.dragged);
    CHECK(stage.view.selection.primary() != gis::EntityRef{gis::EntityKind::crew, crew.id.value});  // a drop is no click
}

TEST_CASE("an object of the map dropped on a crew's row is offered to that crew") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    stage.view.bottom_tab = panels::BottomTab::crews;
    ui.frames(3);
    const gis::Crew& crew = crew_named(stage, "Voirie A");
    const gis::Report& report = free_report(stage, ui);
    const ImVec2 from = on_screen(stage, ui, report.place);
    ui.drag_between(from, middle(ui, "crews." + std::to_string(crew.id.value)));
    check_offered(stage, crew.id);
}

TEST_CASE("a crew pulled out of the list onto a report is offered that report") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    stage.view.bottom_tab = panels::BottomTab::crews;
    ui.frames(3);
    const gis::Crew& crew = crew_named(stage, "Voirie A");
    const gis::Report& report = free_report(stage, ui);
    ui.drag_between(middle(ui, "crews." + std::to_string(crew.id.value)), on_screen(stage, ui, report.place));
    check_offered(stage, crew.id);
}

TEST_CASE("a row dropped where nobody is, or given up with Escape, does nothing") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    ui.frames(3);
    const gis::Report& report = free_report(stage, ui);
    const gis::Crew& crew = crew_named(stage, "Voirie A");
    const std::string row = "reports." + std::to_string(report.id.value);
    const auto canvas = ui.find("map.canvas");
    ui.drag_between(middle(ui, row), {canvas->min.x + 60, canvas->max.y - 60});
    CHECK(stage.commands.empty());
    CHECK_FALSE(stage.view.dialog_crew);
    ui.drag_between(middle(ui, row), on_screen(stage, ui, *crew.place), false);
    ui.key(ImGuiKey_Escape);
    CHECK_FALSE(stage.view.dragged);
    ui.release();
    CHECK(stage.commands.empty());
    CHECK_FALSE(stage.view.dialog_crew);
}
