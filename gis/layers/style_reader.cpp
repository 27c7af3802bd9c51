#include "gis/layers/style_reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gis/layers/style_properties.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t max_notices = 100;  // a file of another kind would give thousands
constexpr std::size_t longest_shown = 80;

std::string text_of(const nlohmann::json& value) {
    std::string text = value.is_string() ? value.get<std::string>() : value.is_array() ? "[…]" : value.is_object() ? "{…}" : value.dump();
    if (text.size() > longest_shown) {
        text.resize(longest_shown);
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
        text += "…";
    }
    if (text.starts_with('@')) text.insert(0, " ");  // not a key of the language tables
    return text;
}

std::string shown(double number) { return StyleValue(number).shown(); }

JsonPath inside(JsonPath path, JsonStep step) {
    path.push_back(std::move(step));
    return path;
}

// "{number} {street}" as an expression.
nlohmann::json concat_of(std::string_view text) {
    nlohmann::json parts = nlohmann::json::array({"concat"});
    while (!text.empty()) {
        const std::size_t open = text.find('{'), close = text.find('}', open == std::string_view::npos ? open : open + 1);
        if (close == std::string_view::npos) break;
        if (open > 0) parts.push_back(std::string(text.substr(0, open)));
        parts.push_back(nlohmann::json::array({"get", std::string(text.substr(open + 1, close - open - 1))}));
        text.remove_prefix(close + 1);
    }
    if (!text.empty()) parts.push_back(std::string(text));
    return parts;
}

} // namespace

void StyleReader::complain(const char* key, const JsonPath& path, const std::string& what, Text remedy) {
    complain_of_expression(path, {key, {{"what", what}}});
    notices.back().remedy = std::move(remedy);
}

void StyleReader::complain_of_expression(const JsonPath& path, Text text) {
    if (notices.size() >= max_notices) notices.pop_back();
    const TextPlace place = place_of_json(text_, path);
    text.args.emplace_back("line", std::to_string(place.line));
    text.args.emplace_back("column", std::to_string(place.column));
    const bool color = text.key == "layers.style.bad_color";
    notices.push_back({.severity = Severity::warning, .where = file_, .text = std::move(text),
                       .remedy = {color ? "layers.remedy.style.color" : "layers.remedy.style.expression", {}}});
}

ExpressionReader StyleReader::expressions() {
    return {palette_, [this](const JsonPath& path, Text text) { complain_of_expression(path, std::move(text)); }};
}

void StyleReader::read_colors(const Json& root) {
    const auto colors = root.find("colors");
    if (colors == root.end() || !colors->is_object()) return;
    for (const auto& [name, value] : colors->items()) {
        const ExpressionPtr read = expressions().read(value, {"colors", name}, {ValueKind::color, {}});
        if (read && !read->uses_zoom() && !read->uses_feature())
            if (const StyleValue color = read->at({}); color.color()) palette_->emplace_back(name, *color.color());
    }
}

// False when the rule would paint what it should not.
bool StyleReader::read_filter(PaintRule& rule, const Json& filter, const JsonPath& path) {
    // One field and its values are compared once per distinct value, whatever the number of features: see classify.
    const auto plain = [](const Json& v) { return v.is_string() || v.is_number(); };
    const bool listed = filter.is_array() && filter.size() >= 3 && filter[1].is_string() && std::all_of(filter.begin() + 2, filter.end(), plain) &&
                        (filter[0] == "in" || (filter[0] == "==" && filter.size() == 3)) && !filter[1].get_ref<const std::string&>().starts_with('$');
    if (!listed) {
        rule.condition = expressions().read_filter(filter, path);
        return rule.condition != nullptr;
    }
    rule.field = filter[1].get<std::string>();
    for (std::size_t i = 2; i < filter.size(); ++i)
        rule.values.push_back(filter[i].is_string() ? filter[i].get<std::string>() : shown(filter[i].get<double>()));
    return true;
}

void StyleReader::refuse(const StyleProperty& p, const Json& value, const JsonPath& path) {
    const std::string name(p.name);
    if (p.kind == ValueKind::color)
        return complain("layers.style.bad_color", path, text_of(value), {"layers.remedy.style.color", {}});
    if (!p.words.empty()) {
        std::string words;
        for (const std::string_view word : p.words) words.append(words.empty() ? "" : ", ").append(word);
        return complain("layers.style.bad_word", path, text_of(value), {"layers.remedy.style.word", {{"what", name}, {"words", words}}});
    }
    if (p.kind == ValueKind::number && p.most > p.least)
        return complain("layers.style.bad_number", path, name, {"layers.remedy.style.number", {{"what", name}, {"least", shown(p.least)}, {"most", shown(p.most)}}});
    complain("layers.style.unknown_member", path, name, {"layers.remedy.style.member", {}});
}

void StyleReader::read_constant(PaintRule& rule, const StyleProperty& p, const Json& value, const JsonPath& path) {
    StyleValue read;
    if (value.is_boolean()) read = value.get<bool>();
    else if (value.is_number()) read = value.get<double>();
    else if (value.is_string()) read = value.get<std::string>();
    else if (value.is_array()) {
        auto items = std::make_shared<std::vector<StyleValue>>();
        for (const Json& item : value) items->push_back(item.is_number() ? StyleValue(item.get<double>()) : StyleValue());
        read = StyleList(std::move(items));
    }
    if (p.kind == ValueKind::color && read.text()) {
        const auto color = day_night_of_text(*read.text(), *palette_);
        read = color ? StyleValue(*color) : StyleValue();
    }
    if (!p.put(rule, p, read)) refuse(p, value, path);
}

void StyleReader::read_expression(PaintRule& rule, const StyleProperty& p, const Json& value, const JsonPath& path) {
    const bool any_text = p.kind == ValueKind::text && p.words.empty();  // numbers may be written too
    PaintRule scratch;
    const ExpressionReader::Wanted wanted{any_text ? ValueKind::any : p.kind, [&](const StyleValue& v) { return any_text || p.put(scratch, p, v); }};
    ExpressionPtr read = expressions().read(value, path, wanted);
    if (!read) return;
    if ((read->uses_zoom() && !p.by_zoom) || (read->uses_feature() && !p.by_feature))
        return complain(read->uses_zoom() && !p.by_zoom ? "layers.style.not_by_zoom" : "layers.style.not_by_feature", path, std::string(p.name),
                        {"layers.remedy.style.member", {}});
    if (p.name == "text-field") rule.text = std::move(read);
    else if (p.name == "symbol-sort-key") rule.symbol_sort_key = std::move(read);
    else {
        constexpr double usual_zoom = 15;
        StyleSubject subject;
        subject.zoom = usual_zoom;
        if (!p.put(rule, p, read->at(subject)) && p.kind == ValueKind::color) (void)p.put(rule, p, DayNight{{0, 0, 0}, {0, 0, 0}});
        if (read->uses_zoom() || read->uses_feature()) rule.driven.push_back({&p, std::move(read)});
    }
}

// A field's name, a text with fields in braces, or an expression.
void StyleReader::read_text_field(PaintRule& rule, const Json& value, const JsonPath& path) {
    const StyleProperty& p = *style_property("text-field");
    if (value.is_string() && value.get_ref<const std::string&>().find('{') == std::string::npos) rule.text_field = value.get<std::string>();
    else if (value.is_string()) read_expression(rule, p, concat_of(value.get_ref<const std::string&>()), path);
    else if (value.is_array()) read_expression(rule, p, value, path);
    else refuse(p, value, path);
}

void StyleReader::read_property(PaintRule& rule, const std::string& name, const Json& value, const JsonPath& path) {
    const StyleProperty* p = style_property(name);
    if (!p) return complain("layers.style.unknown_member", path, name, {"layers.remedy.style.member", {}});
    if (name == "text-field") return read_text_field(rule, value, path);
    const bool numbers = p->kind == ValueKind::list && value.is_array() && (value.empty() || !value[0].is_string());
    const bool called = (value.is_array() && !numbers) || (name == "symbol-sort-key" && value.is_number());
    if (called) read_expression(rule, *p, value, path);
    else read_constant(rule, *p, value, path);
}

// False when the rule must be left out.
bool StyleReader::read_member(PaintRule& rule, const std::string& name, const Json& value, const JsonPath& path) {
    if (name == "filter") return read_filter(rule, value, path);
    if (name == "id" && value.is_string()) {
        rule.id = value.get<std::string>();
    } else if (name == "theme" && value.is_string()) {
        rule.theme = value.get<std::string>();
    } else if (name == "also" && value.is_boolean()) {
        also_ = value.get<bool>();
    } else if (name == "order" && value.is_number_integer() && std::abs(value.get<double>()) <= 1e6) {
        rule.order = value.get<int>();
    } else if ((name == "minzoom" || name == "maxzoom") && value.is_number() && value.get<double>() >= 0 && value.get<double>() <= 24) {
        (name == "minzoom" ? rule.minzoom : rule.maxzoom) = value.get<double>();
    } else if (name == "minzoom" || name == "maxzoom") {
        complain("layers.style.bad_number", path, name, {"layers.remedy.style.number", {{"what", name}, {"least", "0"}, {"most", "24"}}});
    } else if ((name == "paint" || name == "layout") && value.is_object()) {
        for (const auto& [key, v] : value.items()) read_property(rule, key, v, inside(path, key));
    } else {
        complain("layers.style.unknown_member", path, name, {"layers.remedy.style.member", {}});
    }
    return true;
}

bool StyleReader::read_rule(PaintRule& rule, const Json& layer, const JsonPath& path) {
    bool good = true;
    also_ = false;
    for (const auto& [name, value] : layer.items()) good = read_member(rule, name, value, inside(path, name)) && good;
    if (rule.theme.empty()) complain("layers.style.no_theme", path, rule.id, {"layers.remedy.style.theme", {}});
    if (also_ && !rule.theme.empty()) {
        rule.beside = std::move(rule.theme);
        rule.theme = rule.beside + "+" + std::to_string(path.back().index() ? std::get<1>(path.back()) : 0);
    }
    return good && !rule.theme.empty();
}

MapStyle StyleReader::read(const Json& root) {
    MapStyle style;
    if (!root.is_object() || !root.contains("layers") || !root["layers"].is_array()) {
        complain("layers.style.no_layers", {}, "layers", {"layers.remedy.style.member", {}});
        notices.back().severity = Severity::error;
        return style;
    }
    read_colors(root);
    if (const auto it = root.find("background-color"); it != root.end()) {
        const ExpressionPtr read = expressions().read(*it, {"background-color"}, {ValueKind::color, {}});
        if (read)
            if (const StyleValue color = read->at({}); color.color()) style.background = *color.color();
    }
    const Json& layers = root["layers"];
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const JsonPath path{"layers", i};
        if (!layers[i].is_object()) {
            complain("layers.style.unknown_member", path, text_of(layers[i]), {"layers.remedy.style.member", {}});
            continue;
        }
        PaintRule rule;
        if (read_rule(rule, layers[i], path)) style.rules.push_back(std::move(rule));
    }
    return style;
}

} // namespace vigie::gis
