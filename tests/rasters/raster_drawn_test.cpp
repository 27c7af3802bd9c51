#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "gis/layers/open.hpp"
#include "gis/layers/raster.hpp"
#include "tests/rasters/picture_stage.hpp"
#include "tests/rasters/written_raster.hpp"
#include "tests/render/golden.hpp"

using namespace vigie;
using namespace vigie::render;
using test::is_near;
using Stage = test::PictureStage;

namespace {

test::Pixel stripes(int x, int) { return x % 100 < 50 ? test::Pixel{200, 40, 40} : test::Pixel{40, 40, 200}; }

constexpr gis::Rgba red{200, 40, 40}, blue{40, 40, 200}, paper{255, 255, 255};

} // namespace

TEST_CASE("an aerial picture lies under the map where its corners say, also after pans and turns, and can be hidden") {
    const auto file = test::write_raster("stripes.tif", {.colour = stripes});
    const gis::OpenedData data = gis::open_paths({file}, {});
    REQUIRE(data.layers.size() == 1);
    Stage stage;
    stage.show(data.layers);
    Camera camera = Camera::framing({769'990, 6'279'840, 770'210, 6'280'010}, 480, 360);
    const auto check = [&](const char* when) {
        INFO(when);
        CHECK(stage.view->draw_complete(camera, {}).complete);
        CHECK(is_near(stage.at(camera, {770'012, 6'279'950}), red));
        CHECK(is_near(stage.at(camera, {770'037, 6'279'950}), blue));
        CHECK(is_near(stage.at(camera, {770'112, 6'279'900}), red));
        CHECK(is_near(stage.at(camera, {769'996, 6'279'950}), paper));
    };
    check("at once");
    camera.centre.x += 10 * camera.units_per_px;
    check("panned by whole pixels");
    camera.units_per_px *= 1.3;
    check("from farther away");
    camera.rotation_deg = 20;
    check("turned");
    camera.rotation_deg = 0;
    stage.show(data.layers, false);
    (void)stage.view->draw_complete(camera, {});
    CHECK(is_near(stage.at(camera, {770'012, 6'279'950}), paper));
    stage.show(data.layers);
    check("shown again");
}

TEST_CASE("aerial pictures look as agreed, straight and turned, by day and night, at scale 1 and 2") {
    const auto file = test::write_raster("agreed.tif", {.colour = stripes});
    const gis::OpenedData data = gis::open_paths({file}, {});
    REQUIRE(data.layers.size() == 1);
    auto layer = std::make_shared<gis::Layer>(*data.layers[0]);
    layer->info.opacity = 0.6;
    auto style = std::make_shared<gis::MapStyle>();
    style->background = {{239, 238, 233}, {20, 27, 32}};
    Stage stage;
    stage.show({layer});
    for (const bool night : {false, true})
        for (const int scale : {1, 2})
            for (const double turned : {0.0, 20.0}) {
                Camera camera = Camera::framing({769'990, 6'279'840, 770'210, 6'280'010}, 160 * scale, 120 * scale);
                camera.pixel_ratio = static_cast<float>(scale);
                camera.rotation_deg = turned;
                stage.view->set_style(style, night);
                CHECK(stage.view->draw_complete(camera, {}).complete);
                const std::string name = std::string("raster-") + (turned > 0 ? "turned-" : "") + (night ? "night" : "day") + (scale > 1 ? "-2" : "");
                CHECK(test::compare_golden(stage.view->read_back(), std::filesystem::path(VIGIE_SOURCE_DIR) / "tests/rasters/golden" / (name + ".png"), name) == "");
            }
}

TEST_CASE("a picture is as opaque as its layer says") {
    const auto file = test::write_raster("faint.tif", {.colour = stripes});
    const gis::OpenedData data = gis::open_paths({file}, {});
    REQUIRE(data.layers.size() == 1);
    Stage stage;
    const Camera camera = Camera::framing({769'990, 6'279'840, 770'210, 6'280'010}, 480, 360);
    const auto between = [](gis::Rgba a, gis::Rgba b, double share) {
        const auto mixed = [share](int u, int v) { return static_cast<std::uint8_t>(u * share + v * (1 - share)); };
        return gis::Rgba{mixed(a.r, b.r), mixed(a.g, b.g), mixed(a.b, b.b), 255};
    };
    for (const double opacity : {1.0, 0.5, 0.25, 0.0}) {
        INFO(opacity);
        auto layer = std::make_shared<gis::Layer>(*data.layers[0]);
        layer->info.opacity = opacity;
        stage.show({layer});
        CHECK(stage.view->draw_complete(camera, {}).complete);
        CHECK(is_near(stage.at(camera, {770'012, 6'279'950}), between(red, paper, opacity)));
    }
}

TEST_CASE("features are drawn over the picture, by OpenGL and by the processor") {
    const auto file = test::write_raster("under.tif", {.colour = stripes});
    gis::OpenedData data = gis::open_paths({file}, {});
    REQUIRE(data.layers.size() == 1);
    auto square = std::make_shared<gis::Layer>();
    square->info.id = "square";
    square->geometry.part_begin = {0, 1};
    square->geometry.vertex_begin = {0, 5};
    square->geometry.xy = {770'005, 6'279'940, 770'020, 6'279'940, 770'020, 6'279'960, 770'005, 6'279'960, 770'005, 6'279'940};
    square->geometry.ring_is_hole = {0};
    square->geometry.type = {gis::GeometryType::polygon};
    square->finish();
    data.layers.push_back(square);
    const Camera camera = Camera::framing({769'990, 6'279'840, 770'210, 6'280'010}, 480, 360);
    for (const Painting painting : {Painting::opengl, Painting::processor}) {
        Stage stage;
        MapOptions options;
        options.painting = painting;
        auto map = MapView::create(*stage.gpu, options);
        REQUIRE(map.ok());
        stage.view = std::move(map).value();
        stage.view->set_style(std::make_shared<gis::MapStyle>(gis::bench_style()), false);
        stage.show(data.layers);
        CHECK(stage.view->draw_complete(camera, {}).complete);
        const gis::Rgba fill = gis::bench_style().rules.back().fill_color->day;
        CHECK(is_near(stage.at(camera, {770'012, 6'279'950}), fill));
        CHECK(is_near(stage.at(camera, {770'022, 6'279'935}), red));
        CHECK(is_near(stage.at(camera, {770'037, 6'279'950}), blue));
    }
}
