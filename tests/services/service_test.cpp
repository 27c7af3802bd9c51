// Against MapServer and MapProxy (serve.py): the right picture at the right place, and what happens when they fail.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <fstream>
#include <thread>

#include "gis/layers/open.hpp"
#include "gis/layers/raster.hpp"
#include "gis/layers/remote/read_service.hpp"
#include "gis/layers/remote/service.hpp"
#include "tests/services/served.hpp"

namespace fs = std::filesystem;
using namespace vigie;
using namespace vigie::gis;
using namespace vigie::gis::remote;

namespace {

constexpr LonLat in_red{4.85, 45.75}, in_blue{4.87, 45.75}, outside{4.81, 45.71};
// A hair (20 m) on either side of the border between them, and of the north edge.
constexpr LonLat red_side{4.8597, 45.75}, blue_side{4.8603, 45.75}, under_edge{4.85, 45.7598}, over_edge{4.85, 45.7602};

using Colour = std::array<int, 4>;
constexpr Colour red{200, 30, 30, 255}, blue{30, 30, 200, 255};

struct Map {
    MapPlane plane;
    std::shared_ptr<const Raster> raster;

    [[nodiscard]] RasterTile tile_at(LonLat p, int level) const {
        const PlanePoint at = *plane.plane_from_lonlat(p);
        const double size = raster_tile_size(level);
        return raster->read({level, static_cast<std::int32_t>(std::floor(at.x / size)), static_cast<std::int32_t>(std::floor(at.y / size))});
    }
    [[nodiscard]] Colour at(LonLat p, int level) const {
        const PlanePoint where = *plane.plane_from_lonlat(p);
        const RasterTile tile = tile_at(p, level);
        if (tile.empty()) return {};
        const PlaneBox box = raster_tile_box(tile.key);
        const auto column = static_cast<std::size_t>((where.x - box.min_x) / box.width() * raster_tile_px), row = static_cast<std::size_t>((box.max_y - where.y) / box.height() * raster_tile_px);
        const std::uint8_t* c = tile.rgba.data() + (row * raster_tile_px + column) * 4;
        return {c[0], c[1], c[2], c[3]};
    }
};

bool is_near(const Colour& a, const Colour& b) {
    for (std::size_t i = 0; i < 4; ++i)
        if (std::abs(a[i] - b[i]) > 3) return false;
    return true;
}

struct Opening {
    OpenedData data;
    std::shared_ptr<Services> services;
    [[nodiscard]] bool has(const std::string& key) const {
        return std::ranges::any_of(data.notices, [&](const Notice& n) { return n.text.key == key; });
    }
};

Opening open(const std::string& address, int plane = 2154, std::shared_ptr<Services> services = std::make_shared<Services>()) {
    OpenOptions options;
    options.plane_epsg = plane;
    options.services = services;
    return {open_paths({address}, options), services};
}

Map map_of(const Opening& opening) {
    for (const Notice& n : opening.data.notices) UNSCOPED_INFO(n.text.key);
    REQUIRE(opening.data.layers.size() == 1);
    REQUIRE(opening.data.layers[0]->raster);
    return {*MapPlane::create(opening.data.plane_epsg), opening.data.layers[0]->raster};
}

void check_colours(const Map& map) {
    for (const int level : {-5, -3, -1}) {
        INFO("level " << level);
        CHECK(is_near(map.at(in_red, level), red));
        CHECK(is_near(map.at(in_blue, level), blue));
        CHECK(map.at(outside, level)[3] == 0);
    }
    CHECK(is_near(map.at(red_side, -1), red));
    CHECK(is_near(map.at(blue_side, -1), blue));
    CHECK(is_near(map.at(under_edge, -1), red));
    CHECK(map.at(over_edge, -1)[3] == 0);
}

// Patient services make no test slow.
HttpLimits quick() { return {std::chrono::milliseconds(2'000), std::chrono::milliseconds(3'000), std::size_t{4} << 20}; }

} // namespace

TEST_CASE("the same ground is seen at the same place through WMS, WMTS and XYZ, in the planes of communes") {
    const test::Served served;
    const std::string wms = served.url("/cgi?SERVICE=WMS#layer=carre,bande"), wmts = served.url("/proxy/wmts/1.0.0/WMTSCapabilities.xml#layer=muni"),
                      kvp = served.url("/proxy/service?SERVICE=WMTS#layer=muni&set=webmercator"), xyz = served.url("/proxy/tiles/muni/webmercator/{z}/{x}/{y}.png");
    for (const std::string& address : {wms, wmts, kvp, xyz})
        for (const int plane : {2154, 3857, 3946}) {
            INFO(address << " in " << plane);
            check_colours(map_of(open(address, plane)));
        }
}

TEST_CASE("a WMTS is read in the map's own system when it has it") {
    const test::Served served;
    const Opening opening = open(served.url("/proxy/wmts/1.0.0/WMTSCapabilities.xml"), 2154);
    CHECK(opening.data.layers.at(0)->info.epsg == 2154);
    CHECK(open(served.url("/proxy/wmts/1.0.0/WMTSCapabilities.xml#set=webmercator"), 2154).data.layers.at(0)->info.epsg == 3857);
    CHECK(open(served.url("/proxy/wmts/1.0.0/WMTSCapabilities.xml"), 3946).data.layers.at(0)->info.epsg == 3857);
}

TEST_CASE("the layers that a service offers are listed with addresses that open them") {
    const test::Served served;
    for (const char* path : {"/cgi", "/cgi?SERVICE=WMS&REQUEST=GetCapabilities"}) {
        const auto address = read_address(served.url(path));
        REQUIRE(address.ok());
        Services services;
        const auto offer = offer_of(*address, *services.at(address->url), {});
        REQUIRE(offer.ok());
        CHECK(offer->kind == Address::Kind::wms);
        CHECK(offer->title == "Plan de Valmont");
        std::vector<std::string> titles;
        for (const OfferedLayer& l : offer->layers) titles.push_back(l.title);
        CHECK(titles == std::vector<std::string>{"Plan de Valmont", "Carré rouge", "Bande bleue"});
        REQUIRE(offer->layers.size() == 3);
        REQUIRE(offer->layers[2].extent);
        CHECK(std::abs(offer->layers[2].extent->min_x - 4.80) < 1e-6);
        const Map map = map_of(open(offer->layers[2].address));
        CHECK(is_near(map.at(in_blue, -2), blue));
        CHECK(map.at(in_red, -2)[3] == 0);
    }
    const auto wmts = read_address(served.url("/proxy/service"));
    Services services;
    const auto offer = offer_of(*wmts, *services.at(wmts->url), {});
    REQUIRE(offer.ok());
    CHECK(offer->kind == Address::Kind::wmts);
    REQUIRE(offer->layers.size() == 1);
    CHECK(is_near(map_of(open(offer->layers[0].address)).at(in_red, -2), red));
}

TEST_CASE("without a choice the first layer is shown and the others are named; a layer that is not there is refused by name") {
    const test::Served served;
    const Opening first = open(served.url("/cgi?SERVICE=WMS"));
    CHECK(first.data.layers.size() == 1);
    CHECK(first.has("remote.others"));
    const Opening none = open(served.url("/cgi?SERVICE=WMS#layer=absent"));
    CHECK(none.data.layers.empty());
    REQUIRE(none.has("remote.no_such_layer"));
    CHECK(none.data.notices[0].text.args[1].second == "muni, carre, bande");
}

TEST_CASE("an exception report under HTTP 200 is an error in the service's words, kept nowhere and asked again") {
    const test::Served served;
    // A style that the layer does not have: the capabilities are fine, every picture is refused.
    const Opening opening = open(served.url("/cgi?SERVICE=WMS#layer=carre&style=absent"));
    const Map map = map_of(opening);
    const RasterTile tile = map.tile_at(in_red, -2);
    CHECK(tile.empty());
    CHECK(tile.again_ms > 0);
    CHECK(map.tile_at(in_blue, -1).empty());
    const auto notices = opening.services->take_notices();
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].text.key == "remote.said");
    CHECK(notices[0].severity == Severity::error);
    CHECK(notices[0].text.args[1].second.find("absent") != std::string::npos);
    const int before = served.count();
    (void)map.tile_at(in_red, -2);
    CHECK(served.count() > before);
}

TEST_CASE("when the server dies what was seen stays, what was not is asked again after a pause, and one notice says so") {
    test::Served served;
    const auto cache = std::make_shared<ReplyCache>(test::fresh_folder("outage"));
    const std::string address = served.url("/proxy/tiles/muni/webmercator/{z}/{x}/{y}.png");
    const Opening opening = open(address, 2154, std::make_shared<Services>(cache, quick()));
    const Map map = map_of(opening);
    CHECK(is_near(map.at(in_red, -2), red));
    served.kill();
    CHECK(is_near(map.at(in_red, -2), red));
    CHECK(map.tile_at(in_red, -2).again_ms == 0);
    for (int i = 0; i < 5; ++i) {
        const RasterTile unseen = map.tile_at({4.80 + i * 0.02, 45.80}, -1);
        CHECK(unseen.again_ms > 0);
        CHECK(unseen.again_ms <= ServiceHealth::longest_pause.count() + 1);
    }
    const auto notices = opening.services->take_notices();
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].text.key == "remote.unreachable");
    CHECK(notices[0].remedy.key == "remote.remedy.network");
    // The next start finds the service dead from the beginning.
    const Map later = map_of(open(address, 2154, std::make_shared<Services>(std::make_shared<ReplyCache>(fs::path(cache->folder())), quick())));
    CHECK(is_near(later.at(in_red, -2), red));
    served.start_again();
    RasterTile tile;
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    do {
        tile = map.tile_at(in_blue, 0);
        std::this_thread::sleep_for(std::chrono::milliseconds(std::min(tile.again_ms, 1'000)));
    } while (tile.again_ms > 0 && std::chrono::steady_clock::now() < patience);
    CHECK(tile.again_ms == 0);
    CHECK(is_near(map.at(in_blue, 0), blue));
}

TEST_CASE("a known WMS opens and shows what is kept when its server is dead at the start") {
    test::Served served;
    const fs::path folder = test::fresh_folder("offline");
    const std::string address = served.url("/cgi?SERVICE=WMS#layer=bande");
    CHECK(is_near(map_of(open(address, 2154, std::make_shared<Services>(std::make_shared<ReplyCache>(folder), quick()))).at(in_blue, -2), blue));
    served.kill();
    const Opening again = open(address, 2154, std::make_shared<Services>(std::make_shared<ReplyCache>(folder), quick()));
    CHECK(is_near(map_of(again).at(in_blue, -2), blue));
    CHECK(again.data.notices.empty());
}

TEST_CASE("a dead service costs a few attempts, not one per tile") {
    const test::Served served;
    const auto services = std::make_shared<Services>(std::make_shared<ReplyCache>(), quick());
    const Map map = map_of(open(served.url("/status/503/{z}/{x}/{y}.png"), 2154, services));
    const int before = served.count();
    for (int i = 0; i < 60; ++i) CHECK(map.tile_at({4.80 + i * 0.01, 45.75}, 0).again_ms > 0);
    CHECK(served.count() - before <= 5);
    CHECK(services->take_notices().size() == 1);
}

TEST_CASE("tiles that a service does not have are empty for a while, and the finest that it has stands in for finer ones") {
    const test::Served served;
    const Opening opening = open(served.url("/files/{z}/{x}/{y}.png"));
    const Map map = map_of(opening);
    const RasterTile none = map.tile_at(in_red, -2);
    CHECK(none.empty());
    CHECK(none.again_ms == Fetcher::again_when_absent.count());
    CHECK(opening.services->take_notices().empty());
    // Zoom 14 of MapProxy's, and nothing finer.
    Services services;
    const int z = 14, n = 1 << z;
    const int x = static_cast<int>((in_red.lon + 180) / 360 * n), y = static_cast<int>((1 - std::asinh(std::tan(in_red.lat * 3.14159265358979 / 180)) / 3.14159265358979) / 2 * n);
    const std::string name = "/" + std::to_string(z) + "/" + std::to_string(x) + "/" + std::to_string(y) + ".png";
    const Fetched picture = services.at(served.url(""))->get(served.url("/proxy/tiles/muni/webmercator" + name), Expect::picture, std::chrono::hours(1), {});
    REQUIRE(picture.body);
    fs::create_directories(served.folder() / "files" / std::to_string(z) / std::to_string(x));
    std::ofstream(served.folder().string() + "/files" + name, std::ios::binary) << *picture.body;
    CHECK(is_near(map_of(open(served.url("/files/{z}/{x}/{y}.png"))).at(in_red, 1), red));
}

TEST_CASE("a slow answer is given up when nobody waits for it any more") {
    const test::Served served;
    const Map map = map_of(open(served.url("/slow/20/proxy/tiles/muni/webmercator/{z}/{x}/{y}.png")));
    std::stop_source stop;
    std::atomic<bool> ended = false;
    const auto begin = std::chrono::steady_clock::now();
    std::jthread reader([&] {
        (void)map.raster->read({-2, 411, 3182}, stop.get_token());
        ended = true;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    CHECK_FALSE(ended);
    stop.request_stop();
    reader.join();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(15));  // not the service's twenty
}

TEST_CASE("something that is no map service is told apart from a network without one") {
    const test::Served served;
    CHECK(open(served.url("/files/nothing")).has("remote.status"));
    std::ofstream(served.folder() / "files/page.html") << "<html><body>Bonjour</body></html>";
    CHECK(open(served.url("/files/page.html")).has("remote.not_a_service"));
    const Opening page = open(served.url("/files/page.html?z={z}&x={x}&y={y}"));
    CHECK(map_of(page).tile_at(in_red, -2).empty());
    CHECK(page.services->take_notices().at(0).text.key == "remote.not_a_map");
    CHECK(open("http://127.0.0.1:9/wms").has("remote.unreachable"));
    CHECK(open("http://name.invalid/wms").data.layers.empty());
    CHECK(open("https://jean:secret@127.0.0.1/wms").has("remote.password_in_address"));
}

TEST_CASE("a description of a service as GDAL writes them opens from its file") {
    const test::Served served;
    const fs::path file = test::fresh_folder("gdal") / "plan.xml";
    std::ofstream(file) << "<GDAL_WMS><Service name=\"TMS\"><ServerUrl>" << served.url("/proxy/tiles/muni/webmercator/${z}/${x}/${y}.png")
                        << "</ServerUrl></Service><DataWindow><TileLevel>18</TileLevel><YOrigin>top</YOrigin></DataWindow></GDAL_WMS>";
    CHECK(is_near(map_of(open(file.string())).at(in_red, -2), red));
    CHECK(is_near(map_of(open(file.parent_path().string())).at(in_blue, -2), blue));
}
