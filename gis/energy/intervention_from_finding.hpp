// What the button « Créer l'intervention » makes of a finding or a leak: title and description with the figures, the building's
// place and asset, the template that the catalogue names for it. A value for command::CreateIntervention; any thread.
#pragma once

#include <optional>

#include "gis/energy/energy_picture.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/entity.hpp"
#include "gis/model/language.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

// Nothing where there is no such building, or the catalogue names no work for it (a proven saving).
[[nodiscard]] std::optional<Intervention> intervention_from_finding(const World& world, const Catalog& catalog, const Language& language, const std::string& zone, const Finding& finding);
[[nodiscard]] std::optional<Intervention> intervention_from_leak(const World& world, const Catalog& catalog, const Language& language, const std::string& zone, const LeakSeen& leak);

} // namespace vigie::gis
