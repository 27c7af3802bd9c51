// One table of actions: menu, palette, shortcut, toolbar, help and tests use the same row. A test refuses clashing
// shortcuts and missing words.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "panels/frame.hpp"

namespace vigie::panels {

struct Shortcut {
    int key = 0;         // ImGuiKey; letters follow the keyboard layout, digits the physical key
    bool ctrl = false, shift = false;
    bool operator==(const Shortcut&) const = default;
};

struct Action {
    std::string_view id;      // "report.new": the words are action.report.new
    std::string_view icon;    // Material Design Icons name, may be empty
    Shortcut shortcut;        // key 0 = none
    std::string_view group;   // "view" "report" "intervention" "alert" "planning" "app"…
    // Nothing when it can run, else the reason shown in tooltip and palette.
    std::function<std::optional<gis::Text>(const Frame&)> blocked;
    std::function<void(Frame&)> run;
    bool workspace_map = true, workspace_planning = true, workspace_sources = true;
};

[[nodiscard]] std::span<const Action> actions();
[[nodiscard]] const Action* find_action(std::string_view id);
// "Ctrl Maj N", in the reader's language; empty without a shortcut.
[[nodiscard]] std::string shortcut_words(const gis::Language& language, const Shortcut& shortcut);
// Runs the action whose shortcut was pressed; single letters are off while a text field has the focus.
void run_shortcuts(Frame& frame);

} // namespace vigie::panels
