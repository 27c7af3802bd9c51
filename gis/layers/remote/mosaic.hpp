// Pictures side by side in the system of their service, and the same seen from the plane of the map. Values; any thread.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "gis/layers/raster_colours.hpp"
#include "gis/model/geometry.hpp"

namespace vigie::gis::remote {

// Where the points of a tile of the plane are in another system: exact on a lattice, straight in between (16 px: below a
// hundredth of a pixel for the systems of maps).
class Lattice {
public:
    static constexpr int cells = 32;
    template <class Transform>
    static Lattice over(const PlaneBox& box, Transform&& transform) {
        Lattice lattice;
        lattice.xy_.reserve(std::size_t{cells + 1} * (cells + 1) * 2);
        for (int row = 0; row <= cells; ++row)
            for (int column = 0; column <= cells; ++column)
                lattice.xy_.insert(lattice.xy_.end(), {box.min_x + box.width() * column / cells, box.max_y - box.height() * row / cells});
        transform(std::span<double>(lattice.xy_));
        for (std::size_t i = 0; i < lattice.xy_.size(); i += 2)
            if (std::isfinite(lattice.xy_[i]) && std::isfinite(lattice.xy_[i + 1])) lattice.box_.include(lattice.xy_[i], lattice.xy_[i + 1]);
        return lattice;
    }
    [[nodiscard]] const PlaneBox& box() const { return box_; }
    // u to the right, v down, 0…1 over the tile; NaN where the systems do not meet.
    [[nodiscard]] PlanePoint at(double u, double v) const;

private:
    std::vector<double> xy_;
    PlaneBox box_;
};

class Mosaic {
public:
    Mosaic(const PlaneBox& box, double units_per_px);
    // The part of a picture (which covers `of`) that lies over `part`, magnified as needed.
    void put(const Pixels& picture, const PlaneBox& of, const PlaneBox& part);
    // RGBA of a tile `px` square, straight alpha; transparent where there is nothing.
    [[nodiscard]] std::vector<std::uint8_t> seen_through(const Lattice& lattice, int px) const;

private:
    PlaneBox box_;
    double units_per_px_;
    int width_, height_;
    std::vector<std::uint8_t> rgba_;
};

} // namespace vigie::gis::remote
