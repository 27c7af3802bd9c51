#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <thread>

#include "gis/layers/open.hpp"
#include "gis/layers/raster.hpp"
#include "tests/rasters/written_raster.hpp"

namespace fs = std::filesystem;
using namespace vigie;
using namespace vigie::gis;

namespace {

struct Seen {
    int r = 0, g = 0, b = 0, a = 0;
};

// The pixel of the tile over a place, at a level.
Seen seen_at(const Raster& raster, PlanePoint p, int level) {
    const double size = raster_tile_size(level);
    const TileKey key{level, static_cast<std::int32_t>(std::floor(p.x / size)), static_cast<std::int32_t>(std::floor(p.y / size))};
    const RasterTile tile = raster.read(key);
    if (tile.empty()) return {};
    const PlaneBox box = raster_tile_box(key);
    const auto column = static_cast<std::size_t>((p.x - box.min_x) / size * raster_tile_px), row = static_cast<std::size_t>((box.max_y - p.y) / size * raster_tile_px);
    const std::uint8_t* at = tile.rgba.data() + (row * raster_tile_px + column) * 4;
    return {at[0], at[1], at[2], at[3]};
}

bool is_near(const Seen& s, test::Pixel p) { return std::abs(s.r - p[0]) <= 3 && std::abs(s.g - p[1]) <= 3 && std::abs(s.b - p[2]) <= 3 && s.a == 255; }

std::shared_ptr<const Raster> opened(const fs::path& file, int plane = 2154) {
    const auto d = Raster::describe(file.string());
    REQUIRE(d.ok());
    auto raster = Raster::open(file.string(), d->system, *MapPlane::create(plane));
    REQUIRE(raster.ok());
    return *raster;
}

test::Pixel quarters(int x, int y) {
    if (x < 200) return y < 150 ? test::Pixel{200, 30, 30} : test::Pixel{30, 160, 60};
    return y < 150 ? test::Pixel{40, 60, 220} : test::Pixel{240, 220, 40};
}

bool has_notice(const OpenedData& data, const std::string& key) {
    return std::ranges::any_of(data.notices, [&](const Notice& n) { return n.text.key == key && !n.remedy.empty(); });
}

} // namespace

TEST_CASE("a picture in the map's own system is seen where it lies, at every level") {
    const auto raster = opened(test::write_raster("quarters.tif", {.colour = quarters}));
    CHECK(std::abs(raster->bounds().min_x - 770'000) < 0.01);
    CHECK(std::abs(raster->bounds().max_y - 6'280'000) < 0.01);
    CHECK(std::abs(raster->bounds().width() - 200) < 0.01);
    CHECK(std::abs(raster->bounds().height() - 150) < 0.01);
    CHECK(raster->finest_level() == 1);
    for (const int level : {2, 1, 0, -1, -2}) {
        INFO("level " << level);
        CHECK(is_near(seen_at(*raster, {770'050, 6'279'960}, level), {200, 30, 30}));
        CHECK(is_near(seen_at(*raster, {770'150, 6'279'960}, level), {40, 60, 220}));
        CHECK(is_near(seen_at(*raster, {770'050, 6'279'890}, level), {30, 160, 60}));
        CHECK(is_near(seen_at(*raster, {770'150, 6'279'890}, level), {240, 220, 40}));
    }
    CHECK(seen_at(*raster, {769'990, 6'279'960}, 1).a == 0);  // beside it
    CHECK(raster->read({1, 0, 0}).empty());
}

TEST_CASE("a picture in degrees lies where its longitudes and latitudes lie in the plane") {
    const auto mark = [](int x, int y) { return x >= 100 && x < 110 && y >= 200 && y < 210 ? test::Pixel{250, 10, 10} : test::Pixel{20, 20, 20}; };
    const auto raster = opened(test::write_raster("degrees.tif", {.west = 3.80, .north = 43.65, .step = 0.0001, .epsg = 4326, .colour = mark}));
    const MapPlane plane = *MapPlane::create(2154);
    const auto middle = plane.plane_from_lonlat({3.80 + 105 * 0.0001, 43.65 - 205 * 0.0001}), beside = plane.plane_from_lonlat({3.80 + 130 * 0.0001, 43.65 - 205 * 0.0001});
    REQUIRE(middle);
    REQUIRE(beside);
    CHECK(is_near(seen_at(*raster, *middle, raster->finest_level()), {250, 10, 10}));
    CHECK(is_near(seen_at(*raster, *beside, raster->finest_level()), {20, 20, 20}));
}

TEST_CASE("palettes are spelt out, elevations become shades, and no data is see-through") {
    const auto palette = opened(test::write_palette("palette.tif"));
    CHECK(is_near(seen_at(*palette, {770'010, 6'279'970}, 0), {255, 0, 0}));
    CHECK(is_near(seen_at(*palette, {770'050, 6'279'970}, 0), {0, 0, 255}));
    const auto elevation = opened(test::write_elevation("elevation.tif"));
    const Seen west = seen_at(*elevation, {770'030, 6'279'950}, 0), east = seen_at(*elevation, {770'090, 6'279'950}, 0);
    CHECK(west.a == 255);
    CHECK(west.r + 100 < east.r);
    CHECK(west.r == west.b);
    CHECK(seen_at(*elevation, {770'008, 6'279'992}, 0).a == 0);
}

TEST_CASE("several threads read one picture at once and see the same") {
    const auto raster = opened(test::write_raster("threads.tif", {.colour = quarters}));
    const RasterTile alone = raster->read({0, 1503, 12265});
    REQUIRE_FALSE(alone.empty());
    std::array<RasterTile, 6> tiles;
    {
        std::vector<std::jthread> readers;
        for (RasterTile& tile : tiles) readers.emplace_back([&] { tile = raster->read({0, 1503, 12265}); });
    }
    for (const RasterTile& tile : tiles) CHECK(tile.rgba == alone.rgba);
}

TEST_CASE("a picture opens as a layer, its system guessed when the file does not say, and told") {
    const fs::path plain = test::write_raster("without_system.tif", {.epsg = 0, .colour = quarters});
    const OpenedData data = open_paths({plain}, {});
    REQUIRE(data.layers.size() == 1);
    const Layer& layer = *data.layers.front();
    CHECK(layer.raster != nullptr);
    CHECK(layer.info.geometry == "raster");
    CHECK(layer.info.epsg == 2154);
    CHECK(layer.info.crs_origin == CrsOrigin::guessed);
    CHECK(std::abs(layer.info.bounds.min_x - 770'000) < 1);
    CHECK(has_notice(data, "layers.crs.guessed"));
    OpenOptions chosen;
    chosen.choices[layer.info.id].epsg = 3943;
    const OpenedData again = open_paths({plain}, chosen);
    CHECK(again.layers.size() <= 1);
    if (!again.layers.empty()) CHECK(again.layers.front()->info.crs_origin == CrsOrigin::user);
}

TEST_CASE("a picture without a place and a broken one are told, and the rest opens") {
    const fs::path good = test::write_raster("good.tif", {.colour = quarters});
    const fs::path nowhere = test::write_raster("nowhere.tif", {.placed = false, .colour = quarters});
    const fs::path broken = good.parent_path() / "broken.tif";
    {
        std::ifstream in(good, std::ios::binary);
        std::string bytes(200, '\0');
        in.read(bytes.data(), 200);
        std::ofstream(broken, std::ios::binary) << bytes.substr(0, 5);
    }
    const OpenedData data = open_paths({nowhere, broken, good}, {});
    CHECK(data.layers.size() == 1);
    CHECK(has_notice(data, "layers.raster.no_place"));
    CHECK(has_notice(data, "layers.open.unreadable"));
}
