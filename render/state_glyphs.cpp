#include "render/state_glyphs.hpp"

#include <initializer_list>
#include <numbers>

namespace vigie::render {

namespace {

constexpr float pi = std::numbers::pi_v<float>;
constexpr float stroke = 1.7f;
constexpr float rim = 1.2f;  // edge of full warn shapes
constexpr GlyphPoint middle{8, 8};

GlyphCommand disc(Ink ink, GlyphPoint centre, float radius) {
    return {.kind = GlyphCommand::Kind::disc, .ink = ink, .centre = centre, .radius = radius};
}

GlyphCommand pie(Ink ink, float radius, float from, float to) {
    return {.kind = GlyphCommand::Kind::pie, .ink = ink, .centre = middle, .radius = radius, .from = from, .to = to};
}

GlyphCommand arc(Ink ink, GlyphPoint centre, float radius, float from, float to, float width = stroke) {
    return {.kind = GlyphCommand::Kind::arc, .ink = ink, .width = width, .centre = centre, .radius = radius,
            .from = from, .to = to};
}

GlyphCommand path(GlyphCommand::Kind kind, Ink ink, std::initializer_list<GlyphPoint> points, float width, bool closed) {
    GlyphCommand command{.kind = kind, .ink = ink, .width = width, .closed = closed};
    for (const GlyphPoint p : points) command.points[command.count++] = p;
    return command;
}

GlyphCommand line(Ink ink, std::initializer_list<GlyphPoint> points, float width = stroke, bool closed = false) {
    return path(GlyphCommand::Kind::polyline, ink, points, width, closed);
}

GlyphCommand polygon(Ink ink, std::initializer_list<GlyphPoint> points) {
    return path(GlyphCommand::Kind::polygon, ink, points, 0, true);
}

GlyphCommand rect(GlyphCommand::Kind kind, Ink ink, float low, float high, float radius, float width = 0) {
    GlyphCommand command = path(kind, ink, {{low, low}, {high, high}}, width, true);
    command.radius = radius;
    return command;
}

void fill_outline(GlyphCommands& out, Outline outline, Ink ink) {
    switch (outline) {
    case Outline::circle:
    case Outline::dashed_circle: out.add(disc(ink, middle, 7)); return;
    case Outline::square: out.add(rect(GlyphCommand::Kind::rounded_rect, ink, 1.4f, 14.6f, 2.6f)); return;
    case Outline::triangle: out.add(polygon(ink, {{8, 0.9f}, {15.4f, 14.4f}, {0.6f, 14.4f}})); return;
    case Outline::lozenge: out.add(polygon(ink, {{8, 0.3f}, {15.7f, 8}, {8, 15.7f}, {0.3f, 8}})); return;
    case Outline::sheet: out.add(polygon(ink, {{2.4f, 1}, {9.6f, 1}, {13.6f, 5}, {13.6f, 15}, {2.4f, 15}})); return;
    }
}

// The line stays inside the filled outline: it is moved in by half its width.
void stroke_outline(GlyphCommands& out, Outline outline, Ink ink, float width) {
    const float in = width / 2;
    switch (outline) {
    case Outline::circle: out.add(arc(ink, middle, 7 - in, 0, 2 * pi, width)); return;
    case Outline::square:
        out.add(rect(GlyphCommand::Kind::rect_line, ink, 1.4f + in, 14.6f - in, 2.6f - in, width));
        return;
    case Outline::triangle:
        out.add(line(ink, {{8, 0.9f + 2.1f * in}, {15.4f - 1.7f * in, 14.4f - in}, {0.6f + 1.7f * in, 14.4f - in}}, width, true));
        return;
    case Outline::lozenge: {
        const float d = 1.41f * in;
        out.add(line(ink, {{8, 0.3f + d}, {15.7f - d, 8}, {8, 15.7f - d}, {0.3f + d, 8}}, width, true));
        return;
    }
    case Outline::sheet:
        out.add(line(ink, {{2.4f + in, 1 + in}, {9.6f - in / 2, 1 + in}, {13.6f - in, 5 + in / 2}, {13.6f - in, 15 - in},
                           {2.4f + in, 15 - in}}, width, true));
        return;
    case Outline::dashed_circle:
        for (int i = 0; i < 8; ++i) {
            const float at = static_cast<float>(i) * pi / 4 + pi / 8;
            out.add(arc(ink, middle, 7 - in, at - 0.24f, at + 0.24f, width));
        }
        return;
    }
}

void dashed_outline(GlyphCommands& out, Outline outline) {
    if (outline != Outline::square) {
        stroke_outline(out, Outline::dashed_circle, Ink::main, stroke);
        return;
    }
    constexpr float a = 2.25f, b = 13.75f;
    for (const auto& [from, to] : {std::pair{a, 4.2f}, std::pair{6.6f, 9.4f}, std::pair{11.8f, b}}) {
        out.add(line(Ink::main, {{from, a}, {to, a}}, 1.5f));
        out.add(line(Ink::main, {{from, b}, {to, b}}, 1.5f));
        out.add(line(Ink::main, {{a, from}, {a, to}}, 1.5f));
        out.add(line(Ink::main, {{b, from}, {b, to}}, 1.5f));
    }
}

void bang(GlyphCommands& out, Outline outline, Ink ink) {
    const float down = outline == Outline::triangle ? 1.4f : outline == Outline::sheet ? 0.6f : 0;
    out.add(line(ink, {{8, 4.7f + down}, {8, 8.5f + down}}, 1.9f));
    out.add(disc(ink, {8, 11.3f + down * 0.7f}, 1.15f));
}

void tick(GlyphCommands& out, Outline outline, Ink ink) {
    const float down = outline == Outline::sheet ? 1 : 0;
    out.add(line(ink, {{4.9f, 8.3f + down}, {7.1f, 10.5f + down}, {11.2f, 5.8f + down}}, 1.9f));
}

void quarter(GlyphCommands& out, Outline outline) {
    if (outline == Outline::square) out.add(polygon(Ink::main, {{8, 4.1f}, {11.9f, 4.1f}, {11.9f, 8}, {8, 8}}));
    else out.add(pie(Ink::main, 4.2f, -pi / 2, 0));
}

void return_arrow(GlyphCommands& out) {
    out.add(arc(Ink::on, {8, 8.4f}, 3.3f, -0.75f * pi, 0.78f * pi, 1.6f));
    out.add(line(Ink::on, {{5.0f, 3.6f}, {5.2f, 6.5f}, {8.0f, 6.4f}}, 1.4f));
}

void cross(GlyphCommands& out, Outline outline) {
    const float down = outline == Outline::sheet ? 1 : 0;
    out.add(line(Ink::main, {{5.7f, 5.7f + down}, {10.3f, 10.3f + down}}, 1.6f));
    out.add(line(Ink::main, {{10.3f, 5.7f + down}, {5.7f, 10.3f + down}}, 1.6f));
}

void two_circles(GlyphCommands& out) {
    out.add(arc(Ink::main, {5.9f, 8}, 4.7f, 0, 2 * pi, 1.5f));
    out.add(disc(Ink::ground, {10.1f, 8}, 5.4f));
    out.add(arc(Ink::main, {10.1f, 8}, 4.7f, 0, 2 * pi, 1.5f));
}

void add_mark(GlyphCommands& out, Outline outline, Glyph filling) {
    switch (filling) {
    case Glyph::none:
    case Glyph::full:
    case Glyph::hollow: return;
    case Glyph::dashes: dashed_outline(out, outline); return;
    case Glyph::ringed_dot: out.add(disc(Ink::main, middle, 2.7f)); return;
    case Glyph::quarter: quarter(out, outline); return;
    case Glyph::clock: out.add(line(Ink::main, {{8, 4.5f}, {8, 8.4f}, {10.6f, 9.9f}}, 1.5f)); return;
    case Glyph::half: out.add(pie(Ink::main, 4.4f, -pi / 2, pi / 2)); return;
    case Glyph::tick: tick(out, outline, Ink::on); return;
    case Glyph::hollow_tick: tick(out, outline, Ink::main); return;
    case Glyph::return_arrow: return_arrow(out); return;
    case Glyph::two_circles: two_circles(out); return;
    case Glyph::cross: cross(out, outline); return;
    case Glyph::outward_arrow:
        out.add(line(Ink::main, {{5.6f, 10.4f}, {10.2f, 5.8f}}, 1.6f));
        out.add(line(Ink::main, {{6.8f, 5.6f}, {10.4f, 5.6f}, {10.4f, 9.2f}}, 1.6f));
        return;
    case Glyph::bang: bang(out, outline, Ink::on); return;
    case Glyph::hollow_bang: bang(out, outline, Ink::main); return;
    case Glyph::chevron: out.add(line(Ink::on, {{6.6f, 4.9f}, {9.8f, 8}, {6.6f, 11.1f}}, 1.9f)); return;
    case Glyph::pause:
        out.add(line(Ink::on, {{6.2f, 5.6f}, {6.2f, 10.4f}}));
        out.add(line(Ink::on, {{9.8f, 5.6f}, {9.8f, 10.4f}}));
        return;
    case Glyph::double_tick:
        out.add(line(Ink::on, {{3.2f, 8.4f}, {5.4f, 10.6f}, {9.2f, 6}}, 1.7f));
        out.add(line(Ink::on, {{8.0f, 10.4f}, {8.2f, 10.6f}, {12.6f, 5.6f}}, 1.7f));
        return;
    case Glyph::slash: out.add(line(Ink::main, {{4.4f, 11.6f}, {11.6f, 4.4f}}, 1.6f)); return;
    case Glyph::down_arrow:
        out.add(line(Ink::on, {{8, 4.4f}, {8, 11}}));
        out.add(line(Ink::on, {{5.2f, 8.4f}, {8, 11.3f}, {10.8f, 8.4f}}));
        return;
    }
}

} // namespace

bool is_full(Glyph filling) {
    switch (filling) {
    case Glyph::full:
    case Glyph::tick:
    case Glyph::return_arrow:
    case Glyph::bang:
    case Glyph::chevron:
    case Glyph::pause:
    case Glyph::double_tick:
    case Glyph::down_arrow: return true;
    case Glyph::none:
    case Glyph::ringed_dot:
    case Glyph::quarter:
    case Glyph::clock:
    case Glyph::half:
    case Glyph::hollow_tick:
    case Glyph::two_circles:
    case Glyph::cross:
    case Glyph::outward_arrow:
    case Glyph::hollow_bang:
    case Glyph::dashes:
    case Glyph::hollow:
    case Glyph::slash: return false;
    }
    return false;
}

GlyphCommands state_mark(Outline outline, Glyph filling) {
    GlyphCommands out;
    add_mark(out, outline, filling);
    return out;
}

GlyphCommands state_glyph(Outline outline, Glyph filling) {
    GlyphCommands out;
    if (filling == Glyph::none) return out;
    if (is_full(filling)) {
        fill_outline(out, outline, Ink::main);
        stroke_outline(out, outline, Ink::edge, rim);
    } else if (filling != Glyph::two_circles) {
        fill_outline(out, outline, Ink::ground);
        if (filling != Glyph::dashes) stroke_outline(out, outline, Ink::main, stroke);
    }
    add_mark(out, outline, filling);
    return out;
}

} // namespace vigie::render
