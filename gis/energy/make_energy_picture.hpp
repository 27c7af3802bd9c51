// The picture of « Énergie et eau » from what was read. Pure; for a worker: looks at `stop` between buildings.
#pragma once

#include <stop_token>

#include "gis/energy/energy_input.hpp"

namespace vigie::gis {

[[nodiscard]] EnergyPicture make_energy_picture(const EnergyInput& input, EnergyAsk ask, std::stop_token stop = {});

// A reading is overdue three times its own length after the last one, and never before a day and a half.
[[nodiscard]] bool is_silent(const UseSeries& use, Time now);

} // namespace vigie::gis
