#include "render/soft_canvas.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

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

[[gnu::always_inline]] inline void blend(std::uint32_t& pixel, const Ink& ink, std::uint32_t a) {
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
[[gnu::always_inline]] inline void blend(std::uint32_t& pixel, const Ink& ink, float alpha) {
    blend(pixel, ink, static_cast<std::uint32_t>(static_cast<int>(alpha * 255 + 0.5f)));
}

// What is drawn in place of what is there, both premultiplied: `rb` red and blue, `ga` green and alpha.
struct FilmInk {
    std::uint32_t rb = 0, ga = 0;
};

FilmInk film_ink_of(const SoftColor& c) {
    return {byte_of(c[0] * c[3]) | byte_of(c[2] * c[3]) << 16, byte_of(c[1] * c[3]) | byte_of(c[3]) << 16};
}

void replace(std::uint32_t& pixel, const FilmInk& ink, float share) {
    const std::uint32_t s = byte_of(share), rest = 255 - s;
    if (s == 0) return;
    const std::uint32_t rb = over_255(ink.rb * s + (pixel & 0x00ff'00ffu) * rest), ga = over_255(ink.ga * s + (pixel >> 8 & 0x00ff'00ffu) * rest);
    pixel = rb | ga << 8;
}

struct Corner {
    float x = 0, y = 0, at = 0;
};

struct Place {
    std::int32_t x = 0, y = 0;  // steps
};

// Half plane left of an edge as a·x + b·y + c ≥ 0 over pixel indices, exact in steps.
template <class Int>
struct Edge {
    Int a = 0, b = 0, c = 0;
};

template <class Int>
Edge<Int> edge_of(Place from, Place to) {
    const Int x0 = from.x, y0 = from.y, dx = Int{to.x} - x0, dy = Int{to.y} - y0;
    Edge<Int> e{-dy * sub, dx * sub, -dx * y0 + dy * x0 + (dx - dy) * (sub / 2)};
    // A pixel centre on an edge belongs to one of its two shapes: the one whose left or top edge it is.
    const bool owns = dy < 0 || (dy == 0 && dx > 0);
    if (!owns) e.c -= 1;
    return e;
}

struct Columns {
    int first = 0, end = 0;
};

template <class Int, std::size_t N>
using Edges = std::array<Edge<Int>, N>;

// Columns of a row that are inside all edges.
template <class Int, std::size_t N>
Columns span_of_row(const Edges<Int, N>& edges, const std::array<float, N>& inverse, int y, Columns within) {
    for (std::size_t i = 0; i < N; ++i) {
        const Edge<Int>& e = edges[i];
        const Int base = e.b * y + e.c;
        if (e.a == 0) {
            if (base < 0) return {};
            continue;
        }
        // An estimate, then the exact answer beside it.
        const float zero = std::clamp(-static_cast<float>(base) * inverse[i], static_cast<float>(within.first - 1), static_cast<float>(within.end));
        int x = static_cast<int>(zero);
        if (e.a > 0) {
            while (x > within.first && e.a * (x - 1) + base >= 0) --x;
            while (x < within.end && e.a * x + base < 0) ++x;
            within.first = std::max(within.first, x);
        } else {
            while (x + 1 < within.end && e.a * (x + 1) + base >= 0) ++x;
            while (x >= within.first && e.a * x + base < 0) --x;
            within.end = std::min(within.end, x + 1);
        }
        if (within.first >= within.end) return {};
    }
    return within;
}

// Pixels whose centres may lie in a shape, and the clip.
struct PixelBox {
    int left = 0, top = 0, right = 0, bottom = 0;  // right and bottom are beyond
    [[nodiscard]] bool empty() const { return left >= right || top >= bottom; }
};

template <class Int, std::size_t N, class Row>
void rows_inside(const std::array<Place, N>& corners, const PixelBox& box, const Row& row) {
    Edges<Int, N> edges;
    for (std::size_t i = 0; i < N; ++i) edges[i] = edge_of<Int>(corners[i], corners[(i + 1) % N]);
    const int width = box.right - box.left, height = box.bottom - box.top;
    if (width > narrow) {
        std::array<float, N> inverse;
        for (std::size_t i = 0; i < N; ++i) inverse[i] = edges[i].a == 0 ? 0 : 1 / static_cast<float>(edges[i].a);
        for (int y = 0; y < height; ++y) {
            const Columns c = span_of_row(edges, inverse, y, {0, width});
            if (c.first < c.end) row(box.top + y, box.left + c.first, box.left + c.end);
        }
        return;
    }
    // A convex shape: the pixels of a row that are inside stand together.
    std::array<Int, N> at_row;
    for (std::size_t i = 0; i < N; ++i) at_row[i] = edges[i].c;
    for (int y = box.top; y < box.bottom; ++y) {
        std::array<Int, N> at = at_row;
        const auto outside = [&] {
            Int signs = 0;
            for (std::size_t i = 0; i < N; ++i) signs |= at[i];
            return signs < 0;
        };
        const auto step = [&] {
            for (std::size_t i = 0; i < N; ++i) at[i] += edges[i].a;
        };
        int first = box.left;
        for (; first < box.right && outside(); ++first) step();
        int end = first;
        for (; end < box.right && !outside(); ++end) step();
        if (first < end) row(y, first, end);
        for (std::size_t i = 0; i < N; ++i) at_row[i] += edges[i].b;
    }
}

std::int32_t fixed(float v) { return static_cast<std::int32_t>(std::lrint(v * float(sub))); }

// Calls row(y, first, end) for the pixels whose centres lie in a convex shape, corners in either sense, and in the clip.
template <std::size_t N, class Row>
void each_row(const std::array<Corner, N>& shape, const PxRect& clip, const Row& row) {
    std::array<Place, N> corners;
    Place low{std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::max()}, high{std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::min()};
    for (std::size_t i = 0; i < N; ++i) {
        corners[i] = {fixed(shape[i].x), fixed(shape[i].y)};
        low = {std::min(low.x, corners[i].x), std::min(low.y, corners[i].y)};
        high = {std::max(high.x, corners[i].x), std::max(high.y, corners[i].y)};
    }
    const auto first_pixel = [](std::int32_t v) { return (v + sub / 2 - 1) >> 8; };
    const auto last_pixel = [](std::int32_t v) { return (v - sub / 2) >> 8; };
    const PixelBox box{std::max(clip.x, first_pixel(low.x)), std::max(clip.y, first_pixel(low.y)),
                       std::min(clip.x + clip.width, last_pixel(high.x) + 1), std::min(clip.y + clip.height, last_pixel(high.y) + 1)};
    if (box.empty()) return;
    std::int64_t area2 = 0;
    for (std::size_t i = 1; i + 1 < N; ++i)
        area2 += std::int64_t{corners[i].x - corners[0].x} * (corners[i + 1].y - corners[0].y) - std::int64_t{corners[i + 1].x - corners[0].x} * (corners[i].y - corners[0].y);
    if (area2 == 0) return;
    if (area2 < 0) std::reverse(corners.begin(), corners.end());
    // Counted from the box, a small shape fits half the bits.
    for (Place& c : corners) c = {c.x - box.left * sub, c.y - box.top * sub};
    constexpr std::int32_t small = 64 * sub;  // four products of two such, and their sums
    const bool fits = high.x - low.x <= small && high.y - low.y <= small;
    if (fits) rows_inside<std::int32_t, N>(corners, box, row);
    else rows_inside<std::int64_t, N>(corners, box, row);
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
    [[nodiscard]] bool misses(const gis::MeshRun& run) const { return run.high_y < low_y || run.low_y > high_y || run.high_x < low_x || run.low_x > high_x; }
};

// Calls run(vertices, first, end) for the stretches of a mesh's range that may be in the box; their indices count from `vertices`.
template <class Vertex, class Run>
void each_run(const SoftMesh<Vertex>& mesh, const QuantaBox& box, const Run& run) {
    const std::size_t end = std::min(mesh.range.first + std::size_t{mesh.range.count}, mesh.indices.size());
    for (std::size_t i = mesh.range.first; i < end;) {
        const std::size_t r = i / gis::indices_per_run, next = std::min(end, (r + 1) * gis::indices_per_run);
        if (!box.misses(mesh.runs[r])) run(mesh.vertices.data() + mesh.runs[r].base, i, next);
        i = next;
    }
}

// The largest of a field's first number, or of its first two together, among the rules.
float widest_of(const SoftRules& rules, std::size_t field, std::size_t numbers) {
    float widest = 0;
    for (std::size_t i = field; i < rules.values.size(); i += rules.stride)
        widest = std::max(widest, rules.values[i][0] + (numbers > 1 ? rules.values[i][1] : 0));
    return widest;
}

bool is_near(const Corner& c) { return std::abs(c.x) < far_away && std::abs(c.y) < far_away; }

std::uint32_t* row_of(SoftCanvas& canvas, int y) { return canvas.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(canvas.width); }

// Short segments between sharp mitres may cross themselves.
bool is_convex(const std::array<Corner, 4>& c) {
    bool left = false, right = false;
    for (std::size_t i = 0; i < 4; ++i) {
        const Corner &p = c[i], &q = c[(i + 1) % 4], &r = c[(i + 2) % 4];
        const float turn = (q.x - p.x) * (r.y - q.y) - (q.y - p.y) * (r.x - q.x);
        left |= turn < 0;
        right |= turn > 0;
    }
    return left != right;
}

// A piece of a stroke, calling put(pixel, coverage) where it covers: a triangle, or the four corners of a segment, whose distance from the middle is the same plane.
template <std::size_t N, class Put>
void stroke_piece(SoftCanvas& canvas, const PxRect& clip, const std::array<Corner, N>& c, float half, const Put& put) {
    const Corner &p = c[0], &q = c[1], &r = c[2];
    const float dx1 = q.x - p.x, dy1 = q.y - p.y, dx2 = r.x - p.x, dy2 = r.y - p.y;
    const float area = dx1 * dy2 - dx2 * dy1;
    if (area == 0) return;
    const float d1 = q.at - p.at, d2 = r.at - p.at;
    const float across_x = (d1 * dy2 - d2 * dy1) / area, across_y = (dx1 * d2 - dx2 * d1) / area;
    const float most = std::min(1.0f, 2 * half);
    each_row(c, clip, [&](int y, int first, int end) {
        std::uint32_t* pixels = row_of(canvas, y);
        const float row_at = p.at + across_y * (static_cast<float>(y) + 0.5f - p.y) + across_x * (0.5f - p.x);
        for (int x = first; x < end; ++x) {
            const float away = std::abs(row_at + across_x * static_cast<float>(x));
            put(pixels[x], std::min(std::max(half + 0.5f - away, 0.0f), most));
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

void paint_fill(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, const SoftMesh<gis::PlaceVertex>& mesh, const SoftRules& area) {
    const QuantaBox box(clip, place, 1);
    const auto corner = [&](const gis::PlaceVertex& v) { return Corner{v.x * place.scale + place.left, place.top - v.y * place.scale, 0}; };
    const auto triangle = [&](const gis::PlaceVertex& a, const gis::PlaceVertex& b, const gis::PlaceVertex& c) {
        const SoftColor& color = area.field(a.rule, 0);
        if (color[3] <= 0 || box.misses(a, b, c)) return;
        const std::array<Corner, 3> shape{corner(a), corner(b), corner(c)};
        if (!std::ranges::all_of(shape, is_near)) return;
        const Ink ink = ink_of(color);
        each_row(shape, clip, [&](int y, int first, int end) {
            std::uint32_t* pixels = row_of(canvas, y);
            if (ink.alpha >= 1) std::fill(pixels + first, pixels + end, ink.packed);
            else
                for (int x = first; x < end; ++x) blend(pixels[x], ink, ink.alpha);
        });
    };
    each_run(mesh, box, [&](const gis::PlaceVertex* vertices, std::size_t first, std::size_t end) {
        for (std::size_t i = first; i + 2 < end; i += 3)
            triangle(vertices[mesh.indices[i]], vertices[mesh.indices[i + 1]], vertices[mesh.indices[i + 2]]);
    });
}

namespace {

// Calls put(corners, half width, color), of three or four corners, for what may be seen.
template <class Put>
void each_stroke(const PxRect& clip, const SoftPlace& place, const SoftMesh<gis::StrokeVertex>& mesh, const SoftRules& stroke, const Put& put) {
    const QuantaBox box(clip, place, gis::longest_out * (widest_of(stroke, 1, 1) + 1) + 1);
    // Left, right, far left and, of a segment, far right.
    const auto piece = [&](const gis::StrokeVertex& a, const gis::StrokeVertex& b, const gis::StrokeVertex& c, const gis::StrokeVertex* d) {
        const SoftColor& color = stroke.field(a.rule, 0);
        if (color[3] <= 0 || (box.misses(a, b, c) && (!d || box.misses(b, c, *d)))) return;
        const float half = stroke.field(a.rule, 1)[0], reach = half + 0.5f, out = reach / gis::stroke_unit;
        const auto corner = [&](const gis::StrokeVertex& v) {
            return Corner{v.x * place.scale + place.left + v.out_x * out, place.top - v.y * place.scale - v.out_y * out, v.across * reach};
        };
        const std::array<Corner, 4> shape{corner(a), corner(b), corner(d ? *d : c), corner(c)};
        if (!std::ranges::all_of(shape, is_near)) return;
        if (d && is_convex(shape)) return put(shape, half, color);
        put(std::array{shape[0], shape[1], shape[3]}, half, color);
        if (d) put(std::array{shape[3], shape[1], shape[2]}, half, color);
    };
    each_run(mesh, box, [&](const gis::StrokeVertex* vertices, std::size_t first, std::size_t end) {
        const auto at = [&](std::size_t i) -> const gis::StrokeVertex& { return vertices[mesh.indices[i]]; };
        for (std::size_t i = first; i + 2 < end; i += 3) {
            // The two triangles of a segment, as gis/layers/stroke.cpp lays them.
            const bool segment = i + 5 < end && mesh.indices[i + 3] == mesh.indices[i + 2] && mesh.indices[i + 4] == mesh.indices[i + 1];
            piece(at(i), at(i + 1), at(i + 2), segment ? &at(i + 5) : nullptr);
            if (segment) i += 3;
        }
    });
}

} // namespace

void paint_strokes(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, const SoftMesh<gis::StrokeVertex>& mesh, const SoftRules& stroke) {
    each_stroke(clip, place, mesh, stroke, [&](const auto& corners, float half, const SoftColor& color) {
        const Ink ink = ink_of(color);
        stroke_piece(canvas, clip, corners, half, [&](std::uint32_t& pixel, float cover) { blend(pixel, ink, cover * ink.alpha); });
    });
}

void paint_film(SoftCanvas& film, const PxRect& clip, const SoftPlace& place, const SoftMesh<gis::StrokeVertex>& mesh, const SoftRules& stroke) {
    each_stroke(clip, place, mesh, stroke, [&](const auto& corners, float half, const SoftColor& color) {
        const FilmInk ink = film_ink_of(color);
        stroke_piece(film, clip, corners, half, [&](std::uint32_t& pixel, float cover) { replace(pixel, ink, cover); });
    });
}

void lay_film(SoftCanvas& film, SoftCanvas& canvas, std::span<const PxRect> areas) {
    for (const PxRect& area : areas)
        for (int y = area.y; y < area.y + area.height; ++y) {
            std::uint32_t *from = row_of(film, y), *to = row_of(canvas, y);
            for (int x = area.x; x < area.x + area.width; ++x) {
                const std::uint32_t f = std::exchange(from[x], 0), rest = 255 - (f >> 24);
                if (rest == 255) continue;
                const std::uint32_t rb = over_255((to[x] & 0x00ff'00ffu) * rest) + (f & 0x00ff'00ffu);
                const std::uint32_t g = over_255((to[x] >> 8 & 0xffu) * rest) + (f >> 8 & 0xffu);
                to[x] = rb | (g & 0xffu) << 8 | 0xff00'0000u;
            }
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

void DiscMasks::begin() {
    for (auto it = masks_.begin(); it != masks_.end();) it = std::exchange(it->second.needed, false) ? std::next(it) : masks_.erase(it);
}

void DiscMasks::prepare(const SoftRules& disc) {
    constexpr std::size_t most = 32;
    for (std::size_t i = 2; i < disc.values.size(); i += disc.stride) {
        const float radius = disc.values[i][0];
        if (disc.values[i][1] > 0 || radius <= 0 || radius > most_radius) continue;
        if (const auto known = masks_.find(radius); known != masks_.end()) known->second.needed = true;
        if (masks_.contains(radius) || masks_.size() == most) continue;
        Mask& mask = masks_[radius];
        mask.side = static_cast<int>(std::ceil(2 * radius + 1));
        const auto centre = [](int step) { return (static_cast<float>(step) + 0.5f) / steps; };
        for (int step = 0; step < steps; ++step) mask.first[static_cast<std::size_t>(step)] = static_cast<int>(std::floor(centre(step) - radius - 1)) + 1;
        const auto away = [&](int at, int step) { return static_cast<float>(mask.first[static_cast<std::size_t>(step)] + at) + 0.5f - centre(step); };
        for (int step_y = 0; step_y < steps; ++step_y)
            for (int step_x = 0; step_x < steps; ++step_x)
                for (int row = 0; row < mask.side; ++row)
                    for (int column = 0; column < mask.side; ++column)
                        mask.shares.push_back(static_cast<std::uint8_t>(byte_of(radius + 0.5f - std::hypot(away(column, step_x), away(row, step_y)))));
    }
}

const DiscMasks::Mask* DiscMasks::of(float radius) const {
    const auto it = masks_.find(radius);
    return it == masks_.end() ? nullptr : &it->second;
}

namespace {

void stamp(SoftCanvas& canvas, const PxRect& clip, float x, float y, const DiscMasks::Mask& mask, const Ink& ink) {
    const int column = static_cast<int>(std::floor(x)), row = static_cast<int>(std::floor(y));
    const auto step = [](float v, int whole) { return std::min(static_cast<int>((v - static_cast<float>(whole)) * DiscMasks::steps), DiscMasks::steps - 1); };
    const int step_x = step(x, column), step_y = step(y, row);
    const std::uint8_t* shares = mask.at(step_x, step_y);
    const int first_x = column + mask.first[static_cast<std::size_t>(step_x)], first_y = row + mask.first[static_cast<std::size_t>(step_y)];
    const int left = std::max(clip.x, first_x), right = std::min(clip.x + clip.width, first_x + mask.side);
    const int top = std::max(clip.y, first_y), bottom = std::min(clip.y + clip.height, first_y + mask.side);
    const auto alpha = static_cast<std::uint32_t>(ink.alpha * 255 + 0.5f);
    for (int r = top; r < bottom; ++r) {
        std::uint32_t* pixels = row_of(canvas, r);
        const std::uint8_t* share = shares + (r - first_y) * mask.side - first_x;
        for (int c = left; c < right; ++c) blend(pixels[c], ink, alpha == 255 ? share[c] : (share[c] * alpha + 127) / 255);
    }
}

} // namespace

void paint_discs(SoftCanvas& canvas, const PxRect& clip, const SoftPlace& place, std::span<const gis::PlaceVertex> points, const SoftRules& disc,
                 const DiscMasks& masks) {
    const QuantaBox box(clip, place, widest_of(disc, 2, 2) + 2);
    struct Plain {
        const DiscMasks::Mask* mask = nullptr;
        Ink ink;
    };
    std::array<Plain, gis::rules_per_table> plain;  // by rule: without a ring
    for (std::size_t r = 0; r * disc.stride < disc.values.size() && r < plain.size(); ++r)
        if (const SoftColor& sizes = disc.values[r * disc.stride + 2]; sizes[1] <= 0) plain[r] = {masks.of(sizes[0]), ink_of(disc.values[r * disc.stride])};
    for (const gis::PlaceVertex& point : points) {
        if (box.misses(point)) continue;
        const float x = (static_cast<float>(point.x) + 0.5f) * place.scale + place.left;
        const float y = place.top - (static_cast<float>(point.y) + 0.5f) * place.scale;
        if (const Plain& p = plain[point.rule % gis::rules_per_table]; p.mask) {
            if (p.ink.alpha > 0) stamp(canvas, clip, x, y, *p.mask, p.ink);
            continue;
        }
        const SoftColor &fill = disc.field(point.rule, 0), &ring = disc.field(point.rule, 1), &sizes = disc.field(point.rule, 2);
        if (fill[3] <= 0 && ring[3] <= 0) continue;
        const float radius = sizes[0], outer = radius + sizes[1];
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
