#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/marker_shape.hpp"
#include "render/overlay_geometry.hpp"

namespace vigie::render {

namespace {

constexpr float raised_scale = 1.2f;  // of what the pointer or a list's row is on

std::uint8_t byte(float v) { return static_cast<std::uint8_t>(std::clamp(v, 0.0f, 255.0f)); }

class ItemBuilder {
public:
    ItemBuilder(const OverlayScene& scene, const BuildContext& context, const std::unordered_map<std::uint64_t, double>& pulse_start)
        : scene_(scene), overlay_(scene.overlay()), context_(context), pulse_start_(pulse_start),
          donuts_({overlay_.families, overlay_.cluster_ground, overlay_.cluster_text}, context.scale),
          raised_donuts_({overlay_.families, overlay_.cluster_ground, overlay_.cluster_text}, context.scale * raised_scale) {}

    OverlayInstances build() {
        for (std::size_t i = 0; i < scene_.items().size(); ++i) {
            const SceneItem& item = scene_.items()[i];
            if (item.cluster == SceneItem::none) add_marker(item);
            else if (!context_.groups_in || context_.groups_in->contains(item.at.x, item.at.y)) add_donut(item);
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] SymbolInstance placed(const SceneItem& item, const Sprite& sprite, float dx, float dy) const {
        SymbolInstance s{};
        put(s.from, item.from, context_.origin);
        put(s.at, item.at, context_.origin);
        s.time_s[0] = static_cast<float>(item.start_s);
        s.time_s[1] = static_cast<float>(item.end_s);
        s.offset_px[0] = dx - sprite.anchor_x;
        s.offset_px[1] = dy - sprite.anchor_y;
        s.spread_px[0] = item.spread_x * context_.scale;
        s.spread_px[1] = item.spread_y * context_.scale;
        s.slot[0] = sprite.slot.x;
        s.slot[1] = sprite.slot.y;
        s.slot[2] = sprite.slot.width;
        s.slot[3] = sprite.slot.height;
        s.alpha = 255;
        s.clock = static_cast<std::uint8_t>(item.motion);
        return s;
    }
    void count_into_batch(bool points) {
        if (out_.batches.empty() || out_.batches.back().points != points)
            out_.batches.push_back({points, static_cast<std::uint32_t>(points ? out_.points.size() : out_.symbols.size()), 0});
        ++out_.batches.back().count;
    }
    void add(const SymbolInstance& s) {
        count_into_batch(false);
        out_.symbols.push_back(s);
    }
    void add_donut(const SceneItem& item) {
        const Cluster& c = scene_.clustering().clusters[item.cluster];
        const bool raised = scene_.holds_hovered(item);
        const Sprite sprite = context_.atlas.sprite(donut_name(c, context_.scale * (raised ? raised_scale : 1)), [&] {
            return (raised ? raised_donuts_ : donuts_).paint(context_.atlas.faces(), c.families);
        });
        add(placed(item, sprite, 0, 0));
    }
    // Colours differ between day and night, so they are part of the name.
    [[nodiscard]] std::string donut_name(const Cluster& c, float scale) const {
        std::string key = donut_key(c.families, scale);
        key.append(reinterpret_cast<const char*>(overlay_.families.data()), sizeof overlay_.families);
        key.append(reinterpret_cast<const char*>(&overlay_.cluster_ground), sizeof(Rgba));
        return key;
    }
    void add_point(const SceneItem& item, const Marker& m) {
        PointInstance p{};
        put(p.from, item.from, context_.origin);
        put(p.at, item.at, context_.origin);
        p.time_s[0] = static_cast<float>(item.start_s);
        p.time_s[1] = static_cast<float>(item.end_s);
        put(p.fill, m.fill);
        put(p.halo, m.halo);
        p.diameter_px4 = byte((m.size_px > 0 ? m.size_px : shape_look(m.shape).width) * context_.scale * 4);
        p.halo_px4 = m.halo.a == 0 ? std::uint8_t{0} : byte(marker_halo_px * context_.scale * 4);
        p.clock = static_cast<std::uint8_t>(item.motion);
        p.alpha = byte(m.alpha * 255);
        count_into_batch(true);
        out_.points.push_back(p);
    }
    void add_marker(const SceneItem& item) {
        const Marker& original = overlay_.markers[item.marker];
        const bool raised = scene_.hovered(item.marker), opened = item.spread_x != 0 || item.spread_y != 0;
        if (is_plain_disc(original) && !raised && !opened) {
            add_point(item, original);
            return;
        }
        Marker raised_copy;
        if (raised) {
            raised_copy = original;
            raised_copy.size_px = shape_look(original.shape).width * shape_scale(original) * raised_scale;
        }
        const Marker& m = raised ? raised_copy : original;
        if (m.pulses) add_rings(item, m);
        if (m.heading_deg >= 0) add_wedge(item, m);
        const Sprite sprite = context_.atlas.sprite(marker_key(m, context_.scale), [&] { return paint_marker(context_.atlas.faces(), m, context_.scale); });
        SymbolInstance s = placed(item, sprite, 0, 0);
        s.alpha = byte(m.alpha * 255);
        add(s);
        if (!m.flag.empty()) add_flag(item, m);
        if (!m.caption.empty()) add_caption(item, m);
    }
    void add_rings(const SceneItem& item, const Marker& m) {
        add(placed(item, context_.atlas.sprite(rings_key(m.fill, context_.scale), [&] { return paint_rings(m.fill, context_.scale); }), 0, 0));
        const auto began = pulse_start_.find(m.key);
        if (began == pulse_start_.end()) return;
        const Sprite sprite = context_.atlas.sprite(pulse_key(m.fill, context_.scale), [&] { return paint_pulse(m.fill, context_.scale); });
        SymbolInstance s = placed(item, sprite, 0, 0);
        s.offset_px[0] = sprite.anchor_x;
        s.offset_px[1] = sprite.anchor_y;
        s.time_s[0] = static_cast<float>(began->second);
        s.clock = static_cast<std::uint8_t>(Motion::still);
        s.mode = static_cast<std::uint8_t>(SymbolMode::pulses);
        add(s);
    }
    void add_wedge(const SceneItem& item, const Marker& m) {
        const Sprite sprite = context_.atlas.sprite(wedge_key(m, context_.scale), [&] { return paint_wedge(m, context_.scale); });
        SymbolInstance s = placed(item, sprite, 0, 0);
        s.offset_px[0] = sprite.anchor_x;
        s.offset_px[1] = sprite.anchor_y;
        s.turn = m.heading_deg * std::numbers::pi_v<float> / 180;
        s.mode = static_cast<std::uint8_t>(SymbolMode::turns);
        s.alpha = byte(m.alpha * 255);
        add(s);
    }
    void add_flag(const SceneItem& item, const Marker& m) {
        const FlagInks inks{overlay_.flag_ground, overlay_.flag_border, overlay_.flag_text, overlay_.flag_weak};
        const Sprite sprite = context_.atlas.sprite(flag_key(m.flag, m.flag_weak, inks, context_.scale), [&] {
            return paint_flag(context_.atlas.faces(), m.flag, m.flag_weak, inks, context_.scale);
        });
        const ShapeLook look = shape_look(m.shape);
        const float side = flag_distance_px(m, item.flag_left) * context_.scale;
        const float dx = item.flag_left ? -side - static_cast<float>(sprite.slot.width) + 2 * sprite.anchor_x : side;
        add(placed(item, sprite, dx, look.middle.y * shape_scale(m) * context_.scale));
    }
    void add_caption(const SceneItem& item, const Marker& m) {
        const Sprite sprite = context_.atlas.sprite(caption_key(m.caption, overlay_.flag_text, m.halo, context_.scale), [&] {
            return paint_caption(context_.atlas.faces(), m.caption, overlay_.flag_text, m.halo, context_.scale);
        });
        const ShapeLook look = shape_look(m.shape);
        add(placed(item, sprite, 0, (look.middle.y + look.height / 2) * shape_scale(m) * context_.scale));
    }

    const OverlayScene& scene_;
    const Overlay& overlay_;
    const BuildContext& context_;
    const std::unordered_map<std::uint64_t, double>& pulse_start_;
    DonutPainter donuts_, raised_donuts_;
    OverlayInstances out_;
};

// The marker that stands on its own at a place: a sight there belongs to it.
const SceneItem* alone_at(const OverlayScene& scene, gis::PlanePoint at) {
    for (const SceneItem& item : scene.items())
        if (item.marker != SceneItem::none && item.at.x == at.x && item.at.y == at.y && !scene.overlay().markers[item.marker].clusters) return &item;
    return nullptr;
}

void add_sight(const OverlayScene& scene, const BuildContext& context, const SceneItem* item, gis::PlanePoint at, std::vector<SymbolInstance>& out) {
    const Overlay& overlay = scene.overlay();
    float radius = 14, dy = 0;
    if (item != nullptr) {
        const Marker& m = overlay.markers[item->marker];
        const ShapeLook look = shape_look(m.shape);
        radius = std::max(look.width, look.height) / 2 * shape_scale(m) + 9.7f;
        dy = look.middle.y * shape_scale(m) * context.scale;
    }
    const Sprite sprite = context.atlas.sprite(sight_key(radius, overlay.sight, overlay.sight_halo, context.scale),
                                               [&] { return paint_sight(radius, overlay.sight, overlay.sight_halo, context.scale); });
    SymbolInstance s = fixed_symbol(context, item != nullptr ? item->at : at, sprite, 0, dy);
    if (item != nullptr) {
        put(s.from, item->from, context.origin);
        s.time_s[0] = static_cast<float>(item->start_s);
        s.time_s[1] = static_cast<float>(item->end_s);
        s.spread_px[0] = item->spread_x * context.scale;
        s.spread_px[1] = item->spread_y * context.scale;
        s.clock = static_cast<std::uint8_t>(item->motion);
    }
    out.push_back(s);
}

} // namespace

SymbolInstance fixed_symbol(const BuildContext& context, gis::PlanePoint at, const Sprite& sprite, float dx, float dy) {
    SymbolInstance s{};
    put(s.from, at, context.origin);
    put(s.at, at, context.origin);
    s.offset_px[0] = dx - sprite.anchor_x;
    s.offset_px[1] = dy - sprite.anchor_y;
    s.slot[0] = sprite.slot.x;
    s.slot[1] = sprite.slot.y;
    s.slot[2] = sprite.slot.width;
    s.slot[3] = sprite.slot.height;
    s.alpha = 255;
    return s;
}

OverlayInstances build_items(const OverlayScene& scene, const BuildContext& context, const std::unordered_map<std::uint64_t, double>& pulse_start) {
    return ItemBuilder(scene, context, pulse_start).build();
}

std::vector<SymbolInstance> build_tops(const OverlayScene& scene, const BuildContext& context, const std::vector<bool>& to_left) {
    std::vector<SymbolInstance> out;
    const Overlay& overlay = scene.overlay();
    for (const RouteLine& route : overlay.routes) {
        if (route.flag.empty() || route.points.empty()) continue;
        const FlagInks inks{route.flag_fill, {0, 0, 0, 0}, route.flag_text, route.flag_text};
        const Sprite sprite = context.atlas.sprite(flag_key(route.flag, {}, inks, context.scale),
                                                   [&] { return paint_flag(context.atlas.faces(), route.flag, {}, inks, context.scale); });
        out.push_back(fixed_symbol(context, middle_of(route.points), sprite, sprite.anchor_x - static_cast<float>(sprite.slot.width / 2), 0));
    }
    for (const std::uint64_t key : overlay.selected)
        if (const auto item = scene.item_of(key)) add_sight(scene, context, &scene.items()[*item], {}, out);
    for (const gis::PlanePoint at : overlay.sights) add_sight(scene, context, alone_at(scene, at), at, out);
    for (std::size_t i = 0; i < overlay.callouts.size(); ++i) {
        const Callout& callout = overlay.callouts[i];
        const bool left = i < to_left.size() && to_left[i];
        const Sprite sprite = context.atlas.sprite(callout_key(callout, left, context.scale),
                                                   [&] { return paint_callout(context.atlas.faces(), callout, left, context.scale); });
        const float clear = callout_distance_px(scene, callout) * context.scale;
        out.push_back(fixed_symbol(context, callout.at, sprite, left ? -clear : clear, 0));
    }
    return out;
}

} // namespace vigie::render
