// Where an image lies in its texture, texels from the top left.
#pragma once

#include <cstdint>

namespace vigie::render {

struct AtlasSlot {
    std::uint16_t x = 0, y = 0, width = 0, height = 0;
    bool operator==(const AtlasSlot&) const = default;
};

} // namespace vigie::render
