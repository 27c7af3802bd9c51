// The same thing told again and again: reports of one object, or of one category at one place, within six months. A report is
// repaired three times before somebody asks why. Pure functions of the World. Any thread.
#pragma once

#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

inline constexpr std::chrono::days repeat_period{183};
inline constexpr std::chrono::days same_time{3};  // reports nobody has dealt with yet, so close together, are one time

struct Repeats {
    std::vector<ReportId> earlier;  // newest first; the report itself apart
    bool by_asset = false;          // else by place and category
    // Which time it is: 3 = « 3ᵉ fois en 6 mois ».
    [[nodiscard]] std::size_t times() const { return earlier.size() + 1; }
};
// Duplicates, rejected reports and what several people tell just now are not counted: each group is one time. A report that has an object counts those of that
// object, and of its category near it those without one.
[[nodiscard]] Repeats repeats_of(const World& world, const Catalog& catalog, const Report& report);

} // namespace vigie::gis
