#include "render/shelf_packer.hpp"

namespace vigie::render {

std::optional<AtlasSlot> ShelfPacker::place(int width, int height) {
    constexpr int gap = 1;
    const int w = width + 2 * gap, h = height + 2 * gap;
    Shelf* best = nullptr;
    for (Shelf& shelf : shelves_)
        if (shelf.height >= h && shelf.used + w <= size_ && (best == nullptr || shelf.height < best->height)) best = &shelf;
    // A low image on a high shelf wastes the difference: open a new shelf while there is room.
    const bool wasteful = best != nullptr && best->height > h * 3 / 2;
    if ((best == nullptr || wasteful) && next_y_ + h <= size_ && w <= size_) {
        shelves_.push_back({.y = next_y_, .height = h, .used = 0});
        next_y_ += h;
        best = &shelves_.back();
    }
    if (best == nullptr) return {};
    const AtlasSlot slot{static_cast<std::uint16_t>(best->used + gap), static_cast<std::uint16_t>(best->y + gap),
                         static_cast<std::uint16_t>(width), static_cast<std::uint16_t>(height)};
    best->used += w;
    return slot;
}

} // namespace vigie::render
