// From hours to four weeks, and twelve weeks by skill.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "gis/model/zone.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/capacity.hpp"
#include "scene.hpp"

using namespace vigie;
using namespace vigie::board_test;
using panels::BoardZoom;

TEST_CASE("Ctrl and the wheel go from the week to its hours and out to four weeks") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(3);
    auto& board = scene.state.board;
    const auto wheel = [&](float steps) {
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
        scene.ui.frames(1);
        scene.ui.wheel(steps);
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
        scene.ui.frames(2);
    };
    const auto over = [&](const char* item) {
        const auto cell = scene.ui.find(item);
        REQUIRE(cell);
        scene.ui.move_to(ImVec2((cell->min.x + cell->max.x) / 2, cell->max.y - 4));
    };
    over("board.cell.Voirie A.3");
    wheel(1);
    CHECK(board.zoom == BoardZoom::day);
    CHECK(board.only_day == 3);  // the day under the hand
    wheel(1);
    CHECK(board.zoom == BoardZoom::hours);
    CHECK(scene.ui.exists("board.cell.Voirie A.3"));
    for (int i = 0; i < 4; ++i) wheel(-1);
    CHECK(board.zoom == BoardZoom::four_weeks);
    CHECK(board.model.days.size() == 20);
    wheel(-1);
    CHECK(board.zoom == BoardZoom::four_weeks);  // there is no farther
    wheel(1);
    CHECK(board.zoom == BoardZoom::two_weeks);
    CHECK(board.model.days.size() == 10);
    CHECK(scene.stage.commands.empty());
}

TEST_CASE("at four weeks a crew-day is one cell, and Enter opens its day in its own week") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.scope.four_weeks"));
    scene.ui.frames(3);
    const auto monday = scene.stage.view.monday;
    CHECK_FALSE(scene.ui.exists("board.bar.450"));
    REQUIRE(scene.ui.click("board.cell.Bâtiments.11"));
    scene.ui.frames(2);
    CHECK(scene.state.board.tour_day == 11);
    scene.ui.key(ImGuiKey_RightArrow);
    scene.ui.frames(2);
    CHECK(scene.state.board.tour_day == 12);
    scene.ui.key(ImGuiKey_Enter);
    scene.ui.frames(3);
    CHECK(scene.state.board.zoom == BoardZoom::day);
    CHECK(scene.stage.view.monday == monday + std::chrono::days{14});
    CHECK(scene.state.board.only_day == 2);  // a Wednesday
    REQUIRE(scene.ui.click("board.scope.week"));
    scene.ui.key(ImGuiKey_PageUp);
    scene.ui.frames(2);
    CHECK(scene.stage.view.monday == monday + std::chrono::days{7});
}

TEST_CASE("a card dropped on a cell of four weeks takes the first hour that is possible that day") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.scope.four_weeks"));
    scene.ui.frames(3);
    const auto card = scene.ui.find("backlog.I-0431"), cell = scene.ui.find("board.cell.Voirie B.2");
    REQUIRE(card);
    REQUIRE(cell);
    const auto* hole = work(scene.stage, 431);
    const gis::PlanningContext context{scene.stage.desk->world(), scene.stage.catalog, scene.stage.travel, "Europe/Paris", scene.stage.clock.now()};
    const auto slot = gis::first_slot(context, *hole, crew_named(scene.stage, "Voirie B"), at(2, 0), std::chrono::hours{24});
    REQUIRE(slot);
    scene.ui.drag_between(ImVec2(card->min.x + 40, card->min.y + 20), ImVec2((cell->min.x + cell->max.x) / 2, (cell->min.y + cell->max.y) / 2));
    scene.ui.frames(2);
    const auto* assign = scene.last<gis::command::Assign>();
    REQUIRE(assign);
    CHECK(assign->start == slot->start);
    CHECK(scene.stage.refused.empty());
}

TEST_CASE("twelve weeks by skill show where hours are missing, and a press opens the week") {
    Scene scene;
    put_week(scene.stage);
    put_due(scene.stage);
    scene.ui.frames(2);
    const auto monday = scene.stage.view.monday;
    REQUIRE(scene.ui.click("board.scope.capacity"));
    scene.ui.frames(3);
    const auto& rows = scene.state.board.capacity.table.rows;
    const auto row = [&](const std::string& skill) { return std::ranges::find(rows, skill, &gis::SkillRow::skill); };
    REQUIRE(row("CATEC") != rows.end());
    CHECK(row("CATEC")->undated == std::chrono::minutes{180});  // the leak waits without a date
    CHECK(row("CATEC")->weeks[0].available.count() == 0);       // nobody holds it
    REQUIRE(row("BR") != rows.end());
    // Éclairage alone: five days of nine hours less lunch.
    gis::Seconds shifts{0};
    for (const auto& shift : scene.stage.desk->world().shifts())
        if (shift.crew == crew_named(scene.stage, "Éclairage")) shifts += std::chrono::duration_cast<gis::Seconds>(shift.end - shift.start) - (shift.has_lunch ? shift.lunch_duration : gis::Seconds{0});
    CHECK(row("BR")->weeks[0].available == shifts);
    CHECK_FALSE(row("BR")->weeks[0].estimated);
    CHECK(row("BR")->weeks[1].estimated);  // no shifts are written yet
    CHECK(row("BR")->weeks[1].available == shifts);
    // New Year's Day is a Friday of the sixth week.
    CHECK(row("BR")->weeks[5].available < shifts);
    CHECK(row("")->weeks[0].duties.count() > 0);
    CHECK(row("CATEC")->weeks[1].over().count() == 0);
    // A deadline asks for hours that nobody has.
    gis::Intervention leak = *work(scene.stage, 440);
    leak.deadline = at(8, 12);
    const auto edited = scene.stage.desk->execute(gis::command::EditIntervention{leak}, {});
    REQUIRE(edited.ok());
    scene.ui.frames(3);
    CHECK(row("CATEC")->undated.count() == 0);
    CHECK(row("CATEC")->weeks[1].over() == std::chrono::minutes{180});
    REQUIRE(scene.ui.click("capacity.all.3"));
    scene.ui.frames(2);
    CHECK(scene.stage.view.monday == monday + std::chrono::days{21});
    CHECK(scene.state.board.zoom == BoardZoom::week);
}

TEST_CASE("the head of the board tells school holidays, of the commune's zone once it is known") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(2);
    CHECK(scene.state.board.model.days[0].school.empty());
    scene.stage.view.monday = std::chrono::local_days{std::chrono::year{2027} / 2 / 8};
    scene.ui.frames(3);
    CHECK_FALSE(scene.state.board.model.days[0].school.empty());  // zone C, and nothing says where this commune is
    CHECK(scene.ui.exists("board.header.0"));
    REQUIRE(scene.stage.desk->set_setting("insee", "69123").ok());
    scene.ui.frames(3);
    CHECK(scene.state.board.model.days[0].school.empty());  // Lyon is in zone A
    REQUIRE(scene.stage.desk->set_setting("school_zone", "C").ok());
    scene.ui.frames(3);
    REQUIRE(scene.state.board.model.days[0].school.size() == 1);
    CHECK(scene.state.board.model.days[0].school.front()->to_verify);
}

TEST_CASE("capacity counts each planned hour once and finds the overload") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(1);
    const auto& world = scene.stage.desk->world();
    const auto table = gis::capacity_by_skill(world, scene.stage.catalog, {}, "Europe/Paris", scene.stage.view.monday, 12);
    gis::Seconds planned{0}, counted{0}, undated{0};
    for (const auto& what : world.interventions()) {
        if (gis::occupation(what)) planned += what.duration * what.crews_needed;
        else if (!what.deadline) undated += what.duration * what.crews_needed;
    }
    for (const auto& week : table.rows.front().weeks) counted += week.planned;
    CHECK(counted == planned);
    CHECK(table.rows.front().undated == undated);
    for (const auto& row : table.rows)
        for (const auto& week : row.weeks) {
            CHECK(week.demanded() == week.planned + week.waiting + week.duties);
            CHECK((week.over().count() > 0) == (week.demanded() > week.available));
            CHECK(week.available <= table.rows.front().weeks[static_cast<std::size_t>(&week - row.weeks.data())].available);
        }
}
