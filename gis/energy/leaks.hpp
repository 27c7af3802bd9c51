// Water that runs when nobody draws any: the least flow of the night, flow that never comes to zero, a burst. After the minimum
// night flow of leakage practice (IWA), here for one meter of a building. Pure functions.
#pragma once

#include "gis/energy/energy_input.hpp"

namespace vigie::gis {

// Nothing where the water stops by night as usual, or where hours are not known.
[[nodiscard]] std::optional<LeakSeen> find_leak(const EnergyInput& input, const EnergyMeter& meter, const OpenHours& open, double eur_per_m3);

} // namespace vigie::gis
