// A map service that is dead when Vigie starts, and of which nothing is kept: its layer waits in the tree under its name,
// says since when and why, and is there by itself when the server is back.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "gis/layers/raster.hpp"
#include "tests/services/commune_stage.hpp"
#include "tests/services/served.hpp"
#include "tests/vector_tiles/written_tiles.hpp"

using namespace vigie;
using test::Commune;

namespace {

// A server with what the tests ask for, then gone.
struct Gone {
    test::Served served;
    Gone() { served.kill(); }
};

} // namespace

TEST_CASE("a WMS that is dead at the start waits in the tree with its reason, and its layer takes that place when the server comes") {
    Gone gone;
    const auto home = test::fresh_folder("home");
    const std::filesystem::path tiles = test::write_mbtiles(home);
    Commune commune(home, {tiles, gone.served.url("/cgi?SERVICE=WMS#layer=carre&name=Carré"), gone.served.url("/cgi?SERVICE=WMS#layer=bande&name=Bande")});
    const auto* waiting = commune.named("Carré");
    REQUIRE(waiting);
    CHECK_FALSE(waiting->layer->raster);
    REQUIRE(waiting->outage);
    CHECK(waiting->outage->why.key == "remote.unreachable");
    CHECK(waiting->outage->since <= commune.clock.now());
    CHECK(waiting->outage->next > waiting->outage->since);
    const auto due = commune.session->next_deadline_ms();
    REQUIRE(due);
    CHECK(*due <= 2'000);
    const gis::Time first = waiting->outage->next;
    CHECK(commune.until([&] { return commune.named("Carré")->outage->next > first; }));  // asked again, in vain
    gone.served.start_again();
    REQUIRE(commune.until([&] { return commune.named("Carré") && commune.named("Carré")->layer->raster; }));
    REQUIRE(commune.until([&] { return commune.named("Bande") && commune.named("Bande")->layer->raster; }));
    CHECK(commune.until([&] { return !commune.named("Carré")->outage && !commune.named("Bande")->outage; }));
    CHECK(commune.named("Carré") < commune.named("Bande"));
    CHECK(std::ranges::count(commune.told, std::string("remote.back"), [](const auto& n) { return n.text.key; }) == 2);
    CHECK(commune.session->plane().epsg() == 2154);
}

TEST_CASE("where nothing else is on the map, the plane is chosen when the service says where it is") {
    Gone gone;
    {
        std::ofstream map(gone.served.folder() / "files" / "martinique.xml");
        map << "<WMS_Capabilities version=\"1.3.0\"><Service><Title>Martinique</Title></Service><Capability><Request><GetMap><Format>image/png</Format></GetMap></Request>"
               "<Layer><Layer><Name>ile</Name><Title>Île</Title><CRS>EPSG:3857</CRS><EX_GeographicBoundingBox><westBoundLongitude>-61.3</westBoundLongitude>"
               "<eastBoundLongitude>-60.8</eastBoundLongitude><southBoundLatitude>14.3</southBoundLatitude><northBoundLatitude>14.9</northBoundLatitude>"
               "</EX_GeographicBoundingBox></Layer></Layer></Capability></WMS_Capabilities>";
    }
    Commune commune(test::fresh_folder("home"), {gone.served.url("/files/martinique.xml#layer=ile&name=Martinique")});
    REQUIRE(commune.named("Martinique"));
    CHECK(commune.named("Martinique")->outage);
    CHECK(commune.session->layers().size() == 1);
    gone.served.start_again();
    REQUIRE(commune.until([&] { return commune.named("Martinique") && commune.named("Martinique")->layer->raster; }));
    CHECK(commune.session->layers().size() == 1);
    CHECK(commune.session->plane().epsg() == 3857);
    const auto place = commune.session->plane().plane_from_lonlat({-61.0, 14.6});
    REQUIRE(place);
    CHECK(commune.session->extent().contains(place->x, place->y));
}

TEST_CASE("vector tiles that are dead at the start wait under their name, also in a second reading, and come with all their layers") {
    Gone gone;
    test::write_tile_folder(gone.served.folder() / "files");
    const std::string address = gone.served.url("/files/{z}/{x}/{y}.pbf#zoom=10-14&name=Plan");
    const auto home = test::fresh_folder("home");
    Commune commune(home, {test::write_mbtiles(home), address});
    REQUIRE(commune.named("Plan"));
    CHECK(commune.named("Plan")->outage);
    commune.session->add_paths({address});
    REQUIRE(commune.until([&] { return !commune.session->reading(); }));
    CHECK(std::ranges::count(commune.session->layers(), std::string("Plan"), [](const auto& r) { return r.layer->info.name; }) == 1);
    gone.served.start_again();
    const gis::PlanePoint c = *commune.session->plane().plane_from_lonlat({4.85, 45.75});
    const auto from_service = [&] {
        return std::ranges::any_of(commune.session->layers(), [&](const auto& r) { return r.layer->info.source == address && r.layer->geometry.feature_count() != 0; });
    };
    REQUIRE(commune.until([&] {
        commune.session->look({c.x - 200, c.y - 200, c.x + 200, c.y + 200}, 0.5);
        return from_service();
    }));
    CHECK(commune.until([&] { return commune.named("Plan") == nullptr; }));
    CHECK(from_service());
}

TEST_CASE("a layer that waits is taken off and put back like any other, and asking for it does not wait for the pause") {
    Gone gone;
    const auto home = test::fresh_folder("home");
    Commune commune(home, {test::write_mbtiles(home), gone.served.url("/cgi?SERVICE=WMS#layer=carre&name=Carré")});
    REQUIRE(commune.named("Carré"));
    const std::string id = commune.named("Carré")->layer->info.id;
    CHECK(commune.session->take_off(id));
    CHECK_FALSE(commune.until([&] { return commune.named("Carré") != nullptr; }, std::chrono::seconds(3)));
    CHECK(commune.session->put_back(id));
    REQUIRE(commune.named("Carré"));
    // Long enough in vain that the pause is longer than what follows may take.
    CHECK(commune.until([&] { return commune.named("Carré")->outage && commune.named("Carré")->outage->next > commune.clock.now() + std::chrono::seconds(7); }));
    gone.served.start_again();
    const auto asked = std::chrono::steady_clock::now();
    commune.session->retry_layer(id);
    CHECK(commune.until([&] { return commune.named("Carré") && commune.named("Carré")->layer->raster; }));
    CHECK(std::chrono::steady_clock::now() - asked < std::chrono::seconds(5));
}

TEST_CASE("a service that fell silent after it was opened shows since when, until it answers") {
    test::Served served;
    Commune commune(test::fresh_folder("home"), {served.url("/proxy/tiles/muni/webmercator/{z}/{x}/{y}.png#name=Plan")});
    REQUIRE(commune.named("Plan"));
    CHECK_FALSE(commune.named("Plan")->outage);
    served.kill();
    const gis::PlanePoint c = *commune.session->plane().plane_from_lonlat({4.85, 45.75});
    const double size = gis::raster_tile_size(-2);
    const auto look = [&](int i) { (void)commune.named("Plan")->layer->raster->read({-2, static_cast<int>(c.x / size) + i, static_cast<int>(c.y / size)}); };
    look(0);
    CHECK(commune.until([&] { return commune.named("Plan")->outage.has_value(); }));
    served.start_again();
    commune.session->retry_layer(commune.named("Plan")->layer->info.id);
    look(1);
    CHECK(commune.until([&] { return !commune.named("Plan")->outage; }));
}
