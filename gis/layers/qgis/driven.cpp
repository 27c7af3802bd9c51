#include "gis/layers/qgis/driven.hpp"

#include <algorithm>
#include <iterator>

#include "gis/layers/qgis/expression.hpp"

namespace vigie::gis::qgis {

namespace {

using Json = nlohmann::json;

// QgsGenericNumericTransformer and QgsSizeScaleTransformer: from a range of values to a range of results, bent by an exponent.
Json transformed(const Json& value, const pugi::xml_node& transformer) {
    const auto named = [](const pugi::xml_node& map, const char* name) { return map.find_child_by_attribute("Option", "name", name); };
    const pugi::xml_node settings = named(transformer, "d");
    const auto number = [&](const char* name, double otherwise) { return number_of(named(settings, name).attribute("value").value(), otherwise); };
    const int kind = named(transformer, "t").attribute("value").as_int(-1);
    constexpr int generic = 0, size_scale = 1;
    const bool has_curve = named(named(settings, "curve"), "x").attribute("value").value()[0] != '\0';
    if ((kind != generic && kind != size_scale) || has_curve) return nullptr;
    const double low = number("minValue", 0), high = number("maxValue", 1);
    const double least = number(kind == generic ? "minOutput" : "minSize", 0), most = number(kind == generic ? "maxOutput" : "maxSize", 1);
    if (!(low < high)) return nullptr;
    constexpr int linear = 0;
    const bool bent = kind == generic || named(settings, "scaleType").attribute("value").as_int() != linear;
    const double exponent = bent ? number("exponent", 1) : 1;
    const Json share = {"min", 1, {"max", 0, {"/", {"-", {"to-number", value}, low}, high - low}}};
    const Json scaled = {"+", least, {"*", {"^", share, exponent}, most - least}};
    const double none = number(kind == generic ? "nullOutput" : "nullSize", 0);
    return {"case", {"==", value, nullptr}, none, scaled};
}

} // namespace

Json driven_value(const DataDefined& defined) {
    const Translated translated = translate_value(defined.expression);
    if (!translated.ok()) return nullptr;
    return defined.transformer ? transformed(translated.expression, defined.transformer) : translated.expression;
}

Json driven_number(const Json& value, const DrivenNumber& wanted) {
    const Json own = (wanted.otherwise - wanted.shift) / wanted.factor;  // in the data's unit
    return {"min", wanted.most, {"max", wanted.least, {"+", wanted.shift, {"*", wanted.factor, {"to-number", {"coalesce", value, own}, own}}}}};
}

std::string property_words(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"size", "size"}, {"Size", "label_size"}, {"width", "width"}, {"height", "height"}, {"angle", "angle"}, {"fillColor", "fill_color"}, {"outlineColor", "outline_color"},
        {"outlineWidth", "outline_width"}, {"outlineStyle", "outline_style"}, {"offset", "offset"}, {"alpha", "opacity"}, {"opacity", "opacity"}, {"enabled", "enabled"}, {"layerEnabled", "enabled"},
        {"name", "shape"}, {"fillStyle", "fill_style"}, {"customDash", "dash"}, {"interval", "interval"}, {"Color", "label_color"}, {"Show", "label_shown"}, {"PositionX", "label_place"},
        {"PositionY", "label_place"}, {"LabelRotation", "label_angle"}, {"Bold", "label_bold"}, {"Family", "label_font"}, {"FontStyle", "label_font"}, {"OffsetXY", "label_place"}, {"OffsetQuad", "label_place"}, {"LabelDistance", "label_place"},
        {"Priority", "label_priority"}, {"ZIndex", "label_priority"}, {"BufferColor", "label_halo"}, {"BufferSize", "label_halo"}, {"BufferDraw", "label_halo"}};
    const auto known = std::ranges::find(words, name, [](const auto& w) { return w.first; });
    if (known == std::end(words)) return std::string(name);
    const std::string key = "layers.qgis.property.";
    return "@" + key + std::string(known->second);
}

} // namespace vigie::gis::qgis
