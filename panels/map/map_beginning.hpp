// What the map says before there is a map: no commune, an empty one, data being read. UI thread.
#pragma once

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

// One sentence and what can be done about it, in the middle of `box`; nothing once there is something to see.
void draw_beginning(Frame& frame, const Box& box);

// The strip at the top while data are read; after a second also in words, with a way to stop.
class ReadingLine {
public:
    void draw(Frame& frame, const Box& box);

private:
    double seconds_ = 0;
};

} // namespace vigie::panels
