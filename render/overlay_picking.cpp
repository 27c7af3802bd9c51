// OverlayScene's answers about places: what lies under a point, inside a polygon, what labels must avoid.
#include <algorithm>
#include <cmath>

#include "render/marker_shape.hpp"
#include "render/overlay_scene.hpp"

namespace vigie::render {

namespace {

constexpr float least_target_px = 12;  // half the least hit target
constexpr float furthest_px = 64;      // no picture reaches further from its place (a drop is 33, a donut 32)

std::uint64_t cell_key(std::int64_t x, std::int64_t y) {
    return (static_cast<std::uint64_t>(x) << 32) ^ static_cast<std::uint64_t>(y & 0xffff'ffff);
}

bool inside(PxPoint p, std::span<const PxPoint> polygon) {
    bool in = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const PxPoint a = polygon[j], b = polygon[i];
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) in = !in;
    }
    return in;
}

} // namespace

const OverlayScene::Cells& OverlayScene::cells() const {
    if (cells_) return *cells_;
    Cells& out = cells_.emplace();
    out.size = level_units_per_px(level_.value_or(0)) * static_cast<double>(furthest_px) * 2;
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
        const SceneItem& item = items_[i];
        if (item.motion != Motion::still) {
            out.movers.push_back(i);
            continue;
        }
        const auto column = [&out](double v) { return static_cast<std::int64_t>(std::floor(v / out.size)); };
        out.still[cell_key(column(item.at.x), column(item.at.y))].push_back(i);
    }
    return out;
}

float OverlayScene::distance_px(const SceneItem& item, PxPoint p, const Camera& camera, const FrameTime& time) const {
    const PxPoint at = place(item, camera, time);
    const float ratio = camera.pixel_ratio;
    const GlyphPoint q{static_cast<float>(p.x - at.x) / ratio, static_cast<float>(p.y - at.y) / ratio};
    if (item.cluster != SceneItem::none)
        return std::hypot(q.x, q.y) - donut_diameter(clustering_.clusters[item.cluster].count) / 2;
    const Marker& m = overlay_.markers[item.marker];
    const float scale = shape_scale(m);
    const GlyphPoint middle = shape_look(m.shape).middle;
    const float exact = shape_distance(m.shape, {q.x / scale, q.y / scale}) * scale;
    // Small shapes answer in a disc of the least target too.
    return std::min(exact, std::hypot(q.x - middle.x * scale, q.y - middle.y * scale) - least_target_px);
}

std::vector<std::size_t> OverlayScene::items_at(PxPoint p, const Camera& camera, const FrameTime& time) const {
    std::vector<std::size_t> hits;
    const auto look = [&](std::uint32_t i) {
        if (distance_px(items_[i], p, camera, time) <= marker_halo_px) hits.push_back(i);
    };
    const Cells& index = cells();
    for (const std::uint32_t i : index.movers) look(i);
    const gis::PlanePoint at = camera.plane_from_screen(p);
    const double reach = camera.units_per_px * static_cast<double>(furthest_px * camera.pixel_ratio);
    const auto column = [&index](double v) { return static_cast<std::int64_t>(std::floor(v / index.size)); };
    for (std::int64_t y = column(at.y - reach); y <= column(at.y + reach); ++y)
        for (std::int64_t x = column(at.x - reach); x <= column(at.x + reach); ++x)
            if (const auto cell = index.still.find(cell_key(x, y)); cell != index.still.end())
                for (const std::uint32_t i : cell->second) look(i);
    std::sort(hits.begin(), hits.end(), std::greater<>());
    return hits;
}

std::vector<std::uint64_t> OverlayScene::keys_of(const SceneItem& item) const {
    if (item.marker != SceneItem::none) return {overlay_.markers[item.marker].key};
    std::vector<std::uint64_t> keys;
    for (const std::uint32_t m : clustering_.of(clustering_.clusters[item.cluster])) keys.push_back(overlay_.markers[grouping_[m]].key);
    return keys;
}

gis::PlaneBox OverlayScene::box_of(const SceneItem& item) const {
    gis::PlaneBox box;
    if (item.cluster == SceneItem::none) {
        box.include(item.at.x, item.at.y);
        return box;
    }
    for (const std::uint32_t m : clustering_.of(clustering_.clusters[item.cluster])) box.include(points_[m].at.x, points_[m].at.y);
    return box;
}

std::vector<std::uint64_t> OverlayScene::markers_in(std::span<const PxPoint> polygon, const Camera& camera, const FrameTime& time) const {
    std::vector<std::uint64_t> keys;
    if (polygon.size() < 3) return keys;
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const SceneItem& item = items_[i];
        // A marker counts where it really is, also while a cluster or an opened stack shows it elsewhere.
        if (item.marker != SceneItem::none) {
            const Marker& m = overlay_.markers[item.marker];
            const PxPoint at = item.motion == Motion::fixes ? place(item, camera, time) : camera.screen_from_plane(m.at);
            if (inside(at, polygon)) keys.push_back(m.key);
            continue;
        }
        for (const std::uint32_t member : clustering_.of(clustering_.clusters[item.cluster])) {
            const Marker& m = overlay_.markers[grouping_[member]];
            if (inside(camera.screen_from_plane(m.at), polygon)) keys.push_back(m.key);
        }
    }
    return keys;
}

std::vector<PxBox> OverlayScene::obstacles(const Camera& camera, const FrameTime& time) const {
    std::vector<PxBox> boxes;
    const float ratio = camera.pixel_ratio;
    gis::PlaneBox near = camera.visible();
    const double margin = camera.units_per_px * static_cast<double>(furthest_px * 4 * ratio);
    near.include(near.min_x - margin, near.min_y - margin);
    near.include(near.max_x + margin, near.max_y + margin);
    for (const SceneItem& item : items_) {
        if (!near.contains(item.at.x, item.at.y) && !near.contains(item.from.x, item.from.y)) continue;
        const PxPoint p = place(item, camera, time);
        const float x = static_cast<float>(p.x), y = static_cast<float>(p.y);
        PxBox box;
        if (item.cluster != SceneItem::none) {
            const float r = donut_diameter(clustering_.clusters[item.cluster].count) / 2 + marker_halo_px;
            box = {-r, -r, r, r};
        } else {
            box = painted_box(overlay_.markers[item.marker]);
        }
        boxes.push_back({x + box.left * ratio, y + box.top * ratio, x + box.right * ratio, y + box.bottom * ratio});
    }
    return boxes;
}

// A flag stands right of its disc; left when that side is free of others and the right one is not.
void OverlayScene::choose_flag_sides(const Camera& camera) {
    constexpr std::size_t most_flags = 400;  // beyond, flags overlap anyway
    std::vector<std::uint32_t> flagged;
    for (std::uint32_t i = 0; i < items_.size(); ++i)
        if (items_[i].marker != SceneItem::none && !overlay_.markers[items_[i].marker].flag.empty()) flagged.push_back(i);
    if (flagged.size() > most_flags) return;
    const double upp = camera.units_per_px;
    const float ratio = camera.pixel_ratio;
    const auto spot = [&](const SceneItem& item) {
        return GlyphPoint{static_cast<float>(item.at.x / upp) / ratio, static_cast<float>(-item.at.y / upp) / ratio};
    };
    std::vector<PxBox> taken;
    for (const std::uint32_t i : flagged) {
        const GlyphPoint p = spot(items_[i]);
        taken.push_back({p.x - 16, p.y - 16, p.x + 16, p.y + 16});
    }
    for (const std::uint32_t i : flagged) {
        const Marker& m = overlay_.markers[items_[i].marker];
        const GlyphPoint p = spot(items_[i]);
        const float width = 16 + 6.2f * static_cast<float>(m.flag.size() + m.flag_weak.size());
        const PxBox right{p.x + 20, p.y - 11, p.x + 20 + width, p.y + 11}, left{p.x - 20 - width, p.y - 11, p.x - 20, p.y + 11};
        const auto clashes = [&](const PxBox& box) { return std::count_if(taken.begin(), taken.end(), [&](const PxBox& t) { return t.overlaps(box); }); };
        const auto right_cost = clashes(right) + (wedge_points(m, false) ? 1 : 0), left_cost = clashes(left) + (wedge_points(m, true) ? 1 : 0);
        items_[i].flag_left = right_cost > 0 && left_cost == 0;
        taken.push_back(items_[i].flag_left ? left : right);
    }
}

} // namespace vigie::render
