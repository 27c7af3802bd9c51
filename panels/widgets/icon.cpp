#include "panels/widgets/icon.hpp"

#include <cmath>

#include "render/icons.hpp"

namespace vigie::panels {

namespace {

ImFont* font_of(const Theme& theme, IconSize size) {
    if (size == IconSize::small) return theme.fonts.icons_small;
    return size == IconSize::large ? theme.fonts.icons_large : theme.fonts.icons;
}

} // namespace

float icon_px(const Theme& theme, IconSize size) {
    return theme.px(size == IconSize::small ? 16.0f : size == IconSize::large ? 20.0f : 18.0f);
}

bool has_icon(const Theme& theme, std::string_view name) {
    const std::uint32_t code = render::icon_codepoint(name);
    return code != 0 && theme.fonts.icons_small != nullptr && theme.fonts.icons_small->FindGlyphNoFallback(static_cast<ImWchar>(code)) != nullptr;
}

std::string icon_text(std::string_view name) { return render::icon_utf8(name); }

void draw_icon(ImDrawList* list, const Theme& theme, ImVec2 centre, IconSize size, Rgba color, std::string_view name) {
    ImFont* font = font_of(theme, size);
    const std::uint32_t code = render::icon_codepoint(name);
    if (font == nullptr || code == 0) return;
    const float px = icon_px(theme, size);
    const ImVec2 at(std::floor(centre.x - px / 2 + 0.5f), std::floor(centre.y - px / 2 + 0.5f));
    font->RenderChar(list, font->FontSize, at, u32(color), static_cast<ImWchar>(code));
}

void icon_item(const Theme& theme, IconSize size, Rgba color, std::string_view name) {
    const float px = icon_px(theme, size), h = std::max(px, ImGui::GetTextLineHeight());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_icon(ImGui::GetWindowDrawList(), theme, ImVec2(at.x + px / 2, at.y + h / 2), size, color, name);
    ImGui::Dummy(ImVec2(px, h));
}

} // namespace vigie::panels
