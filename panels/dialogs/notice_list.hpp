// Under the bell: alerts nobody has taken, what readers and sources had to say with what to do, and past messages.
#pragma once

#include "panels/frame.hpp"
#include "panels/region.hpp"

namespace vigie::panels {

void draw_notice_list(Frame& frame, const Box& under);

} // namespace vigie::panels
