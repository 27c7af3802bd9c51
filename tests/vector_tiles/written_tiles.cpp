#include "tests/vector_tiles/written_tiles.hpp"

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <gdal_utils.h>
#include <ogrsf_frmts.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>

namespace vigie::test {

namespace fs = std::filesystem;

namespace {

std::string feature(const std::string& geometry, const std::string& properties) {
    return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":)" + geometry + "}";
}

constexpr int count = 12;
constexpr double square_half = 0.0015;
double square_lon(int i) { return 4.83 + i * 0.004; }
double square_lat(int i) { return 45.74 + (i % 4) * 0.007; }

std::string square(double lon, double lat, double half) {
    const auto ring = [&](double h, bool turned) {
        const double w = turned ? -h : h;
        return fmt::format("[[{},{}],[{},{}],[{},{}],[{},{}],[{},{}]]", lon - w, lat - h, lon + w, lat - h, lon + w, lat + h, lon - w, lat + h, lon - w, lat - h);
    };
    return R"({"type":"Polygon","coordinates":[)" + ring(half, false) + "," + ring(half / 3, true) + "]}";
}

fs::path write_json(const fs::path& folder, const std::string& name, const std::vector<std::string>& features) {
    const fs::path file = folder / (name + ".geojson");
    std::ofstream out(file);
    out << R"({"type":"FeatureCollection","name":")" << name << R"(","features":[)";
    for (std::size_t i = 0; i < features.size(); ++i) out << (i == 0 ? "" : ",") << features[i];
    out << "]}";
    return file;
}

std::vector<fs::path> write_sources(const fs::path& folder) {
    std::vector<std::string> buildings, ways, pois;
    for (int i = 0; i < count; ++i) {
        buildings.push_back(feature(square(square_lon(i), square_lat(i), square_half), fmt::format(R"({{"nom":"École n° {}","etages":{}}})", i, i % 5)));
        ways.push_back(feature(fmt::format(R"({{"type":"LineString","coordinates":[[{},45.73],[{},45.75],[{},45.77]]}})", 4.82 + i * 0.005, 4.83 + i * 0.005, 4.82 + i * 0.005),
                               fmt::format(R"({{"class":"{}","name":"Rue {}"}})", i % 2 ? "primary" : "minor", i)));
        pois.push_back(feature(fmt::format(R"({{"type":"Point","coordinates":[{},{}]}})", 4.831 + i * 0.0037, 45.741 + i * 0.0011), fmt::format(R"({{"rank":{}}})", i)));
    }
    return {write_json(folder, "building", buildings), write_json(folder, "transportation", ways), write_json(folder, "poi", pois)};
}

void translate(const fs::path& out, const char* format, const std::vector<fs::path>& sources, std::initializer_list<const char*> more) {
    GDALAllRegister();
    // One data set with all layers: the tiles are written at once.
    const GDALDatasetUniquePtr all(GetGDALDriverManager()->GetDriverByName("Memory")->Create("", 0, 0, 0, GDT_Unknown, nullptr));
    for (const fs::path& source : sources) {
        const GDALDatasetUniquePtr in(GDALDataset::Open(source.c_str(), GDAL_OF_VECTOR));
        REQUIRE(in);
        REQUIRE(all->CopyLayer(in->GetLayer(0), source.stem().c_str()) != nullptr);
    }
    CPLStringList words;
    for (const char* word : {"-f", format, "-dsco", "MINZOOM=10", "-dsco", "MAXZOOM=14"}) words.AddString(word);
    for (const char* word : more) words.AddString(word);
    GDALVectorTranslateOptions* options = GDALVectorTranslateOptionsNew(words.List(), nullptr);
    GDALDatasetH from = GDALDataset::ToHandle(all.get());
    const GDALDatasetUniquePtr made(GDALDataset::FromHandle(GDALVectorTranslate(out.c_str(), nullptr, 1, &from, options, nullptr)));
    GDALVectorTranslateOptionsFree(options);
    REQUIRE(made);
}

void add(const OGRGeometry& g, Sums& sums) {
    switch (wkbFlatten(g.getGeometryType())) {
    case wkbPoint: sums.points_x += g.toPoint()->getX(), sums.points_y += g.toPoint()->getY(); break;
    case wkbLineString: sums.length += g.toLineString()->get_Length(); break;
    case wkbPolygon: sums.area += g.toPolygon()->get_Area(); break;
    default:
        if (OGR_GT_IsSubClassOf(wkbFlatten(g.getGeometryType()), wkbGeometryCollection))
            for (const OGRGeometry* part : *g.toGeometryCollection()) add(*part, sums);
    }
}

} // namespace

fs::path write_mbtiles(const fs::path& folder) {
    fs::create_directories(folder);
    const fs::path out = folder / "commune.mbtiles";
    translate(out, "MBTILES", write_sources(folder), {"-dsco", "NAME=Valmont"});
    return out;
}

void write_tile_folder(const fs::path& folder) {
    const fs::path sources = folder.parent_path() / "sources";
    fs::create_directories(sources);
    fs::remove_all(folder);
    translate(folder, "MVT", write_sources(sources), {});
}

std::vector<gis::LonLatBox> written_squares() {
    std::vector<gis::LonLatBox> squares;
    for (int i = 0; i < count; ++i)
        for (const double half : {square_half, square_half / 3}) squares.push_back({square_lon(i) - half, square_lat(i) - half, square_lon(i) + half, square_lat(i) + half});
    return squares;
}

Sums read_by_gdal(const fs::path& mbtiles, const std::string& layer, int zoom) {
    CPLStringList options;
    options.SetNameValue("ZOOM_LEVEL", std::to_string(zoom).c_str());
    const GDALDatasetUniquePtr in(GDALDataset::Open(mbtiles.c_str(), GDAL_OF_VECTOR, nullptr, options.List()));
    REQUIRE(in);
    OGRLayer* of = in->GetLayerByName(layer.c_str());
    REQUIRE(of);
    Sums sums;
    for (const OGRFeatureUniquePtr& f : *of) {
        ++sums.features;
        add(*f->GetGeometryRef(), sums);
    }
    return sums;
}

} // namespace vigie::test
