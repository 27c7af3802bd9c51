// « Ma commune » as its panel alone: what is asked of app, what is shown of its state, by mouse and by keyboard.
#include <catch2/catch_test_macros.hpp>

#include "gis/layers/commune/public_dataset.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;
using State = gis::DatasetFetch::State;

namespace {

struct Desk {
    ui::Stage stage;
    ui::UiDriver ui;
    explicit Desk(ui::StageOptions options = {}) : stage(options), ui(stage) {
        stage.public_data.datasets = gis::load_public_data({std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/catalog"}).datasets;
        stage.public_data.folder = "/nowhere";
        stage.view.public_data_open = true;
        ui.frames(4);
    }
    void find() {
        stage.public_data.asked = "ales";
        stage.public_data.found = {{"Alès", "30007", "30", 44'000, "Gard"}, {"Alès-la-Vieille", "30999", "30", 1, {}}};
        ui.type("ales");
    }
    void begin(State first) {
        stage.public_data.order = *std::exchange(stage.ask.fetch_public, {});
        stage.public_data.ordered = stage.public_data.datasets;
        stage.public_data.fetching = true;
        for (const auto& d : stage.public_data.ordered) stage.public_data.progress.emplace_back().id = d.id;
        stage.public_data.progress.front().state = first;
        ui.frames(3);
    }
};

} // namespace

TEST_CASE("the palette and the commune menu lead to the assistant; Escape leaves it and asks for nothing") {
    Desk desk;
    desk.ui.key(ImGuiKey_Escape);
    CHECK_FALSE(desk.stage.view.public_data_open);
    REQUIRE(desk.ui.click("top.commune"));
    REQUIRE(desk.ui.click("top.fetch_commune"));
    CHECK(desk.stage.view.public_data_open);
    CHECK_FALSE(desk.stage.ask.find_commune);
    CHECK_FALSE(desk.stage.ask.fetch_public);
}

TEST_CASE("Enter searches what was typed, arrows choose among what was found, and what is typed anew is searched anew") {
    Desk desk;
    desk.ui.key(ImGuiKey_Enter);
    CHECK_FALSE(desk.stage.ask.find_commune);  // nothing was typed
    desk.ui.type("al");
    desk.ui.key(ImGuiKey_Enter);
    CHECK(std::exchange(desk.stage.ask.find_commune, {}) == "al");
    desk.stage.public_data.asked = "al";
    desk.find();
    desk.ui.key(ImGuiKey_Enter);
    const auto asked = std::exchange(desk.stage.ask.find_commune, {});
    REQUIRE(asked);
    CHECK(asked->ends_with("ales"));
    desk.stage.public_data.asked = *asked;
    desk.ui.frames(2);
    REQUIRE(desk.ui.exists("commune.found.30999"));
    desk.ui.key(ImGuiKey_DownArrow);
    desk.ui.key(ImGuiKey_Enter);
    REQUIRE(desk.stage.ask.weigh_commune);
    CHECK(desk.stage.ask.weigh_commune->code == "30999");
    desk.ui.frames(3);
    REQUIRE(desk.ui.click("commune.back"));
    CHECK(desk.ui.exists("commune.found.30007"));
}

TEST_CASE("datasets are left out one by one, the boundary stays; the order says which, and where the file is to be") {
    Desk desk;
    desk.find();
    REQUIRE(desk.ui.click("dialog.yes"));
    REQUIRE(desk.ui.click("commune.data.limite_communale"));
    REQUIRE(desk.ui.click("commune.data.rues"));
    REQUIRE(desk.ui.click("dialog.yes"));
    REQUIRE(desk.stage.ask.fetch_public);
    const panels::PublicDataOrder& order = *desk.stage.ask.fetch_public;
    CHECK(order.file == "/nowhere/ales.gpkg");
    CHECK(order.commune.code == "30007");
    CHECK(order.datasets == std::vector<std::string>{"limite_communale", "adresses", "parcelles", "batiments", "ecoles"});
}

TEST_CASE("what is fetched can be stopped or left alone, and is found again where it is; a commune without a part of it is offered all the same") {
    Desk desk;
    desk.find();
    REQUIRE(desk.ui.click("dialog.yes"));
    REQUIRE(desk.ui.click("dialog.yes"));
    desk.begin(State::coming);
    REQUIRE(desk.ui.click("commune.close"));
    CHECK_FALSE(desk.stage.ask.stop_public);
    desk.stage.view.public_data_open = true;
    desk.ui.frames(4);
    REQUIRE(desk.ui.click("commune.stop"));
    CHECK(desk.stage.ask.stop_public);
    panels::PublicDataState& state = desk.stage.public_data;
    state.fetching = false;
    state.stopped = state.ready = true;
    for (auto& d : state.progress) d.state = State::done;
    state.progress.back().state = State::failed;
    state.progress.back().error = gis::Error{gis::ErrorClass::remote, {"public.busy", {{"host", "h"}}}, {"public.remedy.later", {}}, {}};
    desk.ui.frames(3);
    CHECK_FALSE(desk.stage.ask.commune);  // something is missing: a person decides
    REQUIRE(desk.ui.click("commune.open"));
    REQUIRE(desk.stage.ask.commune);
    CHECK(desk.stage.ask.commune->paths == std::vector<std::filesystem::path>{"/nowhere/ales.gpkg"});
}

TEST_CASE("when everything is there the commune opens by itself, once") {
    Desk desk;
    desk.find();
    REQUIRE(desk.ui.click("dialog.yes"));
    REQUIRE(desk.ui.click("dialog.yes"));
    desk.begin(State::preparing);
    for (auto& d : desk.stage.public_data.progress) d.state = State::done;
    desk.stage.public_data.fetching = false;
    desk.stage.public_data.ready = true;
    desk.ui.frames(3);
    REQUIRE(desk.stage.ask.commune);
    CHECK_FALSE(desk.stage.view.public_data_open);
    desk.stage.ask.commune.reset();
    desk.ui.frames(3);
    CHECK_FALSE(desk.stage.ask.commune);
}
