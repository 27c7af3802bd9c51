// Sprites that carry words or figures: donuts, flags, captions, callouts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/painter.hpp"
#include "render/symbol_sprites.hpp"

namespace vigie::render {

namespace {

constexpr float caption_em = 11.6f, body_em = 13.2f;  // INTERFACE.md §3
constexpr float pi = std::numbers::pi_v<float>;

std::string bytes(char kind, float scale, std::initializer_list<Rgba> colors, std::initializer_list<const std::string*> texts) {
    std::string key(1, kind);
    key.append(reinterpret_cast<const char*>(&scale), sizeof scale);
    for (const Rgba& c : colors) key.append(reinterpret_cast<const char*>(&c), sizeof c);
    for (const std::string* text : texts) key.append(*text).push_back('\0');
    return key;
}

float baseline_in(FontFaces& faces, float middle_y, float em) {
    return std::round(middle_y + faces.metrics(Face::semibold, em).cap_height / 2);
}

// Where each family's arc begins and ends, clockwise from the top, with a least visible share for rare ones.
std::array<float, 7> arc_ends(const FamilyCounts& counts) {
    constexpr float least = 0.04f;
    std::array<float, 6> share{};
    float total = 0;
    std::uint32_t all = 0;
    for (const std::uint32_t n : counts) all += n;
    for (std::size_t i = 0; i < share.size(); ++i) {
        if (counts[i] > 0) share[i] = std::max(least, static_cast<float>(counts[i]) / static_cast<float>(std::max(1u, all)));
        total += share[i];
    }
    std::array<float, 7> ends{};
    for (std::size_t i = 0; i < share.size(); ++i) ends[i + 1] = ends[i] + (total > 0 ? share[i] / total : 0) * 2 * pi;
    return ends;
}

std::string count_text(std::uint32_t count) {
    if (count < 10'000) return fmt::format("{}", count);
    return fmt::format("{}k", count / 1000);
}

} // namespace

float donut_diameter(std::size_t count) { return count < 10 ? 32.0f : count < 50 ? 40.0f : count < 200 ? 50.0f : 60.0f; }

std::string donut_key(const FamilyCounts& counts, float scale) {
    std::string key(1, 'D');
    key.append(reinterpret_cast<const char*>(&scale), sizeof scale);
    key.append(reinterpret_cast<const char*>(counts.data()), sizeof counts);
    return key;
}

// A donut without its families and its figure, and the pixels of its ring.
struct DonutPainter::Blank {
    // From the middle: how far, at which angle clockwise from the top, and how far outside the band.
    struct Pixel {
        int x, y;
        float r, angle, across;
    };
    GlyphPoint middle;
    Painter ground;
    std::vector<Pixel> ring;

    Blank(const DonutInks& inks, float diameter, float scale, int side)
        : middle{static_cast<float>(side) / 2, static_cast<float>(side) / 2}, ground(side, side) {
        const float radius = diameter / 2 * scale, band = (diameter < 45 ? 5.0f : 5.5f) * scale;
        ground.disc(inks.ground, middle, radius + 2 * scale);
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                const float dx = static_cast<float>(x) + 0.5f - middle.x, dy = static_cast<float>(y) + 0.5f - middle.y;
                const float r = std::sqrt(dx * dx + dy * dy), angle = std::atan2(dx, -dy), across = std::abs(r - (radius - band / 2)) - band / 2;
                if (across < 0.5f) ring.push_back({x, y, r, angle < 0 ? angle + 2 * pi : angle, across});
            }
    }
};

DonutPainter::DonutPainter(const DonutInks& inks, float scale) : inks_(inks), scale_(scale) {}
DonutPainter::~DonutPainter() = default;

PaintedImage DonutPainter::paint(FontFaces& faces, const FamilyCounts& counts) {
    std::uint32_t all = 0;
    for (const std::uint32_t n : counts) all += n;
    const float diameter = donut_diameter(all), gap = 1.3f * scale_;
    std::unique_ptr<const Blank>& known = blanks_[diameter];
    if (!known) known = std::make_unique<const Blank>(inks_, diameter, scale_, static_cast<int>(std::ceil(2 * (diameter / 2 * scale_ + 2 * scale_))) + 2);
    const Blank& blank = *known;
    Painter painter = blank.ground;
    const auto ends = arc_ends(counts);
    const bool single = std::count(counts.begin(), counts.end(), 0u) == 5;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0 || inks_.families[i].a == 0) continue;
        const float from = ends[i], to = ends[i + 1];
        for (const Blank::Pixel& at : blank.ring) {
            if (single) {
                painter.pixel(inks_.families[i], at.x, at.y, at.across);
                continue;
            }
            // Arc length to the nearer end, half a gap kept clear; past the ends the other way round is shorter.
            const float inside = std::min(at.angle - from, to - at.angle);
            if (inside < 0 && gap >= 1) continue;  // kept clear
            const float outside = std::min(at.angle < from ? from - at.angle : at.angle - to, at.angle < from ? at.angle + 2 * pi - to : from + 2 * pi - at.angle);
            const float along = (inside >= 0 ? -inside : outside) * at.r + gap / 2;
            painter.pixel(inks_.families[i], at.x, at.y, std::max(at.across, along));
        }
    }
    const std::string text = count_text(all);
    const float em = std::round(body_em * scale_ * (text.size() > 3 && diameter < 60 ? 0.85f : 1.0f) * 4) / 4;
    const float width = faces.width(Face::semibold, text, em);
    painter.text(faces, Face::semibold, text, em, inks_.text, {blank.middle.x - width / 2, baseline_in(faces, blank.middle.y, em)});
    return std::move(painter).take(blank.middle);
}

std::string flag_key(const std::string& strong, const std::string& weak, const FlagInks& inks, float scale) {
    return bytes('F', scale, {inks.ground, inks.border, inks.strong, inks.weak}, {&strong, &weak});
}

PaintedImage paint_flag(FontFaces& faces, const std::string& strong, const std::string& weak, const FlagInks& inks, float scale) {
    const float em = caption_em * scale, pad = 8 * scale, space = weak.empty() || strong.empty() ? 0 : 6 * scale;
    const float strong_width = faces.width(Face::semibold, strong, em), weak_width = faces.width(Face::regular, weak, em);
    const float height = std::round(22 * scale), width = std::ceil(2 * pad + strong_width + space + weak_width);
    Painter painter(static_cast<int>(width) + 4, static_cast<int>(height) + 4);
    const float border = inks.border.a == 0 ? 0 : std::max(1.0f, std::round(scale));
    const GlyphPoint low{2, 2}, high{2 + width, 2 + height};
    painter.rounded_rect(inks.border, low, high, 4 * scale);
    painter.rounded_rect(inks.ground, {low.x + border, low.y + border}, {high.x - border, high.y - border}, 4 * scale - border);
    const float baseline = baseline_in(faces, 2 + height / 2, em);
    painter.text(faces, Face::semibold, strong, em, inks.strong, {2 + pad, baseline});
    painter.text(faces, Face::regular, weak, em, inks.weak, {2 + pad + strong_width + space, baseline});
    return std::move(painter).take({2, 2 + height / 2});
}

std::string caption_key(const std::string& text, Rgba ink, Rgba halo, float scale) { return bytes('C', scale, {ink, halo}, {&text}); }

PaintedImage paint_caption(FontFaces& faces, const std::string& text, Rgba ink, Rgba halo, float scale) {
    const float em = caption_em * scale, width = faces.width(Face::semibold, text, em), border = 2.5f * scale;
    const FaceMetrics metrics = faces.metrics(Face::semibold, em);
    Painter painter(static_cast<int>(std::ceil(width + 2 * border)) + 2, static_cast<int>(std::ceil(metrics.ascent + metrics.descent + 2 * border)));
    const GlyphPoint pen{border + 1, std::round(border + metrics.ascent)};
    painter.text_halo(faces, Face::semibold, text, em, halo, pen, 1.8f * scale);
    painter.text(faces, Face::semibold, text, em, ink, pen);
    return std::move(painter).take({static_cast<float>(painter.width()) / 2, 0});
}

std::string callout_key(const Callout& c, bool to_left, float scale) {
    return bytes(to_left ? 'l' : 'r', scale, {c.ground, c.border, c.title_color, c.text_color}, {&c.title, &c.text});
}

PaintedImage paint_callout(FontFaces& faces, const Callout& c, bool to_left, float scale) {
    const float em = caption_em * scale, pad = 10 * scale, pointer = 8 * scale;
    const float inner = std::max(faces.width(Face::semibold, c.title, em), faces.width(Face::regular, c.text, em));
    const float width = std::ceil(inner + 2 * pad), height = std::round((c.text.empty() || c.title.empty() ? 26 : 40) * scale);
    Painter painter(static_cast<int>(width + pointer) + 6, static_cast<int>(height) + 6);
    const float left = to_left ? 3 : 3 + pointer;
    const GlyphPoint low{left, 3}, high{left + width, 3 + height};
    const float tip_y = std::round(3 + height * 0.68f), tip_x = to_left ? high.x + pointer : 3, root = to_left ? high.x - 3 : low.x + 3;
    const std::array<GlyphPoint, 3> beak{GlyphPoint{tip_x, tip_y}, GlyphPoint{root, tip_y - 6 * scale}, GlyphPoint{root, tip_y + 6 * scale}};
    const float border = 1.5f * scale;
    const auto body = [&](float grow) {
        return [&, grow](GlyphPoint p) {
            return std::min(rounded_rect_distance(p, low, high, 5 * scale), polygon_distance(p, beak)) - grow;
        };
    };
    painter.fill(c.border, body(0));
    painter.fill(c.ground, body(-border));
    const float text_x = left + pad;
    if (c.text.empty() || c.title.empty()) {
        const bool strong = !c.title.empty();
        painter.text(faces, strong ? Face::semibold : Face::regular, strong ? c.title : c.text, em, strong ? c.title_color : c.text_color,
                     {text_x, baseline_in(faces, 3 + height / 2, em)});
    } else {
        painter.text(faces, Face::semibold, c.title, em, c.title_color, {text_x, baseline_in(faces, 3 + height * 0.31f, em)});
        painter.text(faces, Face::regular, c.text, em, c.text_color, {text_x, baseline_in(faces, 3 + height * 0.69f, em)});
    }
    return std::move(painter).take({tip_x, tip_y});
}

} // namespace vigie::render
