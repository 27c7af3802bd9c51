// What an alert says: title and rule, in French, from the catalogue.
#pragma once

#include <string>

#include "gis/model/catalog.hpp"
#include "gis/model/entity.hpp"

namespace vigie::gis {

struct Bounds {
    std::optional<double> watch_above, alarm_above, watch_below, alarm_below;
};
// The sensor's own, else its kind's.
[[nodiscard]] Bounds bounds_of(const Sensor& sensor, const SensorKind& kind);

[[nodiscard]] std::string alert_title(const Sensor& sensor, const SensorKind& kind);  // "Fuite probable, 1,8 bar"
[[nodiscard]] std::string alert_rule(const Sensor& sensor, const SensorKind& kind);   // "Pression < 2 bar pendant 10 min"

} // namespace vigie::gis
