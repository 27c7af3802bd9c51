#include "panels/energy/energy_workspace.hpp"

namespace vigie::panels {

void draw_energy(Frame& frame, EnergyState&, const Box& box) {
    begin_region("energy", box, frame.theme.colors.surface1);
    end_region();
}

} // namespace vigie::panels
