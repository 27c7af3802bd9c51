#include "panels/widgets/text.hpp"

#include <cmath>

#include <imgui_internal.h>

namespace vigie::panels {

ImVec2 text_size(ImFont* font, std::string_view text) {
    if (text.empty()) return {0, font->FontSize};  // an empty view may have no data at all
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size());
}

std::string ellipsized(ImFont* font, std::string_view text, float width_px) {
    if (text_size(font, text).x <= width_px) return std::string(text);
    constexpr std::string_view dots = "\u2026";
    const float room = width_px - text_size(font, dots).x;
    const char* stop = text.data();
    if (room > 0) font->CalcTextSizeA(font->FontSize, room, 0, text.data(), text.data() + text.size(), &stop);
    std::string cut(text.data(), stop);
    while (!cut.empty() && cut.back() == ' ') cut.pop_back();
    return cut + std::string(dots);
}

void draw_text(ImDrawList* list, ImFont* font, ImVec2 at, Rgba color, std::string_view text) {
    if (text.empty()) return;
    list->AddText(font, font->FontSize, ImVec2(std::floor(at.x + 0.5f), std::floor(at.y + 0.5f)), u32(color), text.data(),
                  text.data() + text.size());
}

void draw_text_clipped(ImDrawList* list, ImFont* font, ImVec2 at, Rgba color, std::string_view text, float width_px) {
    draw_text(list, font, at, color, ellipsized(font, text, width_px));
}

void draw_text_right(ImDrawList* list, ImFont* font, ImVec2 right, Rgba color, std::string_view text) {
    draw_text(list, font, ImVec2(right.x - text_size(font, text).x, right.y), color, text);
}

void text_item(ImFont* font, Rgba color, std::string_view text) {
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, u32(color));
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void text_wrapped(ImFont* font, Rgba color, std::string_view text, float width_px) {
    const float start = ImGui::GetCursorPosX();
    ImGui::PushTextWrapPos(width_px > 0 ? start + width_px : 0);
    text_item(font, color, text);
    ImGui::PopTextWrapPos();
}

void caption(const Theme& theme, std::string_view text) {
    text_item(theme.fonts.caption, theme.colors.text_weak, text);
}

void section_header(const Theme& theme, std::string_view text) {
    text_item(theme.fonts.caption_strong, theme.colors.text_weak, text);
}

void separator_line(const Theme& theme) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + width, at.y + 1), u32(theme.colors.line));
    ImGui::Dummy(ImVec2(width, 1));
}

bool begin_tooltip(const Theme& theme) {
    ImGui::PushStyleColor(ImGuiCol_PopupBg, u32(theme.colors.tooltip));
    ImGui::PushStyleColor(ImGuiCol_Border, u32(theme.colors.tooltip));
    ImGui::PushStyleColor(ImGuiCol_Text, u32(theme.colors.tooltip_text));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(10), theme.px(6)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, theme.px(4));
    if (ImGui::BeginTooltip()) return true;
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor(3);
    return false;
}

void end_tooltip() {
    ImGui::EndTooltip();
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor(3);
}

void tooltip_for_last_item(const Theme& theme, std::string_view text, std::string_view key) {
    if (text.empty()) return;
    if (!ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal | ImGuiHoveredFlags_AllowWhenDisabled |
                              ImGuiHoveredFlags_NoSharedDelay))
        return;
    if (!begin_tooltip(theme)) return;
    ImGui::PushFont(theme.fonts.caption);
    ImGui::PushTextWrapPos(theme.px(340));
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    if (!key.empty()) {
        ImGui::SameLine(0, theme.px(10));
        ImGui::PushFont(theme.fonts.mono_small);
        ImGui::TextUnformatted(key.data(), key.data() + key.size());
        ImGui::PopFont();
    }
    end_tooltip();
}

void focus_ring(const Theme& theme, ImVec2 min, ImVec2 max, float rounding_px) {
    ImGuiContext& g = *ImGui::GetCurrentContext();
    const bool focused = g.NavId == g.LastItemData.ID && g.LastItemData.ID != 0 && !g.NavDisableHighlight;
    if (!focused) return;
    const float off = theme.px(2), rounding = rounding_px + off;
    ImGui::GetWindowDrawList()->AddRect(ImVec2(min.x - off, min.y - off), ImVec2(max.x + off, max.y + off),
                                        u32(theme.colors.accent), rounding, 0, theme.px(2));
}

} // namespace vigie::panels
