#include "gis/rules/rule_set.hpp"

#include <algorithm>

namespace vigie::gis {

namespace {

AlertRule rule_for(const SensorKind& kind, bool below, double bound) {
    return {.id = kind.id + (below ? ".below" : ".above"), .name = {}, .kind = kind.id, .asset_kind = {}, .quartier = {}, .sensor = {}, .below = below, .bound = bound,
            .hold = kind.hold, .clear = below ? bound + kind.hysteresis : bound - kind.hysteresis, .severity = kind.severity, .crew = {}, .on = true};
}

} // namespace

std::optional<AlertRule> catalogue_rule(const SensorKind& kind, bool below) {
    const std::optional<double> bound = below ? kind.alarm_below : kind.alarm_above;
    if (!bound) return {};
    return rule_for(kind, below, *bound);
}

bool is_of_catalogue(const Catalog& catalog, std::string_view rule_id) {
    const std::size_t dot = rule_id.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::string_view side = rule_id.substr(dot + 1);
    return (side == "above" || side == "below") && catalog.sensor_kind(rule_id.substr(0, dot)) != nullptr;
}

std::vector<AlertRule> rules_of(const Catalog& catalog, const Alerting& alerting) {
    std::vector<AlertRule> all;
    for (const SensorKind& kind : catalog.sensor_kinds)
        for (const bool below : {false, true}) {
            const AlertRule* changed = find_rule(alerting, kind.id + (below ? ".below" : ".above"));
            if (changed) all.push_back(*changed);
            else if (const auto rule = catalogue_rule(kind, below)) all.push_back(*rule);
        }
    for (const AlertRule& rule : alerting.rules)
        if (!is_of_catalogue(catalog, rule.id)) all.push_back(rule);
    return all;
}

bool concerns(const AlertRule& rule, const Sensor& sensor, const World& world) {
    if (sensor.kind != rule.kind) return false;
    if (rule.sensor) return sensor.id == rule.sensor;
    if (!rule.quartier.empty() && sensor.quartier != rule.quartier) return false;
    if (rule.asset_kind.empty()) return true;
    const Asset* asset = world.find(sensor.asset);
    return asset && asset->kind == rule.asset_kind;
}

std::optional<AlertRule> as_for(const AlertRule& rule, bool untouched, const Sensor& sensor, const SensorKind& kind) {
    if (!untouched) return rule;
    const std::optional<double>& own = rule.below ? sensor.alarm_below : sensor.alarm_above;
    const std::optional<double> bound = own ? own : rule.below ? kind.alarm_below : kind.alarm_above;
    if (!bound) return {};
    AlertRule here = rule_for(kind, rule.below, *bound);
    here.id = rule.id;
    return here;
}

std::string_view rule_of(const Alert& alert) {
    const auto fact = std::ranges::find(alert.facts, "rule", &Attribute::name);
    return fact == alert.facts.end() ? std::string_view{} : std::string_view(fact->value);
}

} // namespace vigie::gis
