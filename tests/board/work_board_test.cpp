// Questions to the director and kept filters in the backlog.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/model/work_states.hpp"
#include "scene.hpp"

using namespace vigie;
using namespace vigie::board_test;

namespace {

const gis::Actor actor{"C. Delmas", "régulation", gis::Role::dispatcher};

void run(Scene& scene, const gis::Command& command) {
    auto receipt = scene.stage.desk->execute(command, actor);
    REQUIRE(receipt.ok());
    scene.stage.delta.merge(receipt->delta);
    scene.ui.frames(3);
}

} // namespace

TEST_CASE("« À arbitrer » shows what waits for the director, planned or not, and the card says the question") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(3);
    const auto* waiting = work(scene.stage, 431);
    const auto planned = std::ranges::find_if(scene.stage.desk->world().interventions(), [](const gis::Intervention& i) { return !i.crews.empty(); });
    REQUIRE(planned != scene.stage.desk->world().interventions().end());
    const std::string planned_card = "backlog." + gis::number_label(gis::EntityKind::intervention, planned->number);
    const auto planned_id = planned->id;
    run(scene, gis::command::Escalate{waiting->id, "dépense à décider"});
    run(scene, gis::command::Escalate{planned_id, "danger à apprécier"});
    CHECK(scene.state.backlog.arbitrate_waiting == 2);
    CHECK_FALSE(scene.ui.exists(planned_card));       // it has its place on the board
    REQUIRE(scene.ui.click("board.filter.arbitrate"));
    scene.ui.frames(3);
    CHECK(scene.ui.exists("backlog.I-0431"));
    CHECK(scene.ui.exists(planned_card));
    CHECK(scene.state.backlog.cards.size() == 2);
    auto answered = scene.stage.desk->execute(gis::command::AnswerEscalation{waiting->id, "oui"}, {"A. Roux", "DST", gis::Role::director});
    REQUIRE(answered.ok());
    scene.ui.frames(3);
    CHECK(scene.state.backlog.cards.size() == 1);
}

TEST_CASE("a filter of the backlog is kept under a name and recalled with all it had") {
    Scene scene;
    put_week(scene.stage);
    scene.ui.frames(3);
    REQUIRE(scene.ui.click("board.filter.skill"));
    scene.state.backlog.text = "haie";
    scene.state.backlog.sort = panels::BacklogSort::duration;
    scene.ui.frames(3);
    const auto cards = scene.state.backlog.cards;
    REQUIRE(scene.ui.click("backlog.filters"));
    scene.ui.frames(2);
    REQUIRE(scene.ui.click("filter.name"));
    scene.ui.type("Haies");
    REQUIRE(scene.ui.click("filter.keep"));
    scene.ui.frames(2);
    REQUIRE(scene.stage.view.saved_filters.size() == 1);
    CHECK(scene.stage.view.saved_filters[0].list == "backlog");
    static_cast<panels::BacklogFilter&>(scene.state.backlog) = {};
    scene.ui.frames(3);
    CHECK(scene.state.backlog.cards.size() > cards.size());
    REQUIRE(scene.ui.click("filter.recall.Haies"));
    scene.ui.frames(3);
    CHECK(scene.state.backlog.cards == cards);
    CHECK(scene.state.backlog.needs_skill);
    CHECK(scene.state.backlog.text == "haie");
    CHECK(scene.state.backlog.sort == panels::BacklogSort::duration);
}
