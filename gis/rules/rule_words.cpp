#include "gis/rules/rule_words.hpp"

#include <algorithm>
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

} // namespace

Bounds bounds_of(const Sensor& s, const SensorKind& k) {
    auto own = [](const std::optional<double>& mine, const std::optional<double>& general) { return mine ? mine : general; };
    return {own(s.watch_above, k.watch_above), own(s.alarm_above, k.alarm_above), own(s.watch_below, k.watch_below), own(s.alarm_below, k.alarm_below)};
}

std::string alert_title(const Sensor& sensor, const SensorKind& kind) {
    const std::string& what = !kind.alert_title.fr.empty() ? kind.alert_title.fr : kind.name.fr;
    return sensor.last_value ? what + ", " + quantity(*sensor.last_value, sensor, kind) : what;
}

std::string alert_rule(const Sensor& sensor, const SensorKind& kind) {
    const Bounds b = bounds_of(sensor, kind);
    const bool low = b.alarm_below && sensor.last_value && *sensor.last_value < *b.alarm_below;
    const std::optional<double> bound = low ? b.alarm_below : b.alarm_above;
    if (!bound) return kind.name.fr;
    std::string rule = kind.name.fr + (low ? " < " : " > ") + quantity(*bound, sensor, kind);
    if (kind.hold > Seconds{0}) rule += " pendant " + std::to_string(std::max<long long>(1, kind.hold.count() / 60)) + no_break + "min";
    return rule;
}

} // namespace vigie::gis
