// Workspace Conseil: the scenes in order and what each shows, a preview, notes for who speaks; and council mode, in which
// the whole window is the scene. UI thread.
#pragma once

#include "panels/council/scene_editor.hpp"
#include "panels/council/scene_view.hpp"

namespace vigie::panels {

struct CouncilState {
    SceneState scene;
    SceneEditor editor;
    SceneDraft draft;
    bool list_was_open = false;   // when the last frame ended: Escape was its own
    bool projected = false;       // in the last frame
};

// The presenter's view. Draws into `box`.
void draw_council(Frame& frame, CouncilState& state, const Box& box);
// Council mode: the whole window, nothing of the program. Escape leaves it.
void draw_projection(Frame& frame, CouncilState& state, const Box& screen);
// Takes over the commune's scenes and gives back what was done to them.
void sync_scenes(Frame& frame, CouncilState& state);

} // namespace vigie::panels
