#include "render/soft_canvas.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace vigie::render {

namespace {

constexpr int sub = 256;              // steps per pixel that corners are rounded to
constexpr int narrow = 12;            // up to this many columns each pixel is asked, beyond the span of a row is computed
constexpr float far_away = 3.0e6f;    // px: corners beyond are the work of a broken tile

static_assert(std::endian::native == std::endian::little, "pixels are packed as bytes r, g, b, a");

struct Ink {
    std::uint32_t rb = 0, g = 0, packed = 0;
    float alpha = 0;
};

std::uint32_t byte_of(float v) { return static_cast<std::uint32_t>(std::clamp(v, 0.0f, 1.0f) * 255 + 0.5f); }

Ink ink_of(const SoftColor& c) {
    const std::uint32_t r = byte_of(c[0]), g = byte_of(c[1]), b = byte_of(c[2]);
    return {r | b << 16, g, r | g << 8 | b << 16 | 0xff00'0000u, c[3]};
}

// The nearest 255th of two 16-bit products in one word.
std::uint32_t over_255(std::uint32_t pair) {
    const std::uint32_t rounded = pair + 0x0080'0080u;
    return (rounded + (rounded >> 8 & 0x00ff'00ffu)) >> 8 & 0x00ff'00ffu;
}

void blend(std::uint32_t& pixel, const Ink& ink, float alpha) {
    const auto a = static_cast<std::uint32_t>(alpha * 255 + 0.5f);
    if (a == 0) return;
    if (a >= 255) {
        pixel = ink.packed;
        return;
    }
    const std::uint32_t rest = 255 - a;
    const std::uint32_t rb = over_255(ink.rb * a + (pixel & 0x00ff'00ffu) * rest);
    const std::uint32_t g = over_255(ink.g * a + (pixel >> 8 & 0xffu) * rest) & 0xffu;
    pixel = rb | g << 8 | 0xff00'0000u;
}

struct Corner {
    float x = 0, y = 0, at = 0;
};

// Half plane left of an edge as a·x + b·y + c ≥ 0 over pixel indices, exact in steps.
struct Edge {
    std::int64_t a = 0, b = 0, c = 0;
};

Edge edge_of(std::int64_t x0, std::int64_t y0, std::int64_t x1, std::int64_t y1) {
    const std::int64_t dx = x1 - x0, dy = y1 - y0;
    Edge e{-dy * sub, dx * sub, -dx * y0 + dy * x0 + (dx - dy) * (sub / 2)};
    // A pixel centre on an edge belongs to one of its two triangles: the one whose left or top edge it is.
    const bool owns = dy < 0 || (dy == 0 && dx > 0);
    if (!owns) e.c -= 1;
    return e;
}

struct Columns {
    int first = 0, end = 0;
};

// Columns of a row that are inside all three edges.
Columns span_of_row(const std::array<Edge, 3>& edges, int y, Columns within) {
    for (const Edge& e : edges) {
        const std::int64_t base = e.b * y + e.c;
        if (e.a == 0) {
            if (base < 0) return {};
            continue;
        }
        const double zero = -static_cast<double>(base) / static_cast<double>(e.a);
        const double bounded = std::clamp(zero, -1.0, 1.0e6);
        if (e.a > 0) {
            int x = static_cast<int>(std::ceil(bounded));
            while (x > within.first && e.a * (x - 1) + base >= 0) --x;
            while (x < within.end && e.a * x + base < 0) ++x;
            within.first = std::max(within.first, x);
        } else {
            int x = static_cast<int>(std::floor(bounded));
            while (x + 1 < within.end && e.a * (x + 1) + base >= 0) ++x;
            while (x >= within.first && e.a * x + base < 0) --x;
            within.end = std::min(within.end, x + 1);
        }
        if (within.first >= within.end) return {};
    }
    return within;
}

// Calls row(y, first, end) for the pixels whose centres lie in the triangle and in the clip.
template <class Row>
void each_row(const Corner& p, const Corner& q, const Corner& r, const PxRect& clip, const Row& row) {
    const auto fixed = [](float v) { return static_cast<std::int64_t>(std::lrint(v * float(sub))); };
    const std::int64_t x0 = fixed(p.x), y0 = fixed(p.y);
    std::int64_t x1 = fixed(q.x), y1 = fixed(q.y), x2 = fixed(r.x), y2 = fixed(r.y);
    const std::int64_t area2 = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (area2 == 0) return;
    if (area2 < 0) {
        std::swap(x1, x2);
        std::swap(y1, y2);
    }
    const auto first_pixel = [](std::int64_t v) { return static_cast<int>((v + sub / 2 - 1) >> 8); };
    const auto last_pixel = [](std::int64_t v) { return static_cast<int>((v - sub / 2) >> 8); };
    const Columns columns{std::max(clip.x, first_pixel(std::min({x0, x1, x2}))),
                          std::min(clip.x + clip.width, last_pixel(std::max({x0, x1, x2})) + 1)};
    const int top = std::max(clip.y, first_pixel(std::min({y0, y1, y2})));
    const int bottom = std::min(clip.y + clip.height, last_pixel(std::max({y0, y1, y2})) + 1);
    if (columns.first >= columns.end || top >= bottom) return;
    const std::array<Edge, 3> edges{edge_of(x0, y0, x1, y1), edge_of(x1, y1, x2, y2), edge_of(x2, y2, x0, y0)};
    if (columns.end - columns.first > narrow) {
        for (int y = top; y < bottom; ++y) {
            const Columns c = span_of_row(edges, y, columns);
            if (c.first < c.end) row(y, c.first, c.end);
        }
        return;
    }
    // A convex shape: the pixels of a row that are inside stand together.
    std::array<std::int64_t, 3> at_row;
    for (std::size_t i = 0; i < 3; ++i) at_row[i] = edges[i].a * columns.first + edges[i].b * top + edges[i].c;
    for (int y = top; y < bottom; ++y) {
        std::int64_t e0 = at_row[0], e1 = at_row[1], e2 = at_row[2];
        int first = columns.first;
        while (first < columns.end && (e0 | e1 | e2) < 0) {
            e0 += edges[0].a;
            e1 += edges[1].a;
            e2 += edges[2].a;
            ++first;
        }
        int end = first;
        while (end < columns.end && (e0 | e1 | e2) >= 0) {
            e0 += edges[0].a;
            e1 += edges[1].a;
            e2 += edges[2].a;
            ++end;
        }
        if (first < end) row(y, first, end);
        for (std::size_t i = 0; i < 3; ++i) at_row[i] += edges[i].b;
    }
}

// The clip in the tile's quanta, `margin_px` wider: a cheap look at what cannot be in it.
struct QuantaBox {
    float low_x = 0, high_x = 0, low_y = 0, high_y = 0;
    QuantaBox(const PxRect& clip, const SoftPlace& place, float margin_px)
        : low_x((static_cast<float>(clip.x) - margin_px - place.left) / place.scale),
          high_x((static_cast<float>(clip.x + clip.width) + margin_px - place.left) / place.scale),
          low_y((place.top - static_cast<float>(clip.y + clip.height) - margin_px) / place.scale),
          high_y((place.top - static_cast<float>(clip.y) + margin_px) / place.scale) {}
    template <class Vertex>
    [[nodiscard]] bool misses(const Vertex& a, const Vertex& b, const Vertex& c) const {
        return std::max({a.y, b.y, c.y}) < low_y || std::min({a.y, b.y, c.y}) > high_y || std::max({a.x, b.x, c.x}) < low_x ||
               std::min({a.x, b.x, c.x}) > high_x;
    }
    [[nodiscard]] bool misses(const gis::PlaceVertex& v) const { return v.y < low_y || v.y > high_y || v.x < low_x || v.x > high_x; }
};

// The largest of a field's first number, or of its first two together, among the rules.
float widest_of(const SoftRules& rules, std::size_t field, std::size_t numbers) {
    float widest = 0;
    for (std::size_t i = field; i < rules.values.size(); i += rules.stride)
        widest = std::max(widest, rules.values[i][0] + (numbers > 1 ? rules.values[i][1] : 0));
    return widest;
}

bool is_near(const Corner& c) { return std::abs(c.x) < far_away && std::abs(c.y) < far_away; }

std::uint32_t* row_of(SoftCanvas& canvas, int y) { return canvas.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(canvas.width); }

void stroke_triangle(SoftCanvas& canvas, const PxRect& clip, const Corner& p, const Corner& q, const Corner& r, const Ink& ink, float half) {
    const float dx1 = q.x - p.x, dy1 = q.y - p.y, dx2 = r.x - p.x, dy2 = r.y - p.y;
    const float area = dx1 * dy2 - dx2 * dy1;
    if (area == 0) return;
    const float d1 = q.at - p.at, d2 = r.at - p.at;
    const float across_x = (d1 * dy2 - d2 * dy1) / area, across_y = (dx1 * d2 - dx2 * d1) / area;
    const float most = std::min(1.0f, 2 * half) * ink.alpha;
    each_row(p, q, r, clip, [&](int y, int first, int end) {
        std::uint32_t* pixels = row_of(canvas, y);
        const float row_at = p.at + across_y * (static_cast<float>(y) + 0.5f - p.y) + across_x * (0.5f - p.x);
        for (int x = first; x < end; ++x) {
            const float away = std::abs(row_at + across_x * static_cast<float>(x));
            blend(pixels[x], ink, std::min(std::max(half + 0.5f - away, 0.0f) * ink.alpha, most));
        }
    });
}

// Share of a pixel that lies inside a square of this half side (negative: none), as shaders/dot.frag.
float inside(float away_x, float away_y, float half_side) {
    const auto part = [&](float away) { return std::clamp(std::min(away + 0.5f, half_side) - std::max(away - 0.5f, -half_side), 0.0f, 1.0f); };
    return part(away_x) * part(away_y);
}

// Pixels of a square of `size` px around (x, y), within the clip: as GL paints a point.
template <class Pixel>
void each_pixel_of_point(SoftCanvas& canvas, const PxRect& clip, float x, float y, float size, const Pixel& pixel) {
    const auto first = [](float v) { return static_cast<int>(std::ceil(v - 0.5f)); };
    const int x0 = std::max(clip.x, first(x - size / 2)), x1 = std::min(clip.x + clip.width, first(x + size / 2));
    const int y0 = std::max(clip.y, first(y - size / 2)), y1 = std::min(clip.y + clip.height, first(y + size / 2));
    for (int row = y0; row < y1; ++row) {
        std::uint32_t* pixels = row_of(canvas, row);
        for (int column = x0; column < x1; ++column) pixel(pixels[column], static_cast<float>(column) + 0.5f - x, static_cast<float>(row) + 0.5f - y);
    }
}

} // namespace

void paint_fill(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> corners,
                std::span<const std::uint32_t> triangles, const SoftRules& area) {
    const QuantaBox box(clip, place, 1);
    const auto corner = [&](const gis::PlaceVertex& v) { return Corner{v.x * place.scale + place.left, place.top - v.y * place.scale, 0}; };
    for (std::size_t i = 0; i + 2 < triangles.size(); i += 3) {
        const gis::PlaceVertex &a = corners[triangles[i]], &b = corners[triangles[i + 1]], &c = corners[triangles[i + 2]];
        const SoftColor& color = area.field(a.rule, 0);
        if (color[3] <= 0 || box.misses(a, b, c)) continue;
        const Corner p = corner(a), q = corner(b), r = corner(c);
        if (!is_near(p) || !is_near(q) || !is_near(r)) continue;
        const Ink ink = ink_of(color);
        each_row(p, q, r, clip, [&](int y, int first, int end) {
            std::uint32_t* pixels = row_of(canvas, y);
            if (ink.alpha >= 1) std::fill(pixels + first, pixels + end, ink.packed);
            else
                for (int x = first; x < end; ++x) blend(pixels[x], ink, ink.alpha);
        });
    }
}

void paint_strokes(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::StrokeVertex> corners,
                   std::span<const std::uint32_t> triangles, const SoftRules& stroke) {
    const QuantaBox box(clip, place, 4 * (widest_of(stroke, 1, 1) + 1) + 1);  // mitred corners reach four half widths at most
    for (std::size_t i = 0; i + 2 < triangles.size(); i += 3) {
        const gis::StrokeVertex &a = corners[triangles[i]], &b = corners[triangles[i + 1]], &c = corners[triangles[i + 2]];
        const SoftColor& color = stroke.field(a.rule, 0);
        if (color[3] <= 0 || box.misses(a, b, c)) continue;
        const float half = stroke.field(a.rule, 1)[0], reach = half + 0.5f;
        const auto corner = [&](const gis::StrokeVertex& v) {
            const float out = reach / gis::stroke_unit;
            return Corner{v.x * place.scale + place.left + v.out_x * out, place.top - v.y * place.scale - v.out_y * out, v.across * reach};
        };
        const Corner p = corner(a), q = corner(b), r = corner(c);
        if (is_near(p) && is_near(q) && is_near(r)) stroke_triangle(canvas, clip, p, q, r, ink_of(color), half);
    }
}

void paint_dots(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> dots, const SoftRules& area) {
    const float most_side_px = 2 * gis::quanta_per_px * place.scale;  // of a dot: two pixels of its level (gis/layers/tiles.cpp)
    const QuantaBox box(clip, place, most_side_px + widest_of(area, 2, 1) + 2);
    for (const gis::PlaceVertex& dot : dots) {
        if (box.misses(dot)) continue;
        const SoftColor &fill = area.field(dot.rule, 0), &edge = area.field(dot.rule, 1);
        if (fill[3] <= 0 && edge[3] <= 0) continue;
        const float half_side = 0.5f * dot.size * place.scale, half_edge = 0.5f * area.field(dot.rule, 2)[0];
        const float outer = half_side + half_edge, inner = half_side - half_edge;
        const float x = dot.x * place.scale + place.left, y = place.top - dot.y * place.scale;
        const float size = std::ceil(2 * outer + 1);
        each_pixel_of_point(canvas, clip, x, y, size, [&](std::uint32_t& pixel, float away_x, float away_y) {
            const float whole = inside(away_x, away_y, outer), middle_share = inside(away_x, away_y, inner);
            const float rim = (whole - middle_share) * edge[3], middle = middle_share * fill[3];
            const float alpha = rim + middle;
            if (alpha <= 0) return;
            SoftColor mixed{};
            for (std::size_t k = 0; k < 3; ++k) mixed[k] = (edge[k] * rim + fill[k] * middle) / std::max(alpha, 1e-4f);
            mixed[3] = alpha;
            blend(pixel, ink_of(mixed), alpha);
        });
    }
}

void paint_discs(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> points, const SoftRules& disc) {
    const QuantaBox box(clip, place, widest_of(disc, 2, 2) + 2);
    for (const gis::PlaceVertex& point : points) {
        if (box.misses(point)) continue;
        const SoftColor &fill = disc.field(point.rule, 0), &ring = disc.field(point.rule, 1), &sizes = disc.field(point.rule, 2);
        if (fill[3] <= 0 && ring[3] <= 0) continue;
        const float radius = sizes[0], outer = radius + sizes[1];
        const float x = (static_cast<float>(point.x) + 0.5f) * place.scale + place.left;
        const float y = place.top - (static_cast<float>(point.y) + 0.5f) * place.scale;
        const float size = std::ceil(2 * outer + 1);
        const float all2 = outer > 0.5f ? (outer - 0.5f) * (outer - 0.5f) : -1, none2 = (outer + 0.5f) * (outer + 0.5f);
        if (outer <= radius) {
            const Ink ink = ink_of(fill);
            each_pixel_of_point(canvas, clip, x, y, size, [&](std::uint32_t& pixel, float dx, float dy) {
                const float d2 = dx * dx + dy * dy;
                if (d2 >= none2) return;
                blend(pixel, ink, d2 <= all2 ? ink.alpha : ink.alpha * std::min(outer + 0.5f - std::sqrt(d2), 1.0f));
            });
            continue;
        }
        each_pixel_of_point(canvas, clip, x, y, size, [&](std::uint32_t& pixel, float dx, float dy) {
            const float d2 = dx * dx + dy * dy;
            if (d2 >= none2) return;
            const float away = std::sqrt(d2), share = std::clamp(radius - away + 0.5f, 0.0f, 1.0f);
            SoftColor mixed{};
            for (std::size_t k = 0; k < 4; ++k) mixed[k] = ring[k] + (fill[k] - ring[k]) * share;
            blend(pixel, ink_of(mixed), mixed[3] * std::clamp(outer - away + 0.5f, 0.0f, 1.0f));
        });
    }
}

} // namespace vigie::render
