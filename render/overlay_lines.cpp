// Lines of the overlay as straight pieces with round or flat ends: trails, routes, measuring line, lasso.
#include <algorithm>
#include <cmath>

#include "render/overlay_geometry.hpp"

namespace vigie::render {

namespace {

double length(gis::PlanePoint a, gis::PlanePoint b) { return std::hypot(b.x - a.x, b.y - a.y); }

SegmentInstance segment(const BuildContext& context, gis::PlanePoint a, gis::PlanePoint b, Rgba color, Rgba halo, float width_px) {
    SegmentInstance s{};
    put(s.a, a, context.origin);
    put(s.b, b, context.origin);
    s.half_width_px = width_px / 2 * context.scale;
    put(s.color, color);
    put(s.halo, halo);
    s.round = 1;
    return s;
}

void add_line(const BuildContext& context, std::span<const gis::PlanePoint> points, Rgba color, Rgba halo, float width_px, bool dotted,
              std::vector<SegmentInstance>& out) {
    double along = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double step = length(points[i - 1], points[i]);
        if (step <= 0) continue;
        SegmentInstance s = segment(context, points[i - 1], points[i], color, halo, width_px);
        s.along = static_cast<float>(along);
        s.dotted = dotted ? 1 : 0;
        s.round = dotted ? 0 : 1;
        out.push_back(s);
        along += step;
    }
}

// Crossings of the polygon's edges with a pixel row, sorted.
std::vector<double> crossings(const std::vector<PxPoint>& polygon, double y) {
    std::vector<double> xs;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const PxPoint a = polygon[j], b = polygon[i];
        if ((a.y > y) != (b.y > y)) xs.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
    }
    std::sort(xs.begin(), xs.end());
    return xs;
}

} // namespace

gis::PlanePoint middle_of(const std::vector<gis::PlanePoint>& points) {
    double total = 0;
    for (std::size_t i = 1; i < points.size(); ++i) total += length(points[i - 1], points[i]);
    double left = total / 2;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double step = length(points[i - 1], points[i]);
        if (step >= left && step > 0) {
            const double t = left / step;
            return {points[i - 1].x + (points[i].x - points[i - 1].x) * t, points[i - 1].y + (points[i].y - points[i - 1].y) * t};
        }
        left -= step;
    }
    return points.empty() ? gis::PlanePoint{} : points.front();
}

std::vector<SegmentInstance> build_trails(const Overlay& overlay, const BuildContext& context) {
    constexpr float oldest = 0.12f;  // of the trail's own alpha
    std::vector<SegmentInstance> out;
    for (const Trail& trail : overlay.trails) {
        const std::size_t first = out.size();
        add_line(context, trail.points, trail.color, {0, 0, 0, 0}, trail.width_px, false, out);
        const float count = static_cast<float>(out.size() - first);
        for (std::size_t i = first; i < out.size(); ++i) {
            const float age = (static_cast<float>(i - first) + 1) / count;
            out[i].color[3] = static_cast<std::uint8_t>(static_cast<float>(trail.color.a) * (oldest + (1 - oldest) * age));
            out[i].round = 2;  // only its beginning: round ends on both sides would show as darker dots
        }
    }
    return out;
}

std::vector<SegmentInstance> build_routes(const Overlay& overlay, const BuildContext& context) {
    std::vector<SegmentInstance> out;
    for (const RouteLine& route : overlay.routes) add_line(context, route.points, route.color, route.halo, route.width_px, route.dotted, out);
    return out;
}

std::vector<SegmentInstance> build_measure(const Overlay& overlay, const BuildContext& context) {
    std::vector<SegmentInstance> out;
    std::vector<gis::PlanePoint> points = overlay.measure.points;
    if (overlay.measure.closed && points.size() > 2) points.push_back(points.front());
    add_line(context, points, overlay.accent, overlay.sight_halo, 2.5f, false, out);
    return out;
}

std::vector<SymbolInstance> build_knots(const Overlay& overlay, const BuildContext& context) {
    std::vector<SymbolInstance> out;
    const auto add = [&](gis::PlanePoint at, const Sprite& sprite, float dx, float dy) {
        out.push_back(fixed_symbol(context, at, sprite, dx, dy));
    };
    const MeasureLine& line = overlay.measure;
    const Sprite knot = context.atlas.sprite(knot_key(overlay.accent, overlay.sight_halo, context.scale),
                                             [&] { return paint_knot(overlay.accent, overlay.sight_halo, context.scale); });
    for (const gis::PlanePoint p : line.points) add(p, knot, 0, 0);
    if (line.label.empty() || line.points.empty()) return out;
    const FlagInks inks{overlay.flag_ground, overlay.flag_border, overlay.flag_text, overlay.flag_weak};
    const Sprite label = context.atlas.sprite(flag_key(line.label, {}, inks, context.scale),
                                              [&] { return paint_flag(context.atlas.faces(), line.label, {}, inks, context.scale); });
    add(line.points.back(), label, 10 * context.scale, -16 * context.scale);
    return out;
}

std::vector<SegmentInstance> build_lasso(const Overlay& overlay, const BuildContext& context, const Camera& camera) {
    std::vector<SegmentInstance> out;
    if (overlay.lasso.size() < 2) return out;
    std::vector<PxPoint> polygon;
    for (const gis::PlanePoint p : overlay.lasso) polygon.push_back(camera.screen_from_plane(p));
    double top = camera.height, bottom = 0;
    for (const PxPoint p : polygon) {
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    const Rgba veil{overlay.accent.r, overlay.accent.g, overlay.accent.b, 34};
    const int last = static_cast<int>(std::min<double>(camera.height, std::ceil(bottom)));
    for (int row = std::max(0, static_cast<int>(top)); row < last && polygon.size() > 2; ++row) {
        const double y = row + 0.5;
        const std::vector<double> xs = crossings(polygon, y);
        for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
            const double from = std::max(0.0, xs[i]), to = std::min<double>(camera.width, xs[i + 1]);
            if (to <= from) continue;
            SegmentInstance s = segment(context, camera.plane_from_screen({from, y}), camera.plane_from_screen({to, y}), veil, {0, 0, 0, 0}, 1);
            s.half_width_px = 0.5f;
            s.round = 0;
            out.push_back(s);
        }
    }
    std::vector<gis::PlanePoint> outline = overlay.lasso;
    outline.push_back(outline.front());
    add_line(context, outline, overlay.accent, overlay.sight_halo, 2, false, out);
    return out;
}

} // namespace vigie::render
