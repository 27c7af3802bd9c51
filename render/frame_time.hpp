// The two clocks of a frame. `now` is the time of the picture (the data's clock, which a simulator may drive or a replay
// turn back): movement between fixes follows it. `wall_s` is real time, for what only eases the eye: fades, cluster
// splits, pulses. A settled frame shows the end of every such animation (goldens, `vigie render`, reduced motion).
#pragma once

#include "gis/model/time.hpp"

namespace vigie::render {

struct FrameTime {
    gis::Time now{};
    double wall_s = 0;     // seconds of a steady clock
    bool settled = false;
};

} // namespace vigie::render
