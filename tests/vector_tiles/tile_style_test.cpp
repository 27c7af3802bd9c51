// What vector tiles say of themselves, and the MapLibre styles that dress them.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "gis/layers/open.hpp"
#include "gis/layers/vector_tiles/tile_style.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"
#include "tests/services/served.hpp"
#include "tests/vector_tiles/written_tiles.hpp"

using namespace vigie;
using namespace vigie::gis;

namespace {

namespace fs = std::filesystem;

// As styles are written by hand and by editors: functions with stops, older filters, names of colours, hsl.
constexpr const char* layers = R"json([
  {"id": "ground", "type": "background", "paint": {"background-color": "hsl(120, 100%, 50%)"}},
  {"id": "houses", "type": "fill", "source": "plan", "source-layer": "building", "minzoom": 11,
   "paint": {"fill-color": "tomato", "fill-opacity": {"stops": [[11, 0.5], [14, 1]]}, "fill-translate": [2, 2]}},
  {"id": "casing", "type": "line", "source": "plan", "source-layer": "transportation",
   "paint": {"line-color": "#444444", "line-width": {"base": 1.2, "stops": [[10, 2], [16, 12]]}}},
  {"id": "ways", "type": "line", "source": "plan", "source-layer": "transportation", "filter": ["in", "class", "primary"],
   "layout": {"line-cap": "round"}, "paint": {"line-color": {"property": "class", "type": "categorical", "stops": [["primary", "#ff8800"], ["minor", "white"]]}}},
  {"id": "hidden", "type": "line", "source": "plan", "source-layer": "transportation", "layout": {"visibility": "none"}},
  {"id": "names", "type": "symbol", "source": "plan", "source-layer": "transportation",
   "layout": {"text-field": "{name} ({class})", "symbol-placement": "line", "text-font": ["Noto Sans Bold"], "icon-image": "dot"}},
  {"id": "format", "type": "symbol", "source": "plan", "source-layer": "poi",
   "layout": {"text-field": ["format", ["get", "rank"], {"font-scale": 0.8}, " !", {}]}},
  {"id": "pictures", "type": "symbol", "source": "plan", "source-layer": "poi", "layout": {"icon-image": "marker"}},
  {"id": "warm", "type": "heatmap", "source": "plan", "source-layer": "poi"},
  {"id": "odd", "type": "fill", "source": "plan", "source-layer": "building", "filter": ["within", {}]},
  {"id": "sky", "type": "raster", "source": "photo"}
])json";

std::string style_with(const std::string& source) {
    return R"({"version": 8, "name": "Plan de Valmont", "sources": {"photo": {"type": "raster", "tiles": []}, "plan": )" + source + R"(}, "layers": )" + layers + "}";
}

TileStyle read(const std::string& text) {
    auto style = read_tile_style(text, "https://h.example/styles/plan/style.json", {}, "t:");
    REQUIRE(style.ok());
    return std::move(style).value();
}

const PaintRule& rule(const TileStyle& style, const std::string& id) {
    const auto found = std::ranges::find(style.style.rules, id, &PaintRule::id);
    REQUIRE(found != style.style.rules.end());
    return *found;
}

std::string told(const std::vector<Notice>& notices, const std::string& key) {
    const auto found = std::ranges::find_if(notices, [&](const auto& n) { return n.text.key == key; });
    if (found == notices.end()) return "not told";
    return found->text.args.empty() ? "" : found->text.args.front().second;
}

void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

OpenOptions in_web() {
    OpenOptions options;
    options.plane_epsg = 3857;
    return options;
}

} // namespace

TEST_CASE("TileJSON says where tiles are, whose they are, how far they reach and what they hold; what is odd in it is left out") {
    const auto set = read_tile_json(R"({"tilejson": "2.2.0", "name": "Plan", "tiles": ["../tiles/{z}/{x}/{y}.pbf?k=1"], "minzoom": 3, "maxzoom": 15,
        "scheme": "tms", "bounds": [4.7, 45.6, 5.0, 45.9], "attribution": "<a href=\"https://osm.org\">&copy; OpenStreetMap</a> &amp; Valmont",
        "vector_layers": [{"id": "building", "fields": {"nom": "String", "etages": "Number"}}, {"id": 3}, "x"],
        "tilestats": {"layers": [{"layer": "building", "geometry": "Polygon"}]}})", "https://h.example/data/plan.json");
    REQUIRE(set.ok());
    CHECK(set->title == "Plan");
    CHECK(set->tiles == "https://h.example/tiles/{z}/{x}/{-y}.pbf?k=1");
    CHECK(set->attribution == "© OpenStreetMap & Valmont");
    CHECK(set->zooms.coarsest == 3);
    CHECK(set->zooms.finest == 15);
    REQUIRE(set->extent);
    CHECK(set->extent->max_y == 45.9);
    REQUIRE(set->layers.size() == 1);
    CHECK(set->layers[0].name == "building");
    CHECK(set->layers[0].geometry == "polygon");
    CHECK(set->layers[0].fields.size() == 2);
    for (const std::string& bad : {std::string("{}"), std::string("[]"), std::string("{\"tiles\": 3}"), std::string(100'000, '['), std::string()}) {
        const auto none = read_tile_json(bad, "https://h.example/plan.json");
        REQUIRE_FALSE(none.ok());
        CHECK(none.error().text.key == "remote.not_tile_json");
    }
    const auto wild = read_tile_json(R"({"tiles": ["https://h/{z}/{x}/{y}"], "minzoom": 1e300, "maxzoom": -4, "bounds": [9, 9, 1, 1]})", "https://h/p.json");
    REQUIRE(wild.ok());
    CHECK(wild->zooms.coarsest <= wild->zooms.finest);
    CHECK_FALSE(wild->extent);
}

TEST_CASE("a MapLibre style draws its layers in order, with functions, older filters and names of colours, and tells what it cannot") {
    const TileStyle style = read(style_with(R"({"type": "vector", "url": "../../data/plan.json"})"));
    CHECK(style.title == "Plan de Valmont");
    CHECK(style.set.described_at == "https://h.example/data/plan.json");
    CHECK(style.has_background);
    CHECK(style.style.background.day == Rgba{0, 255, 0});
    CHECK(rule(style, "houses").fill_color->day == Rgba{0xff, 0x63, 0x47});
    CHECK(rule(style, "houses").is_driven("fill-opacity"));
    CHECK(rule(style, "houses").minzoom == 11);
    CHECK(rule(style, "casing").is_driven("line-width"));
    CHECK(rule(style, "casing").order < rule(style, "ways").order);
    CHECK(rule(style, "ways").order < 0);
    CHECK(rule(style, "ways").line_cap == LineCap::round);
    CHECK(rule(style, "ways").is_driven("line-color"));
    CHECK(rule(style, "names").text_along_line);
    CHECK(rule(style, "names").text_bold);
    CHECK(rule(style, "names").text);
    CHECK(rule(style, "names").text_minzoom == 0);
    CHECK(rule(style, "format").text);
    CHECK(std::ranges::none_of(style.style.rules, [](const auto& r) { return r.id == "hidden" || r.id == "odd" || r.id == "pictures" || r.id == "warm"; }));
    REQUIRE(style.looks.contains("transportation"));
    const auto& looks = style.looks.at("transportation");
    REQUIRE(looks.size() == 3);
    CHECK((looks[0].shapes && !looks[0].labels && !looks[2].shapes && looks[2].labels));
    CHECK(looks[0].theme == rule(style, "casing").theme);
    CHECK(told(style.notices, "layers.tiles.lost.kinds") == "heatmap");
    CHECK(told(style.notices, "layers.tiles.lost.filters") == "odd");
    CHECK(told(style.notices, "layers.tiles.lost.sources") == "photo");
    CHECK(told(style.notices, "layers.tiles.lost.properties") == "fill-translate");
    CHECK(told(style.notices, "layers.tiles.lost.icons") == "2");
}

TEST_CASE("what is no style, or has no vector tiles, is refused with a reason; wrong values lose themselves alone") {
    const auto key = [](const std::string& text) {
        const auto style = read_tile_style(text, "/tmp/s.json", {}, "t:");
        return style ? std::string() : style.error().text.key;
    };
    CHECK(key("{}") == "remote.not_tile_style");
    CHECK(key("{\"sources\": {}, \"layers\": [") == "remote.not_tile_style");
    CHECK(key(R"({"sources": {"a": {"type": "raster"}, "b": 3}, "layers": []})") == "remote.no_tile_source");
    const TileStyle odd = read(R"({"version": 8, "sources": {"plan": {"type": "vector", "url": "p.json"}}, "layers": [4, {"type": 3},
        {"id": "a", "type": "fill", "source": "plan", "source-layer": "building", "paint": {"fill-color": {"stops": []}, "fill-opacity": {"stops": [[1, 2, 3]], "type": 4}}},
        {"id": "b", "type": "line", "source": "plan", "source-layer": 5, "paint": [], "layout": {"line-cap": {"stops": [[1, "butt"]], "base": "x"}}, "minzoom": "no", "maxzoom": 99}]})");
    CHECK(rule(odd, "a").fill_color->day == Rgba{0, 0, 0});
    CHECK(rule(odd, "b").line_width == 1);
    CHECK(told(odd.notices, "layers.tiles.lost.properties") == "fill-color, fill-opacity");
}

TEST_CASE("a style beside an MBTiles file dresses its layers, in a folder too, and a layer without a look in it is not drawn by its theme") {
    const fs::path folder = test::fresh_folder("dressed");
    const fs::path file = test::write_mbtiles(folder);
    for (const char* name : {"building", "transportation", "poi"}) fs::remove(folder / (std::string(name) + ".geojson"));
    write(folder / "commune.style.json", style_with(R"({"type": "vector", "url": "mbtiles://commune.mbtiles"})"));
    for (const fs::path& path : {file, folder, folder / "commune.style.json"}) {
        const OpenedData data = open_paths({path}, in_web());
        INFO(path);
        REQUIRE(data.vector_tiles.size() == 1);
        REQUIRE(data.projects.size() == 1);
        CHECK_FALSE(data.projects[0].is_project);
        CHECK(data.layers.size() == 3);
        for (const LayerPtr& layer : data.layers) {
            REQUIRE_FALSE(layer->info.looks.empty());
            CHECK(layer->info.looks[0].theme.starts_with("tiles:"));
        }
        CHECK(std::ranges::any_of(data.notices, [](const auto& n) { return n.text.key == "layers.tiles.lost.kinds" && !n.where.empty(); }));
    }
    // A style alone, that leads to the file.
    const fs::path elsewhere = test::fresh_folder("alone");
    write(elsewhere / "carte.json", style_with(R"({"type": "vector", "url": ")" + file.string() + R"("})"));
    const OpenedData data = open_paths({elsewhere / "carte.json"}, in_web());
    REQUIRE(data.vector_tiles.size() == 1);
    CHECK(data.vector_tiles[0]->title() == "Plan de Valmont");
    CHECK(data.layers.size() == 3);
}

TEST_CASE("tiles of a service are known by their TileJSON before a view asks for them, and wear the style of their address") {
    const test::Served served;
    const fs::path files = served.folder() / "files";
    test::write_tile_folder(files);
    write(files / "plan.json", R"({"tilejson": "3.0.0", "tiles": ["{z}/{x}/{y}.pbf"], "minzoom": 10, "maxzoom": 14, "bounds": [4.7, 45.6, 5.1, 45.9],
        "attribution": "&copy; Valmont", "vector_layers": [{"id": "building", "fields": {}}, {"id": "transportation", "fields": {}}, {"id": "trottoir", "fields": {"largeur": "Number"}}]})");
    write(files / "style.json", style_with(R"({"type": "vector", "url": "plan.json"})"));
    const OpenedData plain = open_paths({served.url("/files/plan.json")}, in_web());
    REQUIRE(plain.vector_tiles.size() == 1);
    const auto own = [](const OpenedData& data, const char* field) {
        return std::ranges::find_if(data.layers, [&](const auto& l) { return l->column(field) != nullptr; });
    };
    REQUIRE(own(plain, "largeur") != plain.layers.end());
    CHECK((*own(plain, "largeur"))->geometry.feature_count() == 0);
    CHECK(std::ranges::all_of(plain.layers, [](const auto& l) { return l->info.attribution == "© Valmont" && l->info.looks.empty(); }));
    CHECK(plain.projects.empty());
    const PlanePoint c = *MapPlane::create(3857)->plane_from_lonlat({4.85, 45.75});
    for (const std::string& address : {served.url("/files/style.json"), served.url("/files/plan.json#style=style.json"), served.url("/files/{z}/{x}/{y}.pbf#zoom=10-14&style=" + served.url("/files/style.json"))}) {
        INFO(address);
        const OpenedData data = open_paths({address}, in_web());
        REQUIRE(data.vector_tiles.size() == 1);
        CHECK(data.projects.size() == 1);
        const auto block = data.vector_tiles[0]->block_of({c.x - 2'000, c.y - 2'000, c.x + 2'000, c.y + 2'000}, 5);
        const auto seen = data.vector_tiles[0]->read(block, in_web(), {});
        CHECK(seen.layers.size() == 3);
        for (const LayerPtr& layer : seen.layers) CHECK(layer->info.looks.at(0).theme.starts_with("tiles:"));
    }
    const OpenedData without = open_paths({served.url("/files/plan.json#style=nothing.json")}, in_web());
    CHECK(without.vector_tiles.size() == 1);
    CHECK(without.projects.empty());
    CHECK(told(without.notices, "remote.status") != "not told");
}
