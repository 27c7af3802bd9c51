// TileJSON and MapLibre styles of vector tiles, as servers send them.
#include "fuzz/target.hpp"
#include "gis/layers/vector_tiles/tile_style.hpp"

namespace vigie::fuzz {

namespace {

void read_description(std::string_view bytes) {
    const std::string base = "https://h.example/a/style.json";
    if (const auto set = gis::read_tile_json(bytes, base)) {
        require(!set->tiles.empty(), "tiles have an address");
        require(set->zooms.coarsest >= 0 && set->zooms.coarsest <= set->zooms.finest && set->zooms.finest <= 24, "zooms are in order");
        require(!set->extent || !set->extent->empty(), "an extent holds something");
    }
    const auto style = gis::read_tile_style(bytes, base, {}, "t:");
    if (!style) return require(!style.error().text.empty(), "a refusal says why");
    std::size_t looks = 0;
    for (const auto& [layer, list] : style->looks) looks += list.size();
    require(looks == style->style.rules.size(), "every rule is a look");
    for (const gis::PaintRule& rule : style->style.rules) require(rule.theme.starts_with("t:") && rule.order < 0, "its rules lie under the map");
}

std::vector<std::string> seeds() {
    return {R"j({"version":8,"sources":{"p":{"type":"vector","tiles":["{z}/{x}/{y}.pbf"],"bounds":[1,2,3,4],"attribution":"<a>&copy;</a>"}},"layers":[
{"id":"a","type":"fill","source":"p","source-layer":"l","filter":["all",["==","class","x"],["!has","y"]],"paint":{"fill-color":{"base":1.2,"stops":[[1,"red"],[9,"hsl(3,4%,5%)"]]}}},
{"id":"b","type":"line","source":"p","source-layer":"l","paint":{"line-width":["interpolate",["exponential",1.4],["zoom"],3,1,9,8],"line-dasharray":[2,1]}},
{"id":"c","type":"symbol","source":"p","source-layer":"m","minzoom":3,"layout":{"text-field":"{a} {b}","text-font":["Bold"],"symbol-placement":"line"}},
{"id":"d","type":"circle","source":"p","source-layer":"m","paint":{"circle-radius":{"property":"n","type":"categorical","stops":[["a",2],["b",4]],"default":1}}},
{"id":"e","type":"background","paint":{"background-color":"white"}}]})j",
            R"j({"tilejson":"2.2.0","tiles":["https://h/{z}/{x}/{y}.pbf"],"minzoom":2,"maxzoom":9,"scheme":"tms","vector_layers":[{"id":"l","fields":{"a":"String"}}],"tilestats":{"layers":[{"layer":"l","geometry":"LineString"}]}})j"};
}

} // namespace

Target tile_style_target() {
    return {"tile_style", read_description, {"\"stops\":", "\"property\":", "\"type\":\"identity\"", "[\"format\",", "[\"literal\",", "[\"get\",\"a\"]", "[\"zoom\"]", "{name}", "\"layout\":", "null", "1e308", "hsl(", "mbtiles://", "../"}, seeds};
}

} // namespace vigie::fuzz
