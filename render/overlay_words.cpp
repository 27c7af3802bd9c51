// Where the overlay's words stand: distances from markers, sides, and the boxes that labels keep clear of.
#include <algorithm>
#include <cmath>

#include "render/marker_shape.hpp"
#include "render/overlay_geometry.hpp"

namespace vigie::render {

namespace {

constexpr float flag_gap_px = 6.5f, wedge_reach_px = 34, em_px = 11.6f;
constexpr float flag_height_px = 22, caption_height_px = 18, callout_height_px = 40;

// The marker drawn at a place, if there is one.
const Marker* marker_at(const OverlayScene& scene, gis::PlanePoint at) {
    for (const SceneItem& item : scene.items())
        if (item.marker != SceneItem::none && item.at.x == at.x && item.at.y == at.y) return &scene.overlay().markers[item.marker];
    return nullptr;
}

float callout_width_px(FontFaces& faces, const Callout& c) {
    return std::max(faces.width(Face::semibold, c.title, em_px), faces.width(Face::regular, c.text, em_px)) + 28;
}

class WordBoxes {
public:
    WordBoxes(const OverlayScene& scene, FontFaces& faces, const Camera& camera, const FrameTime& time)
        : scene_(scene), faces_(faces), camera_(camera), time_(time) {}

    std::vector<PxBox> run() {
        for (const SceneItem& item : scene_.items())
            if (item.marker != SceneItem::none) around(item, scene_.overlay().markers[item.marker]);
        for (const RouteLine& route : scene_.overlay().routes) {
            if (route.flag.empty() || route.points.empty()) continue;
            const float half = faces_.width(Face::semibold, route.flag, em_px) / 2 + 8;
            add(camera_.screen_from_plane(middle_of(route.points)), {-half, -flag_height_px / 2, half, flag_height_px / 2});
        }
        for (const Callout& c : scene_.overlay().callouts) {
            const PxPoint at = camera_.screen_from_plane(c.at);
            const float width = callout_width_px(faces_, c), gap = callout_distance_px(scene_, c);
            const bool left = at.x + static_cast<double>((gap + width) * camera_.pixel_ratio) > camera_.width;
            const float from = left ? -gap - width : gap;
            add(at, {from, -callout_height_px * 0.7f, from + width, callout_height_px * 0.35f});
        }
        return std::move(out_);
    }

private:
    void around(const SceneItem& item, const Marker& m) {
        if (m.flag.empty() && m.caption.empty() && !m.pulses) return;
        const PxPoint at = scene_.place(item, camera_, time_);
        const ShapeLook look = shape_look(m.shape);
        if (m.pulses) add(at, {-33, -33, 33, 33});
        if (!m.flag.empty()) {
            const float width = faces_.width(Face::semibold, m.flag, em_px) + faces_.width(Face::regular, m.flag_weak, em_px) + 22;
            const float gap = flag_distance_px(m, item.flag_left), from = item.flag_left ? -gap - width : gap, y = look.middle.y * shape_scale(m);
            add(at, {from, y - flag_height_px / 2, from + width, y + flag_height_px / 2});
        }
        if (!m.caption.empty()) {
            const float half = faces_.width(Face::semibold, m.caption, em_px) / 2 + 3, foot = (look.middle.y + look.height / 2) * shape_scale(m);
            add(at, {-half, foot, half, foot + caption_height_px});
        }
    }
    void add(PxPoint at, const PxBox& box) {
        const float x = static_cast<float>(at.x), y = static_cast<float>(at.y), r = camera_.pixel_ratio;
        out_.push_back(PxBox{x + box.left * r, y + box.top * r, x + box.right * r, y + box.bottom * r}.grown(1.5f));  // whole pixels
    }

    const OverlayScene& scene_;
    FontFaces& faces_;
    const Camera& camera_;
    const FrameTime& time_;
    std::vector<PxBox> out_;
};

} // namespace

float flag_distance_px(const Marker& marker, bool left) {
    const float half = shape_look(marker.shape).width / 2;
    return (wedge_points(marker, left) ? wedge_reach_px : half + flag_gap_px) + half * (shape_scale(marker) - 1);
}

float callout_distance_px(const OverlayScene& scene, const Callout& callout) {
    const Marker* m = marker_at(scene, callout.at);
    if (m == nullptr) return 4;
    return m->pulses ? 24 : shape_look(m->shape).width / 2 * shape_scale(*m) + 3;
}

std::vector<bool> callout_sides(const OverlayScene& scene, GlyphAtlas& atlas, const Camera& camera) {
    std::vector<bool> sides;
    for (const Callout& callout : scene.overlay().callouts) {
        const double room = static_cast<double>((callout_width_px(atlas.faces(), callout) + callout_distance_px(scene, callout) + 6) * camera.pixel_ratio);
        const double x = camera.screen_from_plane(callout.at).x;
        sides.push_back(x + room > camera.width && x - room > 0);
    }
    return sides;
}

std::vector<PxBox> word_boxes(const OverlayScene& scene, FontFaces& faces, const Camera& camera, const FrameTime& time) {
    return WordBoxes(scene, faces, camera, time).run();
}

} // namespace vigie::render
