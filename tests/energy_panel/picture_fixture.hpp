// A commune with fourteen buildings and what energy shows of its November: made up, for tests of the panel alone.
#pragma once

#include "tests/ui/stage.hpp"

namespace vigie::energy_test {

// Buildings, their footprints, meters and a few valves; returns the buildings in the order of the ranking.
std::vector<gis::BuildingId> put_buildings(ui::Stage& stage, std::size_t count = 14);

// November 2026 as far as the 24th, 14:30: a school heated for four nights and a weekend while closed, a leak, a saving.
[[nodiscard]] gis::EnergyPicture november(const ui::Stage& stage, const std::vector<gis::BuildingId>& buildings, gis::Fluid fluid = gis::Fluid::electricity);

} // namespace vigie::energy_test
