#include "panels/widgets/feedback.hpp"

#include <algorithm>
#include <cmath>

#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

StatusLook level_look(gis::Severity level) {
    switch (level) {
        case gis::Severity::info: return {"", Outline::circle, render::Glyph::tick, Family::done};
        case gis::Severity::warning: return {"", Outline::lozenge, render::Glyph::bang, Family::warn};
        case gis::Severity::error: return {"", Outline::triangle, render::Glyph::bang, Family::danger};
    }
    return {};
}

void dashed_rect(ImDrawList* list, ImVec2 min, ImVec2 max, Rgba color, float dash) {
    const auto run = [&](ImVec2 a, ImVec2 b) {
        const float length = std::max(std::abs(b.x - a.x), std::abs(b.y - a.y));
        for (float d = 0; d < length; d += 2 * dash) {
            const float e = std::min(d + dash, length);
            list->AddLine(ImVec2(a.x + (b.x - a.x) * d / length, a.y + (b.y - a.y) * d / length),
                          ImVec2(a.x + (b.x - a.x) * e / length, a.y + (b.y - a.y) * e / length), u32(color));
        }
    };
    run(min, ImVec2(max.x, min.y));
    run(ImVec2(min.x, max.y), max);
    run(min, ImVec2(min.x, max.y));
    run(ImVec2(max.x, min.y), max);
}

} // namespace

bool empty_state(const Theme& theme, const EmptyState& state) {
    const ImVec2 room = ImGui::GetContentRegionAvail(), at = ImGui::GetCursorScreenPos();
    const float offer_h = state.offer.empty() ? 0 : theme.px(36), wrap = std::min(room.x - theme.px(24), theme.px(420));
    const ImVec2 words = theme.fonts.body->CalcTextSizeA(theme.fonts.body->FontSize, FLT_MAX, wrap, state.sentence.data(),
                                                         state.sentence.data() + state.sentence.size());
    const float total = theme.px(34) + words.y + offer_h;
    const float top = at.y + std::max(theme.px(12), (room.y - total) / 2), middle = at.x + room.x / 2;
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (state.framed) dashed_rect(list, at, ImVec2(at.x + room.x, at.y + room.y), theme.colors.line_strong, theme.px(4));
    draw_icon(list, theme, ImVec2(middle, top + theme.px(10)), IconSize::large, theme.colors.text_weak, state.icon);
    ImGui::SetCursorScreenPos(ImVec2(middle - words.x / 2, top + theme.px(30)));
    text_wrapped(theme.fonts.body, theme.colors.text_normal, state.sentence, words.x + 1);
    if (state.offer.empty()) return false;
    const std::string label(state.offer);
    const float width = text_size(theme.fonts.caption, label.substr(0, label.find("##"))).x + theme.px(16);
    ImGui::SetCursorScreenPos(ImVec2(middle - width / 2, top + theme.px(38) + words.y));
    return button(theme, label.c_str(), {.height = 24});
}

void progress_strip(const Theme& theme, ImVec2 at, float width, double fraction) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float h = theme.px(2), part = fraction < 0 ? 0.35f : std::clamp(float(fraction), 0.0f, 1.0f);
    list->AddRectFilled(at, ImVec2(at.x + width, at.y + h), u32(theme.colors.surface3));
    list->AddRectFilled(at, ImVec2(at.x + width * part, at.y + h), u32(theme.colors.accent));
}

void progress_bar(ImDrawList* list, const Theme& theme, ImVec2 left_centre, float width, double part, Rgba color,
                  float thickness) {
    const float h = theme.px(thickness), r = h / 2, filled = width * std::clamp(float(part), 0.0f, 1.0f);
    const ImVec2 min(left_centre.x, left_centre.y - r), max(left_centre.x + width, left_centre.y + r);
    list->AddRectFilled(min, max, u32(theme.colors.surface3), r);
    if (filled > 0) list->AddRectFilled(min, ImVec2(min.x + std::max(filled, h / 2), max.y), u32(color), r);
}

void shadow(ImDrawList* list, const Theme& theme, ImVec2 min, ImVec2 max, float rounding_px) {
    const Rgba ink = theme.colors.selection.r < 128 ? theme.colors.selection : theme.colors.selection_halo;
    for (const auto& [grow, alpha] : {std::pair{2.0f, 20.0f}, {4.0f, 10.0f}}) {
        const float g = theme.px(grow);
        list->AddRectFilled(ImVec2(min.x - g, min.y - g / 2), ImVec2(max.x + g, max.y + g * 1.5f), u32(ink, alpha / 255.0f),
                            rounding_px + g);
    }
}

ToastClick toast(const Theme& theme, ImVec2 at, float width, const ToastSpec& spec) {
    const Colors& c = theme.colors;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 max(at.x + width, at.y + theme.px(38));
    const StatusLook look = level_look(spec.level);
    const float middle = (at.y + max.y) / 2, round = theme.px(5);
    shadow(list, theme, at, max, round);
    list->AddRectFilled(at, max, u32(c.surface1), round);
    list->AddRect(at, max, u32(c.line), round);
    list->AddRectFilled(at, ImVec2(at.x + theme.px(4), max.y), u32(c.family(look.family).full), round, ImDrawFlags_RoundCornersLeft);
    draw_state(list, theme, ImVec2(at.x + theme.px(22), middle), theme.px(16), look);
    ToastClick click = ToastClick::none;
    float right = max.x - theme.px(8);
    ImGui::SetCursorScreenPos(ImVec2(right - theme.px(24), middle - theme.px(12)));
    if (icon_button(theme, "###toast.close", "close", {}, {.size = 24})) click = ToastClick::close;
    right -= theme.px(32);
    if (!spec.action.empty()) {
        const std::string label(spec.action);
        const float w = text_size(theme.fonts.body_strong, label.substr(0, label.find("##"))).x;
        ImGui::SetCursorScreenPos(ImVec2(right - w, middle - theme.fonts.body->FontSize / 2));
        if (link(theme, label.c_str(), false)) click = ToastClick::action;
        right -= w + theme.px(12);
    }
    const std::string text = spec.repeats > 1 ? std::string(spec.text) + " \u00d7" + std::to_string(spec.repeats) : std::string(spec.text);
    const float left = at.x + theme.px(38);
    draw_text_clipped(list, theme.fonts.body, ImVec2(left, middle - theme.fonts.body->FontSize / 2), c.text_strong, text, right - left);
    return click;
}

bool banner(const Theme& theme, gis::Severity level, std::string_view text, std::string_view offer, float width) {
    const StatusLook look = level_look(level);
    const StateFamily& family = theme.colors.family(look.family);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float w = width > 0 ? theme.px(width) : ImGui::GetContentRegionAvail().x, left = theme.px(32);
    const std::string label(offer);
    const float offer_w = offer.empty() ? 0 : text_size(theme.fonts.caption, label.substr(0, label.find("##"))).x + theme.px(28);
    const float wrap = w - left - offer_w - theme.px(12);
    const ImVec2 size = theme.fonts.caption->CalcTextSizeA(theme.fonts.caption->FontSize, FLT_MAX, wrap, text.data(), text.data() + text.size());
    const float h = std::max(size.y + theme.px(12), theme.px(32));
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, ImVec2(at.x + w, at.y + h), u32(family.veil), theme.px(4));
    draw_state(list, theme, ImVec2(at.x + theme.px(16), at.y + h / 2), theme.px(15), look);
    list->AddText(theme.fonts.caption, theme.fonts.caption->FontSize, ImVec2(at.x + left, at.y + std::floor((h - size.y) / 2)),
                  u32(family.ink), text.data(), text.data() + text.size(), wrap);
    bool taken = false;
    if (!offer.empty()) {
        ImGui::SetCursorScreenPos(ImVec2(at.x + w - offer_w, at.y + (h - theme.px(24)) / 2));
        taken = button(theme, label.c_str(), {.height = 24});
    }
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy(ImVec2(w, h));
    return taken;
}

} // namespace vigie::panels
