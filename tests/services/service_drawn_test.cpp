// Services on the map: what is on this machine never waits for them.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <thread>

#include "gis/layers/open.hpp"
#include "gis/layers/raster.hpp"
#include "gis/layers/remote/services.hpp"
#include "tests/rasters/picture_stage.hpp"
#include "tests/rasters/written_raster.hpp"
#include "tests/services/served.hpp"

using namespace vigie;
using namespace vigie::render;
using test::is_near;

namespace {

test::Pixel green(int, int) { return {20, 160, 60}; }
constexpr gis::Rgba red{200, 30, 30}, paper{255, 255, 255}, leaf{20, 160, 60};

// 4 km around the corner where the squares of serve.py meet, and the picture written beside it.
struct Stage : test::PictureStage {
    Camera camera = Camera::framing({842'500, 6'517'500, 846'500, 6'520'500}, 480, 360);
    gis::Rgba at(gis::PlanePoint p) { return PictureStage::at(camera, p); }
};

constexpr gis::PlanePoint in_picture{842'700, 6'517'700};

gis::PlanePoint in_red() { return *gis::MapPlane::create(2154)->plane_from_lonlat({4.85, 45.75}); }

std::vector<gis::LayerPtr> opened(const std::string& address, std::shared_ptr<gis::remote::Services> services) {
    const auto file = test::write_raster("beside.tif", {.west = 842'500, .north = 6'518'000, .step = 2, .colour = green});
    gis::OpenOptions options;
    options.plane_epsg = 2154;
    options.services = std::move(services);
    return gis::open_paths({address, file}, options).layers;
}

std::shared_ptr<gis::remote::Services> services() { return std::make_shared<gis::remote::Services>(); }

} // namespace

TEST_CASE("a service is drawn where it lies, over and beside the pictures of this machine") {
    const test::Served served;
    Stage stage;
    stage.show(opened(served.url("/cgi?SERVICE=WMS#layer=carre"), services()));
    CHECK(stage.view->draw_complete(stage.camera, {}).complete);
    CHECK(is_near(stage.at(in_red()), red));
    CHECK(is_near(stage.at(in_picture), leaf));
}

TEST_CASE("frames go on while a service does not answer: the pictures of this machine come, and leaving waits for nobody") {
    const test::Served served;
    const auto begin = std::chrono::steady_clock::now();
    {
        Stage stage;
        stage.show(opened(served.url("/slow/60/proxy/tiles/muni/webmercator/{z}/{x}/{y}.png"), services()));
        const auto patience = begin + std::chrono::seconds(30);
        int frames = 0;
        while ((frames < 200 || !is_near(stage.at(in_picture), leaf)) && std::chrono::steady_clock::now() < patience) {
            CHECK_FALSE(stage.view->draw(stage.camera, {}).complete);
            stage.camera.centre.x += frames % 2 ? 3 : -3;  // a person pans meanwhile
            ++frames;
        }
        CHECK(frames >= 200);
        CHECK(is_near(stage.at(in_picture), leaf));
        CHECK(is_near(stage.at(in_red()), paper));
    }
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(45));  // and not the minute of the service, nor a time-out per tile
}

TEST_CASE("an idle map asks for no frame because of a service that does not answer, but for the moment to ask again") {
    Stage stage;
    stage.show(opened("http://127.0.0.1:9/{z}/{x}/{y}.png", services()));
    CHECK_FALSE(stage.view->draw_complete(stage.camera, {}).complete);
    CHECK_FALSE(stage.view->wants_frame({}));
    REQUIRE(stage.view->wants_frame_in_ms());
    CHECK(*stage.view->wants_frame_in_ms() <= 61'000);
}

TEST_CASE("once the server is back the map fills by itself, and what was seen stays meanwhile") {
    test::Served served;
    Stage stage;
    stage.show(opened(served.url("/proxy/tiles/muni/webmercator/{z}/{x}/{y}.png"), services()));
    CHECK(stage.view->draw_complete(stage.camera, {}).complete);
    CHECK(is_near(stage.at(in_red()), red));
    served.kill();
    stage.camera.units_per_px /= 4;  // finer tiles, never seen
    stage.camera.centre = in_red();
    CHECK_FALSE(stage.view->draw_complete(stage.camera, {}).complete);
    CHECK(is_near(stage.at(in_red()), red));  // by the coarser ones
    served.start_again();
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    bool complete = false;
    while (!complete && std::chrono::steady_clock::now() < patience) {
        complete = stage.view->draw(stage.camera, {}).complete;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    CHECK(complete);
    CHECK(is_near(stage.at(in_red()), red));
}
