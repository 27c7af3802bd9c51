#include "panels/widgets/field.hpp"

#include <algorithm>
#include <cmath>

#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include "panels/widgets/button.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

void label_above(const Theme& theme, std::string_view label) {
    if (label.empty()) return;
    caption(theme, label);
    ImGui::SetCursorScreenPos(ImVec2(ImGui::GetCursorScreenPos().x, ImGui::GetItemRectMax().y + theme.px(2)));  // whatever the spacing around
}

float resolved_width(const Theme& theme, float width) {
    return width > 0 ? theme.px(width) : ImGui::GetContentRegionAvail().x;
}

// Draws the focus frame of an input over the last item: 2 px accent, 1 px off.
void input_focus(const Theme& theme, bool active) {
    if (!active) return;
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    const float off = theme.px(1.5f);
    ImGui::GetWindowDrawList()->AddRect(ImVec2(min.x - off, min.y - off), ImVec2(max.x + off, max.y + off),
                                        u32(theme.colors.accent), theme.px(6), 0, theme.px(2));
}

} // namespace

bool text_field(const Theme& theme, const char* id, std::string& text, const FieldSpec& spec) {
    ImGui::BeginGroup();
    label_above(theme, spec.label);
    const bool wrong = !spec.error.empty(), blocked = !spec.disabled.empty();
    ImGui::PushStyleColor(ImGuiCol_Border, u32(wrong ? theme.colors.family(Family::danger).full : theme.colors.line_strong));
    ImGui::PushStyleColor(ImGuiCol_Text, u32(blocked ? theme.colors.text_off : theme.colors.text_strong));
    ImGui::PushStyleColor(ImGuiCol_TextDisabled, u32(theme.colors.text_weak));
    ImGui::PushFont(spec.mono ? theme.fonts.mono : theme.fonts.body);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(theme.px(10), std::round((theme.px(30) - ImGui::GetFontSize()) / 2)));
    const float width = resolved_width(theme, spec.width);
    ImGui::SetNextItemWidth(width);
    if (spec.focus) ImGui::SetKeyboardFocusHere();
    if (blocked) ImGui::BeginDisabled();
    ImGuiInputTextFlags flags = spec.password ? ImGuiInputTextFlags_Password : ImGuiInputTextFlags_None;
    if (spec.enter_returns) flags |= ImGuiInputTextFlags_EnterReturnsTrue;
    const std::string hint(spec.hint);
    const bool changed =
        spec.lines > 1 ? ImGui::InputTextMultiline(id, &text, ImVec2(width, ImGui::GetTextLineHeight() * float(spec.lines) + theme.px(14)), flags)
                       : ImGui::InputTextWithHint(id, hint.c_str(), &text, flags);
    if (blocked) ImGui::EndDisabled();
    input_focus(theme, ImGui::IsItemActive());
    ImGui::PopStyleVar();
    ImGui::PopFont();
    ImGui::PopStyleColor(3);
    tooltip_for_last_item(theme, spec.disabled);
    if (wrong) text_wrapped(theme.fonts.caption, theme.colors.family(Family::danger).ink, spec.error, width);
    else if (!spec.help.empty()) text_wrapped(theme.fonts.caption, theme.colors.text_weak, spec.help, width);
    ImGui::EndGroup();
    return changed;
}

bool search_field(const Theme& theme, const char* id, std::string& text, const SearchSpec& spec) {
    ImGui::PushStyleColor(ImGuiCol_Border, u32(theme.colors.line_strong));
    ImGui::PushStyleColor(ImGuiCol_Text, u32(theme.colors.text_strong));
    ImGui::PushStyleColor(ImGuiCol_TextDisabled, u32(theme.colors.text_weak));
    const float width = resolved_width(theme, spec.width), height = theme.px(spec.height), icon = theme.px(30);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList* list = ImGui::GetWindowDrawList();
    const bool clearable = !text.empty();
    ImGui::PushFont(theme.fonts.body);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(icon, std::round((height - ImGui::GetFontSize()) / 2)));
    ImGui::SetNextItemWidth(width);
    if (spec.focus) ImGui::SetKeyboardFocusHere();
    ImGui::SetNextItemAllowOverlap();
    const float keys = spec.key_hint.empty() ? 0 : text_size(theme.fonts.mono_small, spec.key_hint).x + theme.px(18);
    const std::string hint = ellipsized(theme.fonts.body, spec.hint, width - icon - keys - theme.px(8));
    bool changed = ImGui::InputTextWithHint(id, hint.c_str(), &text);
    input_focus(theme, ImGui::IsItemActive());
    ImGui::PopStyleVar();
    ImGui::PopFont();
    ImGui::PopStyleColor(3);
    draw_icon(list, theme, ImVec2(at.x + theme.px(16), at.y + height / 2), IconSize::normal, theme.colors.text_weak, spec.icon);
    if (clearable) {
        const ImVec2 after = ImGui::GetCursorScreenPos();
        ImGui::SetCursorScreenPos(ImVec2(at.x + width - theme.px(26), at.y + (height - theme.px(24)) / 2));
        const std::string clear_id = std::string(id) + ".clear";
        ImGui::PushID("clear");
        if (ImGui::InvisibleButton(clear_id.c_str(), ImVec2(theme.px(24), theme.px(24)))) {
            text.clear();
            changed = true;
        }
        ImGui::PopID();
        draw_icon(list, theme, ImVec2(at.x + width - theme.px(14), at.y + height / 2), IconSize::small, theme.colors.text_weak, "close");
        ImGui::SetCursorScreenPos(after);
    } else if (!spec.key_hint.empty()) {
        const float cap = text_size(theme.fonts.mono_small, spec.key_hint).x + theme.px(10);
        draw_key_cap(list, theme, ImVec2(at.x + width - cap - theme.px(8), at.y + height / 2), spec.key_hint);
    }
    return changed;
}

bool combo_field(const Theme& theme, const char* id, int& chosen, const std::vector<std::string>& entries,
                 const ComboSpec& spec) {
    ImGui::BeginGroup();
    label_above(theme, spec.label);
    const bool blocked = !spec.disabled.empty();
    const float width = resolved_width(theme, spec.width);
    const std::string entry = chosen >= 0 && chosen < static_cast<int>(entries.size())
                                  ? entries[static_cast<std::size_t>(chosen)].substr(0, entries[static_cast<std::size_t>(chosen)].find("###"))
                                  : std::string{};
    const std::string preview = ellipsized(ImGui::GetFont(), entry, width - theme.px(34));  // the arrow stands free
    ImGui::PushStyleColor(ImGuiCol_Text, u32(blocked ? theme.colors.text_off : theme.colors.text_strong));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(theme.px(10), std::round((theme.px(30) - ImGui::GetFontSize()) / 2)));
    ImGui::SetNextItemWidth(width);
    if (blocked) ImGui::BeginDisabled();
    bool changed = false;
    const ImGuiID combo_id = ImGui::GetID(id);
    const bool open = ImGui::BeginCombo(id, preview.c_str(), ImGuiComboFlags_HeightLarge | ImGuiComboFlags_NoArrowButton);
    const ImVec2 max = ImGui::GetItemRectMax(), min = ImGui::GetItemRectMin();
    ImGuiContext& g = *ImGui::GetCurrentContext();
    IMGUI_TEST_ENGINE_ITEM_INFO(combo_id, id, g.LastItemData.StatusFlags);
    if (open) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const bool on = static_cast<int>(i) == chosen;
            if (ImGui::Selectable(entries[i].c_str(), on)) {
                changed = !on;
                chosen = static_cast<int>(i);
            }
            if (on) ImGui::SetItemDefaultFocus();
        }
        ImGui::EndCombo();
    }
    if (blocked) ImGui::EndDisabled();
    draw_icon(ImGui::GetWindowDrawList(), theme, ImVec2(max.x - theme.px(14), (min.y + max.y) / 2), IconSize::normal,
              blocked ? theme.colors.text_off : theme.colors.text_weak, "arrow_drop_down");
    tooltip_for_last_item(theme, spec.disabled);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    ImGui::EndGroup();
    return changed;
}

bool check_field(const Theme& theme, const char* label, bool& on, std::string_view disabled) {
    const char* end = ImGui::FindRenderedTextEnd(label);
    const std::string_view text(label, static_cast<std::size_t>(end - label));
    const Colors& c = theme.colors;
    const float box = theme.px(16), height = theme.px(24);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (!disabled.empty()) ImGui::BeginDisabled();
    const bool pressed = ImGui::InvisibleButton(label, ImVec2(box + theme.px(8) + text_size(theme.fonts.body, text).x, height));
    if (!disabled.empty()) ImGui::EndDisabled();
    if (pressed) on = !on;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 min(at.x, at.y + (height - box) / 2), max(at.x + box, at.y + (height + box) / 2);
    const Rgba ground = !disabled.empty() ? c.surface3 : on ? c.accent : c.surface1;
    list->AddRectFilled(min, max, u32(ground), theme.px(3));
    if (!on) list->AddRect(min, max, u32(c.line_strong), theme.px(3));
    if (on) {
        const ImVec2 tick[] = {{min.x + box * 0.24f, min.y + box * 0.53f}, {min.x + box * 0.43f, min.y + box * 0.72f}, {min.x + box * 0.78f, min.y + box * 0.3f}};
        list->AddPolyline(tick, 3, u32(c.on_accent), 0, theme.px(1.8f));
    }
    draw_text(list, theme.fonts.body, ImVec2(at.x + box + theme.px(8), at.y + (height - theme.fonts.body->FontSize) / 2),
              disabled.empty() ? c.text_normal : c.text_off, text);
    focus_ring(theme, min, max, theme.px(3));
    tooltip_for_last_item(theme, disabled);
    return pressed;
}

bool slider_field(const Theme& theme, const char* id, float& value, float low, float high, float step,
                  std::string_view shown, float width) {
    const Colors& c = theme.colors;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 size(theme.px(width), theme.px(24));
    ImGui::InvisibleButton(id, size);
    const float before = value;
    const auto snapped = [&](float v) { return std::clamp(low + std::round((v - low) / step) * step, low, high); };
    if (ImGui::IsItemActive()) value = snapped(low + (high - low) * (ImGui::GetIO().MousePos.x - at.x) / size.x);
    if (ImGui::IsItemFocused() && ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) value = snapped(value - step);
    if (ImGui::IsItemFocused() && ImGui::IsKeyPressed(ImGuiKey_RightArrow)) value = snapped(value + step);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float y = at.y + size.y / 2, part = (value - low) / (high - low);
    const ImVec2 knob(at.x + size.x * part, y);
    list->AddRectFilled(ImVec2(at.x, y - theme.px(2)), ImVec2(at.x + size.x, y + theme.px(2)), u32(c.surface3), theme.px(2));
    list->AddRectFilled(ImVec2(at.x, y - theme.px(2)), ImVec2(knob.x, y + theme.px(2)), u32(c.accent), theme.px(2));
    list->AddCircleFilled(knob, theme.px(8), u32(c.surface1));
    list->AddCircle(knob, theme.px(7), u32(c.accent), 24, theme.px(2));
    focus_ring(theme, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), theme.px(5));
    ImGui::SameLine(0, theme.px(12));
    ImGui::AlignTextToFramePadding();
    text_item(theme.fonts.body, c.text_strong, shown);
    return std::abs(before - value) > 1e-6f;
}

bool pressed_enter() { return ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false); }

} // namespace vigie::panels
