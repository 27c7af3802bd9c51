// One figure of the council over a period, for one quartier or the commune. Any thread.
//
// What is told of few. A figure counted from 1 to 4 records (reports, interventions) is not told, whatever it measures (`few`);
// 0 is told. Where the small counts of an indicator's quartiers, and of what lies in none, come to less than 5 together, they would
// follow from the commune's total: then the smallest quartier that could be told is not told either (`withheld`). So from the
// figures of one indicator over one period at one freezing, no count from 1 to 4 can be worked out by subtraction. It is NOT
// guaranteed against who sets different periods, overlapping indicators or two freezings side by side. Savings and legal
// duties tell of buildings and equipment, not of people: they are always told.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gis/council/council_period.hpp"
#include "gis/council/council_picture.hpp"
#include "gis/council/council_records.hpp"
#include "gis/energy/energy_picture.hpp"

namespace vigie::gis {

struct CouncilFigure {
    std::optional<double> value;  // nothing: no data, or not told
    bool few = false, withheld = false;
};
// `quartier`: place in CouncilRecords::quartiers, or `whole_commune`.
inline constexpr std::int32_t whole_commune = -2;
[[nodiscard]] CouncilFigure figure_of(const CouncilRecords& records, const Catalog& catalog, const Indicator& indicator, std::int32_t quartier, Time from, Time to,
                                      std::span<const ProvenSaving> savings);
// The figure, the one of the year before where data go back far enough (all but a tenth of the time compared with), and what
// became of it.
[[nodiscard]] Tile tile_of(const CouncilRecords& records, const Catalog& catalog, const Indicator& indicator, std::int32_t quartier, const CouncilPeriod& period,
                           std::span<const ProvenSaving> savings);
[[nodiscard]] FigureUnit unit_of(const Indicator& indicator);
// Whether an indicator counts that report (of whatever time): its category or domain.
[[nodiscard]] bool counts(const Indicator& indicator, const Catalog& catalog, const CouncilRecords::Report& report);
[[nodiscard]] bool counts(const Indicator& indicator, const Catalog& catalog, const CouncilRecords::Work& work);

} // namespace vigie::gis
