// A small made-up commune for tests and pictures of panels: streets, lights, trees and sites as assets; crews, reports,
// sensors, alerts and interventions around a fixed instant. Every value is fixed: same picture every time.
#pragma once

#include "gis/model/world.hpp"

namespace vigie::ui {

// Tuesday 24 November 2026, 14:32 in Paris.
[[nodiscard]] gis::Time fixture_now();
[[nodiscard]] gis::LonLat fixture_centre();
[[nodiscard]] gis::EditSet fixture_entities();

} // namespace vigie::ui
