#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <chrono>

#include "panels/planning/day_axis.hpp"
#include "scene.hpp"
#include "tests/ui/fixture.hpp"

using namespace vigie;
using namespace vigie::board_test;

namespace {

bool says(const std::vector<gis::Refusal>& list, gis::RefusalKind kind) {
    return std::ranges::any_of(list, [&](const gis::Refusal& r) { return r.kind == kind; });
}

} // namespace

TEST_CASE("hours and places on the day axis are each other's inverse, lunch squeezed") {
    const panels::DayAxis axis;
    CHECK(axis.share(8) == 0);
    CHECK(axis.share(17.75) == 1);
    CHECK(std::abs(axis.share(13.5) - axis.share(12) - 0.6 / axis.length()) < 1e-12);
    for (double hour = 8; hour <= 17.75; hour += 0.05) REQUIRE(std::abs(axis.hour(axis.share(hour)) - hour) < 1e-9);
}

TEST_CASE("a card dropped on a free lane is one assignment at the quarter of an hour under the hand") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(3);
    const auto hole = work(scene.stage, 431)->id;
    REQUIRE(scene.drag("backlog.I-0431", "Voirie A", 2, 11.6));
    const auto* assign = scene.last<gis::command::Assign>();
    REQUIRE(assign);
    CHECK(assign->intervention == hole);
    CHECK(assign->crews == std::vector{crew_named(scene.stage, "Voirie A")});
    CHECK(assign->start == at(2, 11, 30));
    CHECK(assign->override_reason.empty());
    CHECK(scene.stage.commands.size() == 1);
    CHECK(scene.stage.refused.empty());
    scene.ui.frames(2);
    CHECK(scene.ui.exists("board.bar.431"));
    CHECK_FALSE(scene.ui.exists("backlog.I-0431"));
    // One gesture, one undo.
    scene.stage.ask.undo = true;
    scene.ui.frames(3);
    CHECK(scene.ui.exists("backlog.I-0431"));
    CHECK_FALSE(scene.ui.exists("board.bar.431"));
}

TEST_CASE("a refused drag says every reason and where it could go, and drops nothing") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(3);
    REQUIRE(scene.drag("backlog.I-0428", "Voirie B", 4, 10, false));
    scene.ui.frames(2);
    const auto& drag = scene.state.board.drag;
    REQUIRE(drag.active());
    CHECK(says(drag.refused, gis::RefusalKind::skill_missing));
    CHECK(says(drag.refused, gis::RefusalKind::equipment_missing));
    REQUIRE(drag.nearest);
    CHECK(drag.nearest->crew == crew_named(scene.stage, "Éclairage"));
    const auto slot = *drag.nearest;
    SECTION("released, it goes back") {
        scene.ui.release();
        scene.ui.frames(2);
        CHECK(scene.stage.commands.empty());
        CHECK(scene.ui.exists("backlog.I-0428"));
    }
    SECTION("Tab jumps to the possible slot, and the drop goes there") {
        scene.ui.key(ImGuiKey_Tab);
        scene.ui.frames(2);
        CHECK(scene.state.board.drag.refused.empty());
        scene.ui.release();
        scene.ui.frames(2);
        const auto* assign = scene.last<gis::command::Assign>();
        REQUIRE(assign);
        CHECK(assign->crews == std::vector{slot.crew});
        CHECK(assign->start == slot.start);
    }
    SECTION("Escape cancels") {
        scene.ui.key(ImGuiKey_Escape);
        scene.ui.frames(1);
        CHECK_FALSE(scene.state.board.drag.active());
        scene.ui.release();
        scene.ui.frames(2);
        CHECK(scene.stage.commands.empty());
    }
}

TEST_CASE("a director or a dispatcher may force a refused drop, with a reason") {
    Scene scene;
    scene.stage.settings.role = GENERATE(gis::Role::director, gis::Role::dispatcher);
    put_week(scene.stage);
    scene.ui.frames(3);
    REQUIRE(scene.drag("backlog.I-0428", "Voirie B", 4, 10.5));
    scene.ui.frames(3);
    CHECK(scene.stage.commands.empty());
    scene.ui.click("board.force.do");
    CHECK(scene.stage.commands.empty());  // no reason yet
    REQUIRE(scene.ui.click("board.force.reason"));
    scene.ui.type("Nacelle louée");
    scene.ui.frames(1);
    REQUIRE(scene.ui.click("board.force.do"));
    scene.ui.frames(2);
    const auto* assign = scene.last<gis::command::Assign>();
    REQUIRE(assign);
    CHECK(assign->override_reason == "Nacelle louée");
}

TEST_CASE("who the catalogue does not let force hears why the drop is refused") {
    Scene scene;
    scene.stage.catalog.overriders = {"director"};
    put_week(scene.stage);
    scene.ui.frames(3);
    REQUIRE(scene.drag("backlog.I-0428", "Voirie B", 4, 10.5));
    scene.ui.frames(3);
    CHECK(scene.stage.commands.empty());
    CHECK_FALSE(scene.ui.exists("board.force.do"));
    REQUIRE(scene.stage.ask.toasts.size() == 1);
    CHECK(scene.stage.ask.toasts.front().text.key.starts_with("planning.refusal."));
}

TEST_CASE("work planned after a deadline that has passed is no conflict, and said to be late") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(3);
    CHECK(scene.state.board.model.figures.late == 0);
    put_late(scene.stage);
    scene.ui.frames(3);
    const auto* bar = scene.state.board.model.find(work(scene.stage, 431)->id);
    REQUIRE(bar);
    CHECK(bar->conflicts.empty());
    CHECK(bar->late);
    REQUIRE(bar->remarks.size() == 1);
    CHECK(bar->remarks.front().key == "planning.remark.late");
    CHECK(scene.state.board.model.figures.late == 1);
    // In the hand it says so as well.
    REQUIRE(scene.drag("board.bar.431", "Voirie A", 2, 11.75, false));
    scene.ui.frames(2);
    CHECK(scene.state.board.drag.refused.empty());
    CHECK(scene.state.board.drag.remarks.size() == 1);
    scene.ui.release();
}

TEST_CASE("two weeks are compared by the streets that are open when they are driven") {
    Scene scene;
    put_week(scene.stage);
    const auto compare = [&] {
        scene.propose(gis::Seconds{0});
        scene.state.board.scenarios.known.clear();
        scene.state.board.scenarios.open = true;
        scene.ui.frames(4);
        REQUIRE(scene.state.board.scenarios.known.size() == 2);
        const auto figures = scene.state.board.scenarios.known.front().figures;  // of the plan in force
        scene.ui.key(ImGuiKey_Escape);
        scene.ui.frames(2);
        return figures;
    };
    const auto closures = [&](gis::Seconds closes, gis::Seconds opens) {  // everything within 120 m of the depots' way into town
        const auto centre = ui::fixture_centre();
        gis::StreetClosure out;
        out.where.type = gis::GeometryType::polygon;
        out.where.parts = {0};
        for (const auto& [east, north] : {std::pair(-1.0, -1.0), std::pair(1.0, -1.0), std::pair(1.0, 1.0), std::pair(-1.0, 1.0)})
            out.where.points.push_back({centre.lon + east * 350 / 81'100.0, centre.lat + north * 350 / 111'132.0});
        out.from = std::chrono::local_days{std::chrono::year{2026} / 1 / 1};
        out.to = std::chrono::local_days{std::chrono::year{2027} / 1 / 1};
        out.closes = closes;
        out.opens = opens;
        return std::vector{out};
    };
    const auto use = [&](std::vector<gis::StreetClosure> list, std::uint64_t version) {
        scene.open_roads.emplace(scene.stage.roads, *scene.stage.plane, std::move(list), "Europe/Paris");
        scene.stage.travel = scene.open_roads->travel(version);
        scene.ui.frames(3);
    };
    use({}, 1);
    const auto open = compare();
    use(closures(gis::Seconds{0}, gis::Seconds{0}), 2);
    const auto closed = compare();
    CHECK(closed.km > open.km + 0.5);
    CHECK(closed.travel > open.travel);
    use(closures(std::chrono::hours{22}, std::chrono::hours{5}), 3);  // while nobody works
    const auto at_night = compare();
    CHECK(std::abs(at_night.km - open.km) < 1e-6);
    CHECK(at_night.travel == open.travel);
}

TEST_CASE("a proposal is taken whole or in part, and nothing is written before") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(2);
    scene.propose(gis::Seconds{0});
    REQUIRE(scene.proposal->added.size() >= 3);
    scene.ui.frames(3);
    CHECK(scene.stage.commands.empty());
    const auto left_aside = scene.proposal->added.front().intervention;
    REQUIRE(scene.ui.click("board.proposal.choose"));
    scene.ui.frames(2);
    const auto number = scene.stage.desk->world().find(left_aside)->number;
    REQUIRE(scene.ui.click("board.proposed." + std::to_string(number)));
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.proposal.accept"));
    scene.ui.frames(1);
    const auto* plan = scene.last<gis::command::AdoptPlan>();
    REQUIRE(plan);
    CHECK(plan->assignments.size() == scene.proposal->added.size() + scene.proposal->moved.size() - 1);
    CHECK(std::ranges::none_of(plan->assignments, [&](const gis::command::Assign& a) { return a.intervention == left_aside; }));
    CHECK(scene.stage.ask.discard_proposal);
}

TEST_CASE("a proposal is kept under a name, two weeks are compared, one is adopted") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(2);
    CHECK_FALSE(scene.ui.exists("board.scenario.open"));  // nothing to compare
    scene.propose(gis::Seconds{0});
    scene.ui.frames(3);
    REQUIRE(scene.ui.click("board.scenario.compare"));
    scene.ui.frames(3);
    REQUIRE(scene.ui.click("board.scenario.keep"));  // without a name it is blocked
    scene.ui.frames(2);
    CHECK_FALSE(scene.stage.ask.keep_scenario);
    REQUIRE(scene.ui.click("board.scenario.name"));
    scene.ui.type("Sans balayeuse");
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.scenario.keep"));
    REQUIRE(scene.stage.ask.keep_scenario);
    CHECK(*scene.stage.ask.keep_scenario == "Sans balayeuse");
    CHECK(scene.stage.commands.empty());
    const auto& known = scene.state.board.scenarios.known;  // plan in force and proposal
    REQUIRE(known.size() == 2);
    CHECK(known[1].figures.planned > known[0].figures.planned);
    CHECK(known[1].figures.unplanned < known[0].figures.unplanned);
    scene.ui.key(ImGuiKey_Escape);
    scene.ui.frames(2);
    // Later, the proposal is gone and the scenario is there.
    scene.scenarios.push_back({"Sans balayeuse", scene.stage.view.monday, scene.stage.clock.now(), *scene.proposal});
    const std::size_t asked = gis::still_possible(scene.stage.desk->world(), *scene.proposal, scene.stage.clock.now()).added.size();
    REQUIRE(asked > 0);
    scene.proposal.reset();
    scene.ui.frames(3);
    REQUIRE(scene.ui.click("board.scenario.open"));
    scene.ui.frames(3);
    REQUIRE(scene.ui.click("board.scenario.show"));
    scene.ui.frames(2);
    CHECK(scene.stage.ask.show_scenario == std::optional<std::size_t>(0));
    REQUIRE(scene.ui.click("board.scenario.open"));
    scene.ui.frames(3);
    REQUIRE(scene.ui.click("board.scenario.adopt"));
    scene.ui.frames(2);
    const auto* plan = scene.last<gis::command::AdoptPlan>();
    REQUIRE(plan);
    CHECK(plan->assignments.size() >= asked);
    CHECK(scene.stage.refused.empty());
}

TEST_CASE("the menu of a bar offers what else is due near it this month, and puts it after it") {
    Scene scene;
    put_week(scene.stage);
    // The hole of the backlog, beside tomorrow's first visit that leaves room after it.
    const gis::World& world = scene.stage.desk->world();
    gis::Intervention hole = *work(scene.stage, 431);
    hole.deadline = at(4, 18);
    hole.skills.clear();
    hole.equipment.clear();
    hole.people = 1;
    const gis::PlanningContext context{world, scene.stage.catalog, scene.stage.travel, "Europe/Paris", scene.stage.clock.now()};
    const gis::Intervention* beside = nullptr;
    for (const auto& what : world.interventions()) {
        if (!what.start || *what.start < at(2, 0) || *what.start >= at(3, 0) || what.crews.empty() || beside) continue;
        hole.place = what.place;
        if (gis::first_slot(context, hole, what.crews.front(), *what.start + what.duration, std::chrono::hours{4})) beside = &what;
    }
    REQUIRE(beside);
    const auto number = beside->number;
    const auto crew = beside->crews.front();
    const auto end = *beside->start + beside->duration;
    gis::EditSet edits;
    edits.put.emplace_back(hole);
    REQUIRE(scene.stage.desk->derive(edits, {}, false).ok());
    scene.ui.frames(3);
    REQUIRE(scene.ui.click("board.bar." + std::to_string(number), ImGuiMouseButton_Right));
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.menu.nearby"));
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.nearby.431"));
    scene.ui.frames(2);
    const auto* assign = scene.last<gis::command::Assign>();
    REQUIRE(assign);
    CHECK(assign->intervention == hole.id);
    CHECK(assign->crews == std::vector{crew});
    CHECK(assign->start >= end);
    CHECK(scene.stage.refused.empty());
}

TEST_CASE("the buttons ask for a proposal, stop it and reject it") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.propose"));
    CHECK(scene.stage.ask.propose_week);
    scene.propose(gis::Seconds{0});
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.proposal.reject"));
    CHECK(scene.stage.ask.discard_proposal);
    CHECK(scene.stage.commands.empty());
}

TEST_CASE("the menu of a crew-day writes what the crew takes with it and what is hung up, once a folder is chosen") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(3);
    const auto cell = scene.ui.find("board.cell.Voirie B.3");
    REQUIRE(cell);
    struct Entry {
        const char* item;
        gis::SheetKind kind;
        bool of_crew;
    };
    for (const Entry& entry : {Entry{"board.menu.sheet", gis::SheetKind::day, true}, {"board.menu.field", gis::SheetKind::field, true}, {"board.menu.week_sheet", gis::SheetKind::week, false}, {"board.menu.calendar", gis::SheetKind::calendar, true}}) {
        INFO(entry.item);
        scene.stage.view.file_task = panels::FileTask::none;
        scene.ui.click_at(ImVec2(cell->max.x - 4, cell->min.y + 4), ImGuiMouseButton_Right);
        scene.ui.frames(2);
        REQUIRE(scene.ui.click(entry.item));
        scene.ui.frames(2);
        CHECK(scene.stage.view.file_task == panels::FileTask::save_sheets);
        CHECK(scene.stage.view.sheets.kind == entry.kind);
        CHECK(scene.stage.view.sheets.crew == (entry.of_crew ? crew_named(scene.stage, "Voirie B") : gis::CrewId{}));
        const auto monday = scene.stage.view.monday;
        if (entry.kind != gis::SheetKind::calendar) CHECK(scene.stage.view.sheets.day == (entry.kind == gis::SheetKind::week ? monday : monday + std::chrono::days{3}));
    }
}

TEST_CASE("a right click on a crew-day records an absence, and the board shows what no longer holds") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(3);
    const auto before = scene.state.board.model.figures.conflicts;
    const auto cell = scene.ui.find("board.cell.Voirie B.3");
    REQUIRE(cell);
    scene.ui.click_at(ImVec2(cell->max.x - 4, cell->min.y + 4), ImGuiMouseButton_Right);
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.menu.absent"));
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.absence.save"));
    scene.ui.frames(3);
    const auto* absence = scene.last<gis::command::AddAbsence>();
    REQUIRE(absence);
    CHECK(absence->absence.crew == crew_named(scene.stage, "Voirie B"));
    CHECK(absence->absence.from == at(3, 0));
    CHECK(absence->absence.to == at(4, 0));
    CHECK(scene.state.board.model.figures.conflicts > before);
}

TEST_CASE("the chosen bar moves by keyboard, and not where it may not") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(3);
    const gis::Intervention bar = *work(scene.stage, 450);
    scene.stage.view.selection = {{{gis::EntityKind::intervention, bar.id.value}}, {}, {}};
    scene.ui.key(ImGuiKey_RightArrow, true);
    scene.ui.frames(2);
    CHECK(scene.stage.commands.empty());  // locked
    CHECK_FALSE(scene.stage.ask.toasts.empty());
    const auto* free = work(scene.stage, 431);
    REQUIRE(scene.drag("backlog.I-0431", "Voirie A", 2, 11.5));
    scene.ui.frames(2);
    scene.stage.view.selection = {{{gis::EntityKind::intervention, free->id.value}}, {}, {}};
    scene.ui.key(ImGuiKey_RightArrow, true);
    scene.ui.frames(2);
    const auto* assign = scene.last<gis::command::Assign>();
    REQUIRE(assign);
    CHECK(assign->start == at(2, 11, 45));
}

TEST_CASE("week arrows move by a week and filters keep what they say") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(2);
    const auto monday = scene.stage.view.monday;
    REQUIRE(scene.ui.click("board.week.next"));
    CHECK(scene.stage.view.monday == monday + std::chrono::days{7});
    REQUIRE(scene.ui.click("board.week.now"));
    CHECK(scene.stage.view.monday == monday);
    CHECK(scene.state.backlog.cards.size() == 7);
    REQUIRE(scene.ui.click("board.filter.regulatory"));
    scene.ui.frames(2);
    CHECK(scene.state.backlog.cards.size() == 2);
    CHECK(scene.state.backlog.hours == std::chrono::minutes{165});
}

TEST_CASE("60 crews with 3,000 interventions lay out once and draw within a frame") {
    Scene scene;
    put_crowd(scene.stage, 60, 3000);
    scene.ui.frames(3);
    const auto key = scene.state.board.key;
    const auto begin = std::chrono::steady_clock::now();
    const panels::BoardModel model = panels::lay_out_board({scene.stage.desk->world(), scene.stage.catalog, scene.stage.travel, "Europe/Paris", scene.stage.clock.now(), scene.stage.view.monday, nullptr});
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count();
    WARN("layout of 60 x 5 with 3,000 interventions: " << ms << " ms");
    CHECK(model.lanes.size() == 60);
    scene.ui.frames(5);
    CHECK(scene.state.board.key == key);  // nothing changed: nothing laid out again
}
