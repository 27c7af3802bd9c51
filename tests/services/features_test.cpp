// Features of MapServer by WFS (GeoJSON, GML) and by OGC API: the right things at the right place, page by page, kept without a network.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "gis/layers/open.hpp"
#include "gis/layers/remote/features.hpp"
#include "tests/services/served.hpp"

namespace fs = std::filesystem;
using namespace vigie;
using namespace vigie::gis;
using namespace vigie::gis::remote;

namespace {

void plant(const test::Served& served, int trees, const std::string& species = "Érable") {
    auto features = nlohmann::json::array();
    for (int i = 0; i < trees; ++i)
        features.push_back({{"type", "Feature"}, {"properties", {{"id", i}, {"espece", species}}},
                            {"geometry", {{"type", "Point"}, {"coordinates", {4.81 + 0.00002 * i, 45.75}}}}});
    std::ofstream(served.folder() / "files/arbres.geojson") << nlohmann::json{{"type", "FeatureCollection"}, {"features", features}}.dump();
}

OpenedData open(const std::string& address, std::shared_ptr<Services> services) {
    OpenOptions options;
    options.services = std::move(services);
    return open_paths({address}, options);
}

void check_trees(const OpenedData& opened, std::size_t trees) {
    for (const Notice& n : opened.notices) UNSCOPED_INFO(n.text.key);
    REQUIRE(opened.layers.size() == 1);
    const Layer& layer = *opened.layers.front();
    CHECK(layer.geometry.feature_count() == trees);
    CHECK(layer.info.name == "Arbres");
    CHECK(layer.info.theme == "tree");
    REQUIRE(layer.column("espece"));
    CHECK(layer.column("espece")->shown(0) == "Érable");
    const auto plane = MapPlane::create(opened.plane_epsg);
    const PlanePoint first = *plane->plane_from_lonlat({4.81, 45.75});
    CHECK(std::abs(layer.geometry.xy[0] - first.x) < 1);
    CHECK(std::abs(layer.geometry.xy[1] - first.y) < 1);
}

} // namespace

TEST_CASE("an address tells features from pictures, and where a database is; no password stands in one") {
    CHECK(read_address("https://h/wfs?SERVICE=WFS&TYPENAMES=a:b")->kind == Address::Kind::wfs);
    CHECK(read_address("https://h/wfs?service=wfs&typename=a:b")->choice("layer") == "a:b");
    CHECK(read_address("https://h/ogc/collections/arbres")->kind == Address::Kind::ogc_features);
    CHECK(read_address("https://h/ogc/collections#layer=arbres")->choice("layer") == "arbres");
    const auto database = read_address("postgresql://sig@serveur:5433/commune#table=public.arbres&geometry=geom");
    REQUIRE(database);
    CHECK(database->kind == Address::Kind::database);
    CHECK(database->url == "postgresql://sig@serveur:5433/commune");
    CHECK(database->choice("table") == "public.arbres");
    CHECK(host_of(database->url) == "serveur:5433");
    CHECK(read_address("postgresql://sig:secret@serveur/commune").error().text.key == "remote.password_in_address");
    CHECK(read_address("https://sig@serveur/wms").error().text.key == "remote.password_in_address");
}

TEST_CASE("MapServer's features by WFS and by OGC API lie where they are, with their names, more than a page of them") {
    const test::Served served;
    const auto services = std::make_shared<Services>();
    for (const char* path : {"/objets?SERVICE=WFS#layer=arbres", "/gml?SERVICE=WFS#layer=arbres", "/ogc/objets/ogcapi/collections/arbres", "/ogc/objets/ogcapi/collections"}) {
        INFO(path);
        plant(served, 2'300);
        check_trees(open(served.url(path), std::make_shared<Services>()), 2'300);
    }
    plant(served, 1'000);  // exactly one page
    check_trees(open(served.url("/objets?SERVICE=WFS"), services), 1'000);
}

TEST_CASE("what a service of features has is found out whatever its address is") {
    const test::Served served;
    plant(served, 3);
    Services services;
    const auto offer = [&](const std::string& path) {
        const auto address = read_address(served.url(path));
        return offer_of(*address, *services.at(address->url), {});
    };
    const auto wfs = offer("/objets?SERVICE=WFS");
    REQUIRE(wfs);
    CHECK(wfs->kind == Address::Kind::wfs);
    CHECK(wfs->title == "Objets de Valmont");
    REQUIRE(wfs->layers.size() == 1);
    CHECK(wfs->layers.front().extent);
    check_trees(open(wfs->layers.front().address, std::make_shared<Services>()), 3);
    const auto api = offer("/ogc/objets/ogcapi");  // nothing in the address says so
    REQUIRE(api);
    CHECK(api->kind == Address::Kind::ogc_features);
    check_trees(open(api->layers.front().address, std::make_shared<Services>()), 3);
    CHECK_FALSE(offer("/files/nothing"));
}

TEST_CASE("a layer of features known from before opens without its server; a mixture of old and new pages is no new picture") {
    test::Served served;
    const fs::path cache = test::fresh_folder("features-cache");
    const std::string address = served.url("/ogc/objets/ogcapi/collections/arbres");
    plant(served, 1'500);
    check_trees(open(address, std::make_shared<Services>(std::make_shared<ReplyCache>(cache))), 1'500);
    served.kill();
    const auto services = std::make_shared<Services>(std::make_shared<ReplyCache>(cache));
    check_trees(open(address, services), 1'500);
    OpenOptions newest;
    newest.services = services;
    newest.newest = true;
    MapSource source;
    source.kind = MapSource::Kind::service;
    source.file = source.gdal_name = address;
    std::vector<Notice> notices;
    const OpenedService again = open_service(source, *MapPlane::create(2154), newest, {}, notices);
    CHECK(again.layers.empty());
    REQUIRE(again.waits);
    CHECK(again.waits->klass == ErrorClass::network);
    served.start_again();
    plant(served, 7);
    services->at(address)->health().end_pause();
    const OpenedService back = open_service(source, *MapPlane::create(2154), newest, {}, notices);
    REQUIRE(back.layers.size() == 1);
    CHECK(back.layers.front()->geometry.feature_count() == 7);
}
