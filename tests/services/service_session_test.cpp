// Map services in a commune: remembered with it, asked beside the session's thread, vector tiles following the view.
#include <catch2/catch_test_macros.hpp>

#include "gis/layers/raster.hpp"
#include "tests/services/commune_stage.hpp"
#include "tests/services/served.hpp"
#include "tests/vector_tiles/written_tiles.hpp"

using namespace vigie;
using test::Commune;

namespace {

std::size_t rows_of(const panels::LayerRow* row) { return row ? row->layer->geometry.feature_count() : 0; }

} // namespace

TEST_CASE("a service added to a commune is there again at the next start, also when its server is gone") {
    test::Served served;
    const auto home = test::fresh_folder("home");
    const std::filesystem::path file = test::write_mbtiles(home);
    const std::string address = served.url("/cgi?SERVICE=WMS#layer=carre");
    std::filesystem::path kept;
    {
        Commune commune(home, {file});
        kept = commune.session->file();
        commune.session->add_paths({address});
        CHECK(commune.until([&] { return !commune.session->reading(); }));
        REQUIRE(commune.of_theme("raster"));
        CHECK(commune.of_theme("raster")->layer->info.name == "Carré rouge");
    }
    served.kill();
    Commune again(home, {kept});
    REQUIRE(again.of_theme("raster"));
    CHECK(again.of_theme("raster")->layer->raster->is_remote());
    CHECK(again.of_theme("building"));
}

TEST_CASE("a service is asked what it has beside the session's thread, and a refusal is an answer") {
    const test::Served served;
    Commune commune(test::fresh_folder("home"), {});
    commune.session->ask_service(served.url("/cgi"));
    CHECK(commune.session->service_answer().running);
    REQUIRE(commune.until([&] { return !commune.session->service_answer().running; }));
    REQUIRE(commune.session->service_answer().offer);
    CHECK(commune.session->service_answer().offer->layers.size() == 3);
    commune.session->ask_service(served.url("/slow/30/cgi"));
    commune.session->ask_service("https://jean:secret@h/wms");  // another before the first answered
    REQUIRE(commune.until([&] { return !commune.session->service_answer().running; }));
    REQUIRE(commune.session->service_answer().error);
    CHECK(commune.session->service_answer().error->text.key == "remote.password_in_address");
}

TEST_CASE("layers of vector tiles hold what the view shows, under the same ids, and the town stays where it is") {
    const auto home = test::fresh_folder("home");
    Commune commune(home, {test::write_mbtiles(home)});
    REQUIRE(commune.of_theme("street"));
    const std::string id = commune.of_theme("street")->layer->info.id;
    const gis::PlaneBox town = commune.session->bounds();
    CHECK_FALSE(town.empty());
    const gis::PlanePoint c = *commune.session->plane().plane_from_lonlat({4.85, 45.75});
    CHECK(commune.look({c.x - 6'000, c.y - 6'000, c.x + 6'000, c.y + 6'000}, 4));
    const std::size_t all = rows_of(commune.of_theme("street"));
    CHECK(all >= 12);
    CHECK(commune.look({c.x - 200, c.y - 200, c.x + 200, c.y + 200}, 0.5));
    CHECK(rows_of(commune.of_theme("street")) < all);
    CHECK(rows_of(commune.of_theme("street")) > 0);
    CHECK(commune.of_theme("street")->layer->info.id == id);
    CHECK(commune.session->bounds() == town);
    const gis::LayerPtr same = commune.of_theme("street")->layer;
    CHECK(commune.look({c.x - 190, c.y - 200, c.x + 210, c.y + 200}, 0.5));
    CHECK(commune.of_theme("street")->layer == same);  // a pan within the same tiles reads nothing
}

TEST_CASE("a layer of a service or of vector tiles taken off the map stays off as the view moves, and is there again when it is asked for again") {
    const test::Served served;
    const auto home = test::fresh_folder("home");
    const std::filesystem::path file = test::write_mbtiles(home);
    const std::string address = served.url("/cgi?SERVICE=WMS#layer=carre");
    Commune commune(home, {file, address});
    REQUIRE(commune.of_theme("street"));
    REQUIRE(commune.of_theme("raster"));
    CHECK(commune.session->take_off(commune.of_theme("street")->layer->info.id));
    CHECK(commune.session->take_off(commune.of_theme("raster")->layer->info.id));
    const gis::PlanePoint c = *commune.session->plane().plane_from_lonlat({4.85, 45.75});
    CHECK(commune.look({c.x - 200, c.y - 200, c.x + 200, c.y + 200}, 0.5));
    CHECK_FALSE(commune.of_theme("street"));
    CHECK(commune.of_theme("building"));
    commune.session->add_paths({file, address});
    CHECK(commune.until([&] { return !commune.session->reading(); }));
    CHECK(commune.of_theme("street"));
    CHECK(commune.of_theme("raster"));
}

TEST_CASE("a notice about a service that stopped answering reaches the session once") {
    test::Served served;
    Commune commune(test::fresh_folder("home"), {served.url("/proxy/tiles/muni/webmercator/{z}/{x}/{y}.png")});
    const auto* row = commune.of_theme("raster");
    REQUIRE(row);
    served.kill();
    const gis::PlanePoint c = *commune.session->plane().plane_from_lonlat({4.85, 45.75});
    const double size = gis::raster_tile_size(-2);
    for (int i = 0; i < 5; ++i) (void)row->layer->raster->read({-2, static_cast<int>(c.x / size) + i, static_cast<int>(c.y / size)});
    std::size_t told = 0;
    for (int i = 0; i < 3; ++i) told += commune.session->tick().services.size();
    CHECK(told == 1);
}
