// How cold it was: degree days base 18 °C of each day, max(0, base − (Tn + Tx) / 2), the « météo » method of Météo-France's DJU
// (COSTIC's cuts differ only where Tx is above the base). Values; any thread.
#pragma once

#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "gis/store/desk.hpp"

namespace vigie::gis {

struct Weather {
    std::chrono::local_days first{};
    std::vector<float> degree_days;  // by day since `first`; NaN = not known
    [[nodiscard]] bool known() const { return !degree_days.empty(); }
    [[nodiscard]] float of(std::chrono::local_days day) const {
        const auto i = (day - first).count();
        return i >= 0 && i < static_cast<std::ptrdiff_t>(degree_days.size()) ? degree_days[static_cast<std::size_t>(i)] : std::numeric_limits<float>::quiet_NaN();
    }
    // Of the days [from, to); nothing when more than a tenth of them is not known, else those that are stand for the others.
    [[nodiscard]] std::optional<double> sum(std::chrono::local_days from, std::chrono::local_days to) const;
};

// Of a sensor of outdoor temperature in °C, rolled up by day; a day with one value alone is not known. `today` is not over: it is
// taken to be as the day before.
[[nodiscard]] Weather weather_of(std::span<const RolledUp> days, double base, std::chrono::local_days today);

} // namespace vigie::gis
