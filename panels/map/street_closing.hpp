// The part of the map's context menu that closes the street under the pointer for some days, or opens it again. UI thread.
#pragma once

#include "panels/frame.hpp"

namespace vigie::panels {

// Inside an open menu. Nothing where there is no street.
void draw_closing(Frame& frame, gis::PlanePoint at);

} // namespace vigie::panels
