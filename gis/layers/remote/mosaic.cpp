#include "gis/layers/remote/mosaic.hpp"

#include <algorithm>
#include <array>

namespace vigie::gis::remote {

PlanePoint Lattice::at(double u, double v) const {
    const double x = std::clamp(u, 0.0, 1.0) * cells, y = std::clamp(v, 0.0, 1.0) * cells;
    const int column = std::min(static_cast<int>(x), cells - 1), row = std::min(static_cast<int>(y), cells - 1);
    const double fx = x - column, fy = y - row;
    const auto value = [&](int dx, int dy, int axis) { return xy_[(static_cast<std::size_t>(row + dy) * (cells + 1) + static_cast<std::size_t>(column + dx)) * 2 + static_cast<std::size_t>(axis)]; };
    const auto mixed = [&](int axis) { return (value(0, 0, axis) * (1 - fx) + value(1, 0, axis) * fx) * (1 - fy) + (value(0, 1, axis) * (1 - fx) + value(1, 1, axis) * fx) * fy; };
    return {mixed(0), mixed(1)};
}

Mosaic::Mosaic(const PlaneBox& box, double units_per_px)
    : box_(box), units_per_px_(units_per_px), width_(static_cast<int>(std::lround(box.width() / units_per_px))), height_(static_cast<int>(std::lround(box.height() / units_per_px))),
      rgba_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 4, 0) {}

void Mosaic::put(const Pixels& picture, const PlaneBox& of, const PlaneBox& part) {
    const auto px = [&](double units) { return static_cast<int>(std::lround(units / units_per_px_)); };
    const int x0 = std::max(0, px(part.min_x - box_.min_x)), x1 = std::min(width_, px(part.max_x - box_.min_x));
    const int y0 = std::max(0, px(box_.max_y - part.max_y)), y1 = std::min(height_, px(box_.max_y - part.min_y));
    for (int y = y0; y < y1; ++y) {
        const double north = box_.max_y - (y + 0.5) * units_per_px_;
        const int row = std::clamp(static_cast<int>((of.max_y - north) / of.height() * picture.height), 0, picture.height - 1);
        for (int x = x0; x < x1; ++x) {
            const double east = box_.min_x + (x + 0.5) * units_per_px_;
            const int column = std::clamp(static_cast<int>((east - of.min_x) / of.width() * picture.width), 0, picture.width - 1);
            std::copy_n(picture.rgba.data() + (static_cast<std::ptrdiff_t>(row) * picture.width + column) * 4, 4, rgba_.data() + (static_cast<std::ptrdiff_t>(y) * width_ + x) * 4);
        }
    }
}

std::vector<std::uint8_t> Mosaic::seen_through(const Lattice& lattice, int px) const {
    std::vector<std::uint8_t> out(static_cast<std::size_t>(px) * static_cast<std::size_t>(px) * 4, 0);
    for (int y = 0; y < px; ++y)
        for (int x = 0; x < px; ++x) {
            const PlanePoint p = lattice.at((x + 0.5) / px, (y + 0.5) / px);
            // From the middles of pixels.
            const double sx = (p.x - box_.min_x) / units_per_px_ - 0.5, sy = (box_.max_y - p.y) / units_per_px_ - 0.5;
            if (!(sx > -1 && sy > -1 && sx < width_ && sy < height_)) continue;
            const int ix = static_cast<int>(std::floor(sx)), iy = static_cast<int>(std::floor(sy));
            const double fx = sx - ix, fy = sy - iy;
            std::array<double, 4> sum{};  // colours weighed by their alpha: what is transparent has none
            for (int k = 0; k < 4; ++k) {
                const int cx = std::clamp(ix + (k & 1), 0, width_ - 1), cy = std::clamp(iy + (k >> 1), 0, height_ - 1);
                const std::uint8_t* c = rgba_.data() + (static_cast<std::ptrdiff_t>(cy) * width_ + cx) * 4;
                const double weight = ((k & 1) ? fx : 1 - fx) * ((k >> 1) ? fy : 1 - fy) * c[3];
                for (std::size_t i = 0; i < 3; ++i) sum[i] += weight * c[i];
                sum[3] += weight;
            }
            if (!(sum[3] > 0)) continue;
            std::uint8_t* to = out.data() + (static_cast<std::ptrdiff_t>(y) * px + x) * 4;
            for (std::size_t i = 0; i < 3; ++i) to[i] = static_cast<std::uint8_t>(std::lround(sum[i] / sum[3]));
            to[3] = static_cast<std::uint8_t>(std::lround(sum[3]));
        }
    return out;
}

} // namespace vigie::gis::remote
