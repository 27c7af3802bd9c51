// What the charts of this workspace share (INTERFACE.md §14): round ticks, dashes, the dark readout beside a point, the sentence
// box. Draws into a list, in screen px. UI thread.
#pragma once

#include <span>
#include <string_view>

#include <imgui.h>

#include "panels/region.hpp"
#include "panels/theme.hpp"

namespace vigie::panels {

// Grid lines from 0 at 1, 2 or 5 times a power of ten: at least `fewest` steps below `most`, the last one at or above it.
struct Ticks {
    double step = 1;
    int count = 1;        // steps above zero
    int decimals = 0;     // that tell one from the next
    [[nodiscard]] double top() const { return step * count; }
};
[[nodiscard]] Ticks round_ticks(double most, int fewest = 4);

void dashed_line(ImDrawList* list, ImVec2 from, ImVec2 to, ImU32 color, float thickness, float dash, float gap);
// The dashes go on around corners.
void dashed_polyline(ImDrawList* list, std::span<const ImVec2> points, ImU32 color, float thickness, float dash, float gap);

// Value and expectation beside a point, with a tail to it; on whichever side there is room inside `within`.
void readout(ImDrawList* list, const Theme& theme, ImVec2 point, float reach, const Box& within, std::string_view strong, std::string_view plain);

// Two lines in a bordered box; returns its size without drawing when `list` is null.
ImVec2 sentence_box(ImDrawList* list, const Theme& theme, ImVec2 at, Rgba edge, Rgba ink, std::string_view strong, std::string_view plain);

} // namespace vigie::panels
