// What an alert of our own rules says. The rule leaves its facts (value, bound, hold time) with the alert, and they are put
// into words when somebody reads them, in that reader's language. An alert of a source keeps the source's own words, and so
// does one whose kind of sensor the catalogue no longer knows. Any thread.
#pragma once

#include <string>
#include <vector>

#include "gis/model/alerting.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/entity.hpp"
#include "gis/model/language.hpp"

namespace vigie::gis {

struct Bounds {
    std::optional<double> watch_above, alarm_above, watch_below, alarm_below;
};
// The sensor's own, else its kind's.
[[nodiscard]] Bounds bounds_of(const Sensor& sensor, const SensorKind& kind);

// As the rule saw the sensor at that moment: "value", "unit", "bound", "below", "hold_s", "rule"; "name" and "crew" when
// the rule has them.
[[nodiscard]] std::vector<Attribute> alert_facts(const Sensor& sensor, const SensorKind& kind, const AlertRule& rule);
// A fact of an alert; empty when it has none of that name.
[[nodiscard]] std::string fact_of(const Alert& alert, std::string_view name);

[[nodiscard]] std::string alert_title(const Alert& alert, const Catalog& catalog, const Language& language);  // "Fuite probable, 1,8 bar"
[[nodiscard]] std::string alert_rule(const Alert& alert, const Catalog& catalog, const Language& language);   // "Pression < 2 bar pendant 10 min"

// "Remplissage de colonne > 85 % pendant 30 min, sauf la nuit": the condition of a rule, for lists.
[[nodiscard]] std::string rule_condition(const AlertRule& rule, const Catalog& catalog, const Language& language);
// Its name, else the alert's words of its kind.
[[nodiscard]] std::string rule_title(const AlertRule& rule, const Catalog& catalog, const Language& language);

// The same in French, for the commune's records (QGIS reads the table).
[[nodiscard]] std::string recorded_title(const Sensor& sensor, const SensorKind& kind, const AlertRule& rule);
[[nodiscard]] std::string recorded_rule(const Sensor& sensor, const SensorKind& kind, const AlertRule& rule);

} // namespace vigie::gis
