#include "gis/layers/vector_tiles/tile_set.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "gis/layers/remote/address.hpp"

namespace vigie::gis {

namespace {

using Json = nlohmann::json;

constexpr int deepest = 100;
constexpr std::size_t most_layers = 256, most_fields = 1'000, longest_text = 1'000;

std::string text_in(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>().substr(0, longest_text) : std::string();
}

int zoom_in(const Json& object, const char* name, int usual) {
    constexpr int finest = 24;
    const auto found = object.find(name);
    return found != object.end() && found->is_number() && std::isfinite(found->get<double>()) ? static_cast<int>(std::clamp(found->get<double>(), 0.0, double{finest})) : usual;
}

std::optional<LonLatBox> bounds_in(const Json& object) {
    const auto found = object.find("bounds");
    if (found == object.end() || !found->is_array() || found->size() != 4) return {};
    for (const Json& side : *found)
        if (!side.is_number() || !std::isfinite(side.get<double>())) return {};
    const LonLatBox box{(*found)[0].get<double>(), (*found)[1].get<double>(), (*found)[2].get<double>(), (*found)[3].get<double>()};
    return box.min_x < box.max_x && box.min_y < box.max_y ? std::optional(box) : std::nullopt;
}

// As tilestats call them.
std::string shape_of(const std::string& word) {
    if (word.ends_with("Point")) return "point";
    if (word.ends_with("LineString")) return "line";
    if (word.ends_with("Polygon")) return "polygon";
    return {};
}

bool too_deep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') ++i;
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{') && ++depth > deepest) return true;
        else if (!quoted && (c == ']' || c == '}')) --depth;
    }
    return false;
}

} // namespace

std::optional<Json> bounded_json(std::string_view text) {
    if (too_deep(text)) return {};
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return {};
    return json;
}

std::vector<TileLayer> tile_layers_of(const Json& object) {
    std::vector<TileLayer> layers;
    const auto listed = object.find("vector_layers");
    if (listed != object.end() && listed->is_array())
        for (const Json& one : *listed) {
            if (!one.is_object() || layers.size() >= most_layers) continue;
            TileLayer layer{text_in(one, "id"), {}, {}};
            const auto fields = one.find("fields");
            if (fields != one.end() && fields->is_object())
                for (const auto& [name, type] : fields->items())
                    if (layer.fields.size() < most_fields) layer.fields.push_back(name);
            if (!layer.name.empty()) layers.push_back(std::move(layer));
        }
    const auto counted = object.find("tilestats");
    if (counted == object.end() || !counted->is_object() || !counted->contains("layers") || !(*counted)["layers"].is_array()) return layers;
    for (const Json& one : (*counted)["layers"]) {
        if (!one.is_object()) continue;
        const auto layer = std::ranges::find(layers, text_in(one, "layer"), &TileLayer::name);
        if (layer != layers.end()) layer->geometry = shape_of(text_in(one, "geometry"));
    }
    return layers;
}

TileSet tile_set_of(const Json& object, const std::string& base) {
    TileSet set;
    set.title = text_in(object, "name");
    set.attribution = without_markup(text_in(object, "attribution"));
    set.zooms.finest = zoom_in(object, "maxzoom", set.zooms.finest);
    set.zooms.coarsest = std::min(zoom_in(object, "minzoom", 0), set.zooms.finest);
    set.extent = bounds_in(object);
    set.layers = tile_layers_of(object);
    if (const auto tiles = object.find("tiles"); tiles != object.end() && tiles->is_array() && !tiles->empty() && tiles->front().is_string()) {
        set.tiles = beside(base, tiles->front().get<std::string>());
        if (const auto row = set.tiles.find("{y}"); text_in(object, "scheme") == "tms" && row != std::string::npos) set.tiles.replace(row, 3, "{-y}");
    }
    if (const std::string url = text_in(object, "url"); !url.empty()) set.described_at = beside(base, url.starts_with("mbtiles://") ? url.substr(10) : url);
    return set;
}

Result<TileSet> read_tile_json(std::string_view text, const std::string& base) {
    const auto json = bounded_json(text);
    TileSet set = json && json->is_object() ? tile_set_of(*json, base) : TileSet{};
    if (set.tiles.empty()) return Error{ErrorClass::protocol, {"remote.not_tile_json", {{"address", remote::shown_address(base)}}}, {"remote.remedy.address", {}}, {}, {}};
    return set;
}

std::string beside(const std::string& base, const std::string& named) {
    if (remote::is_address(named)) return named;
    namespace fs = std::filesystem;
    if (!remote::is_address(base)) return fs::path(named).is_absolute() ? named : (fs::path(base).parent_path() / named).lexically_normal().string();
    const auto host = base.find("://") + 3;
    if (named.starts_with("//")) return base.substr(0, host - 2) + named;
    const std::string path = base.substr(0, base.find_first_of("?#"));
    const auto root = std::min(path.find('/', host), path.size());
    if (named.starts_with('/')) return path.substr(0, root) + named;
    const auto query = std::min(named.find_first_of("?#"), named.size());
    const fs::path folder = fs::path(path.substr(root)).parent_path();
    const std::string joined = ((folder.empty() ? fs::path("/") : folder) / named.substr(0, query)).lexically_normal().string();
    return path.substr(0, root) + joined + named.substr(query);
}

std::string without_markup(std::string_view html) {
    static constexpr std::pair<std::string_view, std::string_view> entities[] = {
        {"&copy;", "©"}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&nbsp;", " "}, {"&eacute;", "é"}, {"&egrave;", "è"}, {"&agrave;", "à"}};
    std::string text;
    while (!html.empty()) {
        if (html.front() == '<') {
            html.remove_prefix(std::min(html.find('>'), html.size() - 1) + 1);
            continue;
        }
        const auto known = std::ranges::find_if(entities, [&](const auto& e) { return html.starts_with(e.first); });
        if (known != std::end(entities)) {
            text += known->second;
            html.remove_prefix(known->first.size());
            continue;
        }
        const char c = html.front();
        html.remove_prefix(1);
        if (static_cast<unsigned char>(c) < 0x20) continue;
        text += c;
    }
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

} // namespace vigie::gis
