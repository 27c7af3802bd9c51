// Buttons, chips, key caps and count badges of INTERFACE.md (composants.png). Labels are "visible text###stable.id", so
// translation never changes an id. A blocked control stays hoverable: its tooltip is the reason. UI thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "panels/widgets/text.hpp"

namespace vigie::panels {

enum class ButtonKind : std::uint8_t { primary, secondary, quiet, danger, danger_full };

struct ButtonSpec {
    ButtonKind kind = ButtonKind::secondary;
    std::string_view icon = {};     // Material Design Icons name, before the text
    float width = 0;                // px at scale 1; 0 = text, < 0 = fill what is available
    float height = 30;              // small 24, main 34
    std::string_view key_hint = {}; // drawn as a key cap after the text
    std::string_view blocked = {};  // reason; empty = can be pressed
    std::string_view tooltip = {};
    bool chosen = false;            // stays on: accent border on accent veil
    bool dropdown = false;          // small arrow after the text
    bool small_text = false;
};
bool button(const Theme& theme, const char* label, const ButtonSpec& spec = {});

struct IconButtonSpec {
    float size = 30;                // px at scale 1, square
    bool chosen = false;
    bool border = false;
    std::string_view blocked = {};
    std::string_view key = {};      // shown in the tooltip
    bool large_icon = false;
};
// `tooltip` is also the accessible name of the control.
bool icon_button(const Theme& theme, const char* id, std::string_view icon, std::string_view tooltip,
                 const IconButtonSpec& spec = {});

struct ChipSpec {
    std::string_view icon = {};
    bool chosen = false, dropdown = false, closable = false;
    std::string_view blocked = {};  // reason; empty = can be pressed
    std::string_view tooltip = {};
};
enum class ChipClick : std::uint8_t { none, body, close };
ChipClick chip(const Theme& theme, const char* label, const ChipSpec& spec = {});

// Side-by-side choice ("Plan | Ortho | Cadastre"); returns the new index or the old one.
struct SegmentSpec {
    const char* label;              // "Plan###base.plan"
    std::string blocked = {};
    std::string_view icon = {};     // before the text
};
// Of height 28 and more with icons: in the size of body text.
int segmented(const Theme& theme, const char* id, const std::vector<SegmentSpec>& segments, int chosen, float height = 24);

// "Ctrl K" in a little frame; as an item, or drawn with its left centre at `at` (returns the width).
void key_cap(const Theme& theme, std::string_view keys);
float draw_key_cap(ImDrawList* list, const Theme& theme, ImVec2 left_centre, std::string_view keys);

enum class BadgeTone : std::uint8_t { neutral, accent, danger };
void count_badge(const Theme& theme, std::string_view count, BadgeTone tone = BadgeTone::neutral);
float draw_count_badge(ImDrawList* list, const Theme& theme, ImVec2 left_centre, std::string_view count, BadgeTone tone);

// Underlined-on-hover accent text that does something ("Tout voir (6)").
bool link(const Theme& theme, const char* label, bool small = true);

} // namespace vigie::panels
