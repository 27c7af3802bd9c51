// What system coordinates are in, when the file does not say or says something impossible: by the range of the numbers,
// settled by overlap with layers whose place is certain. Any thread.
#pragma once

#include <optional>
#include <string>

#include "gis/layers/crs.hpp"

namespace vigie::gis {

// Degrees; a PlaneBox with lon in x and lat in y.
using LonLatBox = PlaneBox;
inline constexpr LonLatBox metropolitan_france{-5.6, 41.2, 10.0, 51.6};

struct CrsGuess {
    int epsg = 0;             // 0 = no idea
    bool swapped = false;     // latitude stands before longitude
    bool by_overlap = false;  // other layers settled it
};
// `numbers` is the box of the raw coordinates; `reference` what is known of where the data should be.
[[nodiscard]] CrsGuess guess_crs(const PlaneBox& numbers, const std::optional<LonLatBox>& reference);

// Longitude/latitude box of a box in `epsg` (its edges walked, so that curved sides are inside); nothing when it cannot be.
[[nodiscard]] std::optional<LonLatBox> lonlat_box(const PlaneBox& numbers, int epsg);

// The system declared cannot be true for these numbers: degrees beyond 180, or a French zone with numbers outside France.
[[nodiscard]] bool contradicts(const PlaneBox& numbers, int epsg, bool geographic);

} // namespace vigie::gis
