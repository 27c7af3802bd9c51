// Places that a source says and that cannot be of this commune: swapped axes, another system, another town. They are kept and shown,
// but a person is told. Any thread.
#pragma once

#include <cstddef>
#include <string>

#include "gis/model/change.hpp"

namespace vigie::gis {

inline constexpr double far_m = 50'000;

// Degrees, WGS 84.
struct CommuneExtent {
    double west = 0, south = 0, east = 0, north = 0;
};

struct FarPlaces {
    std::size_t count = 0;
    std::string first;        // id at the source of the first of them
    double first_m = 0;       // how far out it is
};
// Those of a batch that lie further than `far_m` outside of the commune. Of assets the first point counts.
[[nodiscard]] FarPlaces far_places(const ChangeBatch& batch, const CommuneExtent& commune);

} // namespace vigie::gis
