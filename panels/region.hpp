// A fixed zone of the window: a child without padding on a token's ground. UI thread.
#pragma once

#include <imgui.h>

#include "panels/theme.hpp"

namespace vigie::panels {

struct Box {
    ImVec2 min, max;
    [[nodiscard]] float width() const { return max.x - min.x; }
    [[nodiscard]] float height() const { return max.y - min.y; }
    [[nodiscard]] bool contains(ImVec2 p) const { return p.x >= min.x && p.x < max.x && p.y >= min.y && p.y < max.y; }
};

// Always pair with end_region.
void begin_region(const char* id, const Box& box, Rgba ground, ImGuiWindowFlags flags = 0);
void end_region();

// A press outside the current window, which closes what floats. Not in the frame in which it appeared.
[[nodiscard]] bool pressed_outside();

} // namespace vigie::panels
