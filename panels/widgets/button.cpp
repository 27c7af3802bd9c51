#include "panels/widgets/button.hpp"

#include <cmath>

#include <imgui_internal.h>

#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

std::string_view visible_part(const char* label) {
    return {label, ImGui::FindRenderedTextEnd(label)};
}

struct Look {
    Rgba ground, border, ink;
};
constexpr Rgba clear{0, 0, 0, 0};

Look look_of(const Colors& c, ButtonKind kind, bool hovered, bool chosen, bool blocked) {
    const StateFamily& danger = c.family(Family::danger);
    if (blocked) return kind == ButtonKind::quiet ? Look{clear, clear, c.text_off} : Look{c.surface2, c.line, c.text_off};
    if (chosen) return {c.accent_veil, c.accent, c.accent_text};
    switch (kind) {
        case ButtonKind::primary: return {hovered ? c.accent_hover : c.accent, clear, c.on_accent};
        case ButtonKind::secondary: return {hovered ? c.surface3 : c.surface1, c.line_strong, c.text_strong};
        case ButtonKind::quiet: return {hovered ? c.surface3 : clear, clear, c.text_normal};
        case ButtonKind::danger: return {hovered ? danger.veil : c.surface1, danger.full, danger.ink};
        case ButtonKind::danger_full: return {hovered ? danger.ink : danger.full, clear, danger.glyph};
    }
    return {};
}

struct Pressed {
    ImRect box;
    bool visible = false, pressed = false, hovered = false;
};

// The behaviour common to everything that can be clicked. A blocked control is hoverable and does nothing.
Pressed press(const char* label, ImVec2 size, bool blocked) {
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    Pressed out;
    if (window->SkipItems) return out;
    const ImGuiID id = window->GetID(label);
    out.box = ImRect(window->DC.CursorPos, ImVec2(window->DC.CursorPos.x + size.x, window->DC.CursorPos.y + size.y));
    ImGui::ItemSize(size, 0);
    if (blocked) ImGui::BeginDisabled();
    out.visible = ImGui::ItemAdd(out.box, id);
    if (out.visible) {
        bool held = false;
        out.pressed = ImGui::ButtonBehavior(out.box, id, &out.hovered, &held, 0);
        ImGuiContext& g = *ImGui::GetCurrentContext();
        IMGUI_TEST_ENGINE_ITEM_INFO(id, label, g.LastItemData.StatusFlags);
    }
    if (blocked) ImGui::EndDisabled();
    return out;
}

void frame(const Theme& theme, const ImRect& box, const Look& look, float rounding) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.Min, box.Max, u32(look.ground), rounding);
    if (look.border.a > 0) list->AddRect(box.Min, box.Max, u32(look.border), rounding, 0, 1);
    focus_ring(theme, box.Min, box.Max, rounding);
}

struct Inside {
    ImFont* font;
    float icon = 0, gap = 0, text = 0, arrow = 0, key = 0;
    [[nodiscard]] float total() const { return icon + gap + text + arrow + key; }
};

float key_cap_width(const Theme& theme, std::string_view keys) {
    return text_size(theme.fonts.mono_small, keys).x + theme.px(10);
}

Inside measure(const Theme& theme, std::string_view text, const ButtonSpec& spec) {
    const bool strong = spec.kind == ButtonKind::primary || spec.kind == ButtonKind::danger_full || spec.chosen;
    Inside in{};
    const bool small = spec.small_text || spec.height <= 24;
    in.font = small ? (strong ? theme.fonts.caption_strong : theme.fonts.caption)
                    : (strong ? theme.fonts.body_strong : theme.fonts.body);
    if (!spec.icon.empty()) in.icon = icon_px(theme, small ? IconSize::small : IconSize::normal);
    in.text = text.empty() ? 0 : text_size(in.font, text).x;
    if (in.icon > 0 && in.text > 0) in.gap = theme.px(8);
    if (spec.dropdown) in.arrow = theme.px(22);
    if (!spec.key_hint.empty()) in.key = key_cap_width(theme, spec.key_hint) + theme.px(10);
    return in;
}

} // namespace

bool button(const Theme& theme, const char* label, const ButtonSpec& spec) {
    const std::string_view text = visible_part(label);
    const Inside in = measure(theme, text, spec);
    float width = spec.width > 0 ? theme.px(spec.width) : in.total() + theme.px(spec.height <= 24 ? 16 : 26);
    if (spec.width < 0) width = ImGui::GetContentRegionAvail().x;
    const Pressed p = press(label, ImVec2(width, theme.px(spec.height)), !spec.blocked.empty());
    if (!p.visible) return false;
    const Look look = look_of(theme.colors, spec.kind, p.hovered, spec.chosen, !spec.blocked.empty());
    frame(theme, p.box, look, theme.px(5));
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = (p.box.Min.y + p.box.Max.y) / 2;
    const float pad = theme.px(6);
    const float start = in.total() + 2 * pad > width ? p.box.Min.x + pad : (p.box.Min.x + p.box.Max.x - in.total()) / 2;
    float x = start;
    if (in.icon > 0) {
        draw_icon(list, theme, ImVec2(x + in.icon / 2, middle), in.icon > theme.px(17) ? IconSize::normal : IconSize::small,
                  look.ink, spec.icon);
        x += in.icon + in.gap;
    }
    const float room = p.box.Max.x - pad - x - in.arrow - in.key;
    draw_text_clipped(list, in.font, ImVec2(x, middle - in.font->FontSize / 2), look.ink, text, room + 1);
    x += std::min(in.text, room);
    if (spec.dropdown)
        draw_icon(list, theme, ImVec2(x + theme.px(13), middle), IconSize::small, look.ink, "arrow_drop_down");
    if (in.key > 0) {
        const float left = x + in.arrow + theme.px(10);
        const float h = theme.px(18);
        list->AddRect(ImVec2(left, middle - h / 2), ImVec2(left + in.key - theme.px(10), middle + h / 2), u32(look.ink),
                      theme.px(3));
        draw_text(list, theme.fonts.mono_small, ImVec2(left + theme.px(5), middle - theme.fonts.mono_small->FontSize / 2),
                  look.ink, spec.key_hint);
    }
    tooltip_for_last_item(theme, spec.blocked.empty() ? spec.tooltip : spec.blocked);
    return p.pressed;
}

bool icon_button(const Theme& theme, const char* id, std::string_view icon, std::string_view tooltip,
                 const IconButtonSpec& spec) {
    const Pressed p = press(id, ImVec2(theme.px(spec.size), theme.px(spec.size)), !spec.blocked.empty());
    if (!p.visible) return false;
    const Colors& c = theme.colors;
    Look look = look_of(c, spec.border ? ButtonKind::secondary : ButtonKind::quiet, p.hovered, spec.chosen,
                        !spec.blocked.empty());
    if (spec.chosen && !spec.border) look.border = clear;
    frame(theme, p.box, look, theme.px(5));
    draw_icon(ImGui::GetWindowDrawList(), theme, p.box.GetCenter(), spec.large_icon ? IconSize::large : IconSize::normal,
              look.ink, icon);
    if (spec.blocked.empty()) tooltip_for_last_item(theme, tooltip, spec.key);
    else tooltip_for_last_item(theme, spec.blocked);
    return p.pressed;
}

ChipClick chip(const Theme& theme, const char* label, const ChipSpec& spec) {
    const std::string_view text = visible_part(label);
    const Colors& c = theme.colors;
    ImFont* font = spec.chosen ? theme.fonts.caption_strong : theme.fonts.caption;
    const float h = theme.px(24), pad = theme.px(10);
    const float icon = spec.icon.empty() ? 0 : theme.px(22), tail = spec.dropdown || spec.closable ? theme.px(18) : 0;
    const Pressed p = press(label, ImVec2(text_size(font, text).x + 2 * pad + icon + tail, h), !spec.blocked.empty());
    if (!p.visible) return ChipClick::none;
    const Look look = !spec.blocked.empty() ? Look{c.surface2, c.line, c.text_off}
                      : spec.chosen ? Look{c.accent_veil, c.accent, c.accent_text}
                                  : Look{p.hovered ? c.surface3 : c.surface1, c.line_strong, c.text_normal};
    frame(theme, p.box, look, h / 2);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = p.box.GetCenter().y;
    float x = p.box.Min.x + pad;
    if (icon > 0) draw_icon(list, theme, ImVec2(x + theme.px(8), middle), IconSize::small, look.ink, spec.icon);
    x += icon;
    draw_text(list, font, ImVec2(x, middle - font->FontSize / 2), look.ink, text);
    const ImVec2 end(p.box.Max.x - pad - theme.px(2), middle);
    if (spec.dropdown) draw_icon(list, theme, end, IconSize::small, look.ink, "arrow_drop_down");
    if (spec.closable) draw_icon(list, theme, end, IconSize::small, look.ink, "close");
    tooltip_for_last_item(theme, spec.blocked.empty() ? spec.tooltip : spec.blocked);
    if (!p.pressed) return ChipClick::none;
    return spec.closable && ImGui::GetIO().MousePos.x > p.box.Max.x - theme.px(26) ? ChipClick::close : ChipClick::body;
}

int segmented(const Theme& theme, const char* id, const std::vector<SegmentSpec>& segments, int chosen, float height) {
    ImGui::PushID(id);
    const Colors& c = theme.colors;
    ImDrawList* list = ImGui::GetWindowDrawList();
    int result = chosen;
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImVec2 last = origin;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (i > 0) ImGui::SameLine(0, 0);
        const bool on = static_cast<int>(i) == chosen, blocked = !segments[i].blocked.empty();
        const std::string_view text = visible_part(segments[i].label);
        const bool large = !segments[i].icon.empty() && height >= 28;
        ImFont* const wide = large ? theme.fonts.body_strong : theme.fonts.caption_strong;
        ImFont* font = on ? wide : large ? theme.fonts.body : theme.fonts.caption;
        const float icon = segments[i].icon.empty() ? 0 : icon_px(theme, large ? IconSize::normal : IconSize::small) + theme.px(6);
        const float width = text_size(wide, text).x + icon + theme.px(large ? 24 : 20);
        const Pressed p = press(segments[i].label, ImVec2(width, theme.px(height)), blocked);
        if (!p.visible) continue;
        if (on || p.hovered) list->AddRectFilled(p.box.Min, p.box.Max, u32(on ? c.accent_veil : c.surface3), theme.px(4));
        if (i > 0) list->AddLine(p.box.Min, ImVec2(p.box.Min.x, p.box.Max.y), u32(c.line_strong));
        const ImVec2 size = text_size(font, text);
        const Rgba ink = blocked ? c.text_off : on ? c.accent_text : c.text_normal;
        const float x = p.box.GetCenter().x - (size.x + icon) / 2;
        if (icon > 0) draw_icon(list, theme, ImVec2(x + (icon - theme.px(6)) / 2, p.box.GetCenter().y), large ? IconSize::normal : IconSize::small, ink, segments[i].icon);
        draw_text(list, font, ImVec2(x + icon, p.box.GetCenter().y - font->FontSize / 2), ink, text);
        focus_ring(theme, p.box.Min, p.box.Max, theme.px(4));
        tooltip_for_last_item(theme, segments[i].blocked);
        if (p.pressed) result = static_cast<int>(i);
        last = p.box.Max;
    }
    list->AddRect(origin, last, u32(c.line_strong), theme.px(5));
    ImGui::PopID();
    return result;
}

float draw_key_cap(ImDrawList* list, const Theme& theme, ImVec2 left_centre, std::string_view keys) {
    const float width = key_cap_width(theme, keys), h = theme.px(18);
    const ImVec2 min(left_centre.x, left_centre.y - h / 2), max(left_centre.x + width, left_centre.y + h / 2);
    list->AddRectFilled(min, max, u32(theme.colors.surface2), theme.px(3));
    list->AddRect(min, max, u32(theme.colors.line), theme.px(3));
    list->AddLine(ImVec2(min.x + 2, max.y - 1), ImVec2(max.x - 2, max.y - 1), u32(theme.colors.line), theme.px(1.5f));
    ImFont* font = theme.fonts.mono_small;
    draw_text(list, font, ImVec2(min.x + theme.px(5), left_centre.y - font->FontSize / 2), theme.colors.text_weak, keys);
    return width;
}

void key_cap(const Theme& theme, std::string_view keys) {
    const float h = std::max(theme.px(18), ImGui::GetTextLineHeight());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::Dummy(ImVec2(draw_key_cap(ImGui::GetWindowDrawList(), theme, ImVec2(at.x, at.y + h / 2), keys), h));
}

float draw_count_badge(ImDrawList* list, const Theme& theme, ImVec2 left_centre, std::string_view count, BadgeTone tone) {
    const Colors& c = theme.colors;
    const Look look = tone == BadgeTone::neutral ? Look{c.surface3, clear, c.text_normal}
                      : tone == BadgeTone::accent ? Look{c.accent, clear, c.on_accent}
                                                  : Look{c.family(Family::danger).full, clear, c.family(Family::danger).glyph};
    ImFont* font = theme.fonts.caption_strong;
    const float h = theme.px(18), text = text_size(font, count).x, width = std::max(h, text + theme.px(11));
    const ImVec2 min(left_centre.x, left_centre.y - h / 2);
    list->AddRectFilled(min, ImVec2(min.x + width, min.y + h), u32(look.ground), h / 2);
    draw_text(list, font, ImVec2(min.x + (width - text) / 2, left_centre.y - font->FontSize / 2), look.ink, count);
    return width;
}

void count_badge(const Theme& theme, std::string_view count, BadgeTone tone) {
    const float h = std::max(theme.px(18), ImGui::GetTextLineHeight());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::Dummy(ImVec2(draw_count_badge(ImGui::GetWindowDrawList(), theme, ImVec2(at.x, at.y + h / 2), count, tone), h));
}

bool link(const Theme& theme, const char* label, bool small) {
    const std::string_view text = visible_part(label);
    ImFont* font = small ? theme.fonts.caption : theme.fonts.body;
    const ImVec2 size = text_size(font, text);
    const Pressed p = press(label, ImVec2(size.x, std::max(size.y, theme.px(18))), false);
    if (!p.visible) return false;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float y = p.box.GetCenter().y - font->FontSize / 2;
    draw_text(list, font, ImVec2(p.box.Min.x, y), theme.colors.accent_text, text);
    if (p.hovered) {
        const float under = std::floor(y + size.y - 1);
        list->AddLine(ImVec2(p.box.Min.x, under), ImVec2(p.box.Max.x, under), u32(theme.colors.accent_text));
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    focus_ring(theme, p.box.Min, p.box.Max, theme.px(2));
    return p.pressed;
}

} // namespace vigie::panels
