// What a source would bring, on a small map, before anything of it is kept. UI thread.
#pragma once

#include "panels/frame.hpp"

namespace vigie::panels {

inline constexpr std::size_t previewed_entities = 10;

// Draws the first entities that have a place over the map as it is, framed; a sentence when none has one. `shown` is the
// overlay that this preview set last: kept by the caller, 0 at first.
void draw_source_preview(Frame& frame, const gis::ChangeBatch& batch, std::uint64_t& shown);

} // namespace vigie::panels
