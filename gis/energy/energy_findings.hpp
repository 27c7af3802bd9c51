// What the figures say that is worth a gesture. Pure functions, part of make_energy_picture.
#pragma once

#include <memory>

#include "gis/energy/energy_accounts.hpp"

namespace vigie::gis {

struct BuildingMonth {
    const Building* building;
    Fluid fluid;
    std::unique_ptr<BuildingEnergy> energy;
};

// Findings, leaks and savings of the picture, whose ask is settled.
void fill_findings(EnergyPicture& picture, const EnergyInput& input, const std::vector<BuildingMonth>& all);

// "used_while_closed" "night_base_risen" "leak" "above_expected" "readings_missing" "saving_proven", as the catalogue's finding_work.
[[nodiscard]] std::string_view finding_name(FindingKind kind);

} // namespace vigie::gis
