// The tree of a QGIS project: order, groups, visibility, sources, view.
#include <catch2/catch_test_macros.hpp>

#include "gis/layers/qgis/project.hpp"
#include "tests/qgis/written_project.hpp"

using namespace vigie::gis;
using namespace vigie::tests;

namespace {
const std::string dots = single(symbol("0", "marker", {"SimpleMarker|color=1,2,3,255|outline_style=no"}));

qgis::Project read(const Folder& folder, const std::string& xml) {
    auto project = qgis::read_project_text(xml, folder.path / "essai.qgs");
    REQUIRE(project.ok());
    return std::move(project).value();
}
} // namespace

TEST_CASE("layers come bottom first with their groups, names and visibility") {
    const Folder folder;
    folder.write("points.geojson", points());
    const WrittenLayer a{.id = "a", .name = "A", .inside = dots}, b{.id = "b", .name = "B", .inside = dots, .checked = "Qt::Unchecked"}, c{.id = "c", .name = "C", .inside = dots};
    const qgis::Project p = read(folder, project({a, b, c}, leaf(a) + "<layer-tree-group name=\"Réseaux\" checked=\"Qt::Unchecked\"><layer-tree-group name=\"Eau\">" + leaf(c) + "</layer-tree-group></layer-tree-group>" + leaf(b)));
    REQUIRE(p.layers.size() == 3);
    CHECK(p.title == "Essai");
    CHECK(p.epsg == 2154);
    REQUIRE(p.view);
    CHECK(p.view->max_x == 650'000);
    CHECK(p.layers[0].name == "B");
    CHECK_FALSE(p.layers[0].visible);
    CHECK(p.layers[1].name == "C");
    CHECK_FALSE(p.layers[1].visible);  // its group is not shown
    CHECK(p.layers[1].place.groups == std::vector<std::string>{"Réseaux", "Eau"});
    CHECK(p.layers[2].visible);
    CHECK(p.layers[2].place.position == 0);
    CHECK(p.layers[0].place.position == 2);
}

TEST_CASE("an order of the person's own goes before the tree's") {
    const Folder folder;
    folder.write("points.geojson", points());
    const WrittenLayer a{.id = "a", .name = "A", .inside = dots}, b{.id = "b", .name = "B", .inside = dots};
    const std::string custom = "<custom-order enabled=\"1\"><item>b</item><item>a</item></custom-order>";
    CHECK(read(folder, project({a, b}, leaf(a) + leaf(b) + custom)).layers.back().name == "B");
    CHECK(read(folder, project({a, b}, leaf(a) + leaf(b))).layers.back().name == "A");
}

TEST_CASE("a missing file is told by name and the rest is there") {
    const Folder folder;
    folder.write("points.geojson", points());
    const qgis::Project p = read(folder, project({{.id = "a", .name = "Là", .inside = dots}, {.id = "b", .name = "Parcelles", .source = "./cadastre/parcelle.fgb|layername=parcelle"}}));
    CHECK(p.layers.size() == 1);
    REQUIRE(p.notices.size() == 1);
    CHECK(p.notices[0].where == "essai.qgs (Parcelles)");
    CHECK(p.notices[0].text.key == "layers.qgis.missing");
    CHECK(p.notices[0].text.args[0].second == "./cadastre/parcelle.fgb");
}

TEST_CASE("a path of another machine is found beside the project by its last parts") {
    const Folder folder;
    folder.write("SIG/Voirie/rues.geojson", points());
    for (const char* written : {"D:/Donnees/SIG/Voirie/rues.geojson", "D:\\Donnees\\SIG\\Voirie\\rues.geojson", "/srv/x/SIG/Voirie/rues.geojson", "../ailleurs/SIG/Voirie/rues.geojson"}) {
        INFO(written);
        const qgis::Source source = qgis::source_of("ogr", written, folder.path);
        CHECK(source.state == qgis::Source::State::file);
        CHECK(source.file == folder.path / "SIG/Voirie/rues.geojson");
    }
}

TEST_CASE("parts of a source are taken apart whatever the provider") {
    const Folder folder;
    folder.write("base.gpkg", "");
    folder.write("t able.csv", "");
    const qgis::Source ogr = qgis::source_of("ogr", "./base.gpkg|layername=rues|geometrytype=LineString|subset=\"nom\" = 'a|b' AND x > 1", folder.path);
    CHECK(ogr.sublayer == "rues");
    CHECK(ogr.geometry == "line");
    CHECK(ogr.subset == "\"nom\" = 'a|b' AND x > 1");
    const qgis::Source text = qgis::source_of("delimitedtext", "file:./t%20able.csv?type=csv&delimiter=;&xField=lon&yField=lat&crs=EPSG:4326", folder.path);
    CHECK(text.state == qgis::Source::State::file);
    CHECK(text.x_field == "lon");
    CHECK(text.crs == "EPSG:4326");
    const qgis::Source lite = qgis::source_of("spatialite", "dbname='./base.gpkg' table=\"tram\" (geometry) sql=\"n\" > 2", folder.path);
    CHECK(lite.sublayer == "tram");
    CHECK(lite.subset == "\"n\" > 2");
}

TEST_CASE("what is no file is left alone, and no password is shown") {
    const Folder folder;
    const qgis::Source base = qgis::source_of("postgres", "dbname='sig' host=srv port=5432 user='jean' password='secret' key='id' table=\"public\".\"rues\" (geom)", folder.path);
    CHECK(base.state == qgis::Source::State::elsewhere);
    CHECK(base.shown == "srv/sig/public.rues");
    const qgis::Source online = qgis::source_of("wms", "crs=EPSG:3857&url=https://jean:secret@data.example/wmts?key%3Dsecret&layers=x", folder.path);
    CHECK(online.shown.find("secret") == std::string::npos);
    CHECK(online.shown.find("data.example/wmts") != std::string::npos);
    for (const auto& [provider, source] : {std::pair{"ogr", "/vsicurl/http://example.org/a.shp"}, {"ogr", "https://example.org/a.geojson"}, {"ogr", "PG:host=x password=secret"}, {"WFS", "url='https://example.org/wfs'"}, {"memory", "Point?crs=EPSG:4326"}, {"virtual", "?query=SELECT 1"}}) {
        INFO(source);
        const qgis::Source found = qgis::source_of(provider, source, folder.path);
        CHECK(found.state == qgis::Source::State::elsewhere);
        CHECK(found.shown.find("secret") == std::string::npos);
        CHECK_FALSE(found.why.empty());
    }
}

TEST_CASE("protected services, ArcGIS and the other kinds of service are told by name, each with what to do") {
    const Folder folder;
    const auto source = [&](const char* provider, const char* text) { return qgis::source_of(provider, text, folder.path); };
    const qgis::Source locked = source("wms", "authcfg=ab12cd3&crs=EPSG:2154&format=image/png&layers=plan&styles=&url=https://sig.example/wms");
    CHECK(locked.state == qgis::Source::State::elsewhere);
    CHECK(locked.why.key == "layers.qgis.source.password");
    CHECK(locked.remedy.key == "layers.remedy.password");
    CHECK(source("vectortile", "authcfg=ab12cd3&type=xyz&url=https://sig.example/{z}/{x}/{y}.pbf").why.key == "layers.qgis.source.password");
    for (const char* provider : {"arcgisfeatureserver", "arcgismapserver"}) {
        const qgis::Source arcgis = source(provider, "crs='EPSG:2154' url='https://sig.example/arcgis/rest/services/Voirie/MapServer/0?token=secret'");
        CHECK(arcgis.why.key == "layers.qgis.source.arcgis");
        CHECK(arcgis.remedy.key == "layers.remedy.arcgis");
        CHECK(arcgis.shown == "https://sig.example/arcgis/rest/services/Voirie/MapServer/0");
    }
    CHECK(source("WFS", "url='https://sig.example/wfs' typename='rues'").why.key == "layers.qgis.source.wfs");
    CHECK(source("OAPIF", "url='https://sig.example/api' typename='rues'").why.key == "layers.qgis.source.wfs");
}
