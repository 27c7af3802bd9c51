// The paper a council scene is drawn on: lengths and type sizes are those of the mockup (1600 × 1000), multiplied so that
// the scene fills any box; always by day. Preview and projection draw on the same. UI thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

enum class CouncilFace : std::uint8_t { text, strong, title, figure };

struct SceneCanvas {
    Frame& frame;
    const Colors& c;       // of the day
    Box box;
    float s = 1;           // screen px per px of the mockup
    ImDrawList* list = nullptr;

    [[nodiscard]] float px(float length) const { return length * s; }
};

// How large a scene is in a box; the faces are asked of app for it.
[[nodiscard]] float scene_scale(const Box& box);

// Sizes in ImGui px of the mockup: 30 · 36 · 48 · 80.
[[nodiscard]] float scene_text_width(const SceneCanvas& canvas, CouncilFace face, float size, std::string_view text);
void scene_text(const SceneCanvas& canvas, CouncilFace face, float size, ImVec2 at, Rgba color, std::string_view text);
// With "…" where there is no more room.
void scene_text_within(const SceneCanvas& canvas, CouncilFace face, float size, ImVec2 at, Rgba color, std::string_view text, float room);
void scene_text_right(const SceneCanvas& canvas, CouncilFace face, float size, ImVec2 right, Rgba color, std::string_view text);
void scene_text_centred(const SceneCanvas& canvas, CouncilFace face, float size, ImVec2 centre, Rgba color, std::string_view text);
// At most `most` lines between words; the last one is cut with "…".
[[nodiscard]] std::vector<std::string> scene_lines(const SceneCanvas& canvas, CouncilFace face, float size, std::string_view text, float room, std::size_t most);
// The largest of the sizes at which the text fits, else the smallest.
[[nodiscard]] float scene_size_within(const SceneCanvas& canvas, CouncilFace face, std::string_view text, float room, std::initializer_list<float> sizes);
void scene_icon(const SceneCanvas& canvas, ImVec2 centre, float size, Rgba color, std::string_view name);

// An item of a box, drawn by the caller; `ring`: of the keyboard focus.
struct SceneItem {
    bool pressed = false, hovered = false;
};
SceneItem scene_item(const SceneCanvas& canvas, const char* id, const Box& box, Rgba ring, float rounding);

} // namespace vigie::panels
