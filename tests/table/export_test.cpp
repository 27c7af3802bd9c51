// What is written is what was there: read again by our own reader and by GDAL.
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>
#include <ogrsf_frmts.h>
#include <sys/resource.h>
#include <unistd.h>

#include "gis/layers/export.hpp"
#include "gis/layers/open.hpp"
#include "layer_builder.hpp"

using namespace vigie::gis;
using namespace vigie::tests;
using Catch::Approx;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("vigie-export-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { std::error_code ignored; fs::remove_all(path, ignored); }
    [[nodiscard]] fs::path file(const char* name) const { return path / name; }
    [[nodiscard]] std::size_t entries() const { return std::size_t(std::distance(fs::directory_iterator(path), fs::directory_iterator())); }
};

const MapPlane& lambert() {
    static const MapPlane plane = MapPlane::create(2154).value();
    return plane;
}

LayerPtr streets() {
    return LayerBuilder()
        .text("nom", {"Rue de l’Église", "Impasse; \"sourde\"", ""})
        .number("largeur", {7.5, null, 3.25})
        .number("annee", {1998, 2004, null}, Column::Type::integer)
        .text("class", {"a", "b", "c"})
        .derived()
        .feature(GeometryType::line, {{652'000, 6'227'000, 652'100, 6'227'050}})
        .feature(GeometryType::line, {{652'000, 6'227'100, 652'100, 6'227'150}, {652'200, 6'227'100, 652'300, 6'227'150}})
        .feature(GeometryType::line, {{652'000, 6'227'200, 652'100, 6'227'250}})
        .done();
}

std::string content(const fs::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
}

ExportReport written(const Layer& layer, const ExportOptions& options) {
    const auto report = export_features(layer, lambert(), options);
    if (!report) FAIL(report.error().text.key + " " + report.error().detail);
    return *report;
}

} // namespace

TEST_CASE("a GeoPackage keeps shapes to the millimetre, types, names and nothing of ours") {
    const Folder folder;
    const LayerPtr layer = streets();
    CHECK(written(*layer, {.file = folder.file("rues.gpkg"), .layer_name = "rues"}).features == 3);
    CHECK(folder.entries() == 1);
    OpenOptions in_lambert;
    in_lambert.plane_epsg = 2154;
    const OpenedData back = open_paths({folder.file("rues.gpkg")}, in_lambert);
    REQUIRE(back.layers.size() == 1);
    const Layer& read = *back.layers[0];
    CHECK(read.info.name == "Rues");
    CHECK(read.info.epsg == 2154);
    REQUIRE(read.geometry.feature_count() == 3);
    CHECK(read.geometry.xy.size() == layer->geometry.xy.size());
    for (std::size_t i = 0; i < read.geometry.xy.size(); ++i) CHECK(read.geometry.xy[i] == Approx(layer->geometry.xy[i]).margin(1e-3));
    REQUIRE(read.column("nom"));
    CHECK(read.column("nom")->text(1) == "Impasse; \"sourde\"");
    CHECK(read.column("largeur")->numbers[0] == 7.5);
    CHECK(std::isnan(read.column("largeur")->numbers[1]));
    CHECK(read.column("annee")->type == Column::Type::integer);
    for (const Column& c : read.columns) CHECK((c.name != "class" || c.derived));
}

TEST_CASE("GeoJSON is WGS 84, longitude first, and only the rows asked for in their order") {
    const Folder folder;
    written(*streets(), {.file = folder.file("rues.geojson"), .format = ExportFormat::geojson, .rows = std::vector<std::uint32_t>{2, 0}, .left_out = {"annee"}});
    const auto json = nlohmann::json::parse(content(folder.file("rues.geojson")));
    CHECK_FALSE(json.contains("crs"));
    REQUIRE(json["features"].size() == 2);
    CHECK(json["features"][0]["properties"]["largeur"] == 3.25);
    CHECK(json["features"][1]["properties"]["nom"] == "Rue de l’Église");
    CHECK_FALSE(json["features"][1]["properties"].contains("annee"));
    const auto at = json["features"][1]["geometry"]["coordinates"].flatten();
    const auto lonlat = lambert().lonlat_from_plane({652'000, 6'227'000});
    REQUIRE(lonlat);
    CHECK(at.begin().value().get<double>() == Approx(lonlat->lon).margin(1e-6));
}

TEST_CASE("CSV has a byte order mark, semicolons, and a place as columns or as WKT") {
    const Folder folder;
    const LayerPtr points = LayerBuilder().text("nom", {"é;è", "=1+1"}).number("longitude", {1, 2}).point(652'000, 6'227'000).point(652'100, 6'227'000).done();
    written(*points, {.file = folder.file("p.csv"), .format = ExportFormat::csv});
    const std::string text = content(folder.file("p.csv"));
    CHECK(text.starts_with("\xEF\xBB\xBFnom;longitude;longitude_2;latitude\r\n\"é;è\";1;2.41"));
    const std::size_t lines = std::size_t(std::count(text.begin(), text.end(), '\n'));
    CHECK(lines == 3);
    written(*points, {.file = folder.file("w.csv"), .format = ExportFormat::csv, .csv_byte_order_mark = false, .csv_separator = ',', .csv_geometry = CsvGeometry::wkt});
    const std::string wkt = content(folder.file("w.csv"));
    CHECK(wkt.starts_with("nom,longitude,WKT\r\n"));
    CHECK(wkt.find("POINT (2.41") != std::string::npos);
    written(*points, {.file = folder.file("n.csv"), .format = ExportFormat::csv, .csv_geometry = CsvGeometry::none});
    CHECK(content(folder.file("n.csv")).find("latitude") == std::string::npos);
}

TEST_CASE("columns named like the driver's own, or alike but for case, are all kept") {
    const Folder folder;
    const LayerPtr layer = LayerBuilder().text("fid", {"a"}).text("GEOM", {"b"}).text("Nom", {"c"}).text("nom", {"d"}).text("", {"e"}).point(652'000, 6'227'000).done();
    written(*layer, {.file = folder.file("f.gpkg")});
    GDALDataset* dataset = static_cast<GDALDataset*>(GDALOpenEx(folder.file("f.gpkg").c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
    REQUIRE(dataset);
    CHECK(dataset->GetLayer(0)->GetLayerDefn()->GetFieldCount() == 5);
    GDALClose(dataset);
}

TEST_CASE("features of every kind, empty ones too, find a place in one file") {
    const Folder folder;
    const LayerPtr mixed = LayerBuilder()
                               .number("n", {1, 2, 3, 4})
                               .point(652'000, 6'227'000)
                               .feature(GeometryType::polygon, {{652'000, 6'227'000, 652'100, 6'227'000, 652'100, 6'227'100}, {652'080, 6'227'010, 652'090, 6'227'010, 652'090, 6'227'020}}, {0, 1})
                               .feature(GeometryType::none, {})
                               .feature(GeometryType::polygon, {{652'000, 6'227'000, 652'100, 6'227'000, 652'100, 6'227'100}, {652'800, 6'227'010, 652'900, 6'227'010, 652'900, 6'227'020}})
                               .done();
    for (const char* name : {"m.gpkg", "m.geojson", "m.csv"}) {
        INFO(name);
        CHECK(written(*mixed, {.file = folder.file(name), .format = *export_format_of(name)}).features == 4);
    }
    const auto json = nlohmann::json::parse(content(folder.file("m.geojson")));
    CHECK(json["features"][2]["geometry"].is_null());
    const auto& ring = json["features"][1]["geometry"]["coordinates"];
    CHECK(ring.flatten().size() == 16);  // two rings of three corners, closed
}

TEST_CASE("an existing file is asked about, a folder and a place without a folder are said plainly") {
    const Folder folder;
    std::ofstream(folder.file("a.gpkg")) << "mine";
    const auto key = [](const Result<ExportReport>& r) { return r ? std::string() : r.error().text.key; };
    CHECK(key(export_features(*streets(), lambert(), {.file = folder.file("a.gpkg")})) == "export.exists");
    CHECK(content(folder.file("a.gpkg")) == "mine");
    CHECK(key(export_features(*streets(), lambert(), {.file = folder.file("no/such/a.gpkg")})) == "export.no_folder");
    CHECK(key(export_features(*streets(), lambert(), {.file = folder.path})) == "export.is_folder");
    CHECK(key(export_features(*streets(), lambert(), {.file = folder.file("a.gpkg"), .replace = true})).empty());
    CHECK(content(folder.file("a.gpkg")).starts_with("SQLite"));
    CHECK(export_format_of("x.GeoJSON") == ExportFormat::geojson);
    CHECK_FALSE(export_format_of("x.shp"));
}

TEST_CASE("a write that fails half-way leaves the file that was there and nothing beside it") {
    const Folder folder;
    std::ofstream(folder.file("keep.geojson")) << "mine";
    std::ofstream(folder.file("keep.csv")) << "mine";
    std::ofstream(folder.file("keep.gpkg")) << "mine";
    std::vector<std::string> names(30'000, "un nom assez long pour remplir le fichier");
    const LayerPtr layer = LayerBuilder().text("nom", names).points(names.size()).done();
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{200'000, before.rlim_max};  // as a disk that is full after that
    for (const char* name : {"keep.gpkg", "keep.geojson", "keep.csv"}) {
        INFO(name);
        setrlimit(RLIMIT_FSIZE, &small);
        const auto report = export_features(*layer, lambert(), {.file = folder.file(name), .format = *export_format_of(name), .replace = true});
        setrlimit(RLIMIT_FSIZE, &before);
        REQUIRE_FALSE(report.ok());
        CHECK(report.error().klass == ErrorClass::storage);
        CHECK_FALSE(report.error().remedy.empty());
        CHECK(content(folder.file(name)) == "mine");
    }
    CHECK(folder.entries() == 3);
}

TEST_CASE("an export that is stopped leaves nothing, and tells its progress before") {
    const Folder folder;
    const std::vector<std::string> names(20'000, "nom");
    const LayerPtr layer = LayerBuilder().text("nom", names).points(names.size()).done();
    std::stop_source stop;
    double last = -1;
    const auto report = export_features(*layer, lambert(), {.file = folder.file("s.gpkg")}, stop.get_token(), [&](double f) {
        CHECK(f > last);
        last = f;
        if (f > 0.5) stop.request_stop();
    });
    REQUIRE_FALSE(report.ok());
    CHECK(report.error().text.key == "export.stopped");
    CHECK(last > 0.5);
    CHECK(folder.entries() == 0);
}
