// Several bars at once: chosen by Ctrl, Shift, rectangle and arrows; moved, copied, put back and cut into parts.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "gis/model/zone.hpp"
#include "panels/planning/board_moves.hpp"
#include "scene.hpp"

using namespace vigie;
using namespace vigie::board_test;

namespace {

struct ChoiceScene : Scene {
    ChoiceScene() {
        put_week(stage);
        ui.frames(3);
    }
    // The bar of a crew-day, by its place in the day.
    [[nodiscard]] const gis::Intervention* bar(const char* crew, int day, std::size_t index) const {
        const auto id = crew_named(stage, crew);
        for (const auto& lane : state.board.model.lanes)
            if (lane.crew == id) return stage.desk->world().find(lane.days[static_cast<std::size_t>(day)].bars[index].id);
        return nullptr;
    }
    [[nodiscard]] static std::string item(const gis::Intervention* what) { return "board.bar." + std::to_string(what->number); }
    void ctrl_click(const gis::Intervention* what) {
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
        ui.frames(1);
        REQUIRE(ui.click(item(what)));
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
        ui.frames(2);
    }
    void shift_click(const gis::Intervention* what) {
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
        ui.frames(1);
        REQUIRE(ui.click(item(what)));
        ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
        ui.frames(2);
    }
    [[nodiscard]] bool chosen(const gis::Intervention* what) const { return stage.view.selection.contains({gis::EntityKind::intervention, what->id.value}); }
    [[nodiscard]] std::size_t chosen_count() const { return stage.view.selection.entities.size(); }
};

} // namespace

TEST_CASE("Ctrl adds a bar and takes it away, a plain press chooses one, Shift all between") {
    ChoiceScene scene;
    const auto *a = scene.bar("Voirie A", 2, 0), *b = scene.bar("Voirie A", 2, 1), *c = scene.bar("Voirie A", 3, 0), *other = scene.bar("Voirie B", 3, 0);
    REQUIRE(scene.ui.click(scene.item(a)));
    scene.ui.frames(2);
    scene.ctrl_click(other);
    CHECK(scene.chosen(a));
    CHECK(scene.chosen(other));
    scene.ctrl_click(other);
    CHECK(scene.chosen_count() == 1);
    CHECK(scene.chosen(a));
    scene.shift_click(c);
    CHECK(scene.chosen_count() == 3);
    CHECK(scene.chosen(b));
    REQUIRE(scene.ui.click(scene.item(b)));
    scene.ui.frames(2);
    CHECK(scene.chosen_count() == 1);
    CHECK(scene.chosen(b));
}

TEST_CASE("a rectangle chooses the bars it touches") {
    ChoiceScene scene;
    const auto first = scene.ui.find("board.cell.Voirie A.2"), last = scene.ui.find("board.cell.Voirie B.3");
    REQUIRE(first);
    REQUIRE(last);
    scene.ui.drag_between(ImVec2(first->min.x + 2, first->min.y + 3), ImVec2(last->max.x - 3, last->max.y - 4));
    scene.ui.frames(2);
    CHECK(scene.chosen_count() == 8);
    CHECK(scene.chosen(scene.bar("Voirie B", 3, 1)));
    CHECK_FALSE(scene.chosen(scene.bar("Voirie B", 4, 0)));
    CHECK(scene.stage.commands.empty());
}

TEST_CASE("arrows walk from bar to bar, with Shift they add") {
    ChoiceScene scene;
    const auto *a = scene.bar("Voirie A", 2, 0), *b = scene.bar("Voirie A", 2, 1), *c = scene.bar("Voirie A", 3, 0);
    REQUIRE(scene.ui.click(scene.item(a)));
    scene.ui.frames(2);
    scene.ui.key(ImGuiKey_RightArrow);
    scene.ui.frames(2);
    CHECK(scene.chosen_count() == 1);
    CHECK(scene.chosen(b));
    scene.ui.key(ImGuiKey_RightArrow, false, true);
    scene.ui.frames(2);
    CHECK(scene.chosen_count() == 2);
    CHECK(scene.chosen(c));
    scene.ui.key(ImGuiKey_DownArrow);
    scene.ui.frames(2);
    CHECK(scene.chosen_count() == 1);
    CHECK(scene.chosen(scene.bar("Voirie B", 3, 0)));
}

TEST_CASE("what is chosen moves together as one gesture, each keeping its distance") {
    ChoiceScene scene;
    const gis::Intervention a = *scene.bar("Voirie A", 3, 0), b = *scene.bar("Voirie A", 3, 1);
    REQUIRE(scene.ui.click(scene.item(&a)));
    scene.ui.frames(2);
    scene.ctrl_click(&b);
    scene.ui.key(ImGuiKey_RightArrow, true);
    scene.ui.frames(2);
    CHECK(scene.stage.refused.empty());
    const auto* plan = scene.last<gis::command::AdoptPlan>();
    REQUIRE(plan);
    CHECK(plan->assignments.size() == 2);
    CHECK(*scene.stage.desk->world().find(a.id)->start == *a.start + std::chrono::minutes{15});
    CHECK(*scene.stage.desk->world().find(b.id)->start == *b.start + std::chrono::minutes{15});
    scene.stage.ask.undo = true;
    scene.ui.frames(3);
    CHECK(scene.stage.desk->world().find(a.id)->start == a.start);
    CHECK(scene.stage.desk->world().find(b.id)->start == b.start);
}

TEST_CASE("a drag of several says how many may go there and drops none when one may not") {
    ChoiceScene scene;
    const gis::Intervention a = *scene.bar("Voirie A", 3, 0), b = *scene.bar("Voirie A", 3, 1);
    REQUIRE(scene.ui.click(scene.item(&a)));
    scene.ui.frames(2);
    scene.ctrl_click(&b);
    // Propreté 2 is away that day.
    REQUIRE(scene.drag(scene.item(&a), "Propreté 2", 3, 9, false));
    scene.ui.frames(2);
    CHECK(scene.state.board.drag.together.size() == 2);
    CHECK_FALSE(panels::holds(scene.state.board.drag.together));
    CHECK(std::ranges::all_of(scene.state.board.drag.together, [](const panels::Placing& p) { return !p.refused.empty(); }));
    scene.ui.release();
    scene.ui.frames(2);
    CHECK(scene.stage.commands.empty());
    CHECK_FALSE(scene.stage.ask.toasts.empty());
}

TEST_CASE("Ctrl+C and Ctrl+V put a copy on the chosen crew-day, without the past of the first") {
    ChoiceScene scene;
    const gis::Intervention a = *scene.bar("Voirie A", 3, 0);
    const auto before = scene.stage.desk->world().interventions().size();
    REQUIRE(scene.ui.click(scene.item(&a)));
    scene.ui.frames(2);
    scene.ui.key(ImGuiKey_C, true);
    scene.ui.frames(1);
    const auto cell = scene.ui.find("board.cell.Logistique fêtes.3");
    REQUIRE(cell);
    scene.ui.click_at(ImVec2(cell->max.x - 4, cell->min.y + 4));
    scene.ui.frames(2);
    scene.ui.key(ImGuiKey_V, true);
    scene.ui.frames(3);
    CHECK(scene.stage.refused.empty());
    REQUIRE(scene.stage.desk->world().interventions().size() == before + 1);
    const auto* assign = scene.last<gis::command::Assign>();
    REQUIRE(assign);
    CHECK(assign->crews == std::vector{crew_named(scene.stage, "Logistique fêtes")});
    CHECK(assign->start >= at(3, 8));
    CHECK(assign->start < at(3, 17));
    CHECK(scene.stage.desk->world().find(a.id)->start == a.start);  // the first stays
    scene.stage.ask.undo = true;
    scene.ui.frames(3);
    CHECK(scene.stage.desk->world().interventions().size() == before);
}

TEST_CASE("a drag with Ctrl leaves the first where it is") {
    ChoiceScene scene;
    const gis::Intervention a = *scene.bar("Voirie B", 3, 0);
    const auto crew = crew_named(scene.stage, "Logistique fêtes");
    const gis::PlanningContext context{scene.stage.desk->world(), scene.stage.catalog, scene.stage.travel, "Europe/Paris", scene.stage.clock.now()};
    const auto slot = gis::first_slot(context, panels::copy_of(a), crew, at(3, 8), std::chrono::hours{9});
    REQUIRE(slot);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    scene.ui.frames(1);
    const double hour = std::chrono::duration<double, std::ratio<3600>>(slot->start - at(3, 0)).count(), half = static_cast<double>(a.duration.count()) / 7200;
    REQUIRE(scene.drag(scene.item(&a), "Logistique fêtes", 3, hour + half));
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
    scene.ui.frames(3);
    CHECK(scene.stage.refused.empty());
    const auto* assign = scene.last<gis::command::Assign>();
    REQUIRE(assign);
    CHECK(assign->crews == std::vector{crew});
    CHECK(assign->start == slot->start);
    CHECK(scene.stage.desk->world().find(a.id)->start == a.start);
    CHECK(scene.stage.commands.size() == 2);  // made and placed
}

TEST_CASE("Delete puts all that is chosen back to plan") {
    ChoiceScene scene;
    const gis::Intervention a = *scene.bar("Voirie B", 3, 0), b = *scene.bar("Voirie B", 4, 0);
    REQUIRE(scene.ui.click(scene.item(&a)));
    scene.ui.frames(2);
    scene.ctrl_click(&b);
    scene.ui.key(ImGuiKey_Delete);
    scene.ui.frames(3);
    CHECK(scene.stage.desk->world().find(a.id)->crews.empty());
    CHECK(scene.stage.desk->world().find(b.id)->crews.empty());
    scene.stage.ask.undo = true;
    scene.ui.frames(3);
    CHECK(scene.stage.desk->world().find(a.id)->crews == a.crews);
    CHECK(scene.stage.desk->world().find(b.id)->crews == b.crews);
}

TEST_CASE("work is cut into linked parts over the next days, and no minute is lost") {
    ChoiceScene scene;
    const gis::Intervention a = *scene.bar("Voirie B", 2, 0);
    REQUIRE(a.duration >= std::chrono::minutes{90});
    const auto before = scene.stage.desk->world().next_id();
    REQUIRE(scene.ui.click(scene.item(&a), ImGuiMouseButton_Right));
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.menu.split"));
    scene.ui.frames(3);
    scene.state.board.menus.split_minutes = 60;
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("board.split.do"));
    scene.ui.frames(3);
    CHECK(scene.stage.refused.empty());
    gis::Seconds sum = scene.stage.desk->world().find(a.id)->duration;
    CHECK(sum == std::chrono::minutes{60});
    auto last = *a.start;
    for (const auto& what : scene.stage.desk->world().interventions()) {
        if (what.id.value < before) continue;
        sum += what.duration;
        CHECK(what.after == std::vector{a.id});
        REQUIRE(what.start);
        CHECK(gis::local_day(*what.start, "Europe/Paris") > gis::local_day(last, "Europe/Paris"));
        CHECK(what.crews == a.crews);
        last = *what.start;
    }
    CHECK(sum == a.duration);
    scene.stage.ask.undo = true;
    scene.ui.frames(3);
    CHECK(*scene.stage.desk->world().find(a.id) == a);
}

TEST_CASE("parts of any length add up to the whole, one a day") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(2);
    const gis::PlanningContext context{scene.stage.desk->world(), scene.stage.catalog, scene.stage.travel, "Europe/Paris", scene.stage.clock.now()};
    for (const auto& what : scene.stage.desk->world().interventions()) {
        if (what.state != gis::InterventionState::planned || what.locked) continue;
        for (const int minutes : {15, 40, 60, 75}) {
            const auto split = panels::split_over_days(context, what, std::chrono::minutes{minutes});
            gis::Seconds sum = split.first.duration;
            for (const auto& part : split.rest) {
                sum += part.what.duration;
                CHECK(part.what.duration <= std::chrono::minutes{minutes});
                CHECK(part.what.duration.count() > 0);
            }
            REQUIRE(sum == what.duration);
        }
    }
}
