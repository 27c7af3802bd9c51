// A small canvas for symbols: shapes are coverage of an exact distance to their edge, composited over premultiplied RGBA.
// Used once per distinct symbol, never per frame. Any thread, one canvas per thread.
#pragma once

#include <span>
#include <string_view>

#include "render/glyph_atlas.hpp"
#include "render/state_glyphs.hpp"

namespace vigie::render {

// Distance in px to a shape's edge, negative inside.
float disc_distance(GlyphPoint p, GlyphPoint centre, float radius);
float rounded_rect_distance(GlyphPoint p, GlyphPoint low, GlyphPoint high, float radius);
float polygon_distance(GlyphPoint p, std::span<const GlyphPoint> corners);
float polyline_distance(GlyphPoint p, std::span<const GlyphPoint> points, bool closed);  // to the line, never negative
float pie_distance(GlyphPoint p, GlyphPoint centre, float radius, float from, float to);

struct GlyphInks {
    Rgba main, ground, on, edge;
};

class Painter {
public:
    Painter(int width, int height);

    template <class Distance>
    void fill(Rgba color, Distance&& distance) {
        if (color.a == 0) return;
        for (int y = 0; y < height_; ++y)
            for (int x = 0; x < width_; ++x) pixel(color, x, y, distance(GlyphPoint{static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f}));
    }
    // One pixel whose middle is this far from a shape's edge.
    void pixel(Rgba color, int x, int y, float distance) {
        if (distance < 0.5f) blend(x, y, color, distance <= -0.5f ? 1.0f : 0.5f - distance);
    }
    void disc(Rgba color, GlyphPoint centre, float radius);
    void ring(Rgba color, GlyphPoint centre, float radius, float width);  // radius of its middle line
    void rounded_rect(Rgba color, GlyphPoint low, GlyphPoint high, float radius);
    void polygon(Rgba color, std::span<const GlyphPoint> corners, float grow = 0);
    void line(Rgba color, std::span<const GlyphPoint> points, float width, bool closed = false);

    // Commands of the 16-unit box, its top left at `origin`, `unit` px per unit.
    void commands(const GlyphCommands& list, const GlyphInks& inks, GlyphPoint origin, float unit);
    // Text with its pen at `at` (baseline). Returns the pen's end.
    float text(FontFaces& faces, Face face, std::string_view text, float em_px, Rgba color, GlyphPoint at);
    // One glyph's picture centred on a point (icons).
    void icon(FontFaces& faces, std::uint32_t codepoint, float size_px, Rgba color, GlyphPoint centre);
    // The same text as a soft-edged outline, to be written under it.
    void text_halo(FontFaces& faces, Face face, std::string_view text, float em_px, Rgba color, GlyphPoint at, float halo_px);

    [[nodiscard]] PaintedImage take(GlyphPoint anchor) &&;
    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }

private:
    void blend(int x, int y, Rgba color, float coverage);
    void command(const GlyphCommand& c, Rgba color, GlyphPoint origin, float unit);
    void stamp(const GlyphBitmap& bitmap, int x, int y, Rgba color);

    int width_, height_;
    std::vector<float> rgba_;  // premultiplied, 0 … 1: many layers without rounding
};

} // namespace vigie::render
