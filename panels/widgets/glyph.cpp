#include "panels/widgets/glyph.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/state_glyphs.hpp"

namespace vigie::panels {

namespace {

using render::GlyphCommand;
using render::Ink;

// One glyph at one place: scales the 16-unit box and knows its inks.
struct Pen {
    ImDrawList* list;
    ImVec2 origin;
    float unit;
    Rgba main, on, edge;

    [[nodiscard]] ImVec2 at(render::GlyphPoint p) const { return {origin.x + p.x * unit, origin.y + p.y * unit}; }
    [[nodiscard]] float width(const GlyphCommand& c) const { return std::max(1.0f, c.width * unit); }
    [[nodiscard]] Rgba color(Ink ink) const {
        switch (ink) {
            case Ink::main: return main;
            case Ink::on: return on;
            case Ink::edge: return edge;
            case Ink::ground: break;
        }
        return {0, 0, 0, 0};
    }
};

void paint(const Pen& pen, const GlyphCommand& c) {
    const Rgba color = pen.color(c.ink);
    if (color.a == 0) return;
    using Kind = GlyphCommand::Kind;
    switch (c.kind) {
        case Kind::disc: pen.list->AddCircleFilled(pen.at(c.centre), c.radius * pen.unit, u32(color)); return;
        case Kind::pie:
            if (c.to - c.from < 0.99f * std::numbers::pi_v<float>) pen.list->PathLineTo(pen.at(c.centre));
            pen.list->PathArcTo(pen.at(c.centre), c.radius * pen.unit, c.from, c.to, 16);
            pen.list->PathFillConvex(u32(color));
            return;
        case Kind::polygon:
            for (const render::GlyphPoint p : c.path()) pen.list->PathLineTo(pen.at(p));
            pen.list->PathFillConvex(u32(color));
            return;
        case Kind::rounded_rect:
            pen.list->AddRectFilled(pen.at(c.points[0]), pen.at(c.points[1]), u32(color), c.radius * pen.unit);
            return;
        case Kind::rect_line:
            pen.list->PathRect(pen.at(c.points[0]), pen.at(c.points[1]), c.radius * pen.unit);
            pen.list->PathStroke(u32(color), ImDrawFlags_Closed, pen.width(c));
            return;
        case Kind::polyline:
            for (const render::GlyphPoint p : c.path()) pen.list->PathLineTo(pen.at(p));
            pen.list->PathStroke(u32(color), c.closed ? ImDrawFlags_Closed : 0, pen.width(c));
            return;
        case Kind::arc: {
            const bool whole = c.to - c.from >= 1.999f * std::numbers::pi_v<float>;
            if (whole) pen.list->AddCircle(pen.at(c.centre), c.radius * pen.unit, u32(color), 0, pen.width(c));
            else {
                pen.list->PathArcTo(pen.at(c.centre), c.radius * pen.unit, c.from, c.to, 20);
                pen.list->PathStroke(u32(color), 0, pen.width(c));
            }
            return;
        }
    }
}

} // namespace

void draw_state(ImDrawList* list, ImVec2 centre, float size, Outline outline, render::Glyph glyph, Rgba fill, Rgba ink,
                Rgba edge) {
    const Pen pen{list, ImVec2(centre.x - size / 2, centre.y - size / 2), size / render::glyph_box, fill, ink, edge};
    for (const GlyphCommand& command : render::state_glyph(outline, glyph)) paint(pen, command);
}

void draw_state(ImDrawList* list, const Theme& theme, ImVec2 centre, float size, const StatusLook& look) {
    const StateFamily& family = theme.colors.family(look.family);
    const Rgba edge = look.family == Family::warn ? theme.colors.warn_edge : Rgba{0, 0, 0, 0};
    draw_state(list, centre, size, look.outline, look.glyph, family.full, family.glyph, edge);
}

float draw_state_badge(ImDrawList* list, const Theme& theme, ImVec2 left_centre, const StatusLook& look,
                       std::string_view words) {
    const StateFamily& family = theme.colors.family(look.family);
    ImFont* font = theme.fonts.caption_strong;
    const float h = theme.px(20), text = text_size(font, words).x, width = theme.px(25) + text + theme.px(9);
    const ImVec2 min(left_centre.x, left_centre.y - h / 2);
    list->AddRectFilled(min, ImVec2(min.x + width, min.y + h), u32(family.veil), h / 2);
    draw_state(list, theme, ImVec2(min.x + theme.px(13), left_centre.y), theme.px(14), look);
    draw_text(list, font, ImVec2(min.x + theme.px(25), left_centre.y - font->FontSize / 2), family.ink, words);
    return width;
}

void state_badge(const Theme& theme, const StatusLook& look, std::string_view words) {
    const float h = std::max(theme.px(20), ImGui::GetTextLineHeight());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = draw_state_badge(ImGui::GetWindowDrawList(), theme, ImVec2(at.x, at.y + h / 2), look, words);
    ImGui::Dummy(ImVec2(width, h));
}

void state_text(const Theme& theme, const StatusLook& look, std::string_view words) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetTextLineHeight(), glyph = theme.px(14);
    draw_state(ImGui::GetWindowDrawList(), theme, ImVec2(at.x + glyph / 2, at.y + line / 2), glyph, look);
    ImGui::Dummy(ImVec2(glyph, line));
    ImGui::SameLine(0, theme.px(6));
    ImGui::PushStyleColor(ImGuiCol_Text, u32(theme.colors.text_normal));
    ImGui::TextUnformatted(words.data(), words.data() + words.size());
    ImGui::PopStyleColor();
}

} // namespace vigie::panels
