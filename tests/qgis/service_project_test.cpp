// Map services in QGIS projects: their notation, and projects whose layers stand on the servers of tests/services.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "gis/layers/open.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/qgis/service_source.hpp"
#include "gis/layers/raster.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/layers/remote/services.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"
#include "tests/qgis/written_project.hpp"
#include "tests/services/served.hpp"
#include "tests/vector_tiles/written_tiles.hpp"

using namespace vigie;
using namespace vigie::gis;
using namespace vigie::tests;

namespace {

std::string escaped(std::string text) {
    for (std::size_t at = 0; (at = text.find('&', at)) != std::string::npos; at += 5) text.replace(at, 1, "&amp;");
    return text;
}
WrittenLayer picture(const std::string& id, const std::string& name, const std::string& source, const std::string& opacity = "1") {
    return {.id = id, .name = name, .geometry = {}, .source = escaped(source), .provider = "wms",
            .inside = "<pipe><rasterrenderer type=\"singlebandcolordata\" band=\"1\" opacity=\"" + opacity + "\"/></pipe>", .type = "raster"};
}
const LayerPtr* named(const OpenedData& data, const std::string& name) {
    const auto found = std::ranges::find_if(data.layers, [&](const LayerPtr& l) { return l->info.name == name; });
    return found == data.layers.end() ? nullptr : &*found;
}
const LayerPtr& there(const OpenedData& data, const std::string& name) {
    const LayerPtr* layer = named(data, name);
    INFO(name);
    REQUIRE(layer);
    return *layer;
}
std::size_t told(const OpenedData& data, const std::string& where, Severity severity) {
    return static_cast<std::size_t>(std::ranges::count_if(data.notices, [&](const Notice& n) { return n.severity == severity && n.where.find(where) != std::string::npos; }));
}
// Red, green, blue at a place; all zero where the picture is empty.
std::array<int, 3> seen(const Layer& layer, LonLat place) {
    const auto at = MapPlane::create(2154)->plane_from_lonlat(place);
    REQUIRE(at);
    constexpr int level = 0;
    const double size = raster_tile_size(level);
    const TileKey key{level, static_cast<int>(std::floor(at->x / size)), static_cast<int>(std::floor(at->y / size))};
    const RasterTile tile = layer.raster->read(key);
    if (tile.empty()) return {};
    const PlaneBox box = raster_tile_box(key);
    const auto px = static_cast<std::size_t>((at->x - box.min_x) / size * tile.width), py = static_cast<std::size_t>((box.max_y - at->y) / size * tile.height);
    const std::uint8_t* c = tile.rgba.data() + (py * static_cast<std::size_t>(tile.width) + px) * 4;
    return {c[0], c[1], c[2]};
}
// What a view of all that written_tiles.hpp writes shows.
std::vector<LayerPtr> in_view(const VectorTiles& tiles, const OpenOptions& options) {
    PlaneBox view;
    for (const LonLat p : {LonLat{4.80, 45.71}, LonLat{4.90, 45.79}}) {
        const auto at = MapPlane::create(2154)->plane_from_lonlat(p);
        REQUIRE(at);
        view.include(at->x, at->y);
    }
    return tiles.read(tiles.block_of(view, 4), options, {}).layers;
}
constexpr LonLat in_red{4.85, 45.75}, in_blue{4.87, 45.75};

} // namespace

TEST_CASE("a project's notation of services is an address: XYZ with its zooms, WMS and WMTS with layers, style and set") {
    const auto pictures = [](const char* source) { return qgis::address_of_pictures(source); };
    // As QGIS 3.22 to 3.34 write them.
    CHECK(*pictures("type=xyz&url=https://tile.openstreetmap.org/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmax=19&zmin=0") == "https://tile.openstreetmap.org/{z}/{x}/{y}.png#zoom=0-19");
    CHECK(*pictures("crs=EPSG:3857&format&type=xyz&url=http://a.example/{z}/{x}/{-y}.jpg?k%3Da%2Bb&zmax=12&zmin=3") == "http://a.example/{z}/{x}/{-y}.jpg?k=a+b#zoom=3-12");
    CHECK(*pictures("type=xyz&url=https://a.example/{z}/{x}/{y}.png&zmax=many&zmin=-4") == "https://a.example/{z}/{x}/{y}.png#zoom=0-18");
    const auto wms = remote::read_address(*pictures("contextualWMSLegend=0&crs=EPSG:2154&dpiMode=7&format=image/png&layers=b%C3%A2ti&layers=eau&styles=&styles&url=https://data.example/wms?map%3D/srv/a%20b.map"));
    REQUIRE(wms);
    CHECK(wms->kind == remote::Address::Kind::wms);
    CHECK(wms->choice("layer") == "bâti,eau");
    CHECK(wms->choice("style").empty());
    CHECK(wms->url == "https://data.example/wms?map=/srv/a%20b.map&SERVICE=WMS");
    const auto wmts = remote::read_address(*pictures("crs=EPSG:3857&dpiMode=7&format=image/jpeg&layers=ORTHO&styles=normal&tileMatrixSet=PM&url=https://data.example/wmts?SERVICE%3DWMTS%26REQUEST%3DGetCapabilities"));
    REQUIRE(wmts);
    CHECK(wmts->kind == remote::Address::Kind::wmts);
    CHECK(wmts->choice("layer") == "ORTHO");
    CHECK(wmts->choice("style") == "normal");
    CHECK(wmts->choice("set") == "PM");
    CHECK(remote::read_address(*pictures("layers=x&styles=&tileMatrixSet=y&url=https://h/1.0.0/WMTSCapabilities.xml"))->kind == remote::Address::Kind::wmts);
    CHECK(*qgis::address_of_vector_tiles("type=xyz&url=https://h.example/{z}/{x}/{y}.pbf&zmax=14&zmin=0&styleUrl=https://h/style.json") == "https://h.example/{z}/{x}/{y}.pbf#zoom=0-14");
    CHECK(qgis::mbtiles_of("type=mbtiles&url=./plan.mbtiles") == "./plan.mbtiles");
    CHECK(qgis::mbtiles_of("type=xyz&url=x").empty());
}

TEST_CASE("what needs credentials, or an address that cannot be filled, is refused and never shown with its secret") {
    for (const char* source : {"", "url=", "type=xyz&url=https://h/{q}.png", "type=xyz&url=https://jean:secret@h/{z}/{x}/{y}.png", "authcfg=abc&layers=x&url=https://h/wms?key%3Dsecret",
                               "username=jean&password=secret&layers=x&url=https://h/wms", "layers=x&url=ftp://h/wms", "layers=x&url=https://h/{z}/{x}/{y}.png"}) {
        INFO(source);
        const auto refused = qgis::address_of_pictures(source);
        REQUIRE_FALSE(refused);
        CHECK_FALSE(refused.error().text.key.empty());
        for (const auto& [name, value] : refused.error().text.args) CHECK(value.find("secret") == std::string::npos);
    }
}

TEST_CASE("WMS, WMTS, XYZ and vector tiles of a project open in its order, with names, groups, opacity and visibility; a dead one is told by name") {
    test::Served served;
    test::write_tile_folder(served.folder() / "files");
    const Folder folder;
    folder.write("points.geojson", points());
    WrittenLayer tiles{.id = "t", .name = "Fond vectoriel", .geometry = {}, .source = escaped("type=xyz&url=" + served.url("/files/%7Bz%7D/%7Bx%7D/%7By%7D.pbf") + "&zmax=14&zmin=10"), .provider = "xyzvectortiles", .type = "vector-tile"};
    WrittenLayer hidden = picture("x", "Tuiles", "type=xyz&url=" + served.url("/proxy/tiles/muni/webmercator/%7Bz%7D/%7Bx%7D/%7By%7D.png") + "&zmax=18&zmin=0");
    hidden.checked = "Qt::Unchecked";
    const WrittenLayer wms = picture("w", "Les deux", "crs=EPSG:2154&dpiMode=7&format=image/png&layers=carre&layers=bande&styles=&styles=&url=" + served.url("/cgi"), "0.4");
    const WrittenLayer wmts = picture("m", "Plan", "crs=EPSG:3857&format=image/png&layers=muni&styles=&tileMatrixSet=webmercator&url=" + served.url("/proxy/service?SERVICE%3DWMTS"));
    const WrittenLayer dead = picture("d", "Mort", "crs=EPSG:2154&format=image/png&layers=a&styles=&url=" + served.url("/status/500/wms"));
    const WrittenLayer gone = picture("g", "Sans réponse", "crs=EPSG:2154&format=image/png&layers=a&styles=&url=http://127.0.0.1:9/wms");
    const std::vector<WrittenLayer> all{{.id = "p", .name = "Points"}, tiles, hidden, wms, dead, gone, wmts};
    std::string tree = leaf(all[0]) + "<layer-tree-group name=\"Fonds\" checked=\"Qt::Checked\">";
    for (std::size_t i = 1; i < all.size(); ++i) tree += leaf(all[i]);
    const auto file = folder.write("essai.qgs", project(all, tree + "</layer-tree-group>"));
    OpenOptions options;
    options.services = std::make_shared<remote::Services>();
    const OpenedData data = open_paths({file}, options);
    CHECK(data.plane_epsg == 2154);
    // Bottom first, as they are drawn.
    std::vector<std::string> rasters;
    for (const LayerPtr& l : data.layers)
        if (l->raster) rasters.push_back(l->info.name);
    CHECK(rasters == std::vector<std::string>{"Plan", "Les deux", "Tuiles"});
    CHECK(there(data, "Points")->info.features == 4);
    CHECK(there(data, "Les deux")->info.opacity == 0.4);
    CHECK(there(data, "Plan")->info.opacity == 1);
    CHECK(there(data, "Tuiles")->info.waits);
    CHECK_FALSE(there(data, "Plan")->info.waits);
    CHECK(there(data, "Plan")->info.place->groups == std::vector<std::string>{"Fonds"});
    for (const char* name : {"Les deux", "Plan", "Tuiles"}) {
        INFO(name);
        CHECK(there(data, name)->raster->is_remote());
        CHECK(seen(*there(data, name), in_red) == std::array{200, 30, 30});
        CHECK(seen(*there(data, name), in_blue) == std::array{30, 30, 200});
    }
    CHECK(told(data, "essai.qgs (Mort)", Severity::error) == 1);
    CHECK(told(data, "essai.qgs (Sans réponse)", Severity::error) == 1);
    CHECK(told(data, "essai.qgs (Fond vectoriel)", Severity::info) == 1);  // its style
    REQUIRE(data.vector_tiles.size() == 1);
    const auto of_tiles = in_view(*data.vector_tiles[0], options);
    CHECK(of_tiles.size() == 3);
    for (const LayerPtr& l : of_tiles) {
        REQUIRE(l->info.place);
        CHECK(l->info.place->groups == std::vector<std::string>{"Fonds", "Fond vectoriel"});
        CHECK(l->info.source == data.vector_tiles[0]->path());
        CHECK(l->info.features >= 12);
    }
}

TEST_CASE("the same vector tiles twice in a project are two, each with layers of its own; an MBTiles file beside it opens too") {
    test::Served served;
    test::write_tile_folder(served.folder() / "files");
    const Folder folder;
    CHECK(test::write_mbtiles(folder.path).filename() == "commune.mbtiles");
    const std::string source = escaped("type=xyz&url=" + served.url("/files/{z}/{x}/{y}.pbf") + "&zmax=14&zmin=10");
    const auto file = folder.write("essai.qgs", project({{.id = "a", .name = "A", .geometry = {}, .source = source, .provider = "", .type = "vector-tile"},
                                                         {.id = "b", .name = "B", .geometry = {}, .source = source, .provider = "vectortile", .type = "vector-tile"},
                                                         {.id = "c", .name = "C", .geometry = {}, .source = escaped("type=mbtiles&url=./commune.mbtiles"), .provider = "mbtilesvectortiles", .type = "vector-tile"}}));
    OpenOptions options;
    options.services = std::make_shared<remote::Services>();
    const OpenedData data = open_paths({file}, options);
    REQUIRE(data.vector_tiles.size() == 3);
    std::set<std::string> ids, paths;
    for (const auto& tiles : data.vector_tiles) {
        paths.insert(tiles->path());
        for (const LayerPtr& l : in_view(*tiles, options)) ids.insert(l->info.id);
    }
    CHECK(paths.size() == 3);
    CHECK(ids.size() == 9);
    CHECK(data.layers.size() == 3);  // of the file: a service does not say where it has something
}
