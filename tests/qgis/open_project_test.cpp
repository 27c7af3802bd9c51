// QGIS projects through the door that every file takes: open_paths.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>

#include "gis/layers/open.hpp"
#include "gis/layers/style.hpp"
#include "tests/qgis/written_project.hpp"

using namespace vigie::gis;
using namespace vigie::tests;

namespace {

const std::string dots = single(symbol("0", "marker", {"SimpleMarker|color=1,2,3,255|outline_style=no"}));

const LayerPtr& named(const OpenedData& data, const std::string& name) {
    const auto found = std::ranges::find_if(data.layers, [&](const LayerPtr& l) { return l->info.name == name; });
    REQUIRE(found != data.layers.end());
    return *found;
}
bool told(const OpenedData& data, const std::string& key, const std::string& where) {
    return std::ranges::any_of(data.notices, [&](const Notice& n) { return n.text.key == key && n.where.find(where) != std::string::npos; });
}

} // namespace

TEST_CASE("a table of a project holds the rows of its condition, numbers compared as numbers; a condition that is not understood is told") {
    const Folder folder;
    folder.write("table.csv", "nom;n;est;nord\nA;9;640100;6230100\nÉcole;10;640200;6230200\nC;;640300;6230300\nD;30;640400;6230400\n");
    const std::string dots = single(symbol("0", "marker", {"SimpleMarker|color=1,2,3,255"}));
    const auto rows = [&](const std::string& subset, bool told) {
        INFO(subset);
        const auto file = folder.write("essai.qgs", project({{.name = "Table", .source = "file:./table.csv?delimiter=;&amp;xField=est&amp;yField=nord&amp;crs=EPSG:2154&amp;subset=" + subset, .provider = "delimitedtext", .inside = dots, .epsg = "2154"}}));
        const OpenedData data = open_paths({file}, {});
        CHECK(std::ranges::any_of(data.notices, [](const auto& n) { return n.text.key == "layers.qgis.lost.subset"; }) == told);
        REQUIRE(data.layers.size() == 1);
        std::string names;
        for (std::size_t f = 0; f < data.layers[0]->geometry.feature_count(); ++f) names += data.layers[0]->column("nom")->shown(f) + " ";
        return names;
    };
    CHECK(rows("%22n%22%20%3E%209", false) == "École D ");
    CHECK(rows("nom IN ('A', 'École')", false) == "A École ");
    CHECK(rows("n IS NULL OR nom = 'D'", false) == "C D ");
    CHECK(rows("n &gt; 100", false).empty());
    CHECK(rows("regexp_match(nom, 'A')", true) == "A École C D ");
    CHECK(rows("hauteur &gt; 3", true) == "A École C D ");
}

TEST_CASE("a project opens in its own plane, with its view, its looks and its subset") {
    const Folder folder;
    folder.write("points.geojson", points());
    const auto file = folder.write("essai.qgs", project({{.id = "a", .name = "Tous", .inside = dots}, {.id = "b", .name = "Grands", .source = "./points.geojson|subset=\"n\" >= 10", .inside = dots}}));
    const OpenedData data = open_paths({file}, {});
    CHECK(data.plane_epsg == 2154);
    REQUIRE(data.projects.size() == 1);
    REQUIRE(data.projects[0].view);
    CHECK(data.projects[0].view->min_x == 640'000);
    REQUIRE(data.layers.size() == 2);
    CHECK(named(data, "Tous")->info.features == 4);
    CHECK(named(data, "Grands")->info.features == 2);
    CHECK(named(data, "Tous")->info.id != named(data, "Grands")->info.id);
    const Layer& layer = *named(data, "Tous");
    REQUIRE(layer.info.looks.size() == 1);
    const auto rules = classify(layer, data.projects[0].style, layer.info.looks[0].theme);
    CHECK(std::ranges::all_of(rules, [](std::uint16_t r) { return r != 0xffff; }));
    CHECK(data.notices.empty());
}

TEST_CASE("a folder with a project reads its files once; the others wait, all of it once more from the cache") {
    const Folder folder, cache;
    folder.write("points.geojson", points());
    folder.write("beside.geojson", squares());
    folder.write("notes.docx", "x");
    folder.write("essai.qgs", project({{.name = "Points", .inside = dots}}));
    folder.write("vieux.qgs", project({{.name = "Points", .inside = dots}}));
    OpenOptions options;
    options.cache_folder = cache.path;
    for (int round = 0; round < 2; ++round) {
        OpenedData data = open_paths({folder.path}, options);
        REQUIRE(data.layers.size() == 2);
        const LayerPtr& points_layer = named(data, "Points");
        CHECK_FALSE(points_layer->info.waits);
        REQUIRE(points_layer->info.place);
        CHECK(points_layer->info.place->project == "Essai");
        CHECK(points_layer->info.looks.size() == 1);
        const auto beside = std::ranges::find_if(data.layers, [](const LayerPtr& l) { return l->info.source.ends_with("beside.geojson"); });
        REQUIRE(beside != data.layers.end());
        CHECK((*beside)->info.waits);
        CHECK_FALSE((*beside)->info.place);
        CHECK(told(data, "layers.qgis.another", "vieux.qgs"));
        CHECK(std::ranges::any_of(data.notices, [](const Notice& n) { return n.text.key == "layers.skipped.others" && n.text.args[0].second == "notes.docx"; }));
    }
}

TEST_CASE("a zipped project is a project") {
    const Folder folder;
    folder.write("points.geojson", points());
    folder.write("essai.qgs", project({{.name = "Points", .inside = dots}}));
    const std::string zip = "cd '" + folder.path.string() + "' && python3 -m zipfile -c essai.qgz essai.qgs";
    if (std::system(zip.c_str()) != 0) SKIP("python3 is not here to make an archive");
    const OpenedData data = open_paths({folder.path / "essai.qgz"}, {});
    CHECK(data.layers.size() == 1);
    CHECK(data.projects.size() == 1);
}

TEST_CASE("a layer takes the project's coordinate system where its file has none, and a table its columns") {
    const Folder folder;
    folder.write("table.csv", "nom;est;nord\nA;640100,5;6230100\nB;640200;6230200\n");
    folder.write("essai.qgs", project({{.name = "Table", .source = "file:./table.csv?delimiter=;&amp;xField=est&amp;yField=nord&amp;crs=EPSG:2154", .provider = "delimitedtext", .inside = dots, .epsg = "2154"}}));
    const OpenedData data = open_paths({folder.path / "essai.qgs"}, {});
    REQUIRE(data.layers.size() == 1);
    CHECK(data.layers[0]->info.epsg == 2154);
    CHECK(data.layers[0]->info.geometry == "point");
    CHECK(data.layers[0]->info.bounds.min_x == 640'100.5);
}

TEST_CASE("inverted polygons are the ground around them") {
    const Folder folder;
    folder.write("squares.geojson", squares());
    const std::string inside = "<renderer-v2 type=\"invertedPolygonRenderer\">" + single(symbol("0", "fill", {"SimpleFill|color=0,0,0,255|outline_style=no"})) + "</renderer-v2>";
    folder.write("essai.qgs", project({{.name = "Masque", .geometry = "Polygon", .source = "./squares.geojson", .inside = inside}}));
    const OpenedData data = open_paths({folder.path / "essai.qgs"}, {});
    REQUIRE(data.layers.size() == 1);
    const Layer& mask = *data.layers[0];
    CHECK(mask.info.features == 3);
    CHECK(mask.geometry.ring_is_hole == std::vector<std::uint8_t>{0, 0, 0, 1});  // the two squares touch: one hole
    const auto rules = classify(mask, data.projects[0].style, mask.info.looks.at(0).theme);
    REQUIRE(rules.at(2) != 0xffff);
    CHECK(data.projects[0].style.rules[rules[2]].fill_color);
    CHECK((rules[0] == 0xffff || !data.projects[0].style.rules[rules[0]].fill_color));
    CHECK(mask.info.bounds.width() > 100'000);
}

TEST_CASE("fields that the style asks for and the file does not have are told") {
    const Folder folder;
    folder.write("points.geojson", points());
    const std::string inside = "<renderer-v2 type=\"categorizedSymbol\" attr=\"absent\"><categories><category value=\"a\" symbol=\"0\"/></categories><symbols>" + symbol("0", "marker", {"SimpleMarker|color=1,2,3,255"}) + "</symbols></renderer-v2>";
    folder.write("essai.qgs", project({{.name = "Points", .inside = inside}}));
    CHECK(told(open_paths({folder.path / "essai.qgs"}, {}), "layers.qgis.missing_fields", "Points"));
}

TEST_CASE("a theme that a person chose goes before the project's look") {
    const Folder folder;
    folder.write("points.geojson", points());
    const auto file = folder.write("essai.qgs", project({{.name = "Points", .inside = dots}}));
    OpenOptions options;
    options.choices[open_paths({file}, {}).layers.at(0)->info.id].theme = "tree";
    const OpenedData data = open_paths({file}, options);
    CHECK(data.layers.at(0)->info.looks.empty());
    CHECK(data.layers.at(0)->info.theme == "tree");
}
