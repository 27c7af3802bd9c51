#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "gis/layers/style_properties.hpp"
#include "gis/layers/tiles.hpp"

namespace vigie::gis {

namespace {

constexpr std::uint16_t not_drawn = 0xffff;
constexpr double equator_m = 40'075'016.68557849;
constexpr double largest_scale = 3;  // of the interface
constexpr double nearest_zoom = 24;

double zoom_of(double units_per_px, double metres_per_unit) {
    return std::log2(equator_m / 512 / (units_per_px * metres_per_unit));
}

} // namespace

ZoomSpan zooms_of(int level, double metres_per_unit) {
    const double finest = zoom_of(units_per_px(level), metres_per_unit);
    return {zoom_of(units_per_px(level) * 2 * largest_scale, metres_per_unit),
            level == finest_level ? std::max(finest, nearest_zoom) : finest};  // nearer views use the finest tiles
}

double greatest(const PaintRule& rule, std::string_view property, double plain, ZoomSpan zooms) {
    const auto driven = std::ranges::find_if(rule.driven, [&](const DrivenProperty& d) { return d.property->name == property; });
    if (driven == rule.driven.end()) return plain;
    constexpr int steps = 12;
    double most = 0;
    for (int i = 0; i <= steps; ++i) {
        StyleSubject subject;
        subject.zoom = zooms.coarsest + (zooms.finest - zooms.coarsest) * i / steps;
        const StyleValue v = driven->value->at(subject);
        most = std::max(most, v.number() && std::isfinite(*v.number()) ? std::abs(*v.number()) : plain);
    }
    return std::min(most, driven->property->most);
}

double stroke_px(const PaintRule& rule, int level, double metres_per_unit) {
    const ZoomSpan zooms = zooms_of(level, metres_per_unit);
    const auto most = [&](std::string_view property, double plain) { return rule.driven.empty() ? plain : greatest(rule, property, plain, zooms); };
    const double line = rule.line_color ? std::max(most("line-width", rule.line_width),
                                                   most("line-width-m", rule.line_width_m) / (units_per_px(level) * metres_per_unit)) +
                                              2 * (rule.line_casing_color ? most("line-casing-width", rule.line_casing_width) : 0)
                                        : 0;
    return std::max(line, rule.fill_outline_color ? most("fill-outline-width", rule.fill_outline_width) : 0.5);
}

bool seen_at(const PaintRule& rule, int level, double metres_per_unit) {
    const ZoomSpan zooms = zooms_of(level, metres_per_unit);
    return (rule.minzoom <= zooms.finest || level == finest_level) && rule.maxzoom > zooms.coarsest;
}

std::shared_ptr<const StyledLayer> styled(LayerPtr layer, std::shared_ptr<const MapStyle> style, double metres_per_unit, std::string look) {
    auto result = std::make_shared<StyledLayer>();
    ClassifiedLayer classes = classified(*layer, *style, StyleScope::shapes, look);
    result->look = std::move(look);
    result->rules = std::move(classes.rules);
    result->rule_of_feature = std::move(classes.rule_of_feature);
    result->notices = std::move(classes.notices);
    result->style = std::move(style);
    result->metres_per_unit = metres_per_unit;
    bool lines = false;
    std::vector<std::uint8_t> used_by_lines(result->rules.size(), 0), used_by_others = used_by_lines;
    const FeatureGeometry& g = layer->geometry;
    for (std::size_t f = 0; f < g.feature_count(); ++f) {
        const bool line = g.type[f] == GeometryType::line;
        lines = lines || line;
        result->has_shapes = result->has_shapes || line || g.type[f] == GeometryType::polygon;
        const std::uint16_t rule = result->rule_of_feature[f];
        if (rule != not_drawn) (line ? used_by_lines : used_by_others)[rule] = 1;
    }
    std::set<int> line_orders, other_orders;
    std::set<DrawGroup> groups;
    for (std::size_t r = 0; r < result->rules.size(); ++r) {
        if (used_by_lines[r]) line_orders.insert(result->rules[r].order);
        if (used_by_others[r]) other_orders.insert(result->rules[r].order);
        groups.insert({result->rules[r].order, static_cast<std::uint16_t>(r / rules_per_table)});
    }
    result->line_orders.assign(line_orders.begin(), line_orders.end());
    result->other_orders.assign(other_orders.begin(), other_orders.end());
    result->groups.assign(groups.begin(), groups.end());
    if (lines) {
        const auto& along = layer->index.packed().features;
        result->rank.assign(g.feature_count(), 0);
        for (std::size_t i = 0; i < along.size(); ++i) result->rank[along[i]] = static_cast<std::uint32_t>(i);
    }
    result->points = PointField(g, result->rule_of_feature);
    result->layer = std::move(layer);
    return result;
}

} // namespace vigie::gis
