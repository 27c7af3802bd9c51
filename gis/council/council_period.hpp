// The time a council picture counts, and the same days of the year before. Any thread.
#pragma once

#include <string>

#include "gis/model/time.hpp"

namespace vigie::gis {

struct CouncilPeriod {
    int year = 0, month = 0;           // month 0 = the whole year
    Time from{}, to{};                 // from ≤ t < to; `to` is no later than `now`
    Time before_from{}, before_to{};   // of the year before, to the same day and hour
};
// Years and months of the wall clock of `zone`, both clock changes right. `year` 0 = that of `now`. Up to 29 February, the year
// before goes to the end of the 28th. A time to come is empty (from = to).
[[nodiscard]] CouncilPeriod council_period(int year, int month, Time now, const std::string& zone);
[[nodiscard]] int year_of(Time t, const std::string& zone);
[[nodiscard]] int month_of(Time t, const std::string& zone);

} // namespace vigie::gis
