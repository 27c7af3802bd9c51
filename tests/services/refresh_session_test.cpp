// Layers of services that are kept up to date: by an interval that the commune remembers, or when a person says so.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/session.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/layers/raster.hpp"
#include "tests/app/moving_clock.hpp"
#include "tests/services/served.hpp"

using namespace vigie;
using namespace vigie::app;

namespace {

void plant(const test::Served& served, int trees, double lon = 4.85) {
    auto features = nlohmann::json::array();
    for (int i = 0; i < trees; ++i)
        features.push_back({{"type", "Feature"}, {"properties", {{"id", i}, {"espece", "Tilleul"}}}, {"geometry", {{"type", "Point"}, {"coordinates", {lon + 0.00001 * i, 45.75}}}}});
    const auto file = served.folder() / "files/arbres.geojson";
    std::ofstream(file.string() + ".new") << nlohmann::json{{"type", "FeatureCollection"}, {"features", features}}.dump();
    std::filesystem::rename(file.string() + ".new", file);
}

struct Desk {
    tests::MovingClock clock{*gis::time_from_rfc3339("2026-11-23T09:00:00Z")};
    std::unique_ptr<Session> session;
    Desk(const std::filesystem::path& home, std::vector<std::filesystem::path> paths) {
        SessionOptions o;
        o.places = {VIGIE_BINARY_DIR "/share/vigie", home / "data", home / "config", home / "cache"};
        o.paths = std::move(paths);
        session = std::move(Session::open(std::move(o), clock, [] {})).value();
        session->wait_until_loaded(gis::Millis{60'000});
    }
    [[nodiscard]] const panels::LayerRow* row() const { return session->layers().empty() ? nullptr : &session->layers().front(); }
    [[nodiscard]] std::size_t trees() const { return row() ? row()->layer->geometry.feature_count() : 0; }
    template <class Done>
    bool until(Done&& done) {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (!done() && std::chrono::steady_clock::now() < patience) {
            (void)session->tick();
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return done();
    }
};

} // namespace

TEST_CASE("features that change at their service are there after the interval, all in one moment, and the interval is remembered") {
    const test::Served served;
    const auto home = test::fresh_folder("home");
    plant(served, 3);
    std::filesystem::path kept;
    std::string id;
    {
        Desk desk(home, {served.url("/ogc/objets/ogcapi/collections/arbres")});
        REQUIRE(desk.trees() == 3);
        id = desk.row()->layer->info.id;
        kept = desk.session->file();
        REQUIRE(desk.until([&] { return desk.row()->refresh.has_value(); }));
        CHECK(desk.row()->refresh->every_s == 0);
        desk.session->refresh_every(id, 60);
        plant(served, 2'500);
        for (int i = 0; i < 20; ++i) (void)desk.session->tick();
        CHECK(desk.trees() == 3);  // not yet
        CHECK(desk.session->next_deadline_ms());
        desk.clock.advance(gis::Millis{61'000});
        bool in_between = false;
        REQUIRE(desk.until([&] {
            in_between = in_between || (desk.trees() != 3 && desk.trees() != 2'500);
            return desk.trees() == 2'500;
        }));
        CHECK_FALSE(in_between);
        CHECK(desk.row()->layer->info.id == id);
        REQUIRE(desk.until([&] { return desk.row()->refresh && desk.row()->refresh->last; }));
    }
    Desk again(home, {kept});
    REQUIRE(again.until([&] { return again.row()->refresh && again.row()->refresh->every_s == 60; }));
}

TEST_CASE("a person may refresh now; without the service the last picture stays, the tree says so, and what changed comes when it is back") {
    test::Served served;
    plant(served, 3);
    Desk desk(test::fresh_folder("home"), {served.url("/objets?SERVICE=WFS#layer=arbres")});
    REQUIRE(desk.trees() == 3);
    const std::string id = desk.row()->layer->info.id;
    plant(served, 5);
    desk.session->retry_layer(id);
    REQUIRE(desk.until([&] { return desk.trees() == 5; }));
    served.kill();
    desk.session->retry_layer(id);
    REQUIRE(desk.until([&] { return desk.row()->outage.has_value(); }));
    CHECK(desk.trees() == 5);
    served.start_again();
    plant(served, 6);
    desk.session->retry_layer(id);
    REQUIRE(desk.until([&] { return desk.trees() == 6; }));
    CHECK(desk.until([&] { return !desk.row()->outage; }));
}

TEST_CASE("pictures of a service are asked for again though what is kept of them would still be fresh") {
    const test::Served served;
    plant(served, 1);
    Desk desk(test::fresh_folder("home"), {served.url("/objets?SERVICE=WMS#layer=arbres")});
    REQUIRE(desk.row());
    const auto raster = desk.row()->layer->raster;
    REQUIRE(raster);
    constexpr int level = -2;
    const auto dot_at = [&](double lon) {
        const gis::PlanePoint c = *desk.session->plane().plane_from_lonlat({lon, 45.75});
        const double size = gis::raster_tile_size(level);
        const gis::RasterTile tile = raster->read({level, static_cast<int>(std::floor(c.x / size)), static_cast<int>(std::floor(c.y / size))});
        const gis::PlaneBox box = gis::raster_tile_box(tile.key);
        const auto x = static_cast<std::size_t>((c.x - box.min_x) / box.width() * gis::raster_tile_px), y = static_cast<std::size_t>((box.max_y - c.y) / box.height() * gis::raster_tile_px);
        const std::uint8_t* p = tile.rgba.data() + (y * gis::raster_tile_px + x) * 4;
        return p[3] > 128 && p[1] > 100 && p[0] < 100;  // green, as the map server draws trees
    };
    CHECK(dot_at(4.85));
    plant(served, 1, 4.855);
    CHECK(dot_at(4.85));  // as kept
    const std::uint64_t before = raster->edition();
    desk.session->refresh_every(desk.row()->layer->info.id, 30);
    desk.clock.advance(gis::Millis{31'000});
    REQUIRE(desk.until([&] { return raster->edition() > before; }));
    CHECK_FALSE(dot_at(4.85));
    CHECK(dot_at(4.855));
}
