// Money and proofs: the change of a bill in its parts, what actions saved, the way to the objectives of the tertiary decree.
// Pure functions.
#pragma once

#include "gis/energy/building_energy.hpp"

namespace vigie::gis {

// Price first (at the use of then), then weather (degree days at this year's price), and the rest is use: they sum exactly.
[[nodiscard]] std::optional<BillChange> bill_change(const EnergyInput& input, const BuildingEnergy& energy, Fluid fluid, std::chrono::year_month month);

// Months up to and with `month`, oldest first.
[[nodiscard]] std::vector<MonthUse> month_history(const EnergyInput& input, const BuildingEnergy& energy, Fluid fluid, std::chrono::year_month month, int months);

// IPMVP option C: the twelve months before the action against the days since; the half width is that of a 90 % interval and
// knows that one day resembles the next. Nothing within two weeks of the action, or where it proves nothing.
[[nodiscard]] std::optional<ProvenSaving> saving_of(const EnergyInput& input, const Building& building, const EnergyWork& action, Fluid fluid);

[[nodiscard]] std::optional<OperatPath> operat_path(const EnergyInput& input, const Building& building);

// The yearly table of the platform as CSV: UTF-8 with byte order mark, semicolons, decimal comma; a line for each building that
// is subject, with what is missing said in its last column. `year`: of the declaration (the calendar year before it is told).
[[nodiscard]] std::string operat_csv(const EnergyInput& input, int year);

} // namespace vigie::gis
