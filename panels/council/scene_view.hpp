// One scene as the council sees it: question, quartier and year, map with places counted by block, figures, pictures
// before and after, the other scenes. The same drawing in the preview and projected. Never a name, an address or a live
// position. Reads Frame::council, changes ViewState::council. UI thread.
#pragma once

#include <optional>
#include <vector>

#include "panels/council/scene_canvas.hpp"

namespace vigie::panels {

struct SceneState {
    // Map: what the camera was framed on, and the fade outside the quartier as made for that camera.
    gis::PlaneBox framed;
    ImVec2 framed_in{0, 0};
    gis::Geometry outline;
    render::Camera faded_for;
    Box faded_in{};
    std::vector<std::vector<ImVec2>> rings;
    std::vector<Box> outside;
    std::uint64_t overlay_shown = 0;
    // Pictures.
    std::size_t pair = 0;
    bool pair_open = false, pair_dragged = false;
    float divider = 0.5f;
    gis::CouncilAsk pairs_of;
    // Faces.
    float scale_wanted = 0;
    double scale_since = 0;
    bool list_open = false;      // of quartiers or years: Escape is its own
    bool wants_frame = false;    // something moves or waits
    double behind_since = -1;    // s; < 0: the data are of what was asked for
};

// `scenes`: as they are now, also where the picture was made from others a moment ago.
void draw_scene(Frame& frame, SceneState& state, const std::vector<gis::Scene>& scenes, const Box& box);
// Escape closes what is open over the scene; false when nothing was.
bool close_over_scene(SceneState& state);
// The data are of another quartier, year or scene than asked for.
[[nodiscard]] bool is_behind(const Frame& frame);
// Next (+1) or previous (−1) scene; behind the last one comes the page of the data's date and sources.
void step_scene(Frame& frame, int step);

// Is it shown under a council's scene: streets, water, green, buildings and pictures, nothing the services work with.
[[nodiscard]] bool is_base_map(const gis::LayerInfo& layer);
// … with its names: never those of buildings or addresses.
[[nodiscard]] bool has_public_names(const gis::LayerInfo& layer);

// Parts of the scene.
void draw_scene_head(SceneCanvas& canvas, SceneState& state, const Box& box);
void draw_scene_strip(SceneCanvas& canvas, const std::vector<gis::Scene>& scenes, const Box& box);
void draw_scene_map(SceneCanvas& canvas, SceneState& state, const Box& box);
// Where no map is shown it still takes in what arrives, so that it does not ask for frames for ever.
void settle_scene_map(Frame& frame);
// A column of the tiles from `first`, or the eight of the year in two columns.
void draw_scene_tiles(SceneCanvas& canvas, std::size_t first, std::size_t count, const Box& box);
void draw_year_tiles(SceneCanvas& canvas, const Box& box);
void draw_scene_pair(SceneCanvas& canvas, SceneState& state, const Box& box);
void draw_year_pairs(SceneCanvas& canvas, SceneState& state, const Box& box);
void draw_open_pair(SceneCanvas& canvas, SceneState& state, const Box& box);
void draw_scene_end(SceneCanvas& canvas, const Box& box);

} // namespace vigie::panels
