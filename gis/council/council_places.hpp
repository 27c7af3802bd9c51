// Where the same thing is told of: one object, or, without one, a spot a few steps wide. Any thread.
#pragma once

#include <cstddef>
#include <vector>

#include "gis/council/council_records.hpp"

namespace vigie::gis {

inline constexpr double same_place_m = 40;

struct ToldPlace {
    std::int32_t quartier = CouncilRecords::nowhere;  // a spot that reaches into two is told in each
    std::vector<std::size_t> reports;                 // by place in CouncilRecords::reports, rising
};
// Of the indicator's reports received in the period, in order of their first report. Cost: once over the reports.
[[nodiscard]] std::vector<ToldPlace> told_places(const CouncilRecords& records, const Catalog& catalog, const Indicator& indicator, Time from, Time to);

} // namespace vigie::gis
