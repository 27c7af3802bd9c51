#include "panels/command_table.hpp"

#include <algorithm>

#include <imgui.h>
#include <imgui_internal.h>

#include "panels/commands/action_lists.hpp"

namespace vigie::panels {

namespace {

std::vector<Action> make_table() {
    std::vector<Action> table;
    for (auto part : {commands::app_actions(), commands::view_actions(), commands::work_actions(), commands::layer_actions(), commands::energy_actions(), commands::council_actions()})
        for (Action& action : part) table.push_back(std::move(action));
    return table;
}

bool in_workspace(const Action& action, Workspace workspace) {
    switch (workspace) {
        case Workspace::map: return action.workspace_map;
        case Workspace::planning: return action.workspace_planning;
        case Workspace::energy: return action.workspace_energy;
        case Workspace::council: return action.workspace_council;
        case Workspace::sources: return action.workspace_sources;
    }
    return false;
}

// "+" is Maj and "=" on a French keyboard: both keys of the same sign are taken with or without Maj.
bool same_sign_with_shift(int key) {
    return key == ImGuiKey_Equal || key == ImGuiKey_KeypadAdd || key == ImGuiKey_KeypadSubtract;
}

int on_main_keyboard(int key) {
    return key == ImGuiKey_KeypadAdd ? int(ImGuiKey_Equal) : key == ImGuiKey_KeypadSubtract ? int(ImGuiKey_Minus) : key;
}

bool means(const Shortcut& pressed, const Shortcut& s) {
    if (s.key == 0 || pressed.ctrl != s.ctrl) return false;
    if (pressed.key != s.key && (s.ctrl || on_main_keyboard(pressed.key) != s.key)) return false;
    return pressed.shift == s.shift || same_sign_with_shift(pressed.key);
}

bool is_letter_like(const Shortcut& s) { return !s.ctrl && !(s.key >= ImGuiKey_F1 && s.key <= ImGuiKey_F12); }

} // namespace

std::span<const Action> actions() {
    static const std::vector<Action> table = make_table();
    return table;
}

const Action* find_action(std::string_view id) {
    const auto all = actions();
    const auto found = std::ranges::find(all, id, &Action::id);
    return found == all.end() ? nullptr : &*found;
}

namespace {

// True when the press meant something here, done or refused.
bool run(Frame& frame, const KeyPress& press) {
    const bool typing = ImGui::GetIO().WantTextInput;
    const bool asking = frame.view.palette_open || frame.view.settings_open || frame.view.report_form_open || frame.view.dialog != Dialog::none ||
                        frame.view.file_task != FileTask::none || frame.view.export_open || frame.view.service_open || frame.view.public_data_open ||
                        frame.view.nearest_open || frame.view.alerting_open || !frame.view.photo_open.empty() || ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);  // a question that is open has its own keys
    for (const Action& action : actions()) {
        if (!means(press.chord, action.shortcut) || !in_workspace(action, frame.view.workspace)) continue;
        if (frame.view.projecting ? action.in_council_mode == InCouncilMode::no : action.in_council_mode == InCouncilMode::only) continue;
        if (press.again && !action.repeats) continue;
        if (is_letter_like(action.shortcut) && (typing || asking)) continue;
        if (action.blocked)
            if (const auto why = action.blocked(frame)) {
                frame.ask.toasts.push_back({.level = gis::Severity::warning, .text = *why, .detail = {}, .at = frame.now});
                return true;
            }
        action.run(frame);
        return true;
    }
    return false;
}

} // namespace

void run_shortcuts(Frame& frame, KeyPresses& presses) {
    presses.take();
    while (const auto press = presses.next())
        if (run(frame, *press)) return;
}

std::string shortcut_words(const gis::Language& language, const Shortcut& shortcut) {
    if (shortcut.key == 0) return {};
    std::string out;
    if (shortcut.ctrl) out += "Ctrl ";
    if (shortcut.shift) out += language("panels.key.shift") + ' ';
    switch (shortcut.key) {
        case ImGuiKey_Equal: return out + '+';
        case ImGuiKey_Minus: return out + "\u2212";
        case ImGuiKey_Comma: return out + ',';
        case ImGuiKey_Semicolon: return out + ';';
        case ImGuiKey_Home: return out + language("panels.key.home");
        default: return out + ImGui::GetKeyName(static_cast<ImGuiKey>(shortcut.key));
    }
}

} // namespace vigie::panels
