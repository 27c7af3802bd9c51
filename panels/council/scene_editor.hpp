// The scenes in their order and what the chosen one shows: question, figures, domains on the map, pictures. UI thread.
#pragma once

#include "panels/council/scene_edits.hpp"
#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

struct SceneEditor {
    std::size_t dragged = SIZE_MAX;   // row under the hand
    bool dropped = false;
};

void draw_scene_list(Frame& frame, SceneEditor& editor, SceneDraft& draft, const Box& box);
// Of the scene chosen in ViewState::council.
void draw_scene_form(Frame& frame, SceneDraft& draft, float width_px);
// Notes for who speaks, and what comes next.
void draw_presenter_notes(Frame& frame, SceneDraft& draft, const Box& box);

} // namespace vigie::panels
