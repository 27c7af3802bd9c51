#include "gis/layers/snap.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::gis {

namespace {

constexpr std::size_t max_looked_at = 4'000;  // features around a point: a map seen from afar has no vertex worth clinging to

PlanePoint nearest_on_edge(PlanePoint p, PlanePoint a, PlanePoint b) {
    const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
    return {a.x + t * dx, a.y + t * dy};
}

struct Nearest {
    std::optional<SnapHit> vertex, edge;

    void offer(std::optional<SnapHit>& best, SnapHit hit, double reach) {
        if (hit.distance <= reach && (!best || hit.distance < best->distance)) best = hit;
    }
    void look(const Layer& layer, std::uint32_t feature, PlanePoint p, double reach) {
        const FeatureGeometry& g = layer.geometry;
        for (std::uint32_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) {
            const std::size_t begin = g.vertex_begin[part], end = g.vertex_begin[part + 1];
            const auto at = [&](std::size_t v) { return PlanePoint{g.xy[2 * v], g.xy[2 * v + 1]}; };
            for (std::size_t v = begin; v < end; ++v) {
                offer(vertex, {at(v), true, std::hypot(p.x - at(v).x, p.y - at(v).y), &layer, feature}, reach);
                const bool closes = g.type[feature] == GeometryType::polygon && v + 1 == end;
                if (g.type[feature] == GeometryType::point || (v + 1 == end && !closes)) continue;
                const PlanePoint on = nearest_on_edge(p, at(v), at(closes ? begin : v + 1));
                offer(edge, {on, false, std::hypot(p.x - on.x, p.y - on.y), &layer, feature}, reach);
            }
        }
    }
};

} // namespace

std::optional<SnapHit> snap(std::span<const LayerPtr> layers, PlanePoint p, double reach, std::optional<std::pair<const Layer*, std::uint32_t>> apart) {
    Nearest nearest;
    std::size_t looked_at = 0;
    for (const LayerPtr& layer : layers)
        layer->index.query(PlaneBox{p.x - reach, p.y - reach, p.x + reach, p.y + reach}, [&](std::uint32_t feature) {
            if (!apart || apart->first != layer.get() || apart->second != feature) nearest.look(*layer, feature, p, reach);
            return ++looked_at < max_looked_at;
        });
    return nearest.vertex ? nearest.vertex : nearest.edge;
}

} // namespace vigie::gis
