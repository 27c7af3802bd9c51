#include "gis/layers/vector_tiles/tile_properties.hpp"

#include <algorithm>

#include "gis/layers/style.hpp"
#include "gis/layers/style_properties.hpp"

namespace vigie::gis {

namespace {

using Json = nlohmann::json;

constexpr const char* black = "#000000";

// "{name} ({ele})" as an expression; texts without braces as they are.
Json text_with_fields(const std::string& text) {
    if (text.find('{') == std::string::npos) return Json::array({"concat", text});
    Json parts = Json::array({"concat"});
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t open = rest.find('{'), close = rest.find('}', open == std::string_view::npos ? rest.size() : open);
        if (close == std::string_view::npos) break;
        if (open > 0) parts.push_back(std::string(rest.substr(0, open)));
        parts.push_back(Json::array({"to-string", Json::array({"get", std::string(rest.substr(open + 1, close - open - 1))})}));
        rest.remove_prefix(close + 1);
    }
    if (!rest.empty()) parts.push_back(std::string(rest));
    return parts;
}

bool is_continuous(const StyleProperty& p) { return p.kind == ValueKind::number || p.kind == ValueKind::color; }

// What stands at a stop: lists and texts with braces are no expressions there.
Json stop_value(const StyleProperty& p, const Json& value) {
    if (p.name == "text-field" && value.is_string()) return text_with_fields(value.get<std::string>());
    if (value.is_array() && (value.empty() || !value[0].is_string())) return Json::array({"literal", value});
    return value;
}

// {"stops": [[zoom, value]…], "base"} and {"property", "type", "stops", "default"}, as styles were written before expressions.
Json function_as_expression(const StyleProperty& p, const Json& function) {
    const auto field = function.find("property");
    const auto kind = function.find("type");
    const std::string type = kind != function.end() && kind->is_string() ? kind->get<std::string>() : is_continuous(p) ? "exponential" : "interval";
    const bool of_field = field != function.end() && field->is_string();
    const Json read = of_field ? Json::array({"get", *field}) : Json::array({"zoom"});
    if (of_field && type == "identity") return read;
    const auto stops = function.find("stops");
    if (stops == function.end() || !stops->is_array() || stops->empty()) return nullptr;
    for (const Json& stop : *stops)
        if (!stop.is_array() || stop.size() != 2 || stop[0].is_structured()) return nullptr;
    const auto value = [&](const Json& stop) { return stop_value(p, stop[1]); };
    if (of_field && type == "categorical") {
        Json match = Json::array({"match", read});
        for (const Json& stop : *stops) match.insert(match.end(), {stop[0], value(stop)});
        match.push_back(function.contains("default") ? stop_value(p, function["default"]) : value(stops->front()));
        return match;
    }
    const Json input = of_field ? Json::array({"to-number", read}) : read;
    if (stops->size() == 1) return value(stops->front());
    if (type == "exponential" && is_continuous(p)) {
        const double base = function.contains("base") && function["base"].is_number() ? function["base"].get<double>() : 1;
        Json curve = Json::array({"interpolate", base == 1 ? Json::array({"linear"}) : Json::array({"exponential", base}), input});
        for (const Json& stop : *stops) curve.insert(curve.end(), {stop[0], value(stop)});
        return curve;
    }
    Json step = Json::array({"step", input, value(stops->front())});
    for (std::size_t i = 1; i < stops->size(); ++i) step.insert(step.end(), {(*stops)[i][0], value((*stops)[i])});
    return step;
}

// Operators that our reader has under another name, or of which only the text counts.
Json plainer(const Json& value) {
    if (!value.is_array() || value.empty() || !value[0].is_string() || value[0] == "literal") return value;
    if (value[0] == "format") {  // text, how it is written, text, how…
        Json parts = Json::array({"concat"});
        for (std::size_t i = 1; i < value.size(); ++i)
            if (!value[i].is_object()) parts.push_back(Json::array({"to-string", plainer(value[i])}));
        return parts;
    }
    Json out = Json::array();
    for (const Json& part : value) out.push_back(plainer(part));
    if (out[0] == "interpolate-hcl" || out[0] == "interpolate-lab") out[0] = "interpolate";
    return out;
}

class TheirLayer {
public:
    TheirLayer(const Json& paint, const Json& layout) : paint_(paint), layout_(layout) {}
    TilePaint made;

    [[nodiscard]] const Json* find(const char* name) const {
        for (const Json* holder : {&paint_, &layout_})
            if (const auto found = holder->find(name); found != holder->end()) return &*found;
        return nullptr;
    }

    // `theirs` as `ours`; without it, or when it is not understood, `usual`, the specification's default, unless that is ours too.
    void take(const char* ours, const char* theirs, const Json& usual) {
        if (const Json* value = find(theirs)) {
            if (auto read = tile_property(ours, *value)) {
                made.properties[ours] = std::move(*read);
                return;
            }
            made.lost.emplace_back(theirs);
        }
        if (!usual.is_null()) made.properties[ours] = usual;
    }
    void same(const char* name, const Json& usual = nullptr) { take(name, name, usual); }
    void lose(std::initializer_list<const char*> names) {
        for (const char* name : names)
            if (find(name)) made.lost.emplace_back(name);
    }

private:
    const Json &paint_, &layout_;
};

void fill(TheirLayer& layer) {
    if (layer.find("fill-pattern")) {
        layer.made.lost.emplace_back("fill-pattern");
        layer.made.empty = !layer.find("fill-color");
    }
    layer.same("fill-color", black);
    layer.same("fill-opacity");
    layer.same("fill-outline-color");
    layer.lose({"fill-translate"});
}

// Along lines, and around areas.
void line(TheirLayer& layer) {
    if (layer.find("line-pattern")) {
        layer.made.lost.emplace_back("line-pattern");
        layer.made.empty = !layer.find("line-color");
    }
    layer.same("line-color", black);
    layer.same("line-width", 1);
    layer.same("line-opacity");
    layer.same("line-dasharray");
    layer.same("line-offset");
    layer.same("line-cap", "butt");
    layer.same("line-join", "miter");
    Json& p = layer.made.properties;
    p["fill-outline-color"] = p["line-color"];
    p["fill-outline-width"] = p["line-width"];
    if (!is_understood(Json{{"theme", "t"}, {"paint", {{"fill-outline-width", p["line-width"]}}}})) p["fill-outline-width"] = 1;
    if (p.contains("line-opacity")) p["fill-opacity"] = p["line-opacity"];
    layer.lose({"line-gap-width", "line-blur", "line-gradient", "line-translate"});
}

void circle(TheirLayer& layer) {
    layer.same("circle-color", black);
    layer.same("circle-radius", 5);
    layer.same("circle-opacity");
    layer.same("circle-stroke-color", black);
    layer.same("circle-stroke-width");
    layer.same("circle-stroke-opacity");
    layer.lose({"circle-blur", "circle-translate"});
}

void symbol(TheirLayer& layer) {
    Json& p = layer.made.properties;
    layer.made.icon = layer.find("icon-image") != nullptr;
    layer.same("text-field");
    layer.made.empty = !p.contains("text-field");
    p["text-minzoom"] = 0;
    layer.same("text-color", black);
    layer.same("text-size", 16);
    layer.same("text-halo-color", "rgba(0,0,0,0)");
    layer.same("text-halo-width", 0);
    layer.same("text-opacity");
    layer.same("text-transform");
    layer.same("text-offset");
    layer.same("text-allow-overlap");
    layer.same("symbol-sort-key");
    if (!layer.find("text-variable-anchor")) layer.same("text-anchor", "center");
    const Json* placement = layer.find("symbol-placement");
    if (placement && (*placement == "line" || *placement == "line-center")) p["symbol-placement"] = "line";
    else if (placement && *placement != "point") layer.made.lost.emplace_back("symbol-placement");
    const Json* faces = layer.find("text-font");
    if (faces && faces->is_array() && !faces->empty() && (*faces)[0].is_string()) p["text-bold"] = (*faces)[0].get_ref<const std::string&>().find("Bold") != std::string::npos;
}

void extrusion(TheirLayer& layer) {
    layer.take("fill-color", "fill-extrusion-color", black);
    layer.take("fill-opacity", "fill-extrusion-opacity", nullptr);
}

} // namespace

bool is_understood(const Json& rule) {
    const Json style{{"layers", Json::array({rule})}};
    const LoadedStyle read = read_style(style.dump(-1, ' ', false, Json::error_handler_t::replace), {});
    return read.notices.empty() && read.style.rules.size() == 1;
}

std::optional<Json> tile_property(const std::string& property, const Json& value) {
    const StyleProperty* p = style_property(property);
    if (!p) return {};
    Json read = value.is_object() ? function_as_expression(*p, value) : plainer(value);
    // A text stands for itself; alone in our styles it would be a field's name.
    if (p->name == "text-field" && read.is_string()) read = text_with_fields(read.get<std::string>());
    if (read.is_null() || !is_understood(Json{{"theme", "t"}, {"paint", {{property, read}}}})) return {};
    return read;
}

std::optional<TilePaint> tile_paint(const std::string& kind, const Json& paint, const Json& layout) {
    static constexpr std::pair<std::string_view, void (*)(TheirLayer&)> kinds[] = {{"fill", fill}, {"line", line}, {"circle", circle}, {"symbol", symbol}, {"fill-extrusion", extrusion}};
    const auto known = std::ranges::find(kinds, kind, [](const auto& k) { return k.first; });
    if (known == std::end(kinds)) return {};
    TheirLayer layer(paint, layout);
    known->second(layer);
    return std::move(layer.made);
}

} // namespace vigie::gis
