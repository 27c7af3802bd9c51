// A reading is what went through a meter over a span of time, unlike an observation, which is of an instant: a load curve of
// 10 or 30 minutes, hours, days, months, a bill. Plain values; any thread.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/ids.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

inline constexpr double no_reading = std::numeric_limits<double>::quiet_NaN();  // a gap: never taken for zero

// Value i is of [from + i·step, + step), in the meter's unit.
struct MeterReadings {
    MeterId meter;
    Time from{};       // whole seconds
    Seconds step{3600};
    std::vector<double> values;
    [[nodiscard]] Time end() const { return from + step * static_cast<std::int64_t>(values.size()); }
};

// What a register (a cumulated counter) tells: the difference from one value to the next. A register that goes back was replaced
// or rolled over: nobody can say what was taken then, so it is a gap.
struct RegisterUse {
    MeterReadings readings;
    int steps_back = 0;
};
[[nodiscard]] RegisterUse use_of_register(const MeterReadings& shown);

// Times `factor`: from one unit to the other (UCUM: Wh kWh MWh, L m3). Nothing where they measure different things.
[[nodiscard]] std::optional<double> unit_factor(std::string_view from, std::string_view to);

} // namespace vigie::gis
