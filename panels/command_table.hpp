// One table of actions: menu, palette, shortcut, toolbar, help and tests use the same row. A test refuses clashing
// shortcuts and missing words.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "panels/commands/key_presses.hpp"
#include "panels/frame.hpp"

namespace vigie::panels {

// In council mode only what is `too` or `only` answers to its keys; `only` nowhere else.
enum class InCouncilMode : std::uint8_t { no, too, only };

struct Action {
    std::string_view id;      // "report.new": the words are action.report.new
    std::string_view icon;    // Material Design Icons name, may be empty
    Shortcut shortcut;        // key 0 = none
    std::string_view group;   // "view" "report" "intervention" "alert" "planning" "app"…
    // Nothing when it can run, else the reason shown in tooltip and palette.
    std::function<std::optional<gis::Text>(const Frame&)> blocked;
    std::function<void(Frame&)> run;
    bool repeats = false;     // while its key is held
    bool workspace_map = true, workspace_planning = true, workspace_sources = true;
    bool workspace_energy = workspace_sources, workspace_council = workspace_sources;  // where nothing else is said
    InCouncilMode in_council_mode = InCouncilMode::no;
};

[[nodiscard]] std::span<const Action> actions();
[[nodiscard]] const Action* find_action(std::string_view id);
// "Ctrl Maj N", in the reader's language; empty without a shortcut.
[[nodiscard]] std::string shortcut_words(const gis::Language& language, const Shortcut& shortcut);
// Runs the action of the oldest shortcut pressed, one a frame: what it did is seen before the next key is judged. Single
// letters are off while a text field has the focus or a question is open.
void run_shortcuts(Frame& frame, KeyPresses& presses);

} // namespace vigie::panels
