#include "panels/planning/bar_drawing.hpp"

#include <algorithm>
#include <cmath>

#include "panels/status.hpp"
#include "panels/widgets/glyph.hpp"
#include "panels/widgets/icon.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {
namespace {

constexpr float strip_px = 12, one_line_px = 30;  // bar heights under which text goes, and under which one line is left
constexpr std::size_t letters_worth_showing = 5;

bool is_proposed(const BoardBar& bar) { return bar.kind == BarKind::added || bar.kind == BarKind::moved; }

struct Inks {
    Rgba fill, edge, title, place;
};

Inks inks_of(const Theme& theme, const BoardBar& bar) {
    const Colors& c = theme.colors;
    if (is_proposed(bar)) return {c.surface1, c.accent, c.text_strong, c.text_normal};
    if (bar.kind == BarKind::leaving) return {c.surface2, c.line_strong, c.text_weak, c.text_weak};
    if (!bar.conflicts.empty()) {
        const auto& danger = c.family(Family::danger);
        return {danger.veil, danger.full, danger.ink, danger.ink};
    }
    const auto& family = c.family(family_of(bar.state));
    const bool under_way = bar.state == gis::InterventionState::on_site;
    return {under_way ? c.bar_active : family.veil, family.full, c.text_strong, c.text_normal};
}

void draw_ground(ImDrawList* list, const Theme& theme, const BoardBar& bar, const BarLook& look, const Inks& inks, float alpha) {
    const float round = theme.px(4), edge = std::min(theme.px(4), look.box.width());
    list->AddRectFilled(look.box.min, look.box.max, u32(inks.fill, alpha), round);
    if (is_proposed(bar)) {
        dashed_rect(list, look.box.min, look.box.max, u32(look.left_aside ? theme.colors.line_strong : inks.edge, alpha), theme.px(1.6f), theme.px(4));
    } else if (bar.kind == BarKind::leaving) {
        dashed_rect(list, look.box.min, look.box.max, u32(inks.edge, alpha * 0.7f), theme.px(1), theme.px(3));
    } else if (!bar.conflicts.empty() || bar.state == gis::InterventionState::on_site) {
        list->AddRect(look.box.min, look.box.max, u32(inks.edge, alpha), round, 0, theme.px(2));
    } else if (!bar.remarks.empty()) {
        list->AddRect(look.box.min, look.box.max, u32(theme.colors.family(Family::warn).full, alpha), round, 0, theme.px(2));
    }
    if (bar.kind != BarKind::leaving && !look.left_aside)
        list->AddRectFilled(look.box.min, ImVec2(look.box.min.x + edge, look.box.max.y), u32(inks.edge, alpha), round, ImDrawFlags_RoundCornersLeft);
    if (look.progress >= 0 && look.box.height() >= theme.px(strip_px)) {
        const float left = look.box.min.x + edge + theme.px(3), right = look.box.max.x - theme.px(4), y = look.box.max.y - theme.px(4);
        if (right > left) list->AddRectFilled(ImVec2(left, y - theme.px(2)), ImVec2(left + (right - left) * static_cast<float>(look.progress), y), u32(inks.edge, alpha));
    }
    if (look.selected || look.hovered) {
        const float out = theme.px(look.selected ? 2 : 1);
        list->AddRect(ImVec2(look.box.min.x - out, look.box.min.y - out), ImVec2(look.box.max.x + out, look.box.max.y + out),
                      u32(look.selected ? theme.colors.selection : theme.colors.line_strong), round + out, 0, look.selected ? theme.px(2) : 1.0f);
    }
}

// Text over a bar's right end keeps a halo, so that a dashed border does not strike it through.
void text_with_halo(ImDrawList* list, ImFont* font, ImVec2 at, Rgba color, Rgba halo, bool with_halo, std::string_view text) {
    if (with_halo)
        for (const auto& [dx, dy] : {std::pair(-1.f, 0.f), std::pair(1.f, 0.f), std::pair(0.f, -1.f), std::pair(0.f, 1.f)})
            draw_text(list, font, ImVec2(at.x + dx, at.y + dy), halo, text);
    draw_text(list, font, at, color, text);
}

// The longest form that may be shown; empty when only the icon is left.
std::string fitted(ImFont* font, const std::string& text, float inside, float over) {
    const float width = text_size(font, text).x;
    if (width <= inside || width <= over) return text;
    auto cut = ellipsized(font, text, std::max(inside, over));
    std::size_t letters = 0;
    for (const char ch : cut) letters += (static_cast<unsigned char>(ch) & 0xC0u) != 0x80u;
    return letters > letters_worth_showing ? cut : std::string();  // the dots count for one
}

struct Words {
    float left = 0, inside = 0, over = 0;
};

void draw_words(ImDrawList* list, const Theme& theme, const BoardBar& bar, const BarLook& look, const Inks& inks, const Words& words) {
    const Fonts& f = theme.fonts;
    const bool two_lines = look.box.height() >= theme.px(one_line_px);
    std::string title = bar.title;
    if (bar.kind == BarKind::added) title = "+ " + title;
    if (bar.kind == BarKind::moved) title = "\u2192 " + title;
    const auto shown = fitted(f.caption_strong, title, words.inside, words.over);
    if (shown.empty()) {
        const bool fits = look.box.width() >= icon_px(theme, IconSize::small) + theme.px(4);
        if (fits) draw_icon(list, theme, ImVec2((look.box.min.x + theme.px(3) + look.box.max.x) / 2, (look.box.min.y + look.box.max.y) / 2), IconSize::small, inks.title, bar.icon);
        return;
    }
    const float line = f.caption->FontSize, middle = (look.box.min.y + look.box.max.y) / 2;
    const float top = two_lines ? middle - line - theme.px(0.5f) : middle - line / 2;
    const bool halo = is_proposed(bar);
    text_with_halo(list, f.caption_strong, ImVec2(words.left, top), inks.title, theme.colors.surface1, halo, shown);
    if (!two_lines || bar.place.empty()) return;
    const auto place = fitted(f.caption, bar.place, words.inside, words.over);
    text_with_halo(list, f.caption, ImVec2(words.left, top + line + theme.px(1)), inks.place, theme.colors.surface1, halo, place);
}

} // namespace

Family family_of(gis::InterventionState state) { return look_of(state).family; }

void draw_bar(ImDrawList* list, const Theme& theme, const BoardBar& bar, const BarLook& look) {
    const auto inks = inks_of(theme, bar);
    const float alpha = look.dimmed ? 0.35f : 1.0f;
    draw_ground(list, theme, bar, look, inks, alpha);
    const bool silent = look.dimmed || bar.kind == BarKind::leaving;  // what takes its place speaks
    if (silent || look.box.height() < theme.px(strip_px)) return;
    Words words{look.box.min.x + theme.px(8), 0, 0};
    float inner_right = look.box.max.x - theme.px(4);
    const float mark = icon_px(theme, IconSize::small);
    const bool room_for_mark = look.box.width() >= mark + theme.px(34);
    if (!bar.conflicts.empty() && room_for_mark) {
        draw_state(list, theme, ImVec2(inner_right - mark / 2, look.box.min.y + look.box.height() * 0.3f), mark,
                   {.key = {}, .outline = Outline::triangle, .glyph = render::Glyph::bang, .family = Family::danger});
        inner_right -= mark + theme.px(2);
    } else if (!bar.remarks.empty() && room_for_mark) {
        draw_state(list, theme, ImVec2(inner_right - mark / 2, look.box.min.y + look.box.height() * 0.3f), mark,
                   {.key = {}, .outline = Outline::lozenge, .glyph = render::Glyph::bang, .family = Family::warn});
        inner_right -= mark + theme.px(2);
    } else if (bar.locked && room_for_mark) {
        draw_icon(list, theme, ImVec2(inner_right - mark / 2, look.box.min.y + look.box.height() * 0.3f), IconSize::small, theme.colors.text_weak, "lock");
        inner_right -= mark + theme.px(2);
    }
    words.inside = inner_right - words.left;
    const bool own_border = !bar.conflicts.empty() || !bar.remarks.empty() || bar.locked || bar.state == gis::InterventionState::on_site;
    words.over = own_border ? words.inside : look.room_right - theme.px(4) - words.left;
    draw_words(list, theme, bar, look, inks, words);
}

void dashed_rect(ImDrawList* list, ImVec2 min, ImVec2 max, ImU32 color, float thickness, float dash) {
    const auto run = [&](ImVec2 a, ImVec2 b) {
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        const ImVec2 unit((b.x - a.x) / std::max(length, 1.0f), (b.y - a.y) / std::max(length, 1.0f));
        for (float at = 0; at < length; at += 2 * dash) {
            const float to = std::min(length, at + dash);
            list->AddLine(ImVec2(a.x + unit.x * at, a.y + unit.y * at), ImVec2(a.x + unit.x * to, a.y + unit.y * to), color, thickness);
        }
    };
    run(min, ImVec2(max.x, min.y));
    run(ImVec2(max.x, min.y), max);
    run(max, ImVec2(min.x, max.y));
    run(ImVec2(min.x, max.y), min);
}

void hatch(ImDrawList* list, const Box& box, ImU32 color, float gap) {
    list->PushClipRect(box.min, box.max, true);
    for (float x = box.min.x - box.height(); x < box.max.x; x += gap)
        list->AddLine(ImVec2(x, box.max.y), ImVec2(x + box.height(), box.min.y), color, 1);
    list->PopClipRect();
}

} // namespace vigie::panels
