// State glyphs in ImGui draw lists, from the same vector definitions as the map (render/state_glyphs.hpp), and the
// badges made of them. UI thread.
#pragma once

#include <string_view>

#include "panels/status.hpp"
#include "panels/widgets/text.hpp"

namespace vigie::panels {

// Outline and filling in a square of `size` framebuffer px around `centre`. `fill` is the family's full colour, `ink`
// what is drawn on a full ground; `edge` outlines a full shape that needs it (warn), transparent = none.
void draw_state(ImDrawList* list, ImVec2 centre, float size, Outline outline, render::Glyph glyph, Rgba fill, Rgba ink,
                Rgba edge);
void draw_state(ImDrawList* list, const Theme& theme, ImVec2 centre, float size, const StatusLook& look);

// Pill on the family's veil: glyph and words. As an item, or drawn with its left centre at `at` (returns the width).
void state_badge(const Theme& theme, const StatusLook& look, std::string_view words);
float draw_state_badge(ImDrawList* list, const Theme& theme, ImVec2 left_centre, const StatusLook& look, std::string_view words);
// Glyph and words without ground, as in table cells.
void state_text(const Theme& theme, const StatusLook& look, std::string_view words);

} // namespace vigie::panels
