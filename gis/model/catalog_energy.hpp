// The sections of the catalogue about energy and water. Used by catalog.cpp only.
#pragma once

#include "gis/model/catalog_json.hpp"

namespace vigie::gis {

[[nodiscard]] EnergyPrice read_energy_price(CatalogReader& in);
[[nodiscard]] UseHours read_use_hours(CatalogReader& in);
[[nodiscard]] FindingWork read_finding_work(CatalogReader& in);
void read_energy_figure(CatalogReader& in, EnergyRules& out);  // one figure, known by its id

} // namespace vigie::gis
