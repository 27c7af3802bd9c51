#include "panels/theme.hpp"

#include <imgui.h>

namespace vigie::panels {

ImVec4 vec4(Rgba c) {
    return {float(c.r) / 255.0f, float(c.g) / 255.0f, float(c.b) / 255.0f, float(c.a) / 255.0f};
}

std::uint32_t u32(Rgba c, float alpha) {
    return IM_COL32(c.r, c.g, c.b, static_cast<int>(float(c.a) * alpha + 0.5f));
}

namespace {

void set_sizes(ImGuiStyle& style) {
    style.WindowPadding = {12, 8};
    style.FramePadding = {12, 6};
    style.ItemSpacing = {8, 6};
    style.ItemInnerSpacing = {8, 4};
    style.CellPadding = {8, 4};
    style.FrameRounding = 5;
    style.PopupRounding = 6;
    style.GrabRounding = 4;
    style.ScrollbarSize = 10;
    style.ScrollbarRounding = 5;
    style.WindowRounding = 0;
    style.ChildRounding = 0;
    style.FrameBorderSize = 1;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.PopupBorderSize = 1;
    style.TabRounding = 0;
    style.DisabledAlpha = 1;  // disabled controls have their own tokens
    style.HoverStationaryDelay = 0.08f;
    style.HoverDelayNormal = 0.4f;
    style.HoverDelayShort = 0.4f;
}

void set_colors(ImGuiStyle& style, const Colors& c) {
    const auto set = [&](ImGuiCol slot, Rgba color) { style.Colors[slot] = vec4(color); };
    const Rgba clear{0, 0, 0, 0};
    set(ImGuiCol_Text, c.text_normal);
    set(ImGuiCol_TextDisabled, c.text_off);
    set(ImGuiCol_WindowBg, c.surface1);
    set(ImGuiCol_ChildBg, clear);
    set(ImGuiCol_PopupBg, c.surface1);
    set(ImGuiCol_Border, c.line_strong);
    set(ImGuiCol_BorderShadow, clear);
    set(ImGuiCol_FrameBg, c.surface1);
    set(ImGuiCol_FrameBgHovered, c.surface1);
    set(ImGuiCol_FrameBgActive, c.surface1);
    set(ImGuiCol_TitleBg, c.surface2);
    set(ImGuiCol_TitleBgActive, c.surface2);
    set(ImGuiCol_ScrollbarBg, clear);
    set(ImGuiCol_ScrollbarGrab, c.surface3);
    set(ImGuiCol_ScrollbarGrabHovered, c.line);
    set(ImGuiCol_ScrollbarGrabActive, c.line_strong);
    set(ImGuiCol_CheckMark, c.accent);
    set(ImGuiCol_SliderGrab, c.accent);
    set(ImGuiCol_SliderGrabActive, c.accent_hover);
    set(ImGuiCol_Button, c.surface1);
    set(ImGuiCol_ButtonHovered, c.surface3);
    set(ImGuiCol_ButtonActive, c.surface3);
    set(ImGuiCol_Header, c.row_selected);
    set(ImGuiCol_HeaderHovered, c.row_hover);
    set(ImGuiCol_HeaderActive, c.row_selected);
    set(ImGuiCol_Separator, c.line);
    set(ImGuiCol_SeparatorHovered, c.accent);
    set(ImGuiCol_SeparatorActive, c.accent);
    set(ImGuiCol_Tab, clear);
    set(ImGuiCol_TabHovered, c.row_hover);
    set(ImGuiCol_TabActive, clear);
    set(ImGuiCol_TableHeaderBg, c.surface2);
    set(ImGuiCol_TableBorderStrong, c.line);
    set(ImGuiCol_TableBorderLight, c.line);
    set(ImGuiCol_TableRowBg, clear);
    set(ImGuiCol_TableRowBgAlt, clear);
    set(ImGuiCol_TextSelectedBg, c.row_selected);
    set(ImGuiCol_DragDropTarget, c.accent);
    set(ImGuiCol_NavHighlight, c.accent);
    set(ImGuiCol_ModalWindowDimBg, c.scrim);
    set(ImGuiCol_PlotLines, c.accent);
    set(ImGuiCol_PlotHistogram, c.accent);
}

} // namespace

void apply_style(const Theme& theme) {
    ImGuiStyle style;  // the base style again, so that scaling never accumulates
    set_sizes(style);
    set_colors(style, theme.colors);
    style.ScaleAllSizes(theme.scale);
    ImGui::GetStyle() = style;
}

} // namespace vigie::panels
