#include "gis/rules/rule_words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace vigie::gis {

namespace {

constexpr const char* no_break = "\u00A0";

// French: decimal comma, true minus. Values of sensors are short; no thousands are grouped.
std::string figure(double value, int decimals) {
    char text[64];
    const int size = std::snprintf(text, sizeof text, "%.*f", std::clamp(decimals, 0, 6), std::abs(value));
    std::string out(text, static_cast<std::size_t>(std::clamp(size, 0, 63)));
    std::ranges::replace(out, '.', ',');
    return value < 0 && out.find_first_not_of("0,") != std::string::npos ? "\u2212" + out : out;
}

std::string shown_unit(const std::string& ucum) {
    static constexpr std::pair<std::string_view, std::string_view> shown[] = {
        {"Cel", "°C"}, {"m3/h", "m³/h"}, {"m3", "m³"}, {"m2", "m²"}, {"kW.h", "kWh"}, {"[ppm]", "ppm"}, {"[NTU]", "NTU"},
        {"[pH]", "pH"}, {"ug/m3", "µg/m³"}, {"dB[SPL]", "dB"}, {"deg", "°"}, {"m3/d", "m³/j"}};
    for (const auto& [code, text] : shown)
        if (ucum == code) return std::string(text);
    return ucum;
}

std::string quantity(double value, const Sensor& sensor, const SensorKind& kind) {
    const std::string unit = sensor.unit.empty() ? kind.unit : sensor.unit;
    const std::string digits = figure(value, kind.decimals);
    if (unit.empty() || unit == "1") return digits;
    return digits + (unit == "%" ? "\u202F" : no_break) + shown_unit(unit);
}

// The shortest form that reads back as the same number, whatever the language.
std::string plain_number(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value);
    return {text, end.ptr};
}

struct Facts {
    const std::vector<Attribute>& all;
    [[nodiscard]] std::string text(std::string_view name) const {
        const auto found = std::ranges::find(all, name, &Attribute::name);
        return found == all.end() ? std::string{} : found->value;
    }
    [[nodiscard]] std::optional<double> number(std::string_view name) const {
        const std::string shown = text(name);
        double value = 0;
        const auto read = std::from_chars(shown.data(), shown.data() + shown.size(), value);
        return read.ec == std::errc{} && !shown.empty() ? std::optional(value) : std::nullopt;
    }
};

} // namespace

Bounds bounds_of(const Sensor& s, const SensorKind& k) {
    auto own = [](const std::optional<double>& mine, const std::optional<double>& general) { return mine ? mine : general; };
    return {own(s.watch_above, k.watch_above), own(s.alarm_above, k.alarm_above), own(s.watch_below, k.watch_below), own(s.alarm_below, k.alarm_below)};
}

std::vector<Attribute> alert_facts(const Sensor& sensor, const SensorKind& kind, const AlertRule& rule) {
    std::vector<Attribute> facts{{"unit", sensor.unit.empty() ? kind.unit : sensor.unit}, {"below", rule.below ? "1" : "0"}, {"hold_s", std::to_string(rule.hold.count())}};
    if (sensor.last_value) facts.push_back({"value", plain_number(*sensor.last_value)});
    facts.push_back({"bound", plain_number(rule.bound)});
    facts.push_back({"rule", rule.id});
    if (!rule.name.empty()) facts.push_back({"name", rule.name});
    if (rule.crew) facts.push_back({"crew", std::to_string(rule.crew.value)});
    return facts;
}

std::string fact_of(const Alert& alert, std::string_view name) { return Facts{alert.facts}.text(name); }

std::string alert_title(const Alert& alert, const Catalog& catalog, const Language& language) {
    const SensorKind* kind = catalog.sensor_kind(alert.kind);
    const Facts facts{alert.facts};
    if (facts.text("below").empty() || kind == nullptr) return alert.title;  // a source's words
    const std::string own = facts.text("name");
    const std::string what = !own.empty() ? own : (kind->alert_title.fr.empty() ? kind->name : kind->alert_title).in(language.code());
    const auto value = facts.number("value");
    if (!value) return what;
    return language(Text{"rules.alert.title", {{"what", what}, {"value", language.quantity(*value, kind->decimals, facts.text("unit"))}}});
}

namespace {

std::string condition(const SensorKind& kind, double bound, bool below, Seconds hold, const std::string& unit, const Language& language) {
    const char* key = hold > Seconds{0} ? (below ? "rules.alert.below_for" : "rules.alert.above_for") : below ? "rules.alert.below" : "rules.alert.above";
    return language(Text{key, {{"what", kind.name.in(language.code())}, {"bound", language.quantity(bound, kind.decimals, unit)},
                               {"time", language.duration(std::max(hold, Seconds{60}))}}});
}

} // namespace

std::string alert_rule(const Alert& alert, const Catalog& catalog, const Language& language) {
    const SensorKind* kind = catalog.sensor_kind(alert.kind);
    const Facts facts{alert.facts};
    if (facts.text("below").empty() || kind == nullptr) return alert.rule;
    const auto bound = facts.number("bound");
    if (!bound) return kind->name.in(language.code());
    return condition(*kind, *bound, facts.text("below") == "1", Seconds{static_cast<std::int64_t>(facts.number("hold_s").value_or(0))}, facts.text("unit"), language);
}

std::string rule_condition(const AlertRule& rule, const Catalog& catalog, const Language& language) {
    const SensorKind* kind = catalog.sensor_kind(rule.kind);
    if (!kind) return rule.kind;
    std::string words = condition(*kind, rule.bound, rule.below, rule.hold, kind->unit, language);
    if (rule.period == RulePeriod::except_night) words += language("rules.period.except_night");
    if (rule.period == RulePeriod::working_hours) words += language("rules.period.working_hours");
    return words;
}

std::string rule_title(const AlertRule& rule, const Catalog& catalog, const Language& language) {
    if (!rule.name.empty()) return rule.name;
    const SensorKind* kind = catalog.sensor_kind(rule.kind);
    return kind ? (kind->alert_title.fr.empty() ? kind->name : kind->alert_title).in(language.code()) : rule.kind;
}

std::string recorded_title(const Sensor& sensor, const SensorKind& kind, const AlertRule& rule) {
    const std::string& what = !rule.name.empty() ? rule.name : !kind.alert_title.fr.empty() ? kind.alert_title.fr : kind.name.fr;
    return sensor.last_value ? what + ", " + quantity(*sensor.last_value, sensor, kind) : what;
}

std::string recorded_rule(const Sensor& sensor, const SensorKind& kind, const AlertRule& rule) {
    std::string words = kind.name.fr + (rule.below ? " < " : " > ") + quantity(rule.bound, sensor, kind);
    if (rule.hold > Seconds{0}) words += " pendant " + std::to_string(std::max<long long>(1, rule.hold.count() / 60)) + no_break + "min";
    return words;
}

} // namespace vigie::gis
