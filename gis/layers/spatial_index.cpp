#include <array>
#include <cmath>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

namespace {

// Position along the Hilbert curve of order 16 (x, y < 65536).
std::uint32_t hilbert(std::uint32_t x, std::uint32_t y) {
    std::uint32_t d = 0;
    for (std::uint32_t s = 1u << 15; s > 0; s >>= 1) {
        const std::uint32_t rx = (x & s) ? 1 : 0, ry = (y & s) ? 1 : 0;
        d += s * s * ((3 * rx) ^ ry);
        if (ry == 0) {
            if (rx == 1) {
                x = 0xffff - x;
                y = 0xffff - y;
            }
            std::swap(x, y);
        }
    }
    return d;
}

// Sorts by the upper 32 bits: three stable counting passes of 11 bits, several times faster than std::sort on a million.
void radix_sort(std::vector<std::uint64_t>& keys) {
    constexpr std::size_t digit_bits = 11, digits = 1u << digit_bits;
    std::vector<std::uint64_t> other(keys.size());
    for (std::size_t shift = 32; shift < 64; shift += digit_bits) {
        std::array<std::size_t, digits> begin{};
        for (const std::uint64_t k : keys) ++begin[(k >> shift) & (digits - 1)];
        std::size_t sum = 0;
        for (std::size_t& b : begin) {
            const std::size_t count = b;
            b = sum;
            sum += count;
        }
        for (const std::uint64_t k : keys) other[begin[(k >> shift) & (digits - 1)]++] = k;
        keys.swap(other);
    }
}

std::uint32_t grid_cell(double v, double min, double size) {
    if (!(size > 0)) return 0;
    return static_cast<std::uint32_t>(std::clamp((v - min) / size, 0.0, 1.0) * 65535);
}

bool finite(const PlaneBox& b) {
    return !b.empty() && std::isfinite(b.min_x) && std::isfinite(b.min_y) && std::isfinite(b.max_x) && std::isfinite(b.max_y);
}

std::vector<std::uint64_t> along_curve(std::span<const PlaneBox> boxes) {
    PlaneBox all;
    for (const PlaneBox& b : boxes)
        if (finite(b)) all.include(b);
    std::vector<std::uint64_t> keys;
    keys.reserve(boxes.size());
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (!finite(boxes[i])) continue;
        const PlanePoint c = boxes[i].centre();
        const std::uint64_t h = hilbert(grid_cell(c.x, all.min_x, all.width()), grid_cell(c.y, all.min_y, all.height()));
        keys.push_back(h << 32 | i);
    }
    radix_sort(keys);
    return keys;
}

} // namespace

SpatialIndex::SpatialIndex(std::span<const PlaneBox> boxes) {
    const std::vector<std::uint64_t> order = along_curve(boxes);
    if (order.empty()) return;
    const auto feature = [](std::uint64_t key) { return static_cast<std::uint32_t>(key); };
    const bool points = std::ranges::all_of(order, [&](std::uint64_t key) { return boxes[feature(key)].width() == 0 && boxes[feature(key)].height() == 0; });
    tree_.features.reserve(order.size());
    if (points) tree_.places.reserve(order.size());
    tree_.boxes.reserve((points ? 0 : order.size()) + order.size() / (node_size - 1) + 10);
    for (const std::uint64_t key : order) {
        const PlaneBox& box = boxes[feature(key)];
        tree_.features.push_back(feature(key));
        if (points) tree_.places.push_back({box.min_x, box.min_y});
        else tree_.boxes.push_back(box);
    }
    tree_.level_end.push_back(order.size());
    std::size_t begin = 0;
    while (tree_.level_end.back() - begin > node_size) {
        const std::size_t end = tree_.level_end.back();
        for (std::size_t i = begin; i < end; i += node_size) {
            PlaneBox node;
            for (std::size_t j = i; j < std::min(i + node_size, end); ++j) node.include(tree_.box(j));
            tree_.boxes.push_back(node);
        }
        begin = end;
        tree_.level_end.push_back(tree_.places.size() + tree_.boxes.size());
    }
}

SpatialIndex SpatialIndex::from_packed(Packed packed, std::size_t feature_count) {
    std::size_t count = packed.features.size(), end = 0;
    const std::size_t size = packed.places.size() + packed.boxes.size();
    bool good = (size == 0) == packed.level_end.empty() && (packed.places.empty() || packed.places.size() == count);
    for (const std::uint64_t level_end : packed.level_end) {
        end += count;
        good = good && level_end == end && count != 0;
        count = (count + node_size - 1) / node_size;
    }
    good = good && end == size && packed.level_end.size() <= 9;
    good = good && (packed.level_end.size() < 2 || packed.level_end.end()[-1] - packed.level_end.end()[-2] <= node_size);
    for (const std::uint32_t feature : packed.features) good = good && feature < feature_count;
    SpatialIndex index;
    if (good) index.tree_ = std::move(packed);
    return index;
}

std::vector<std::uint32_t> SpatialIndex::query(const PlaneBox& box) const {
    std::vector<std::uint32_t> hits;
    query(box, [&](std::uint32_t feature) {
        hits.push_back(feature);
        return true;
    });
    return hits;
}

} // namespace vigie::gis
