#include "render/marker_shape.hpp"

#include <algorithm>
#include <cmath>

#include "render/painter.hpp"

namespace vigie::render {

namespace {

// The rim is centred on the nominal outline: half of it lies outside.
constexpr float rim_outside_px = 0.9f;
constexpr float drop_head = 12, drop_height = 32, drop_tip = 0.8f;

// A round head that narrows to a small round tip; p relative to the tip.
float drop_distance(GlyphPoint p) {
    constexpr float h = drop_height - drop_head - drop_tip, b = (drop_head - drop_tip) / h;
    const float a = std::sqrt(1 - b * b);
    const float x = std::abs(p.x), y = p.y + drop_height - drop_head;  // from the head's middle, down
    const float k = -b * x + a * y;
    if (k < 0) return std::hypot(x, y) - drop_head;
    if (k > a * h) return std::hypot(x, y - h) - drop_tip;
    return a * x + b * y - drop_head;
}

float triangle_distance(GlyphPoint p, float width, float height) {
    constexpr float round = 1.2f;
    const float w = width / 2 - round * 1.7f, h = height / 2;
    const std::array<GlyphPoint, 3> corners{GlyphPoint{0, -h + round * 2}, GlyphPoint{w, h - round}, GlyphPoint{-w, h - round}};
    return polygon_distance(p, corners) - round;
}

} // namespace

ShapeLook shape_look(MarkerShape shape) {
    switch (shape) {
    case MarkerShape::drop:
        return {.width = 24, .height = 32, .middle = {0, -16}, .icon_at = {0, -20}, .icon_px = 17.5f, .badge_at = {9.5f, -29}, .badge_px = 15};
    case MarkerShape::circle:
    case MarkerShape::dashed_circle:
        return {.width = 17, .height = 17, .middle = {0, 0}, .icon_at = {0, 0}, .icon_px = 13.5f, .badge_at = {8, -8}, .badge_px = 12};
    case MarkerShape::square_cross:
        return {.width = 17, .height = 17, .middle = {0, 0}, .icon_at = {0, 0}, .icon_px = 13, .badge_at = {8, -8}, .badge_px = 12};
    case MarkerShape::lozenge:
        return {.width = 25, .height = 25, .middle = {0, 0}, .icon_at = {0, 0}, .icon_px = 15, .badge_at = {9, -9}, .badge_px = 13};
    case MarkerShape::triangle:
        return {.width = 27, .height = 24, .middle = {0, 0}, .icon_at = {0, 4}, .icon_px = 16, .badge_at = {9, -9}, .badge_px = 13};
    case MarkerShape::alert_triangle:
        return {.width = 38, .height = 34, .middle = {0, 0}, .icon_at = {0, 5.5f}, .icon_px = 20, .badge_at = {13, -13}, .badge_px = 15};
    case MarkerShape::square:
        return {.width = 21, .height = 21, .middle = {0, 0}, .icon_at = {0, 0}, .icon_px = 18, .badge_at = {10, -10}, .badge_px = 14};
    case MarkerShape::disc:
        return {.width = 28, .height = 28, .middle = {0, 0}, .icon_at = {0, 0}, .icon_px = 19, .badge_at = {10.5f, 11}, .badge_px = 16};
    }
    return {};
}

float shape_scale(const Marker& marker) {
    return marker.size_px > 0 ? marker.size_px / shape_look(marker.shape).width : 1;
}

float shape_distance(MarkerShape shape, GlyphPoint p) {
    const float outside = rim_outside_px;
    const ShapeLook look = shape_look(shape);
    switch (shape) {
    case MarkerShape::drop: return drop_distance(p);
    case MarkerShape::circle:
    case MarkerShape::dashed_circle:
    case MarkerShape::disc: return disc_distance(p, {0, 0}, look.width / 2) - outside;
    case MarkerShape::square: return rounded_rect_distance(p, {-10.5f, -10.5f}, {10.5f, 10.5f}, 4) - outside;
    case MarkerShape::square_cross: return rounded_rect_distance(p, {-8.5f, -8.5f}, {8.5f, 8.5f}, 3) - outside;
    case MarkerShape::lozenge: {
        const std::array<GlyphPoint, 4> corners{GlyphPoint{0, -11.2f}, GlyphPoint{11.2f, 0}, GlyphPoint{0, 11.2f}, GlyphPoint{-11.2f, 0}};
        return polygon_distance(p, corners) - 0.9f - outside;
    }
    case MarkerShape::triangle:
    case MarkerShape::alert_triangle: return triangle_distance(p, look.width, look.height) - outside;
    }
    return 0;
}

bool is_plain_disc(const Marker& m) {
    constexpr float widest_px = 24;  // larger ones are worth a sprite
    const bool round = m.shape == MarkerShape::circle || m.shape == MarkerShape::disc;
    const float size = m.size_px > 0 ? m.size_px : shape_look(m.shape).width;
    return round && size <= widest_px && m.icon == 0 && m.glyph == Glyph::none && m.badge == Glyph::none && m.edge.a == 0 &&
           m.heading_deg < 0 && !m.pulses && m.flag.empty() && m.caption.empty();
}

bool wedge_points(const Marker& marker, bool left) {
    constexpr float half_angle_deg = 42;
    return marker.heading_deg >= 0 && std::abs(marker.heading_deg - (left ? 270 : 90)) < half_angle_deg;
}

PxBox painted_box(const Marker& marker) {
    const ShapeLook look = shape_look(marker.shape);
    const float scale = shape_scale(marker);
    PxBox box{look.middle.x - look.width / 2, look.middle.y - look.height / 2, look.middle.x + look.width / 2,
              look.middle.y + look.height / 2};
    box = box.grown(marker_halo_px + rim_outside_px);
    if (marker.badge != Glyph::none) {
        const float half = look.badge_px / 2;
        box.left = std::min(box.left, look.badge_at.x - half);
        box.top = std::min(box.top, look.badge_at.y - half);
        box.right = std::max(box.right, look.badge_at.x + half);
        box.bottom = std::max(box.bottom, look.badge_at.y + half);
    }
    return {box.left * scale, box.top * scale, box.right * scale, box.bottom * scale};
}

} // namespace vigie::render
