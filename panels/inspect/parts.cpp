#include "panels/inspect/parts.hpp"

#include <algorithm>

#include <imgui_internal.h>

#include "panels/status.hpp"
#include "panels/widgets/feedback.hpp"

namespace vigie::panels {

namespace {

constexpr float fact_height = 24, label_width = 92, small_icon = 16;

ImDrawList* canvas() { return ImGui::GetWindowDrawList(); }
ImVec2 here() { return ImGui::GetCursorScreenPos(); }
float room() { return ImGui::GetContentRegionAvail().x; }

float text_top(const ImFont* font, float middle) { return middle - font->FontSize / 2; }

} // namespace

void gap(const Theme& theme, float px) { ImGui::Dummy(ImVec2(1, theme.px(px))); }

void inspector_title(const Theme& theme, std::string_view icon, std::string_view title) {
    const ImVec2 at = here();
    const float h = theme.px(28), middle = at.y + h / 2;
    float x = at.x;
    if (!icon.empty()) {
        draw_icon(canvas(), theme, ImVec2(x + theme.px(10), middle), IconSize::large, theme.colors.text_strong, icon);
        x += theme.px(30);
    }
    ImFont* font = theme.fonts.title;
    draw_text_clipped(canvas(), font, ImVec2(x, text_top(font, middle)), theme.colors.text_strong, title,
                      at.x + room() - x);
    ImGui::Dummy(ImVec2(room(), h));
    if (text_size(font, title).x > at.x + room() - x) tooltip_for_last_item(theme, title);
}

Rgba due_color(const Theme& theme, DueTone tone) {
    switch (tone) {
    case DueTone::none: return theme.colors.line_strong;
    case DueTone::calm: return theme.colors.accent;
    case DueTone::soon: return theme.colors.family(Family::warn).full;
    case DueTone::late: return theme.colors.family(Family::danger).full;
    }
    return theme.colors.accent;
}

Rgba due_ink(const Theme& theme, DueTone tone) {
    switch (tone) {
    case DueTone::none: case DueTone::calm: return theme.colors.text_strong;
    case DueTone::soon: return theme.colors.family(Family::warn).ink;
    case DueTone::late: return theme.colors.family(Family::danger).ink;
    }
    return theme.colors.text_strong;
}

void badge_line(const Theme& theme, std::span<const Badge> badges, std::string_view right, DueTone tone) {
    const ImVec2 at = here();
    const float h = theme.px(20), middle = at.y + h / 2;
    float x = at.x;
    for (const Badge& badge : badges)
        x += draw_state_badge(canvas(), theme, ImVec2(x, middle), badge.look, badge.words) + theme.px(6);
    ImFont* font = theme.fonts.caption_strong;
    if (!right.empty() && x + text_size(font, right).x < at.x + room())
        draw_text_right(canvas(), font, ImVec2(at.x + room(), text_top(font, middle)), due_ink(theme, tone), right);
    ImGui::Dummy(ImVec2(room(), h));
}

void due_bar(const Theme& theme, const Due& due, std::string_view left, std::string_view right) {
    const ImVec2 at = here();
    const float width = room();
    progress_bar(canvas(), theme, ImVec2(at.x, at.y + theme.px(3)), width, due.share, due_color(theme, due.tone));
    ImFont* font = theme.fonts.caption;
    const float y = at.y + theme.px(10);
    draw_text(canvas(), font, ImVec2(at.x, y), theme.colors.text_weak, left);
    draw_text_right(canvas(), font, ImVec2(at.x + width, y), theme.colors.text_weak, right);
    ImGui::Dummy(ImVec2(width, theme.px(10) + font->FontSize));
}

namespace {

// Right end of a fact: an icon button, or a note with its icon. Returns where the value must stop.
float fact_end(const Theme& theme, const FactSpec& spec, ImVec2 at, float width, FactClick& click) {
    const float middle = at.y + theme.px(fact_height) / 2;
    float stop = at.x + width;
    if (!spec.action_icon.empty()) {
        ImGui::SetCursorScreenPos(ImVec2(stop - theme.px(24), middle - theme.px(12)));
        if (icon_button(theme, "action", spec.action_icon, spec.action_tip, {.size = 24})) click = FactClick::action;
        stop -= theme.px(28);
    }
    if (spec.note.empty()) return stop;
    ImFont* font = theme.fonts.caption;
    const float w = text_size(font, spec.note).x;
    draw_text(canvas(), font, ImVec2(stop - w, text_top(font, middle)), theme.colors.text_weak, spec.note);
    stop -= w + theme.px(6);
    if (!spec.note_icon.empty()) {
        draw_icon(canvas(), theme, ImVec2(stop - theme.px(small_icon / 2), middle), IconSize::small, theme.colors.text_weak,
                  spec.note_icon);
        stop -= theme.px(small_icon + 4);
    }
    return stop - theme.px(4);
}

} // namespace

FactClick fact(const Theme& theme, const char* id, std::string_view label, std::string_view value, const FactSpec& spec) {
    const ImVec2 at = here();
    const float width = room(), h = theme.px(fact_height), middle = at.y + h / 2;
    ImGui::PushID(id);
    FactClick click = FactClick::none;
    draw_text_clipped(canvas(), theme.fonts.body, ImVec2(at.x, text_top(theme.fonts.body, middle)), theme.colors.text_weak,
                      label, theme.px(label_width - 6));
    const float left = at.x + theme.px(label_width);
    if (spec.wraps) {
        ImGui::SetCursorScreenPos(ImVec2(left, text_top(theme.fonts.body, middle)));
        text_wrapped(theme.fonts.body, theme.colors.text_strong, value, width - theme.px(label_width));
        ImGui::SetCursorScreenPos(ImVec2(at.x, std::max(ImGui::GetCursorScreenPos().y + theme.px(3), at.y + h)));
        ImGui::Dummy(ImVec2(width, 0));
        ImGui::PopID();
        return click;
    }
    const float stop = fact_end(theme, spec, at, width, click);
    ImFont* font = spec.mono ? theme.fonts.mono_small : theme.fonts.body;
    const std::string shown = ellipsized(font, value, stop - left);
    ImGui::SetCursorScreenPos(ImVec2(left, at.y));
    if (spec.is_link) {
        if (ImGui::InvisibleButton("value", ImVec2(std::max(1.0f, text_size(font, shown).x), h))) click = FactClick::value;
        const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
        if (ImGui::IsItemHovered()) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            canvas()->AddLine(ImVec2(min.x, max.y - theme.px(4)), ImVec2(max.x, max.y - theme.px(4)), u32(theme.colors.accent_text));
        }
        focus_ring(theme, min, max, theme.px(3));
    } else {
        ImGui::Dummy(ImVec2(std::max(1.0f, stop - left), h));
    }
    draw_text(canvas(), font, ImVec2(left, text_top(font, middle)),
              spec.is_link ? theme.colors.accent_text : theme.colors.text_strong, shown);
    if (shown != value) tooltip_for_last_item(theme, value);
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + h));
    ImGui::Dummy(ImVec2(width, 0));
    ImGui::PopID();
    return click;
}

void section(const Theme& theme, std::string_view title, std::string_view right) {
    const ImVec2 at = here();
    const float h = theme.px(20), middle = at.y + h / 2;
    draw_text(canvas(), theme.fonts.caption_strong, ImVec2(at.x, text_top(theme.fonts.caption_strong, middle)),
              theme.colors.text_weak, title);
    if (!right.empty())
        draw_text_right(canvas(), theme.fonts.caption, ImVec2(at.x + room(), text_top(theme.fonts.caption, middle)),
                        theme.colors.text_weak, right);
    ImGui::Dummy(ImVec2(room(), h));
}

bool section_link(const Theme& theme, std::string_view title, const char* link_label) {
    const ImVec2 at = here();
    const float width = room();
    section(theme, title);
    const ImVec2 after = here();
    const std::string_view words(link_label, ImGui::FindRenderedTextEnd(link_label));
    ImGui::SetCursorScreenPos(ImVec2(at.x + width - text_size(theme.fonts.caption, words).x, at.y + theme.px(2)));
    const bool followed = link(theme, link_label);
    ImGui::SetCursorScreenPos(after);
    ImGui::Dummy(ImVec2(width, 0));
    return followed;
}

bool strip(const Theme& theme, const StatusLook& look, std::string_view text, const char* button_label) {
    const StateFamily& f = theme.colors.family(look.family);
    const ImVec2 at = here();
    const float width = room(), h = theme.px(34), middle = at.y + h / 2;
    canvas()->AddRectFilled(at, ImVec2(at.x + width, at.y + h), u32(f.veil), theme.px(5));
    draw_state(canvas(), theme, ImVec2(at.x + theme.px(18), middle), theme.px(16), look);
    const std::string_view words(button_label, ImGui::FindRenderedTextEnd(button_label));
    const float button_width = text_size(theme.fonts.caption, words).x + theme.px(16);
    const float left = at.x + theme.px(34), stop = at.x + width - button_width - theme.px(12);
    draw_text_clipped(canvas(), theme.fonts.body, ImVec2(left, text_top(theme.fonts.body, middle)), f.ink, text, stop - left);
    ImGui::SetCursorScreenPos(ImVec2(at.x + width - button_width - theme.px(5), middle - theme.px(12)));
    const bool pressed = button(theme, button_label, {.height = 24});
    ImGui::SetCursorScreenPos(ImVec2(at.x, at.y + h));
    ImGui::Dummy(ImVec2(width, 0));
    return pressed;
}

void quiet_strip(const Theme& theme, std::string_view icon, std::string_view text, std::string_view right) {
    const ImVec2 at = here();
    const float width = room(), h = theme.px(30), middle = at.y + h / 2;
    canvas()->AddRectFilled(at, ImVec2(at.x + width, at.y + h), u32(theme.colors.surface2), theme.px(5));
    draw_icon(canvas(), theme, ImVec2(at.x + theme.px(18), middle), IconSize::small, theme.colors.text_normal, icon);
    const float right_width = text_size(theme.fonts.caption, right).x;
    const float left = at.x + theme.px(34), stop = at.x + width - right_width - theme.px(18);
    draw_text_clipped(canvas(), theme.fonts.body, ImVec2(left, text_top(theme.fonts.body, middle)), theme.colors.text_normal,
                      text, stop - left);
    draw_text_right(canvas(), theme.fonts.caption, ImVec2(at.x + width - theme.px(10), text_top(theme.fonts.caption, middle)),
                    theme.colors.text_weak, right);
    ImGui::Dummy(ImVec2(width, h));
}

namespace {

struct HistoryDress {
    const Theme& theme;
    const gis::Language& language;
    gis::Time now;
    const std::string& zone;
    float hour_width;
};

void history_row(const HistoryDress& d, const HistoryRow& row, bool last) {
    const Theme& t = d.theme;
    const ImVec2 at = here();
    const float width = room(), h = t.px(38), line = at.y + t.px(10);
    const std::string when = d.language.moment(row.at, d.now, d.zone);
    draw_text(canvas(), t.fonts.caption, ImVec2(at.x, text_top(t.fonts.caption, line)), t.colors.text_weak, when);
    const float glyph_x = at.x + d.hour_width + t.px(16), words_x = glyph_x + t.px(16);
    if (!last)
        canvas()->AddLine(ImVec2(glyph_x, line + t.px(9)), ImVec2(glyph_x, line + h - t.px(9)), u32(t.colors.line), t.px(1.5f));
    const auto dress = [&](const auto& state) {
        if constexpr (std::is_same_v<std::decay_t<decltype(state)>, std::monostate>)
            draw_icon(canvas(), t, ImVec2(glyph_x, line), IconSize::small, t.colors.text_weak, "history");
        else
            draw_state(canvas(), t, ImVec2(glyph_x, line), t.px(13), look_of(state));
    };
    std::visit(dress, row.state);
    ImFont* strong = t.fonts.body_strong;
    const std::string headline = ellipsized(strong, row.headline, at.x + width - words_x);
    draw_text(canvas(), strong, ImVec2(words_x, text_top(strong, line)), t.colors.text_strong, headline);
    const float rest_x = words_x + text_size(strong, headline).x;
    if (rest_x + t.px(24) < at.x + width)
        draw_text_clipped(canvas(), t.fonts.body, ImVec2(rest_x, text_top(t.fonts.body, line)), t.colors.text_normal, row.rest,
                          at.x + width - rest_x);
    draw_text_clipped(canvas(), t.fonts.caption, ImVec2(words_x, line + t.px(10)), t.colors.text_weak, row.by,
                      at.x + width - words_x);
    ImGui::Dummy(ImVec2(width, h));
    if (text_size(strong, row.headline).x + text_size(t.fonts.body, row.rest).x > at.x + width - words_x)
        tooltip_for_last_item(t, row.headline + row.rest);
}

} // namespace

void history_list(const Theme& theme, std::span<const HistoryRow> rows, const gis::Language& language, gis::Time now,
                  const std::string& zone) {
    float hour_width = theme.px(34);
    for (const HistoryRow& row : rows)
        hour_width = std::max(hour_width, text_size(theme.fonts.caption, language.moment(row.at, now, zone)).x);
    const HistoryDress dress{theme, language, now, zone, hour_width};
    for (std::size_t i = 0; i < rows.size(); ++i) history_row(dress, rows[i], i + 1 == rows.size());
}

} // namespace vigie::panels
