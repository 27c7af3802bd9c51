// Labelled inputs, search fields, combo boxes, check boxes and sliders in the look of INTERFACE.md. UI thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "panels/widgets/text.hpp"

namespace vigie::panels {

struct FieldSpec {
    std::string_view label = {};    // caption above; empty = none
    std::string_view hint = {};     // inside while empty
    std::string_view error = {};    // danger border and the sentence below
    std::string_view help = {};     // weak sentence below
    float width = 0;                // px at scale 1; 0 = fill
    bool password = false, mono = false, focus = false;  // focus: take the keyboard this frame
    bool enter_returns = false;     // true only when Enter was pressed
    int lines = 1;                  // > 1: multi-line
    std::string_view disabled = {}; // reason; empty = can be edited
};
// True when the text changed (or Enter, see enter_returns).
bool text_field(const Theme& theme, const char* id, std::string& text, const FieldSpec& spec = {});

struct SearchSpec {
    std::string_view hint = {}, key_hint = {};
    std::string_view icon = "search";
    float width = 0, height = 30;
    bool focus = false;
};
// Magnifier, text, cross to clear. True when the text changed.
bool search_field(const Theme& theme, const char* id, std::string& text, const SearchSpec& spec = {});

struct ComboSpec {
    std::string_view label = {};
    float width = 0;
    std::string_view disabled = {};
};
// Index of the chosen entry, changed in place; true when it changed. Entries may carry "###id".
bool combo_field(const Theme& theme, const char* id, int& chosen, const std::vector<std::string>& entries,
                 const ComboSpec& spec = {});

bool check_field(const Theme& theme, const char* label, bool& on, std::string_view disabled = {});
// Number with a caption, bounded, in steps; true while it changes.
bool slider_field(const Theme& theme, const char* id, float& value, float low, float high, float step,
                  std::string_view shown, float width = 220);

// Enter was pressed in this frame, on either part of the keyboard.
[[nodiscard]] bool pressed_enter();

} // namespace vigie::panels
