#include <catch2/catch_test_macros.hpp>

#include "gis/layers/open.hpp"
#include "gis/layers/raster.hpp"
#include "tests/rasters/written_raster.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;

TEST_CASE("the base switch shows aerial pictures without the areas that would cover them, and the plan as it was") {
    const auto file = test::write_raster("switch.tif", {.colour = [](int, int) { return test::Pixel{90, 120, 80}; }});
    const gis::OpenedData data = gis::open_paths({file}, {});
    REQUIRE(data.layers.size() == 1);
    ui::Stage stage;
    auto areas = std::make_shared<gis::Layer>();
    areas->info.id = "greens";
    areas->info.name = "Espaces verts";
    areas->info.theme = "green";
    areas->finish();
    areas->info.geometry = "polygon";
    auto hidden = std::make_shared<gis::Layer>(*areas);
    hidden->info.id = "hidden_before";
    stage.layers.push_back({areas, false});
    stage.layers.push_back({hidden, false});
    stage.layers.push_back({data.layers.front(), false});
    const std::string picture = data.layers.front()->info.id;
    stage.view.hidden_layers.insert("hidden_before");
    ui::UiDriver driver(stage);
    REQUIRE(driver.click("base.plan"));
    CHECK(stage.view.hidden_layers.contains(picture));
    CHECK_FALSE(stage.view.hidden_layers.contains("greens"));
    REQUIRE(driver.click("base.ortho"));
    CHECK_FALSE(stage.view.hidden_layers.contains(picture));
    CHECK(stage.view.hidden_layers.contains("greens"));
    REQUIRE(driver.click("base.plan"));
    CHECK(stage.view.hidden_layers.contains(picture));
    CHECK_FALSE(stage.view.hidden_layers.contains("greens"));
    CHECK(stage.view.hidden_layers.contains("hidden_before"));
}

TEST_CASE("without aerial pictures the switch refuses and says why") {
    ui::Stage stage;
    ui::UiDriver driver(stage);
    const auto before = stage.view.hidden_layers;
    REQUIRE(driver.click("base.ortho"));
    CHECK(stage.view.hidden_layers == before);
}
