#include "render/symbol_sprites.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/marker_shape.hpp"
#include "render/painter.hpp"

namespace vigie::render {

namespace {

constexpr float rim_px = 1.8f;

// Bytes of the values that make a look, one after the other.
class Key {
public:
    explicit Key(char kind) { text_.push_back(kind); }
    template <class T>
        requires std::is_trivially_copyable_v<T>
    Key& operator<<(const T& value) {
        const auto* bytes = reinterpret_cast<const char*>(&value);
        text_.append(bytes, sizeof value);
        return *this;
    }
    Key& operator<<(const std::string& value) {
        *this << value.size();
        text_ += value;
        return *this;
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
};

// A canvas around a box given relative to the anchor, px at scale 1.
struct Canvas {
    Painter painter;
    GlyphPoint anchor;  // px of the canvas
    float scale;

    Canvas(const PxBox& box, float s)
        : painter(static_cast<int>(std::ceil((box.right - box.left) * s)) + 4, static_cast<int>(std::ceil((box.bottom - box.top) * s)) + 4),
          anchor{std::round(-box.left * s) + 2, std::round(-box.top * s) + 2}, scale(s) {}
    [[nodiscard]] GlyphPoint at(GlyphPoint p) const { return {anchor.x + p.x * scale, anchor.y + p.y * scale}; }
    [[nodiscard]] PaintedImage take() && { return std::move(painter).take(anchor); }
};

void paint_body(Canvas& canvas, const Marker& marker) {
    const float s = canvas.scale;
    const auto distance = [&canvas, &marker, s](float grow) {
        return [&canvas, &marker, s, grow](GlyphPoint p) {
            return (shape_distance(marker.shape, {(p.x - canvas.anchor.x) / s, (p.y - canvas.anchor.y) / s}) - grow) * s;
        };
    };
    canvas.painter.fill(marker.halo, distance(marker_halo_px));
    if (marker.shape == MarkerShape::dashed_circle) {
        GlyphCommands list = state_glyph(Outline::dashed_circle, marker.glyph == Glyph::slash ? Glyph::slash : Glyph::hollow);
        const float unit = 17.0f / 14 * s;
        canvas.painter.commands(list, {.main = marker.edge, .ground = marker.fill, .on = marker.edge, .edge = {0, 0, 0, 0}},
                                {canvas.anchor.x - 8 * unit, canvas.anchor.y - 8 * unit}, unit);
        return;
    }
    if (marker.edge.a == 0) {
        canvas.painter.fill(marker.fill, distance(0));
        return;
    }
    canvas.painter.fill(marker.edge, distance(0));
    canvas.painter.fill(marker.fill, distance(-rim_px));
}

void paint_inside(FontFaces& faces, Canvas& canvas, const Marker& marker) {
    const ShapeLook look = shape_look(marker.shape);
    const float s = canvas.scale;
    if (marker.icon != 0 && marker.shape != MarkerShape::dashed_circle) {
        canvas.painter.icon(faces, marker.icon, std::round(look.icon_px * s), marker.glyph_color, canvas.at(look.icon_at));
        return;
    }
    const Outline outline = marker.shape == MarkerShape::square ? Outline::square : Outline::circle;
    const Glyph mark = marker.shape == MarkerShape::square_cross ? Glyph::cross : marker.glyph;
    if (marker.shape == MarkerShape::dashed_circle || mark == Glyph::none) return;
    const float unit = look.icon_px * 1.15f / glyph_box * s;
    const GlyphPoint middle = canvas.at(look.icon_at);
    canvas.painter.commands(state_mark(outline, mark),
                            {.main = marker.glyph_color, .ground = marker.fill, .on = marker.glyph_color, .edge = {0, 0, 0, 0}},
                            {middle.x - 8 * unit, middle.y - 8 * unit}, unit);
}

void paint_badge(Canvas& canvas, const Marker& marker) {
    if (marker.badge == Glyph::none) return;
    const ShapeLook look = shape_look(marker.shape);
    const float s = canvas.scale, half = look.badge_px / 2 * s, unit = (look.badge_px - 2.2f) / glyph_box * s;
    const GlyphPoint middle = canvas.at(look.badge_at);
    if (marker.badge_outline == Outline::square)
        canvas.painter.rounded_rect(marker.halo, {middle.x - half, middle.y - half}, {middle.x + half, middle.y + half}, 3.4f * s);
    else canvas.painter.disc(marker.halo, middle, half);
    canvas.painter.commands(state_glyph(marker.badge_outline, marker.badge),
                            {.main = marker.badge_fill, .ground = marker.halo, .on = marker.badge_glyph, .edge = marker.badge_edge},
                            {middle.x - 8 * unit, middle.y - 8 * unit}, unit);
}

} // namespace

std::string marker_key(const Marker& m, float scale) {
    return (Key('M') << m.shape << shape_scale(m) << scale << m.fill << m.edge << m.glyph_color << m.halo << m.icon << m.glyph
                     << m.badge << m.badge_outline << m.badge_fill << m.badge_glyph << m.badge_edge)
        .take();
}

PaintedImage paint_marker(FontFaces& faces, const Marker& marker, float scale) {
    Marker plain = marker;
    plain.size_px = 0;
    Canvas canvas(painted_box(plain).grown(1), scale * shape_scale(marker));
    if (marker.shape == MarkerShape::drop) {  // the small shade at the foot says where the tip stands
        const float s = canvas.scale;
        const GlyphPoint foot = canvas.anchor;
        canvas.painter.fill({0, 0, 0, 40}, [s, foot](GlyphPoint p) {
            return (std::hypot((p.x - foot.x) / (5.5f * s), (p.y - foot.y) / (1.8f * s)) - 1) * 1.8f * s;
        });
    }
    paint_body(canvas, marker);
    paint_inside(faces, canvas, marker);
    paint_badge(canvas, marker);
    return std::move(canvas).take();
}

std::string wedge_key(const Marker& m, float scale) { return (Key('W') << shape_scale(m) << scale << m.fill << m.halo).take(); }

PaintedImage paint_wedge(const Marker& marker, float scale) {
    Canvas canvas({-12, -32, 12, 0}, scale * shape_scale(marker));
    const std::array<GlyphPoint, 3> corners{canvas.at({0, -29.5f}), canvas.at({8, -17}), canvas.at({-8, -17})};
    canvas.painter.polygon(marker.halo, corners, marker_halo_px * canvas.scale);
    canvas.painter.polygon(marker.fill, corners);
    return std::move(canvas).take();
}

std::string rings_key(Rgba color, float scale) { return (Key('R') << color << scale).take(); }

PaintedImage paint_rings(Rgba color, float scale) {
    Canvas canvas({-44, -44, 44, 44}, scale);
    const auto with = [color](int alpha) { return Rgba{color.r, color.g, color.b, static_cast<std::uint8_t>(alpha)}; };
    canvas.painter.disc(with(36), canvas.anchor, 31 * scale);
    canvas.painter.ring(with(190), canvas.anchor, 31 * scale, 1.8f * scale);
    canvas.painter.ring(with(90), canvas.anchor, 41 * scale, 1.6f * scale);
    return std::move(canvas).take();
}

std::string pulse_key(Rgba color, float scale) { return (Key('P') << color << scale).take(); }

PaintedImage paint_pulse(Rgba color, float scale) {
    Canvas canvas({-34, -34, 34, 34}, scale);
    canvas.painter.ring(color, canvas.anchor, 31 * scale, 2.4f * scale);
    return std::move(canvas).take();
}

std::string sight_key(float radius_px, Rgba ink, Rgba halo, float scale) {
    return (Key('S') << radius_px << ink << halo << scale).take();
}

PaintedImage paint_sight(float radius, Rgba ink, Rgba halo, float scale) {
    const float reach = radius + 8, inner = radius - 6;
    Canvas canvas({-reach - 3, -reach - 3, reach + 3, reach + 3}, scale);
    const std::array<std::array<GlyphPoint, 2>, 4> ticks{{{canvas.at({0, -reach}), canvas.at({0, -inner})},
                                                          {canvas.at({0, inner}), canvas.at({0, reach})},
                                                          {canvas.at({-reach, 0}), canvas.at({-inner, 0})},
                                                          {canvas.at({inner, 0}), canvas.at({reach, 0})}}};
    canvas.painter.ring(halo, canvas.anchor, radius * scale, 5.5f * scale);
    for (const auto& tick : ticks) canvas.painter.line(halo, tick, 5.5f * scale);
    canvas.painter.ring(ink, canvas.anchor, radius * scale, 2.2f * scale);
    for (const auto& tick : ticks) canvas.painter.line(ink, tick, 2.2f * scale);
    return std::move(canvas).take();
}

std::string knot_key(Rgba ink, Rgba halo, float scale) { return (Key('K') << ink << halo << scale).take(); }

PaintedImage paint_knot(Rgba ink, Rgba halo, float scale) {
    Canvas canvas({-6, -6, 6, 6}, scale);
    canvas.painter.disc(halo, canvas.anchor, 5.5f * scale);
    canvas.painter.disc(ink, canvas.anchor, 3.5f * scale);
    return std::move(canvas).take();
}

} // namespace vigie::render
