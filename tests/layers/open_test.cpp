#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "gis/layers/open.hpp"
#include "gis/model/language.hpp"
#include "tests/layers/shared_data.hpp"
#include "tests/pace.hpp"

using namespace vigie::gis;
namespace fs = std::filesystem;

namespace {

const Language& french() {
    static const Language language = Language::load(fs::path(VIGIE_SOURCE_DIR) / "assets/lang", "fr").value();
    return language;
}

LayerPtr by_source(const OpenedData& data, const std::string& part) {
    for (const LayerPtr& layer : data.layers)
        if (layer->info.source.find(part) != std::string::npos) return layer;
    FAIL("no layer from " << part);
    return nullptr;
}
LayerPtr by_theme(const OpenedData& data, const std::string& theme) {
    for (const LayerPtr& layer : data.layers)
        if (layer->info.theme == theme) return layer;
    FAIL("no layer of theme " << theme);
    return nullptr;
}
bool has_notice(const OpenedData& data, const std::string& where, const std::string& key) {
    return std::ranges::any_of(data.notices, [&](const Notice& n) { return n.where.find(where) != std::string::npos && n.text.key == key; });
}

// A folder of its own, gone at the end.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("vigie-open-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name, std::ios::binary) << text;
        return path / name;
    }
};

// What is written to the standard error while alive.
struct StderrWatch {
    int saved = ::dup(2);
    fs::path file = fs::temp_directory_path() / ("vigie-stderr-" + std::to_string(::getpid()));
    StderrWatch() {
        const int to = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
        ::dup2(to, 2);
        ::close(to);
    }
    std::string stop() {
        ::dup2(saved, 2);
        ::close(saved);
        std::ifstream in(file);
        std::string text((std::istreambuf_iterator<char>(in)), {});
        fs::remove(file);
        return text;
    }
};

struct Expected {
    std::size_t features;
    const char *theme, *geometry;
    int epsg;
    CrsOrigin origin;
    std::size_t invalid;
};

} // namespace

TEST_CASE("every layer of Montpellier opens with the features its sheet counts, in the right place") {
    OpenOptions options;
    options.count_invalid = true;
    options.language = &french();
    const OpenedData data = open_paths({shared_data("communes/montpellier")}, options);
    CHECK(data.plane_epsg == 2154);
    const auto declared = CrsOrigin::declared, guessed = CrsOrigin::guessed;
    const std::map<std::string, Expected> expected = {
        {"EclairagePublic", {29'969, "light", "point", 2154, declared, 0}},
        {"ArbresAlign", {23'972, "tree", "point", 2154, declared, 0}},
        {"PointAdresse", {36'395, "address", "point", 2154, declared, 0}},
        {"FilaireVoies", {8'011, "street", "line", 2154, declared, 0}},
        {"Batiments", {3'356, "public_building", "polygon", 2154, declared, 1}},
        {"PassagesPiet", {3'130, "crossing", "point", 2154, declared, 0}},
        {"EtabliPublic", {1'024, "site", "point", 4326, declared, 0}},
        {"EspacesVertsSurface", {624, "green", "polygon", 4326, declared, 2}},
        {"CoursEau", {841, "river", "polygon", 4326, declared, 0}},
        {"BassinsVersants", {12, "basin", "polygon", 4326, declared, 0}},
        {"LimiteCommune", {1, "boundary", "polygon", 4326, declared, 0}},
        {"VilleMTP_MTP_Quartiers", {7, "district", "polygon", 4326, declared, 0}},
        {"SousQuartiers", {31, "subdistrict", "polygon", 4326, declared, 0}},
        {"OuvragesArt", {67, "bridge", "point", 4326, declared, 0}},
        {"Recyclage", {69, "recycling", "point", 4326, declared, 0}},
        {"Signalisation", {373, "signal", "point", 2154, guessed, 0}},
        {"FontainesPublic", {89, "fountain", "point", 2154, guessed, 0}},
        {"ArbresRemarq", {71, "remarkable_tree", "point", 2154, guessed, 0}},
        {"Defibrilateurs", {167, "defibrillator", "point", 2154, guessed, 0}},
        {"ZAC", {35, "zone", "polygon", 2154, guessed, 1}},
        {"JeuEnfantType", {97, "playground", "point", 3943, guessed, 0}},
        {"Comptage", {3'314, "other_point", "none", 0, declared, 0}},
        {"Horodateurs", {823, "parking_meter", "point", 4326, guessed, 0}},
        {"PermisConst", {4'738, "other_point", "none", 0, declared, 0}}};
    CHECK(data.layers.size() == expected.size());
    std::set<std::string> ids;
    for (const auto& [part, want] : expected) {
        INFO(part);
        const LayerPtr layer = by_source(data, part);
        const LayerInfo& info = layer->info;
        CHECK(info.features == want.features);
        CHECK(layer->geometry.feature_count() == want.features);
        CHECK(info.theme == want.theme);
        CHECK(info.geometry == want.geometry);
        CHECK(info.epsg == want.epsg);
        CHECK(info.crs_origin == want.origin);
        CHECK(info.invalid == want.invalid);
        CHECK(has_notice(data, part, "layers.crs.guessed") == (want.origin == guessed && part != "Horodateurs"));
        ids.insert(info.id);
        for (const Column& column : layer->columns)
            CHECK((column.type == Column::Type::text ? column.text_begin.size() - 1 : column.numbers.size()) == want.features);
        if (info.geometry == "none") continue;
        REQUIRE(info.extent_wgs84);
        const auto [west, south, east, north] = *info.extent_wgs84;
        CHECK(west > 3.80);
        CHECK(east < 3.95);
        CHECK(south > 43.55);
        CHECK(north < 43.66);
        CHECK(layer->index.query(info.bounds).size() == want.features);
    }
    CHECK(ids.size() == expected.size());
    CHECK(by_source(data, "EclairagePublic")->info.name == "Éclairage public");
    CHECK(by_source(data, "JeuEnfantType")->info.crs_name.find("CC43") != std::string::npos);
    CHECK(has_notice(data, "JeuEnfantType", "layers.open.lost_accents"));
    CHECK(has_notice(data, "Comptage", "layers.table.no_places"));
}

TEST_CASE("the playgrounds of Montpellier in CC43 stand where their own longitude and latitude say") {
    const OpenedData data = open_paths({shared_data("communes/montpellier/VilleMTP_MTP_JeuEnfantType.geojson")}, {});
    const LayerPtr layer = data.layers.at(0);
    CHECK(layer->info.epsg == 3943);  // by the range of the numbers alone
    const MapPlane plane = MapPlane::create(data.plane_epsg).value();
    const Column& lon = *layer->column("LONGITUDE");
    const Column& lat = *layer->column("LATITUDE");
    std::size_t near = 0;
    for (std::uint32_t f = 0; f < layer->info.features; ++f) {
        const auto at = plane.lonlat_from_plane(layer->box(f).centre());
        REQUIRE(at);
        near += distance_m(*at, {lon.numbers[f], lat.numbers[f]}) < 30;
    }
    CHECK(near >= 90);  // the source itself is rounded, and off for a few
}

TEST_CASE("Windows-1252 text and dbf-style headers arrive as proper French") {
    const OpenedData data = open_paths({shared_data("communes/montpellier/VilleMTP_MTP_Comptage.csv"), shared_data("communes/montpellier/VilleMTP_MTP_FilaireVoies.zip"),
                                        shared_data("communes/montpellier/VilleMTP_MTP_Horodateurs_2011.csv")}, {});
    const LayerPtr counts = by_source(data, "Comptage");
    CHECK(counts->info.encoding == "CP1252");
    CHECK(counts->columns.at(2).name == "NOM");
    CHECK(counts->columns.at(2).text(0) == "Voie non dénommée");
    CHECK(counts->column("VLEGALE")->type == Column::Type::integer);
    const LayerPtr streets = by_source(data, "FilaireVoies");
    REQUIRE(streets->column("name"));
    CHECK(streets->column("name")->text(0) == "Place de la Célette");
    CHECK(streets->column("name")->derived);
    CHECK(streets->column("CODE_VOIE")->text(0) == "2693");
    const Column &class_of = *streets->column("class"), &name_of = *streets->column("name");
    std::map<std::string_view, std::string_view> classes;
    for (std::size_t f = 0; f < streets->info.features; ++f) classes[name_of.text(f)] = class_of.text(f);
    CHECK(classes["Cours Gambetta"] == "cours");
    CHECK(classes["Cour du Raisin"] == "ruelle");
    CHECK(classes["Rue Foch"] == "rue");
    CHECK(classes["Boulevard Henri IV"] == "boulevard");
    const LayerPtr meters = by_source(data, "Horodateurs");
    const MapPlane plane = MapPlane::create(data.plane_epsg).value();
    const auto first = plane.lonlat_from_plane(meters->box(0).centre());
    REQUIRE(first);
    CHECK(distance_m(*first, {3.87925827808276, 43.606685399744}) < 0.01);
    CHECK(has_notice(data, "Horodateurs", "layers.table.places_by_values"));
}

TEST_CASE("Monaco is split into the themes of a municipal map, nothing lost") {
    const OpenedData data = open_paths({shared_data("places/monaco.osm.pbf")}, {});
    std::map<std::string, std::size_t> by;
    std::size_t total = 0;
    for (const LayerPtr& layer : data.layers) {
        by[layer->info.theme] += layer->info.features;
        total += layer->info.features;
    }
    CHECK(total == 2'377 + 2'623 + 43 + 1'459 + 1);  // and the sea
    REQUIRE(std::ranges::count(data.layers, std::string("layers.name.sea"), [](const LayerPtr& l) { return l->info.title.key; }) == 1);
    CHECK(by["tree"] == 415);
    CHECK(by["bin"] == 41);
    CHECK(by["light"] == 17);
    CHECK(by["recycling"] == 15);
    CHECK(by["hydrant"] == 3);
    CHECK(by["building"] + by["public_building"] == 1'207);
    CHECK(by["street"] == 2'361 - 10);  // construction, proposed and platforms are not streets
    const LayerPtr streets = by_theme(data, "street");
    std::size_t named = 0;
    for (std::size_t f = 0; f < streets->info.features; ++f) named += !streets->column("name")->text(f).empty();
    CHECK(named == 710);  // counted by ogrinfo
    CHECK(has_notice(data, "monaco", "layers.osm.relations"));
}

TEST_CASE("Clermont-l'Hérault opens in its own plane") {
    const OpenedData data = open_paths({shared_data("communes/clermont_l_herault.gpkg")}, {});
    CHECK(data.plane_epsg == 2154);
    CHECK(by_theme(data, "building")->info.features == 7'349);
    CHECK(by_theme(data, "hydrant")->info.features == 157);
    CHECK(by_theme(data, "boundary")->info.features == 1);
    const PlaneBox box = by_theme(data, "building")->info.bounds;
    CHECK(PlaneBox{726'549, 6'277'604, 738'322, 6'285'535}.contains(box.min_x, box.min_y));
    CHECK(PlaneBox{726'549, 6'277'604, 738'322, 6'285'535}.contains(box.max_x, box.max_y));
}

TEST_CASE("each nasty file opens or says plainly what to do, and nothing is printed") {
    const fs::path folder = shared_data("nasty");
    StderrWatch watch;
    std::vector<std::string> silent_failures, wordless;
    const std::set<std::string> companions = {".prj", ".shx", ".cpg", ".qpj", ".DAT", ".ID", ".MAP", ".gfs"};
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || companions.contains(entry.path().extension().string())) continue;
        ++files;
        OpenOptions options;
        options.count_invalid = true;
        const OpenedData data = open_paths({entry.path()}, options);
        const bool warned = std::ranges::any_of(data.notices, [](const Notice& n) { return n.severity != Severity::info; });
        if (data.layers.empty() && !warned) silent_failures.push_back(entry.path().filename().string());
        for (const Notice& n : data.notices) {
            if (!french().has(n.text.key)) wordless.push_back(n.text.key);
            if (n.severity != Severity::info && (n.remedy.empty() || !french().has(n.remedy.key))) wordless.push_back(n.text.key + " without remedy");
        }
    }
    const std::string printed = watch.stop();
    CHECK(files > 45);
    CHECK(silent_failures == std::vector<std::string>{});
    CHECK(wordless == std::vector<std::string>{});
    CHECK(printed.empty());
}

TEST_CASE("invalid geometries of the nasty files are counted by GEOS") {
    OpenOptions options;
    options.count_invalid = true;
    const auto invalid = [&](const char* file) { return open_paths({shared_data(file)}, options).layers.at(0)->info.invalid; };
    CHECK(invalid("nasty/mapshaper/ex10_bowtie.json") == 1);
    CHECK(invalid("nasty/mapshaper/ex11_ogc.geojson") == 0);
    for (const char* file : {"nasty/mapshaper/ex12_ogc.geojson", "nasty/mapshaper/ex13_ogc.json", "nasty/mapshaper/ex15_ogc.json", "nasty/mapshaper/ex17_ogc.json"}) CHECK(invalid(file) == 1);
    CHECK(invalid("nasty/qgis/invalidgeometries.gml") == 1);
    CHECK(invalid("nasty/qgis/gap_layer.shp") == 0);
}

TEST_CASE("a broken file does not keep the others from opening") {
    const OpenedData data = open_paths({shared_data("nasty/truncated"), shared_data("communes/clermont_l_herault.gpkg"), "/nowhere/at-all.shp"}, {});
    CHECK(by_theme(data, "hydrant")->info.features > 0);
    CHECK(has_notice(data, "clermont_first_300000_bytes.gpkg", "layers.open.damaged_base"));
    CHECK(has_notice(data, "quartiers_first_100000_bytes.geojson", "layers.open.damaged_json"));
    CHECK(has_notice(data, "monaco_first_200000_bytes.osm.pbf", "layers.open.partly_read"));
    CHECK(has_notice(data, "at-all.shp", "layers.open.missing"));
}

TEST_CASE("a person's choice of system, theme and encoding wins over the guess") {
    const fs::path file = shared_data("communes/montpellier/VilleMTP_MTP_Signalisation.geojson");
    const OpenedData first = open_paths({file}, {});
    const std::string id = first.layers.at(0)->info.id;
    OpenOptions options;
    options.plane_epsg = 2154;
    options.choices[id] = {.epsg = 3943, .encoding = {}, .theme = "light"};
    const OpenedData second = open_paths({file}, options);
    const LayerInfo& info = second.layers.at(0)->info;
    CHECK(info.id == id);
    CHECK(info.epsg == 3943);
    CHECK(info.crs_origin == CrsOrigin::user);
    CHECK(info.theme == "light");
    CHECK((*info.extent_wgs84)[1] > 60);  // far north of France: these numbers are not CC43, but the person asked for it
}

TEST_CASE("the check names every member the command line promises") {
    OpenOptions options;
    options.count_invalid = true;
    const OpenedData data = open_paths({shared_data("communes/montpellier/VilleMTP_MTP_ZAC.geojson"), shared_data("nasty/mapshaper/sample.json")}, options);
    const auto json = nlohmann::json::parse(check_json(data, french()));
    REQUIRE(json["layers"].size() == 1);
    const auto& layer = json["layers"][0];
    for (const char* member : {"name", "source", "geometry", "features", "invalid", "crs", "crs_origin", "encoding", "extent_wgs84"}) CHECK(layer.contains(member));
    CHECK(layer["crs"] == "EPSG:2154");
    CHECK(layer["crs_origin"] == "guessed");
    CHECK(layer["invalid"] == 1);
    CHECK(layer["extent_wgs84"].size() == 4);
    REQUIRE(json["notices"].size() >= 2);
    for (const auto& notice : json["notices"]) {
        for (const char* member : {"severity", "where", "text", "remedy"}) CHECK(notice.contains(member));
        CHECK(notice["text"].get<std::string>().find("layers.") == std::string::npos);
    }
}

TEST_CASE("opening stops within half a second of being asked, and gives what it had") {
    const Folder folder;
    std::string features;
    for (int i = 0; i < 4'000; ++i)
        features += std::string(i ? "," : "") + R"({"type":"Feature","properties":{"n":)" + std::to_string(i) + R"(},"geometry":{"type":"Point","coordinates":[3.)" + std::to_string(i) + ",46.5]}}";
    const std::string text = R"({"type":"FeatureCollection","features":[)" + features + "]}";
    for (int i = 0; i < 300; ++i) folder.write("points" + std::to_string(i) + ".geojson", text);
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked{};
    std::size_t seen = 0;
    OpenOptions options;
    options.plane_epsg = 2154;
    const OpenedData data = open_paths({folder.path}, options, stop.get_token(), [&](LayerPtr) {
        if (++seen == 3) {
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        }
    });
    REQUIRE(seen == 3);
    CHECK(std::chrono::steady_clock::now() - asked < std::chrono::milliseconds(500) * vigie::tests::slower);
    CHECK(data.layers.size() >= 3);
    CHECK(data.layers.size() < 20);
}

TEST_CASE("even a large GeoJSON file, which is parsed in one piece, lets go within half a second") {
    const Folder folder;
    std::string text = R"({"type":"FeatureCollection","features":[)";
    for (int i = 0; i < 250'000; ++i)
        text += std::string(i ? "," : "") + R"({"type":"Feature","properties":{"name":"a street light with a long enough name","n":)" + std::to_string(i) + R"(},"geometry":{"type":"Point","coordinates":[3.1,46.5]}})";
    const fs::path file = folder.write("large.geojson", text + "]}");
    std::stop_source stop;
    std::atomic<std::chrono::steady_clock::time_point> asked{};
    std::jthread asker([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        asked = std::chrono::steady_clock::now();
        stop.request_stop();
    });
    OpenOptions options;
    options.plane_epsg = 2154;
    const OpenedData data = open_paths({file}, options, stop.get_token());
    const auto done = std::chrono::steady_clock::now();
    asker.join();
    CHECK(data.layers.empty());  // or the machine parsed 30 MB in 150 ms, and the test says nothing
    CHECK(done - asked.load() < std::chrono::milliseconds(500) * vigie::tests::slower);
    CHECK(data.notices.empty());  // a stopped file is not a damaged one
}

TEST_CASE("progress grows to the end and layers are handed over as they come") {
    std::vector<double> fractions;
    std::set<std::string> handed;
    const OpenedData data = open_paths({shared_data("communes/montpellier")}, {}, {}, [&](LayerPtr layer) { handed.insert(layer->info.id); },
                                       [&](const OpenProgress& p) { fractions.push_back(p.fraction); });
    CHECK(handed.size() == data.layers.size());
    REQUIRE(!fractions.empty());
    CHECK(fractions.back() == 1.0);
    for (const double f : fractions) CHECK((f >= 0 && f <= 1));
}
