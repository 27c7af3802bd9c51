// Which rules hold: the catalogue's bounds seen as rules, with what the commune changed and added. Pure, any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "gis/model/alerting.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

// The alarm bounds of a kind as a rule ("pression.below"); nothing when the catalogue has none on that side.
[[nodiscard]] std::optional<AlertRule> catalogue_rule(const SensorKind& kind, bool below);
// Is it one that the catalogue has (as it has it, or changed by the commune)?
[[nodiscard]] bool is_of_catalogue(const Catalog& catalog, std::string_view rule_id);
// Every rule, on or off: for each kind the catalogue's or what the commune put in its place, then the commune's own.
[[nodiscard]] std::vector<AlertRule> rules_of(const Catalog& catalog, const Alerting& alerting);

// Is the sensor in the rule's scope, whether the rule is on or not?
[[nodiscard]] bool concerns(const AlertRule& rule, const Sensor& sensor, const World& world);
// A catalogue's rule that the commune left as it is goes by the sensor's own bounds before its kind's; nothing when the
// sensor has none on that side. Any other rule is as it says.
[[nodiscard]] std::optional<AlertRule> as_for(const AlertRule& rule, bool untouched, const Sensor& sensor, const SensorKind& kind);

// The rule that raised an alert ("" = not one of ours, or an alert of before rules had names).
[[nodiscard]] std::string_view rule_of(const Alert& alert);

} // namespace vigie::gis
