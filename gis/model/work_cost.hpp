// What an intervention took, in euros: the sum of its lines of time, materials and vehicles, each at the rate it was entered
// at. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

struct WorkCost {
    double labour_eur = 0, materials_eur = 0, vehicles_eur = 0;
    Seconds worked{0};  // of all people together
    double km = 0;
    [[nodiscard]] double total_eur() const { return labour_eur + materials_eur + vehicles_eur; }
    WorkCost& operator+=(const WorkCost& more);
};
[[nodiscard]] double cost_eur(const TimeSpent& line);
[[nodiscard]] double cost_eur(const MaterialUsed& line);
[[nodiscard]] double cost_eur(const VehicleUsed& line);
[[nodiscard]] WorkCost cost_of(const Intervention& i);

// Lines to begin an entry from: everybody of its crews for the time on site (planned time when that is not known), their
// vehicles without a distance, all at the catalogue's rates. Those absent all that day are left out.
struct WorkLines {
    std::vector<TimeSpent> hours;
    std::vector<MaterialUsed> materials;
    std::vector<VehicleUsed> vehicles;
};
[[nodiscard]] WorkLines lines_to_enter(const World& world, const Catalog& catalog, const Intervention& i);

} // namespace vigie::gis
