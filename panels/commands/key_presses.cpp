#include "panels/commands/key_presses.hpp"

#include <imgui.h>
#include <imgui_internal.h>

namespace vigie::panels {

namespace {

constexpr int ours = ImGuiMod_Ctrl | ImGuiMod_Shift, not_ours = ImGuiMod_Alt | ImGuiMod_Super;

bool is_modifier(int key) {
    return (key & ImGuiMod_Mask_) != 0 || (key >= ImGuiKey_LeftCtrl && key <= ImGuiKey_RightSuper);
}

Shortcut chord(int key, int modifiers) {
    return {key, (modifiers & ImGuiMod_Ctrl) != 0, (modifiers & ImGuiMod_Shift) != 0};
}

} // namespace

void KeyPresses::put(KeyPress press) {
    presses_.push_back(press);
    if (presses_.size() > most_waiting) presses_.pop_front();
}

void KeyPresses::take() {
    const ImGuiContext& g = *ImGui::GetCurrentContext();
    for (const ImGuiInputEvent& event : g.InputEventsTrail) {  // in the order in which the hands made them
        if (event.Type != ImGuiInputEventType_Key) continue;
        const int key = event.Key.Key;
        if ((key & ImGuiMod_Mask_) != 0) {
            modifiers_ = event.Key.Down ? modifiers_ | key : modifiers_ & ~key;
        } else if (event.Key.Down && !is_modifier(key) && (modifiers_ & not_ours) == 0) {
            held_[key] = chord(key, modifiers_);
            put({held_[key], false});
        }
    }
    modifiers_ = g.IO.KeyMods;  // also right when the window lost the keyboard
    std::erase_if(held_, [](const auto& held) { return !ImGui::IsKeyDown(static_cast<ImGuiKey>(held.first)); });
    for (const auto& [key, as_pressed] : held_) {
        const auto k = static_cast<ImGuiKey>(key);
        if (ImGui::IsKeyPressed(k, true) && !ImGui::IsKeyPressed(k, false) && as_pressed == chord(key, modifiers_ & ours))
            put({as_pressed, true});
    }
}

std::optional<KeyPress> KeyPresses::next() {
    if (presses_.empty()) return {};
    const KeyPress first = presses_.front();
    presses_.pop_front();
    return first;
}

} // namespace vigie::panels
