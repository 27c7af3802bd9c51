#include "panels/council/council_workspace.hpp"

namespace vigie::panels {

void draw_council(Frame& frame, CouncilState&, const Box& box) {
    begin_region("council", box, frame.theme.colors.surface1);
    end_region();
}

} // namespace vigie::panels
