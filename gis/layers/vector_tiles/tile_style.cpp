#include "gis/layers/vector_tiles/tile_style.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "gis/layers/remote/address.hpp"
#include "gis/layers/vector_tiles/tile_properties.hpp"

namespace vigie::gis {

namespace {

using Json = nlohmann::json;

constexpr std::size_t most_style_layers = 2'000, told = 12;

std::string text_of(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string listed(const std::set<std::string>& names) {
    std::string list;
    std::size_t n = 0;
    for (const std::string& name : names) {
        if (n++ == told) return list + "…";
        list += (list.empty() ? "" : ", ") + name;
    }
    return list;
}

class Reader {
public:
    Reader(const Json& root, std::string source, std::string themes) : root_(root), source_(std::move(source)), themes_(std::move(themes)) {}

    void read(TileStyle& into) {
        const Json& layers = root_["layers"];
        Json rules = Json::array();
        Json background;
        for (std::size_t i = 0; i < std::min(layers.size(), most_style_layers); ++i) {
            const Json& layer = layers[i];
            if (!layer.is_object()) continue;
            const std::string kind = text_of(layer, "type"), id = text_of(layer, "id");
            const Json none = Json::object();
            const Json& layout = layer.contains("layout") && layer["layout"].is_object() ? layer["layout"] : none;
            const Json& paint = layer.contains("paint") && layer["paint"].is_object() ? layer["paint"] : none;
            if (text_of(layout, "visibility") == "none") continue;
            if (kind == "background") {
                if (auto color = tile_property("fill-color", paint.contains("background-color") ? paint["background-color"] : Json("#000000"))) background = std::move(*color);
                continue;
            }
            if (text_of(layer, "source") != source_) {
                if (const std::string other = text_of(layer, "source"); !other.empty()) others_.insert(other);
                continue;
            }
            auto drawn = tile_paint(kind, paint, layout);
            if (!drawn) {
                kinds_.insert(kind);
                continue;
            }
            lost_.insert(drawn->lost.begin(), drawn->lost.end());
            icons_ += drawn->icon;
            flat_ = flat_ || kind == "fill-extrusion";
            if (drawn->empty) continue;
            Json rule{{"id", id}, {"theme", themes_ + std::to_string(i)}, {"order", first_tile_order + static_cast<int>(i)}, {"paint", std::move(drawn->properties)}};
            if (!take_conditions(layer, id, rule)) continue;
            if (kind == "symbol") rule["paint"]["text-priority"] = i;
            into.looks[text_of(layer, "source-layer")].push_back({rule["theme"], kind != "symbol", kind == "symbol"});
            rules.push_back(std::move(rule));
        }
        if (layers.size() > most_style_layers) into.notices.push_back({Severity::warning, {}, {"layers.tiles.lost.layers", {{"n", std::to_string(most_style_layers)}}}, {}});
        Json ours{{"layers", std::move(rules)}};
        into.has_background = !background.is_null();
        if (into.has_background) ours["background-color"] = std::move(background);
        into.style = read_style(ours.dump(-1, ' ', false, Json::error_handler_t::replace), {}).style;
        into.unstyled = {{themes_ + "none", true, true}};
        tell(into.notices);
    }

private:
    // A layer whose filter is not understood would paint what it should not: left out.
    bool take_conditions(const Json& layer, const std::string& id, Json& rule) {
        for (const char* zoom : {"minzoom", "maxzoom"})
            if (layer.contains(zoom) && layer[zoom].is_number()) rule[zoom] = std::clamp(layer[zoom].get<double>(), 0.0, 24.0);
        if (!layer.contains("filter")) return true;
        rule["filter"] = layer["filter"];
        if (is_understood(Json{{"theme", "t"}, {"filter", layer["filter"]}})) return true;
        filters_.insert(id);
        return false;
    }

    void tell(std::vector<Notice>& notices) const {
        const auto lose = [&](const char* key, const std::string& what) {
            if (!what.empty()) notices.push_back({Severity::info, {}, {key, {{"what", what}}}, {}});
        };
        lose("layers.tiles.lost.kinds", listed(kinds_));
        lose("layers.tiles.lost.filters", listed(filters_));
        lose("layers.tiles.lost.properties", listed(lost_));
        lose("layers.tiles.lost.sources", listed(others_));
        if (icons_ != 0) notices.push_back({Severity::info, {}, {"layers.tiles.lost.icons", {{"n", std::to_string(icons_)}}}, {}});
        if (flat_) notices.push_back({Severity::info, {}, {"layers.tiles.lost.heights", {}}, {}});
    }

    const Json& root_;
    const std::string source_, themes_;
    std::set<std::string> kinds_, filters_, lost_, others_;
    std::size_t icons_ = 0;
    bool flat_ = false;
};

// The name of the source to be drawn; empty when there is none.
std::string vector_source(const Json& sources, const std::string& wanted) {
    for (const auto& [name, source] : sources.items())
        if (source.is_object() && text_of(source, "type") == "vector" && (wanted.empty() || name == wanted)) return name;
    return {};
}

} // namespace

bool looks_like_tile_style(std::string_view text) {
    const auto json = bounded_json(text);
    return json && json->is_object() && json->contains("sources") && (*json)["sources"].is_object() && json->contains("layers") && (*json)["layers"].is_array();
}

Result<TileStyle> read_tile_style(std::string_view text, const std::string& base, const std::string& wanted, const std::string& themes) {
    const Text remedy{"remote.remedy.address", {}};
    if (!looks_like_tile_style(text)) return Error{ErrorClass::protocol, {"remote.not_tile_style", {{"address", remote::shown_address(base)}}}, remedy, {}, {}};
    const Json root = *bounded_json(text);
    const std::string source = vector_source(root["sources"], wanted);
    if (source.empty()) return Error{ErrorClass::unsupported, {"remote.no_tile_source", {{"address", remote::shown_address(base)}}}, remedy, {}, {}};
    TileStyle style;
    style.title = text_of(root, "name");
    style.set = tile_set_of(root["sources"][source], base);
    Reader(root, source, themes).read(style);
    return style;
}

} // namespace vigie::gis
