// Places rectangles in a square texture, shelf by shelf: good for symbols of similar heights, and nothing to tune.
#pragma once

#include <optional>
#include <vector>

#include "render/atlas_slot.hpp"

namespace vigie::render {

class ShelfPacker {
public:
    explicit ShelfPacker(int size_px) : size_(size_px) {}
    // Keeps one empty texel around every slot, so that linear filtering never reads a neighbour. Nothing when full.
    [[nodiscard]] std::optional<AtlasSlot> place(int width, int height);
    [[nodiscard]] int size_px() const { return size_; }

private:
    struct Shelf {
        int y = 0, height = 0, used = 0;
    };
    int size_;
    int next_y_ = 0;
    std::vector<Shelf> shelves_;
};

} // namespace vigie::render
