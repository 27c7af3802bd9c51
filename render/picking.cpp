#include "render/picking.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::render {

namespace {

double distance_to_segment(gis::PlanePoint p, const double* a, const double* b) {
    const double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? std::clamp(((p.x - a[0]) * dx + (p.y - a[1]) * dy) / length2, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - a[0] - t * dx, p.y - a[1] - t * dy);
}

// Distance in plane units from the shape's lines, or from its points; `inside` counts rings around p (even and odd).
struct Reach {
    double distance = 1e300;
    bool inside = false;
};

Reach reach_of(const gis::FeatureGeometry& g, std::uint32_t feature, gis::PlanePoint p) {
    Reach reach;
    const gis::GeometryType type = g.type[feature];
    for (std::uint32_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) {
        const std::size_t begin = g.vertex_begin[part], end = g.vertex_begin[part + 1];
        for (std::size_t v = begin; v < end; ++v) {
            const double* at = g.xy.data() + 2 * v;
            if (type == gis::GeometryType::point || end - begin == 1) {
                reach.distance = std::min(reach.distance, std::hypot(p.x - at[0], p.y - at[1]));
                continue;
            }
            if (v + 1 == end && type != gis::GeometryType::polygon) continue;
            const double* next = g.xy.data() + 2 * (v + 1 < end ? v + 1 : begin);
            reach.distance = std::min(reach.distance, distance_to_segment(p, at, next));
            const bool crosses = (at[1] > p.y) != (next[1] > p.y) && p.x < (next[0] - at[0]) * (p.y - at[1]) / (next[1] - at[1]) + at[0];
            if (crosses) reach.inside = !reach.inside;
        }
    }
    return reach;
}

} // namespace

bool is_drawn(const gis::StyledLayer& layer, std::uint32_t feature, double zoom) {
    const std::uint16_t rule = layer.rule_of_feature[feature];
    return rule != 0xffff && zoom >= layer.rules[rule].minzoom && zoom < layer.rules[rule].maxzoom;
}

std::vector<PickedFeature> pick(const gis::StyledLayer& layer, const Camera& camera, PxPoint p, double tolerance_px) {
    const gis::Layer& source = *layer.layer;
    const auto& rules = layer.rules;
    const double zoom = camera.zoom(layer.metres_per_unit), ratio = static_cast<double>(camera.pixel_ratio);
    const double px_per_metre = 1 / (camera.units_per_px * layer.metres_per_unit);
    double widest = 0;  // how far drawing reaches beyond the geometry
    gis::PaintRule scratch;
    for (const gis::PaintRule& rule : rules) {
        const gis::PaintRule& r = gis::at_zoom(rule, zoom, scratch);
        widest = std::max({widest, std::max(r.line_width * ratio, r.line_width_m * px_per_metre) / 2 + std::abs(r.line_offset) * ratio,
                           (r.circle_radius + r.circle_stroke_width) * ratio});
    }
    const gis::PlanePoint at = camera.plane_from_screen(p);
    const double around = (widest + tolerance_px) * camera.units_per_px;
    std::vector<PickedFeature> hits;
    source.index.query(gis::PlaneBox{at.x - around, at.y - around, at.x + around, at.y + around}, [&](std::uint32_t feature) {
        if (!is_drawn(layer, feature, zoom)) return true;
        const gis::PaintRule& rule = gis::at_zoom(rules[layer.rule_of_feature[feature]], zoom, scratch);
        const Reach reach = reach_of(source.geometry, feature, at);
        PickedFeature hit{feature, rule.order, feature, 0, reach.distance / camera.units_per_px};
        switch (source.geometry.type[feature]) {
        case gis::GeometryType::none: return true;
        case gis::GeometryType::polygon:
            if (reach.inside && (rule.fill_color || rule.fill_pattern != gis::Pattern::none)) hit.distance_px = 0;
            break;
        case gis::GeometryType::line:
            hit.kind = 1;
            hit.rank = layer.rank[feature];
            hit.distance_px = std::abs(hit.distance_px - std::abs(rule.line_offset) * ratio) - std::max(rule.line_width * ratio, rule.line_width_m * px_per_metre) / 2;
            break;
        case gis::GeometryType::point:
            hit.kind = 2;
            hit.rank = layer.points.order_of({source.geometry.xy[2 * source.geometry.vertex_begin[source.geometry.part_begin[feature]]],
                                              source.geometry.xy[2 * source.geometry.vertex_begin[source.geometry.part_begin[feature]] + 1]});
            hit.distance_px -= (rule.circle_radius + rule.circle_stroke_width) * ratio;
            break;
        }
        hit.distance_px = std::max(0.0, hit.distance_px);
        if (hit.distance_px <= tolerance_px) hits.push_back(hit);
        return true;
    });
    return hits;
}

} // namespace vigie::render
