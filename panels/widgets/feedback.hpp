// What the program says back: toasts, empty states, progress, delays, shadows. UI thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gis/model/result.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/glyph.hpp"

namespace vigie::panels {

// One sentence and at most one offer, centred in what is left; true when the offer was taken.
struct EmptyState {
    std::string_view icon = "inbox";
    std::string_view sentence;
    std::string_view offer = {};      // "Nouveau signalement###empty.offer"; empty = none
    bool framed = false;              // dashed border
};
bool empty_state(const Theme& theme, const EmptyState& state);

// Bar of 2 px across `width` at the cursor's line, without taking space. A negative fraction = unknown amount.
void progress_strip(const Theme& theme, ImVec2 at, float width, double fraction);
// Track and part of 6 px (SLA, load): `part` 0…1, colour by the caller.
void progress_bar(ImDrawList* list, const Theme& theme, ImVec2 left_centre, float width, double part, Rgba color,
                  float thickness = 6);

enum class ToastClick : std::uint8_t { none, action, close };
struct ToastSpec {
    gis::Severity level = gis::Severity::info;
    std::string_view text, action = {};  // action: "Annuler###toast.undo"
    int repeats = 1;
};
// Draws at the top left `at` (screen px) and returns what was clicked; height 38.
ToastClick toast(const Theme& theme, ImVec2 at, float width, const ToastSpec& spec);

// Two concentric rects (alpha 20, 10) behind popups and the drag ghost.
void shadow(ImDrawList* list, const Theme& theme, ImVec2 min, ImVec2 max, float rounding_px);

// A notice on its family's veil: glyph, sentence, and what to do; true when `offer` was taken.
bool banner(const Theme& theme, gis::Severity level, std::string_view text, std::string_view offer = {}, float width = 0);

} // namespace vigie::panels
