// The picture as it was: entities put back to a past instant from what the World still remembers (positions, readings,
// dates). States between two known dates are not invented: what had not begun is left out. Pure.
#pragma once

#include <optional>

#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::panels {

// Nothing when it did not exist then, or when nothing is known about it at that time.
[[nodiscard]] std::optional<gis::Report> report_at(const gis::Report& now_known, gis::Time cursor);
[[nodiscard]] std::optional<gis::Alert> alert_at(const gis::Alert& now_known, gis::Time cursor);
[[nodiscard]] std::optional<gis::Sensor> sensor_at(const gis::World& world, const gis::Catalog& catalog,
                                                   const gis::Sensor& now_known, gis::Time cursor);
[[nodiscard]] std::optional<gis::Crew> crew_at(const gis::World& world, const gis::Crew& now_known, gis::Time cursor);
[[nodiscard]] std::optional<gis::Intervention> intervention_at(const gis::Intervention& now_known, gis::Time cursor);

} // namespace vigie::panels
