// Boxes on a screen that must not overlap, in cells so that a question looks at few.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "render/px_box.hpp"

namespace vigie::render {

class CollisionGrid {
public:
    explicit CollisionGrid(const PxBox& area)
        : area_(area), columns_(std::max(1, static_cast<int>((area.right - area.left) / cell_px) + 1)),
          rows_(std::max(1, static_cast<int>((area.bottom - area.top) / cell_px) + 1)),
          cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

    void add(const PxBox& box) {
        const auto index = static_cast<std::uint32_t>(boxes_.size());
        boxes_.push_back(box);
        each_cell(box, [&](std::vector<std::uint32_t>& cell) {
            cell.push_back(index);
            return true;
        });
    }
    [[nodiscard]] bool is_free(const PxBox& box) {
        return each_cell(box, [&](std::vector<std::uint32_t>& cell) {
            return std::none_of(cell.begin(), cell.end(), [&](std::uint32_t i) { return boxes_[i].overlaps(box); });
        });
    }
    [[nodiscard]] bool are_free(std::span<const PxBox> boxes) {
        return std::all_of(boxes.begin(), boxes.end(), [this](const PxBox& box) { return is_free(box); });
    }

private:
    static constexpr float cell_px = 48;

    [[nodiscard]] static int clamped(float v, int count) { return std::clamp(static_cast<int>(std::floor(v / cell_px)), 0, count - 1); }
    template <class Visit>
    bool each_cell(const PxBox& box, Visit&& visit) {
        const int left = clamped(box.left - area_.left, columns_), right = clamped(box.right - area_.left, columns_);
        const int top = clamped(box.top - area_.top, rows_), bottom = clamped(box.bottom - area_.top, rows_);
        for (int y = top; y <= bottom; ++y)
            for (int x = left; x <= right; ++x)
                if (!visit(cells_[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x)])) return false;
        return true;
    }

    PxBox area_;
    int columns_, rows_;
    std::vector<std::vector<std::uint32_t>> cells_;
    std::vector<PxBox> boxes_;
};

} // namespace vigie::render
