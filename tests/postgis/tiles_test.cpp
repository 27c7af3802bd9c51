// Tables of PostGIS drawn by the tiles that the database makes: what lies where, the million as flat as the thousand, and what stays
// when the database is gone.
#include <catch2/catch_test_macros.hpp>

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "gis/layers/vector_tiles/database_tiles.hpp"
#include "tests/postgis/cluster.hpp"

using namespace vigie;
using namespace vigie::gis;
namespace fs = std::filesystem;

namespace {

MapSource source_of(const std::string& address) {
    MapSource source;
    source.kind = MapSource::Kind::vector_tiles;
    source.file = source.gdal_name = source.label = address;
    return source;
}

struct Opened {
    OpenOptions options;
    std::shared_ptr<VectorTiles> tiles;
    std::vector<Notice> notices;
};

Opened open(const std::string& address, std::shared_ptr<remote::Services> services) {
    Opened out;
    out.options.services = std::move(services);
    auto origin = database_origin(source_of(address), *remote::read_address(address), out.options, {});
    INFO((origin ? std::string() : origin.error().text.key + " " + origin.error().detail));
    REQUIRE(origin);
    out.notices = origin->notices;
    out.tiles = std::make_shared<VectorTiles>(std::move(*origin), *MapPlane::create(2154));
    return out;
}

VectorTiles::Read look(const Opened& opened, double half, double units_per_px) {
    const PlanePoint c = *MapPlane::create(2154)->plane_from_lonlat({2.35, 43.2});
    const VectorTiles::Block block = opened.tiles->block_of({c.x - half, c.y - half, c.x + half, c.y + half}, units_per_px);
    return opened.tiles->read(block, opened.options, {});
}

std::size_t features(const VectorTiles::Read& read) {
    std::size_t n = 0;
    for (const LayerPtr& layer : read.layers) n += layer->geometry.feature_count();
    return n;
}

std::size_t resident_mb() {
    std::ifstream in("/proc/self/statm");
    std::size_t total = 0, resident = 0;
    in >> total >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) >> 20;
}

fs::path fresh_cache(const char* name) {
    const fs::path folder = fs::path(VIGIE_BINARY_DIR) / "postgis" / (std::string(name) + "-" + std::to_string(::getpid()));
    fs::remove_all(folder);
    return folder;
}

} // namespace

TEST_CASE("the tables of a database are offered, each layer with its name, place, fields and values") {
    test::Cluster& cluster = test::Cluster::shared();
    const std::string base = cluster.make_database();
    const auto made = cluster.connect(base).script("create table lampadaires (id serial primary key, \"puissance W\" int, rue text, photo bytea, geom geometry(Point, 2154));"
                                 "insert into lampadaires (\"puissance W\", rue, geom) select 70, 'Rue de l''Église', st_transform(st_setsrid(st_point(2.35 + 0.0001 * i, 43.2), 4326), 2154) from generate_series(0, 9) i;"
                                 "create schema eau; create table eau.conduites (dn int, geom geometry(LineString, 3857), geom_projet geometry(LineString, 3857));"
                                 "create table \"sans srid\" (geom geometry(Point)); create table cachee (geom geometry(Point, 4326)); create role lecteur login; grant select on lampadaires to lecteur");
    REQUIRE(made);
    remote::Services services;
    const auto offer = database_offer(*remote::read_address(cluster.url(base)), services, {});
    REQUIRE(offer);
    std::vector<std::string> titles;
    for (const auto& l : offer->layers) titles.push_back(l.title);
    CHECK(titles == std::vector<std::string>{"eau.conduites (geom)", "eau.conduites (geom_projet)", "cachee", "lampadaires", "sans srid"});
    const auto seen = database_offer(*remote::read_address(cluster.url(base, "lecteur")), services, {});
    REQUIRE(seen);
    CHECK(seen->layers.size() == 1);  // what this user may read

    const Opened opened = open(offer->layers[3].address, std::make_shared<remote::Services>());
    const VectorTiles::Read near = look(opened, 300, 0.2);
    REQUIRE(near.layers.size() == 1);
    const Layer& layer = *near.layers.front();
    CHECK(layer.info.name == "Lampadaires");
    CHECK(layer.info.theme == "light");
    CHECK(layer.geometry.feature_count() == 10);
    REQUIRE(layer.column("rue"));
    CHECK(layer.column("rue")->shown(0) == "Rue de l'Église");
    CHECK(layer.column("puissance W")->shown(0) == "70");
    CHECK_FALSE(layer.column("photo"));
    const PlanePoint first = *MapPlane::create(2154)->plane_from_lonlat({2.35, 43.2});
    double nearest = 1e9;
    for (std::size_t i = 0; i < 10; ++i) nearest = std::min(nearest, std::hypot(layer.geometry.xy[2 * i] - first.x, layer.geometry.xy[2 * i + 1] - first.y));
    CHECK(nearest < 0.1);

    OpenOptions options;
    options.services = std::make_shared<remote::Services>();
    CHECK(database_origin(source_of(offer->layers[4].address), *remote::read_address(offer->layers[4].address), options, {}).error().text.key == "remote.table_without_system");
    const std::string gone = cluster.url(base) + "#table=public.nulle";
    CHECK(database_origin(source_of(gone), *remote::read_address(gone), options, {}).error().text.key == "remote.no_such_table");
}

TEST_CASE("a million points are drawn from afar by a sample and from near all of them, with memory that stays flat") {
    test::Cluster& cluster = test::Cluster::shared();
    const std::string base = cluster.make_database();
    const auto made = cluster.connect(base).script("create table million (id int, geom geometry(Point, 2154));"
                                 "insert into million select i, st_transform(st_setsrid(st_point(2.25 + 0.2 * (i % 1000) / 1000.0, 43.1 + 0.2 * (i / 1000) / 1000.0), 4326), 2154) from generate_series(0, 999999) i;"
                                 "create index on million using gist (geom); analyze million");
    REQUIRE(made);
    const Opened opened = open(cluster.url(base) + "#table=million", std::make_shared<remote::Services>());
    REQUIRE(opened.notices.size() == 1);
    CHECK(opened.notices.front().text.key == "remote.table_sampled");
    const auto begin = std::chrono::steady_clock::now();
    const std::size_t afar = features(look(opened, 12'000, 20));
    const auto first = std::chrono::steady_clock::now();
    CHECK(afar > 2'000);
    CHECK(afar < 60'000);
    // A square of 400 m among points that lie 16 by 22 m apart.
    const VectorTiles::Read near = look(opened, 200, 0.4);
    const auto second = std::chrono::steady_clock::now();
    std::size_t inside = 0;
    const PlanePoint c = *MapPlane::create(2154)->plane_from_lonlat({2.35, 43.2});
    for (const LayerPtr& layer : near.layers)
        for (std::size_t i = 0; i < layer->geometry.xy.size(); i += 2)
            inside += std::abs(layer->geometry.xy[i] - c.x) < 200 && std::abs(layer->geometry.xy[i + 1] - c.y) < 200 ? 1 : 0;
    // && alone compares boxes of single precision: half a metre, at these numbers.
    const std::string counted = cluster.ask(base, "select count(*) from million where abs(st_x(geom) - " + std::to_string(c.x) + ") < 200 and abs(st_y(geom) - " + std::to_string(c.y) + ") < 200");
    CHECK(std::to_string(inside) == counted);
    const auto ms = [](auto from, auto to) { return std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count(); };
    WARN("1,000,000 points: first view " << afar << " points in " << ms(begin, first) << " ms, a street " << features(near) << " points in " << ms(first, second) << " ms");
    ::malloc_trim(0);
    const std::size_t before = resident_mb();
    for (int i = 0; i < 14; ++i) (void)look(opened, 150 * (1 + i), 0.3 * (1 + i));
    ::malloc_trim(0);
    const std::size_t after = resident_mb();
    INFO(before << " MB before, " << after << " MB after the views");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they keep what was freed
    CHECK(after < before + 64);  // beside the tiles, 16 MB of which are kept
#endif
}

TEST_CASE("without the database its last tiles are shown and the outage is told; when it is back they are asked for again") {
    test::Cluster& cluster = test::Cluster::shared();
    const std::string base = cluster.make_database();
    REQUIRE(cluster.connect(base).script("create table bancs (geom geometry(Point, 4326)); insert into bancs select st_setsrid(st_point(2.35, 43.2 + 0.0001 * i), 4326) from generate_series(1, 5) i; analyze bancs"));
    const fs::path cache = fresh_cache("tiles");
    const std::string address = cluster.url(base) + "#table=public.bancs";
    {
        const Opened opened = open(address, std::make_shared<remote::Services>(std::make_shared<remote::ReplyCache>(cache)));
        CHECK(features(look(opened, 300, 0.3)) == 5);
    }
    cluster.stop();
    const auto services = std::make_shared<remote::Services>(std::make_shared<remote::ReplyCache>(cache));
    const Opened opened = open(address, services);  // known from before
    opened.tiles->renew();
    const VectorTiles::Read kept = look(opened, 300, 0.3);
    CHECK(features(kept) == 5);
    CHECK(kept.again.count() > 0);
    CHECK(services->at(address)->health().outage());
    cluster.start();
    REQUIRE(cluster.connect(base).script("insert into bancs values (st_setsrid(st_point(2.3501, 43.2), 4326))"));
    services->at(address)->health().end_pause();
    opened.tiles->renew();
    const VectorTiles::Read back = look(opened, 300, 0.3);
    CHECK(features(back) == 6);
    CHECK_FALSE(services->at(address)->health().outage());
}

TEST_CASE("a slow table is given up at once when it is asked to") {
    test::Cluster& cluster = test::Cluster::shared();
    const std::string base = cluster.make_database();
    REQUIRE(cluster.connect(base).script("create view lente as select st_setsrid(st_point(2.35, 43.2), 4326)::geometry(Point, 4326) as geom, pg_sleep(30)::text as attente"));
    Opened opened;
    opened.options.services = std::make_shared<remote::Services>();
    const std::string address = cluster.url(base) + "#table=lente";
    std::stop_source stop;
    std::jthread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        stop.request_stop();
    });
    const auto begin = std::chrono::steady_clock::now();
    (void)database_origin(source_of(address), *remote::read_address(address), opened.options, stop.get_token());
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(15));  // not the thirty
}
