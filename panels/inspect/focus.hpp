// Choosing an object and bringing it into view, the same from every list, link and card. UI thread.
#pragma once

#include <optional>

#include "panels/frame.hpp"

namespace vigie::panels {

// Where an object is; nothing when it has no place (an agent, a crew that never reported).
[[nodiscard]] std::optional<gis::LonLat> place_of(const gis::World& world, gis::EntityRef ref);

// Selects and opens the inspector; the map moves only when the object is off screen (INTERFACE.md §5).
void select(Frame& frame, gis::EntityRef ref, bool add = false);
// Flies to it at street scale.
void frame_on(Frame& frame, gis::EntityRef ref);
void frame_on(Frame& frame, gis::LonLat place);

} // namespace vigie::panels
