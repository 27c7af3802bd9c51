// A rectangle on the screen, framebuffer pixels, y down.
#pragma once

namespace vigie::render {

struct PxBox {
    float left = 0, top = 0, right = 0, bottom = 0;

    [[nodiscard]] bool overlaps(const PxBox& o) const {
        return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }
    [[nodiscard]] PxBox grown(float px) const { return {left - px, top - px, right + px, bottom + px}; }
};

} // namespace vigie::render
