// Text as items and as drawing: fonts and colours are tokens, lengths are px at scale 1 times the theme's scale.
// UI thread, between NewFrame and Render.
#pragma once

#include <string>
#include <string_view>

#include <imgui.h>

#include "panels/theme.hpp"

namespace vigie::panels {

[[nodiscard]] ImVec2 text_size(ImFont* font, std::string_view text);
// The longest beginning that fits in `width_px`, with "…" when something was cut.
[[nodiscard]] std::string ellipsized(ImFont* font, std::string_view text, float width_px);
void draw_text(ImDrawList* list, ImFont* font, ImVec2 at, Rgba color, std::string_view text);
// Cut to width with "…".
void draw_text_clipped(ImDrawList* list, ImFont* font, ImVec2 at, Rgba color, std::string_view text, float width_px);
// Right edge at `right`.
void draw_text_right(ImDrawList* list, ImFont* font, ImVec2 right, Rgba color, std::string_view text);

// As an ImGui item at the cursor.
void text_item(ImFont* font, Rgba color, std::string_view text);
void text_wrapped(ImFont* font, Rgba color, std::string_view text, float width_px = 0);
// Caption in weak ink above a group: "Équipes proposées".
void caption(const Theme& theme, std::string_view text);
// Caption in semibold.
void section_header(const Theme& theme, std::string_view text);
// One `line` pixel across the available width.
void separator_line(const Theme& theme);

// The dark tip of the theme, for the last item when hovered for 400 ms (also when it is disabled).
void tooltip_for_last_item(const Theme& theme, std::string_view text, std::string_view key = {});
// Begins/ends the theme's tooltip window for richer content; end only when begin returned true.
[[nodiscard]] bool begin_tooltip(const Theme& theme);
void end_tooltip();

// Ring of 2 px accent, 1 px off, when the last item has the keyboard focus.
void focus_ring(const Theme& theme, ImVec2 min, ImVec2 max, float rounding_px);

} // namespace vigie::panels
