#include "panels/council/council_workspace.hpp"

namespace vigie::panels {

void draw_council(Frame& frame, CouncilState& state, const Box& box) {
    state.projected = false;
    begin_region("council.preview", box, frame.theme.colors.surface1);
    const std::vector<gis::Scene> none;
    draw_scene(frame, state.scene, frame.council ? frame.council->scenes : none, box);
    end_region();
}

} // namespace vigie::panels
