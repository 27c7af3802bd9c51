#include "gis/layers/style_reader.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace vigie::gis {

namespace {

using Json = nlohmann::json;
constexpr std::size_t max_notices = 100;  // a file of another kind would give thousands

struct ColorProperty {
    std::string_view name;
    std::optional<DayNight> PaintRule::*member;
};
constexpr ColorProperty color_properties[] = {
    {"fill-color", &PaintRule::fill_color},       {"fill-outline-color", &PaintRule::fill_outline_color},
    {"line-color", &PaintRule::line_color},       {"line-casing-color", &PaintRule::line_casing_color},
    {"circle-color", &PaintRule::circle_color},   {"circle-stroke-color", &PaintRule::circle_stroke_color},
    {"text-color", &PaintRule::text_color},       {"text-halo-color", &PaintRule::text_halo_color}};

struct NumberProperty {
    std::string_view name;
    double PaintRule::*member;
    double least, most;
};
constexpr NumberProperty number_properties[] = {
    {"fill-outline-width", &PaintRule::fill_outline_width, 0, 64}, {"line-width", &PaintRule::line_width, 0, 256},
    {"line-width-m", &PaintRule::line_width_m, 0, 10'000},         {"line-casing-width", &PaintRule::line_casing_width, 0, 64},
    {"circle-radius", &PaintRule::circle_radius, 0, 128},          {"circle-stroke-width", &PaintRule::circle_stroke_width, 0, 64},
    {"text-size", &PaintRule::text_size, 4, 128},                  {"text-halo-width", &PaintRule::text_halo_width, 0, 16},
    {"text-minzoom", &PaintRule::text_minzoom, 0, 24},             {"minzoom", &PaintRule::minzoom, 0, 24},
    {"maxzoom", &PaintRule::maxzoom, 0, 24}};

std::optional<std::uint8_t> hex_byte(std::string_view digits) {
    unsigned value = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (ec != std::errc() || end != digits.data() + digits.size()) return {};
    return static_cast<std::uint8_t>(value);
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

} // namespace

void StyleReader::complain(const char* key, const Path& path, const std::string& what) {
    if (notices.size() >= max_notices) return;
    const TextPlace place = place_of_json(text_, path);
    notices.push_back({.severity = Severity::warning,
                       .where = file_,
                       .text = {key, {{"what", what}, {"line", std::to_string(place.line)}, {"column", std::to_string(place.column)}}},
                       .remedy = {"layers.remedy.fix_style", {}}});
}

std::optional<Rgba> StyleReader::one_color(const Json& value) const {
    if (!value.is_string()) return {};
    const std::string text = value.get<std::string>();
    if ((text.size() != 7 && text.size() != 9) || text[0] != '#') return {};
    std::uint8_t bytes[4] = {0, 0, 0, 255};
    for (std::size_t i = 0; i < (text.size() - 1) / 2; ++i) {
        const auto byte = hex_byte(std::string_view(text).substr(1 + 2 * i, 2));
        if (!byte) return {};
        bytes[i] = *byte;
    }
    return Rgba{bytes[0], bytes[1], bytes[2], bytes[3]};
}

std::optional<DayNight> StyleReader::color(const Json& value, const Path& path) {
    if (value.is_array() && value.size() == 2) {
        const auto day = one_color(value[0]), night = one_color(value[1]);
        if (day && night) return DayNight{*day, *night};
    } else if (const auto both = one_color(value)) {
        return DayNight{*both, *both};
    } else if (value.is_string()) {
        for (const auto& [name, c] : colors_)
            if (name == value.get_ref<const std::string&>()) return c;
    }
    complain("layers.style.bad_color", path, text_of(value));
    return {};
}

void StyleReader::read_colors(const Json& root) {
    const auto colors = root.find("colors");
    if (colors == root.end() || !colors->is_object()) return;
    for (const auto& [name, value] : colors->items())
        if (const auto c = color(value, {"colors", name})) colors_.emplace_back(name, *c);
}

void StyleReader::read_filter(PaintRule& rule, const Json& filter, const Path& path) {
    const bool shaped = filter.is_array() && filter.size() >= 3 && filter[0].is_string() && (filter[0] == "==" || filter[0] == "in");
    const Json* field = shaped ? &filter[1] : nullptr;
    if (field && field->is_array() && field->size() == 2 && (*field)[0] == "get") field = &(*field)[1];
    if (!field || !field->is_string()) {
        complain("layers.style.bad_filter", path, filter.dump());
        return;
    }
    rule.field = field->get<std::string>();
    const auto add = [&](const Json& v) {
        if (v.is_string() || v.is_number()) rule.values.push_back(text_of(v));
    };
    for (std::size_t i = 2; i < filter.size(); ++i) {
        const Json& v = filter[i];
        if (v.is_array() && v.size() == 2 && v[0] == "literal" && v[1].is_array())
            for (const Json& x : v[1]) add(x);
        else
            add(v);
    }
}

void StyleReader::read_property(PaintRule& rule, const std::string& name, const Json& value, const Path& path) {
    const auto named = [&](const auto& p) { return p.name == name; };
    if (const auto* c = std::ranges::find_if(color_properties, named); c != std::end(color_properties)) {
        rule.*(c->member) = color(value, path);
    } else if (const auto* n = std::ranges::find_if(number_properties, named); n != std::end(number_properties)) {
        if (value.is_number() && value.get<double>() >= n->least && value.get<double>() <= n->most)
            rule.*(n->member) = value.get<double>();
        else
            complain("layers.style.bad_number", path, name);
    } else if (name == "line-dasharray") {
        const bool good = value.is_array() && value.size() <= 16 &&
                          std::ranges::all_of(value, [](const Json& v) { return v.is_number() && v.get<double>() >= 0; });
        if (good) rule.line_dasharray = value.get<std::vector<double>>();
        else complain("layers.style.bad_number", path, name);
    } else if (name == "text-field" && value.is_string()) {
        rule.text_field = value.get<std::string>();
    } else if (name == "icon-image" && value.is_string()) {
        rule.icon_image = value.get<std::string>();
    } else if (name == "text-bold" && value.is_boolean()) {
        rule.text_bold = value.get<bool>();
    } else if (name == "symbol-placement" && (value == "line" || value == "point")) {
        rule.text_along_line = value == "line";
    } else if (name == "text-priority" && value.is_number_integer()) {
        rule.text_priority = value.get<int>();
    } else {
        complain("layers.style.unknown_member", path, name);
    }
}

void StyleReader::read_member(PaintRule& rule, const std::string& name, const Json& value, const Path& path) {
    if (name == "id" && value.is_string()) {
        rule.id = value.get<std::string>();
    } else if (name == "theme" && value.is_string()) {
        rule.theme = value.get<std::string>();
    } else if (name == "order" && value.is_number_integer()) {
        rule.order = value.get<int>();
    } else if (name == "filter") {
        read_filter(rule, value, path);
    } else if (name == "minzoom" || name == "maxzoom") {
        read_property(rule, name, value, path);
    } else if ((name == "paint" || name == "layout") && value.is_object()) {
        for (const auto& [key, v] : value.items()) {
            Path inner = path;
            inner.emplace_back(key);
            read_property(rule, key, v, inner);
        }
    } else {
        complain("layers.style.unknown_member", path, name);
    }
}

PaintRule StyleReader::read_rule(const Json& layer, const Path& path) {
    PaintRule rule;
    for (const auto& [name, value] : layer.items()) {
        Path member = path;
        member.emplace_back(name);
        read_member(rule, name, value, member);
    }
    if (rule.theme.empty()) complain("layers.style.no_theme", path, rule.id);
    return rule;
}

MapStyle StyleReader::read(const Json& root) {
    MapStyle style;
    if (!root.is_object() || !root.contains("layers") || !root["layers"].is_array()) {
        complain("layers.style.no_layers", {}, "layers");
        return style;
    }
    read_colors(root);
    if (const auto it = root.find("background-color"); it != root.end())
        if (const auto c = color(*it, {"background-color"})) style.background = *c;
    const Json& layers = root["layers"];
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const Path path{"layers", i};
        if (!layers[i].is_object()) {
            complain("layers.style.unknown_member", path, layers[i].dump());
            continue;
        }
        PaintRule rule = read_rule(layers[i], path);
        if (!rule.theme.empty()) style.rules.push_back(std::move(rule));
    }
    return style;
}

} // namespace vigie::gis
