// Tiles made by GDAL, read by us and by GDAL itself: the same shapes and values at the same places.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <fstream>

#include "gis/layers/open.hpp"
#include "gis/layers/remote/services.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"
#include "tests/services/served.hpp"
#include "tests/vector_tiles/written_tiles.hpp"

namespace fs = std::filesystem;
using namespace vigie;
using namespace vigie::gis;

namespace {

test::Sums sums_of(const Layer& layer) {
    test::Sums sums;
    const FeatureGeometry& g = layer.geometry;
    sums.features = g.feature_count();
    for (std::size_t f = 0; f < g.feature_count(); ++f)
        for (std::uint32_t p = g.part_begin[f]; p < g.part_begin[f + 1]; ++p) {
            const auto x = [&](std::uint32_t v) { return g.xy[std::size_t{v} * 2]; };
            const auto y = [&](std::uint32_t v) { return g.xy[std::size_t{v} * 2 + 1]; };
            double area = 0;
            for (std::uint32_t v = g.vertex_begin[p]; v < g.vertex_begin[p + 1]; ++v) {
                const bool more = v + 1 < g.vertex_begin[p + 1];
                if (g.type[f] == GeometryType::point) sums.points_x += x(v), sums.points_y += y(v);
                if (g.type[f] == GeometryType::line && more) sums.length += std::hypot(x(v + 1) - x(v), y(v + 1) - y(v));
                if (g.type[f] == GeometryType::polygon && more) area += (x(v) * y(v + 1) - x(v + 1) * y(v)) / 2;
            }
            sums.area += g.ring_is_hole[p] ? -std::abs(area) : std::abs(area);
        }
    return sums;
}

bool is_near(double a, double b, double relative) { return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b)); }

OpenOptions in_web() {
    OpenOptions options;
    options.plane_epsg = 3857;
    options.services = std::make_shared<remote::Services>();
    return options;
}

LayerPtr named(const std::vector<LayerPtr>& layers, const std::string& theme) {
    const auto found = std::ranges::find_if(layers, [&](const LayerPtr& l) { return l->info.theme == theme; });
    REQUIRE(found != layers.end());
    return *found;
}

PlaneBox around(const MapPlane& plane) {
    PlaneBox box;
    for (const LonLat p : {LonLat{4.80, 45.71}, LonLat{4.90, 45.79}}) {
        const auto at = plane.plane_from_lonlat(p);
        REQUIRE(at);
        box.include(at->x, at->y);
    }
    return box;
}

constexpr double finest_units_per_px = 156543.03392804097 / 2 / (1 << test::written_zoom);  // tiles of 512 px

} // namespace

TEST_CASE("an MBTiles file of vectors gives the layers that GDAL reads in it: as many pieces, as long, as large, at the same places") {
    const fs::path file = test::write_mbtiles(test::fresh_folder("mvt"));
    const OpenOptions options = in_web();
    const OpenedData data = open_paths({file}, options);
    REQUIRE(data.vector_tiles.size() == 1);
    CHECK(data.layers.size() == 3);
    const MapPlane plane = *MapPlane::create(3857);
    const auto block = data.vector_tiles[0]->block_of(around(plane), finest_units_per_px);
    CHECK(block.zoom == test::written_zoom);
    const VectorTiles::Read read = data.vector_tiles[0]->read(block, options, {});
    CHECK(read.damaged == 0);
    const test::Sums building = sums_of(*named(read.layers, "building")), street = sums_of(*named(read.layers, "street")), poi = sums_of(*named(read.layers, "poi"));
    const test::Sums g_building = test::read_by_gdal(file, "building", 14), g_street = test::read_by_gdal(file, "transportation", 14), g_poi = test::read_by_gdal(file, "poi", 14);
    CHECK(building.features == g_building.features);
    CHECK(building.area > 1e5);
    CHECK(is_near(building.area, g_building.area, 1e-6));
    CHECK(is_near(street.length, g_street.length, 1e-6));
    CHECK(street.features == g_street.features);
    CHECK(poi.features == 12);
    CHECK(is_near(poi.points_x, g_poi.points_x, 1e-9));
    CHECK(is_near(poi.points_y, g_poi.points_y, 1e-9));
}

TEST_CASE("values of features arrive with their accents and their types, and themes are recognised by the usual names") {
    const fs::path file = test::write_mbtiles(test::fresh_folder("mvt"));
    const OpenedData data = open_paths({file}, in_web());
    const LayerPtr building = named(data.layers, "building");
    CHECK(building->info.source == data.vector_tiles.at(0)->path());
    const Column* name = building->column("nom");
    REQUIRE(name);
    std::size_t schools = 0;
    for (std::size_t f = 0; f < building->geometry.feature_count(); ++f) schools += name->shown(f).starts_with("École n° ") ? 1 : 0;
    CHECK(schools == building->geometry.feature_count());
    REQUIRE(building->column("etages"));
    CHECK(building->column("etages")->type == Column::Type::integer);
    CHECK(named(data.layers, "street")->column("class") != nullptr);
    CHECK(named(data.layers, "poi")->geometry.feature_count() == 12);
}

TEST_CASE("the same layers keep their ids from view to view, and nearer views hold less ground and finer shapes") {
    const fs::path file = test::write_mbtiles(test::fresh_folder("mvt"));
    const OpenOptions options = in_web();
    const OpenedData data = open_paths({file}, options);
    const VectorTiles& tiles = *data.vector_tiles.at(0);
    const MapPlane plane = *MapPlane::create(3857);
    const PlanePoint c = *plane.plane_from_lonlat({4.85, 45.75});
    const auto near = tiles.block_of({c.x - 300, c.y - 300, c.x + 300, c.y + 300}, 1);
    CHECK(near.zoom == 14);
    CHECK((near.last_column - near.first_column + 1) * (near.last_row - near.first_row + 1) <= 4);
    const auto read = tiles.read(near, options, {});
    CHECK(named(read.layers, "street")->info.id == named(data.layers, "street")->info.id);
    CHECK(sums_of(*named(read.layers, "street")).length < sums_of(*named(data.layers, "street")).length);
    CHECK(tiles.block_of(around(plane), finest_units_per_px * 8).zoom == 11);
    CHECK(tiles.block_of({0, 0, 10, 10}, 1).zoom == -1);
    CHECK(tiles.block_of({c.x - 2e7, c.y - 1e7, c.x + 1e6, c.y + 1e6}, 20'000).zoom >= -1);
}

TEST_CASE("a person in Lambert-93 sees vector tiles where they are") {
    const fs::path file = test::write_mbtiles(test::fresh_folder("mvt"));
    const OpenedData data = open_paths({file}, {});
    CHECK(data.plane_epsg == 2154);
    const PlaneBox box = named(data.layers, "building")->info.bounds;
    const PlanePoint c = *MapPlane::create(2154)->plane_from_lonlat({4.85, 45.75});
    CHECK(box.contains(c.x, c.y));
    CHECK(box.width() < 6'000);
}

TEST_CASE("tiles of a server are read as those of a file; with the server gone, what was seen is still there") {
    test::Served served;
    test::write_tile_folder(served.folder() / "files");
    const fs::path kept = test::fresh_folder("kept");
    const auto options_with = [&] {
        OpenOptions options = in_web();
        options.services = std::make_shared<remote::Services>(std::make_shared<remote::ReplyCache>(kept));
        return options;
    };
    const std::string address = served.url("/files/{z}/{x}/{y}.pbf#zoom=10-14");
    const MapPlane plane = *MapPlane::create(3857);
    const auto read = [&](const OpenOptions& options) {
        const OpenedData data = open_paths({address}, options);
        REQUIRE(data.vector_tiles.size() == 1);
        return data.vector_tiles[0]->read(data.vector_tiles[0]->block_of(around(plane), finest_units_per_px), options, {});
    };
    const VectorTiles::Read there = read(options_with());
    CHECK(there.again.count() == 0);
    const fs::path file = test::write_mbtiles(test::fresh_folder("mvt"));
    CHECK(is_near(sums_of(*named(there.layers, "building")).area, test::read_by_gdal(file, "building", 14).area, 1e-6));
    served.kill();
    const VectorTiles::Read gone = read(options_with());
    CHECK(sums_of(*named(gone.layers, "building")).area == sums_of(*named(there.layers, "building")).area);
    const OpenedData nothing = open_paths({served.url("/files/other/{z}/{x}/{y}.pbf")}, in_web());
    REQUIRE(nothing.vector_tiles.size() == 1);
    REQUIRE(nothing.waiting.size() == 1);
    CHECK(nothing.waiting[0].why.klass == ErrorClass::network);
    CHECK(nothing.vector_tiles[0]->read(nothing.vector_tiles[0]->block_of(around(plane), finest_units_per_px), in_web(), {}).layers.empty());
}

TEST_CASE("damaged tiles are told, and the good ones beside them are drawn") {
    test::Served served;
    test::write_tile_folder(served.folder() / "files");
    const OpenOptions options = in_web();
    std::size_t broken = 0;
    for (const auto& entry : fs::recursive_directory_iterator(served.folder() / "files/14"))
        if (entry.is_regular_file() && ++broken == 1) std::ofstream(entry.path(), std::ios::binary) << "\x1a\xff\xff\xff";
    REQUIRE(broken > 3);
    const OpenedData data = open_paths({served.url("/files/{z}/{x}/{y}.pbf#zoom=14-14")}, options);
    const auto read = data.vector_tiles.at(0)->read(data.vector_tiles[0]->block_of(around(*MapPlane::create(3857)), finest_units_per_px), options, {});
    CHECK(read.damaged == 1);
    CHECK_FALSE(read.layers.empty());
}

TEST_CASE("what remains of the outlines without the edges of tiles is as long as the shapes' own, also in Lambert-93") {
    const fs::path file = test::write_mbtiles(test::fresh_folder("mvt"));
    for (const int epsg : {3857, 2154}) {
        INFO("EPSG:" << epsg);
        OpenOptions options = in_web();
        options.plane_epsg = epsg;
        const OpenedData data = open_paths({file}, options);
        const MapPlane plane = *MapPlane::create(epsg);
        const double finer = epsg == 3857 ? finest_units_per_px : finest_units_per_px * std::cos(45.75 * 3.14159265 / 180);
        const auto block = data.vector_tiles.at(0)->block_of(around(plane), finer);
        REQUIRE(block.zoom == test::written_zoom);
        const LayerPtr building = named(data.vector_tiles[0]->read(block, options, {}).layers, "building");
        const FeatureGeometry& g = building->geometry;
        const auto edge = [&](std::size_t v) { return std::hypot(g.xy[2 * v + 2] - g.xy[2 * v], g.xy[2 * v + 3] - g.xy[2 * v + 1]); };
        double outlines = 0, seams = 0, shapes = 0;
        for (std::size_t part = 0; part < g.ring_is_hole.size(); ++part)
            for (std::size_t v = g.vertex_begin[part]; v + 1 < g.vertex_begin[part + 1]; ++v) outlines += edge(v);
        for (const std::uint32_t v : g.seams) seams += edge(v);
        for (const auto& box : test::written_squares())
            for (const auto& [from, to] : {std::pair{LonLat{box.min_x, box.min_y}, LonLat{box.max_x, box.min_y}}, {LonLat{box.max_x, box.min_y}, LonLat{box.max_x, box.max_y}}, {LonLat{box.max_x, box.max_y}, LonLat{box.min_x, box.max_y}}, {LonLat{box.min_x, box.max_y}, LonLat{box.min_x, box.min_y}}}) {
                const auto a = plane.plane_from_lonlat(from), b = plane.plane_from_lonlat(to);
                shapes += std::hypot(b->x - a->x, b->y - a->y);
            }
        CHECK(seams > 100);
        CHECK(is_near(outlines - seams, shapes, 0.005));
    }
}
