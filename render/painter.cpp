#include "render/painter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "render/utf8.hpp"

namespace vigie::render {

namespace {

constexpr float two_pi = 2 * std::numbers::pi_v<float>;

float length(float x, float y) { return std::sqrt(x * x + y * y); }

float segment_distance(GlyphPoint p, GlyphPoint a, GlyphPoint b) {
    const float dx = b.x - a.x, dy = b.y - a.y, px = p.x - a.x, py = p.y - a.y;
    const float square = dx * dx + dy * dy;
    const float t = square > 0 ? std::clamp((px * dx + py * dy) / square, 0.0f, 1.0f) : 0.0f;
    return length(px - t * dx, py - t * dy);
}

// Distance outside the angular range from…to, measured as the chord to its nearest side; negative inside.
float sector_side_distance(GlyphPoint p, GlyphPoint centre, float from, float to) {
    if (to - from >= two_pi - 1e-4f) return -std::numeric_limits<float>::max();
    const float x = p.x - centre.x, y = p.y - centre.y;
    // Signed distances to the two bounding rays' lines, positive outside the sector.
    const float before = x * std::sin(from) - y * std::cos(from);
    const float after = -x * std::sin(to) + y * std::cos(to);
    return to - from <= two_pi / 2 ? std::max(before, after) : std::min(before, after);
}

} // namespace

float disc_distance(GlyphPoint p, GlyphPoint centre, float radius) { return length(p.x - centre.x, p.y - centre.y) - radius; }

float rounded_rect_distance(GlyphPoint p, GlyphPoint low, GlyphPoint high, float radius) {
    const float cx = (low.x + high.x) / 2, cy = (low.y + high.y) / 2;
    const float qx = std::abs(p.x - cx) - (high.x - low.x) / 2 + radius, qy = std::abs(p.y - cy) - (high.y - low.y) / 2 + radius;
    return length(std::max(qx, 0.0f), std::max(qy, 0.0f)) + std::min(std::max(qx, qy), 0.0f) - radius;
}

float polygon_distance(GlyphPoint p, std::span<const GlyphPoint> corners) {
    float nearest = std::numeric_limits<float>::max();
    bool inside = false;
    for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
        const GlyphPoint a = corners[j], b = corners[i];
        nearest = std::min(nearest, segment_distance(p, a, b));
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) inside = !inside;
    }
    return inside ? -nearest : nearest;
}

float polyline_distance(GlyphPoint p, std::span<const GlyphPoint> points, bool closed) {
    float nearest = std::numeric_limits<float>::max();
    for (std::size_t i = 1; i < points.size(); ++i) nearest = std::min(nearest, segment_distance(p, points[i - 1], points[i]));
    if (closed && points.size() > 2) nearest = std::min(nearest, segment_distance(p, points.back(), points.front()));
    return nearest;
}

float pie_distance(GlyphPoint p, GlyphPoint centre, float radius, float from, float to) {
    return std::max(disc_distance(p, centre, radius), sector_side_distance(p, centre, from, to));
}

Painter::Painter(int width, int height)
    : width_(width), height_(height), rgba_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4) {}

void Painter::blend(int x, int y, Rgba color, float coverage) {
    float* out = &rgba_[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x)) * 4];
    const float alpha = coverage * static_cast<float>(color.a) / 255, keep = 1 - alpha;
    out[0] = out[0] * keep + static_cast<float>(color.r) / 255 * alpha;
    out[1] = out[1] * keep + static_cast<float>(color.g) / 255 * alpha;
    out[2] = out[2] * keep + static_cast<float>(color.b) / 255 * alpha;
    out[3] = out[3] * keep + alpha;
}

void Painter::disc(Rgba color, GlyphPoint centre, float radius) {
    fill(color, [=](GlyphPoint p) { return disc_distance(p, centre, radius); });
}

void Painter::ring(Rgba color, GlyphPoint centre, float radius, float width) {
    fill(color, [=](GlyphPoint p) { return std::abs(disc_distance(p, centre, radius)) - width / 2; });
}

void Painter::rounded_rect(Rgba color, GlyphPoint low, GlyphPoint high, float radius) {
    fill(color, [=](GlyphPoint p) { return rounded_rect_distance(p, low, high, radius); });
}

void Painter::polygon(Rgba color, std::span<const GlyphPoint> corners, float grow) {
    fill(color, [=](GlyphPoint p) { return polygon_distance(p, corners) - grow; });
}

void Painter::line(Rgba color, std::span<const GlyphPoint> points, float width, bool closed) {
    fill(color, [=](GlyphPoint p) { return polyline_distance(p, points, closed) - width / 2; });
}

void Painter::commands(const GlyphCommands& list, const GlyphInks& inks, GlyphPoint origin, float unit) {
    for (const GlyphCommand& c : list) {
        switch (c.ink) {
        case Ink::main: command(c, inks.main, origin, unit); break;
        case Ink::ground: command(c, inks.ground, origin, unit); break;
        case Ink::on: command(c, inks.on, origin, unit); break;
        case Ink::edge: command(c, inks.edge, origin, unit); break;
        }
    }
}

void Painter::command(const GlyphCommand& c, Rgba color, GlyphPoint origin, float unit) {
    const auto placed = [origin, unit](GlyphPoint p) { return GlyphPoint{origin.x + p.x * unit, origin.y + p.y * unit}; };
    std::array<GlyphPoint, 6> corners{};
    for (std::size_t i = 0; i < c.count; ++i) corners[i] = placed(c.points[i]);
    const std::span<const GlyphPoint> path(corners.data(), c.count);
    const GlyphPoint centre = placed(c.centre);
    const float radius = c.radius * unit, half = c.width * unit / 2;
    switch (c.kind) {
    case GlyphCommand::Kind::disc: disc(color, centre, radius); return;
    case GlyphCommand::Kind::pie: fill(color, [&](GlyphPoint p) { return pie_distance(p, centre, radius, c.from, c.to); }); return;
    case GlyphCommand::Kind::polygon: polygon(color, path); return;
    case GlyphCommand::Kind::rounded_rect: rounded_rect(color, corners[0], corners[1], radius); return;
    case GlyphCommand::Kind::rect_line:
        fill(color, [&](GlyphPoint p) { return std::abs(rounded_rect_distance(p, corners[0], corners[1], radius)) - half; });
        return;
    case GlyphCommand::Kind::polyline: line(color, path, c.width * unit, c.closed); return;
    case GlyphCommand::Kind::arc:
        fill(color, [&](GlyphPoint p) {
            return std::max(std::abs(disc_distance(p, centre, radius)) - half, sector_side_distance(p, centre, c.from, c.to));
        });
        return;
    }
}

void Painter::stamp(const GlyphBitmap& bitmap, int left, int top, Rgba color) {
    for (int y = std::max(0, -top); y < bitmap.height && top + y < height_; ++y)
        for (int x = std::max(0, -left); x < bitmap.width && left + x < width_; ++x) {
            const std::uint8_t coverage = bitmap.pixels[static_cast<std::size_t>(y * bitmap.width + x)];
            if (coverage != 0) blend(left + x, top + y, color, static_cast<float>(coverage) / 255);
        }
}

float Painter::text(FontFaces& faces, Face face, std::string_view text, float em_px, Rgba color, GlyphPoint at) {
    float pen = at.x;
    const int baseline = static_cast<int>(std::lround(at.y));
    while (!text.empty()) {
        const std::uint32_t c = next_codepoint(text);
        const float whole = std::floor(pen);
        const GlyphBitmap bitmap = faces.coverage(face, c, em_px, pen - whole);
        stamp(bitmap, static_cast<int>(whole) + bitmap.left, baseline - bitmap.top, color);
        pen += faces.advance(face, c, em_px);
    }
    return pen;
}

void Painter::text_halo(FontFaces& faces, Face face, std::string_view text, float em_px, Rgba color, GlyphPoint at, float halo_px) {
    // Distances at twice the size leave room for halos up to 8 px and stay smooth.
    constexpr int spread = 16;
    float pen = at.x;
    while (!text.empty()) {
        const std::uint32_t c = next_codepoint(text);
        const GlyphBitmap far = faces.distance(face, c, em_px * 2, spread);
        const float left = pen + static_cast<float>(far.left) / 2, top = at.y - static_cast<float>(far.top) / 2;
        fill(far.width == 0 ? Rgba{0, 0, 0, 0} : color, [&](GlyphPoint p) {
            const int x = static_cast<int>(std::lround((p.x - left) * 2 - 0.5f)), y = static_cast<int>(std::lround((p.y - top) * 2 - 0.5f));
            if (x < 0 || y < 0 || x >= far.width || y >= far.height) return 99.0f;
            const float value = far.pixels[static_cast<std::size_t>(y * far.width + x)];
            return (128 - value) / 128 * spread / 2 - halo_px;
        });
        pen += faces.advance(face, c, em_px);
    }
}

void Painter::icon(FontFaces& faces, std::uint32_t codepoint, float size_px, Rgba color, GlyphPoint centre) {
    // The icon's square is one em wide; its baseline is at the square's foot.
    const float left = centre.x - size_px / 2, whole = std::floor(left);
    const GlyphBitmap bitmap = faces.coverage(Face::icons, codepoint, size_px, left - whole);
    const int foot = static_cast<int>(std::lround(centre.y + size_px / 2));
    stamp(bitmap, static_cast<int>(whole) + bitmap.left, foot - bitmap.top, color);
}

PaintedImage Painter::take(GlyphPoint anchor) && {
    PaintedImage out{.width = width_, .height = height_, .anchor_x = anchor.x, .anchor_y = anchor.y, .rgba = {}};
    out.rgba.reserve(rgba_.size());
    for (const float v : rgba_) out.rgba.push_back(static_cast<std::uint8_t>(std::clamp(v, 0.0f, 1.0f) * 255 + 0.5f));
    return out;
}

} // namespace vigie::render
