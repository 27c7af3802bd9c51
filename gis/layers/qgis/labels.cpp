#include "gis/layers/qgis/labels.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "gis/layers/qgis/driven.hpp"
#include "gis/layers/qgis/options.hpp"

namespace vigie::gis::qgis {

namespace {

using Json = nlohmann::json;

double text_px(const pugi::xml_node& style, const LayerContext& context) {
    const std::string_view unit = style.attribute("fontSizeUnit").as_string("Point");
    const double size = style.attribute("fontSize").as_double(10);
    if (!Measures::on_ground(unit)) return std::clamp(size * Measures::px_per(unit), 4.0, 128.0);
    context.losses.add("label_size");
    return 12;
}

void halo(Rule& rule, const pugi::xml_node& buffer) {
    if (buffer.attribute("bufferDraw").as_int() != 1) return;
    const double opacity = buffer.attribute("bufferOpacity").as_double(1), size = buffer.attribute("bufferSize").as_double(1);
    rule.paint["text-halo-color"] = color_of(buffer.attribute("bufferColor").as_string("255,255,255,255"), opacity);
    rule.paint["text-halo-width"] = std::clamp(size / 2 * Measures::px_per(buffer.attribute("bufferSizeUnits").as_string("MM")), 0.0, 16.0);  // QGIS strokes the letters with a pen of this size
}

bool is_bold(const pugi::xml_node& style) {
    const std::string_view named = style.attribute("namedStyle").value();
    return style.attribute("fontBold").as_int() == 1 || style.attribute("fontWeight").as_int() >= 63 || named.find("Bold") != std::string_view::npos;
}

// What of a label's settings has no counterpart.
void tell_rest(const pugi::xml_node& settings, const pugi::xml_node& style, const LayerContext& context) {
    if (style.child("background").attribute("shapeDraw").as_int() == 1) context.losses.add("label_background");
    if (style.child("shadow").attribute("shadowDraw").as_int() == 1) context.losses.add("label_shadow");
    const pugi::xml_node callout = settings.child("callout");
    if (Options(callout).text("enabled") == "1") context.losses.add("label_callout");
    for (const DataDefined& one : data_defined(settings)) context.losses.add("data_defined", property_words(one.name));
}

// One <settings> as a rule; nothing when it writes nothing.
std::optional<Rule> rule_of(const pugi::xml_node& settings, const LayerContext& context) {
    const pugi::xml_node style = settings.child("text-style"), rendering = settings.child("rendering"), placement = settings.child("placement");
    const std::string text = style.attribute("fieldName").value();
    if (!style || text.empty() || std::string_view(rendering.attribute("drawLabels").as_string("1")) == "0") return {};
    Rule rule;
    rule.zoom = context.zoom;
    if (rendering.attribute("scaleVisibility").as_int() == 1)
        rule.zoom = zoom_range(context.measures, number_of(rendering.attribute("scaleMax").value(), 0), number_of(rendering.attribute("scaleMin").value(), 0)).within(context.zoom);
    const bool expression = style.attribute("isExpression").as_int() == 1;
    const Json field = expression ? value_of(text, context, "label") : Json{"get", text};
    if (field.is_null() || rule.zoom.empty()) return {};
    rule.layout["text-field"] = field;
    rule.layout["text-size"] = text_px(style, context);
    rule.layout["text-minzoom"] = 0;
    rule.layout["text-priority"] = std::clamp(static_cast<int>(placement.attribute("priority").as_int(5)), 0, 10) * 5;
    if (is_bold(style)) rule.layout["text-bold"] = true;
    const int where = placement.attribute("placement").as_int();
    constexpr int along_line = 2, curved = 3;
    if (context.geometry == "line") rule.layout["symbol-placement"] = where == along_line || where == curved ? "line" : "point";
    rule.paint["text-color"] = color_of(style.attribute("textColor").as_string("0,0,0,255"), style.attribute("textOpacity").as_double(1) * context.opacity);
    halo(rule, style.child("text-buffer"));
    tell_rest(settings, style, context);
    return rule;
}

} // namespace

std::vector<Look> labels_of(const pugi::xml_node& layer, const LayerContext& context) {
    const pugi::xml_node labeling = layer.child("labeling");
    const std::string_view kind = labeling.attribute("type").value();
    if (!labeling || std::string_view(layer.attribute("labelsEnabled").as_string("1")) == "0") return {};
    std::vector<Rule> rules;
    if (kind == "simple") {
        if (auto rule = rule_of(labeling.child("settings"), context)) rules.push_back(std::move(*rule));
    } else if (kind == "rule-based") {
        for (const TreeRule& tree : tree_rules(labeling.child("rules"), context)) {
            auto rule = rule_of(tree.node.child("settings"), context);
            if (!rule) continue;
            rule->filter = tree.filter;
            rule->zoom = rule->zoom.within(tree.zoom);
            rule->place = tree.place;
            rule->otherwise = tree.otherwise;
            if (!rule->zoom.empty()) rules.push_back(std::move(*rule));
        }
    } else {
        context.losses.add("labels", std::string(kind));
    }
    return looks_of(std::move(rules));
}

} // namespace vigie::gis::qgis
