// Real projects, where they stand beside the project: what opens, what is told.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>

#include "gis/layers/open.hpp"
#include "gis/layers/raster.hpp"
#include "gis/layers/style.hpp"
#include "tests/layers/shared_data.hpp"

using namespace vigie::gis;

namespace {

std::map<std::string, LayerPtr> by_name(const OpenedData& data) {
    std::map<std::string, LayerPtr> layers;
    for (const LayerPtr& layer : data.layers) layers.emplace(layer->info.name, layer);
    return layers;
}
std::size_t count(const OpenedData& data, const std::string& key) {
    return static_cast<std::size_t>(std::ranges::count_if(data.notices, [&](const Notice& n) { return n.text.key == key; }));
}
// Features that some look of the layer has a rule for.
std::size_t drawn(const Layer& layer, const MapStyle& style) {
    std::vector<bool> seen(layer.geometry.feature_count());
    for (const LayerLook& look : layer.info.looks) {
        const auto rules = classify(layer, style, look.theme);
        for (std::size_t f = 0; f < seen.size(); ++f) seen[f] = seen[f] || rules[f] != 0xffff;
    }
    return static_cast<std::size_t>(std::ranges::count(seen, true));
}

} // namespace

TEST_CASE("Montpellier: districts and buses open, the plan beneath is a service, ten dead sources are told by name") {
    const OpenedData data = open_paths({shared_data("qgis/montpellier/montpellier.qgs")}, {});
    CHECK(data.plane_epsg == 3857);
    const auto layers = by_name(data);
    CHECK(layers.size() == 7);
    CHECK(std::ranges::count_if(data.layers, [](const LayerPtr& l) { return l->raster && l->raster->is_remote(); }) == 1);
    CHECK(layers.at("Quartiers")->info.features == 7);
    CHECK(drawn(*layers.at("Quartiers"), data.projects[0].style) == 7);
    CHECK_FALSE(layers.at("Quartiers")->info.waits);
    CHECK(layers.at("bus")->info.waits);
    CHECK(drawn(*layers.at("bus"), data.projects[0].style) == layers.at("bus")->info.features);
    CHECK(layers.at("bus_stops")->info.features == 1'052);
    CHECK(layers.at("bus_stops")->info.place->groups == std::vector<std::string>{"datalayers", "Bus"});
    CHECK(count(data, "layers.qgis.missing") == 10);
    CHECK(count(data, "layers.qgis.source.online") == 0);
}

TEST_CASE("land use: rules by code, by beginnings of codes, and the mask outside the communes") {
    const OpenedData data = open_paths({shared_data("qgis/land_use/land_use.qgs")}, {});
    CHECK(data.plane_epsg == 2154);
    const auto layers = by_name(data);
    const MapStyle& style = data.projects[0].style;
    CHECK(layers.at("Grandes composantes du territoire")->info.features == 3'694);
    CHECK(drawn(*layers.at("Grandes composantes du territoire"), style) == 3'694);
    CHECK(drawn(*layers.at("Évolution entre 2018 et 2021"), style) > 0);
    CHECK(layers.at("Limites communales")->info.epsg == 3943);
    CHECK(layers.at("Limites communales")->info.bounds.width() > 100'000);
}

TEST_CASE("Paris by night: 13,717 lights without a .dbf, Lambert-93 without a code") {
    const OpenedData data = open_paths({shared_data("qgis/lampadaires_paris/lampadaires.qgs")}, {});
    const auto layers = by_name(data);
    CHECK(layers.at("lampadaires")->info.features == 13'717);
    CHECK(layers.at("lampadaires")->info.epsg == 2154);
    CHECK(layers.at("bati")->info.features == 13'447);
    CHECK(layers.size() == 4);
}

TEST_CASE("a shapefile without a .prj stands where its project says; the colours of tram lines come from the data") {
    const OpenedData data = open_paths({shared_data("qgis/multi_atlas/multi_atlas.qgs")}, {});
    const auto layers = by_name(data);
    CHECK(layers.size() == 4);
    CHECK(layers.at("VilleMTP_MTP_Quartiers_2011")->info.epsg == 2154);
    CHECK(layers.at("VilleMTP_MTP_Quartiers_2011")->info.crs_origin == CrsOrigin::declared);
    CHECK(drawn(*layers.at("tram"), data.projects[0].style) > 0);
}

TEST_CASE("the cadastre: rules by scale are looks over each other, a missing file is told") {
    const OpenedData data = open_paths({shared_data("qgis/cadastre_flatgeobuf/flatgeobuf.qgs")}, {});
    const auto layers = by_name(data);
    CHECK(layers.size() == 2);
    CHECK(layers.at("Sections")->info.features == 226);
    CHECK(layers.at("Sections")->info.looks.size() == 4);  // three scales and the names
    CHECK(count(data, "layers.qgis.missing") == 1);
}

TEST_CASE("QGIS's own tests: a condition, two layers of one name, a zipped project") {
    const OpenedData good = open_paths({shared_data("qgis/qgis_tests/good_layers_test.qgs")}, {});
    const auto layers = by_name(good);
    CHECK(layers.size() == 3);
    CHECK(layers.at("point_a copy")->info.features < layers.at("point_a")->info.features + 1);
    CHECK(good.plane_epsg == 2154);  // the project is in degrees, the data are near France
    CHECK(good.projects[0].view.has_value());
    const OpenedData zipped = open_paths({shared_data("qgis/qgis_tests/test_project_wms_duplicate_names.qgz")}, {});
    REQUIRE(zipped.layers.size() == 2);
    CHECK(zipped.layers[0]->info.name == "layer");
    CHECK(zipped.layers[1]->info.name == "layer");
    CHECK(zipped.layers[0]->info.id != zipped.layers[1]->info.id);
    CHECK(zipped.plane_epsg == 25'832);
}

TEST_CASE("the folder of a project opens as the project, the tram beside it waits") {
    const OpenedData data = open_paths({shared_data("qgis/montpellier")}, {});
    for (const LayerPtr& layer : data.layers) {
        INFO(layer->info.source);
        CHECK((layer->info.place.has_value() || layer->info.waits));
    }
    CHECK(std::ranges::any_of(data.layers, [](const LayerPtr& l) { return l->info.waits && l->info.source.ends_with("tram.shp"); }));
    CHECK(std::ranges::none_of(data.layers, [](const LayerPtr& l) { return !l->info.place && l->info.source.ends_with("/bus.shp"); }));
}
