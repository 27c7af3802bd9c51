#include "gis/backends/demo/sensor_values.hpp"

#include <algorithm>
#include <string_view>

#include "gis/backends/demo/exact.hpp"
#include "gis/backends/demo/week.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis::demo {

namespace {
constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;
double frac(double x) { return x - std::floor(x); }
}

double SensorValues::dice(std::uint64_t who, std::int64_t what) const {
    Rng rng(seed_ ^ who * 0x9E3779B97F4A7C15ull ^ static_cast<std::uint64_t>(what) * 0xD1B54A32D192ED03ull);
    rng.next();
    return rng.unit();
}

double SensorValues::noise(std::uint64_t who, Time t, std::int64_t step_ms) const {
    const std::int64_t ms = ms_since_epoch(t), k = ms / step_ms;
    const double f = static_cast<double>(ms - k * step_ms) / static_cast<double>(step_ms), s = f * f * (3 - 2 * f);
    return 2 * (dice(who, k) * (1 - s) + dice(who, k + 1) * s) - 1;
}

double SensorValues::outdoor_temperature(Time t) const {
    const LocalTime local = local_from_utc(t, commune_zone);
    const double hour = static_cast<double>((local - std::chrono::floor<std::chrono::days>(local)).count()) / static_cast<double>(hour_ms);
    const double year = frac(static_cast<double>(ms_since_epoch(t)) / (365.2425 * static_cast<double>(day_ms)));
    return 14.6 - 8.6 * cos_turns(year - 0.055) - 4.6 * cos_turns((hour - 3.2) / 24) + 4.2 * noise(9001, t, 3 * day_ms) + 0.8 * noise(9002, t, 3 * hour_ms);
}

double SensorValues::rain_mm_h(Time t) const {
    const double front = noise(9003, t, 30 * hour_ms), shower = noise(9004, t, 2 * hour_ms);
    return front > 0.35 && shower > 0.1 ? (front - 0.35) * 9 * (shower + 0.2) + (front > 0.8 && shower > 0.75 ? 14 : 0) : 0;
}

std::optional<double> SensorValues::fault(const Sensor& sensor, Time t, double per_day, double hours) const {
    const std::int64_t today = ms_since_epoch(t) / day_ms;
    for (const std::int64_t day : {today, today - 1}) {  // yesterday's may last into today
        if (dice(sensor.id.value * 7 + 1, day) >= per_day) continue;
        const double begin = dice(sensor.id.value * 7 + 2, day) * 24, lasts = hours * (0.4 + 1.2 * dice(sensor.id.value * 7 + 3, day));
        const double since = static_cast<double>(ms_since_epoch(t) - day * day_ms) / static_cast<double>(hour_ms) - begin;
        if (since >= 0 && since < lasts) return since;
    }
    return {};
}

bool SensorValues::silent(const Sensor& sensor, Time t) const {
    Sensor radio;
    radio.id.value = sensor.id.value + 50'000;
    if (fault(radio, t, 0.016, 6)) return true;
    return dice(sensor.id.value * 7 + 4, ms_since_epoch(t) / 300'000) < 0.006;  // a message lost now and then
}

double SensorValues::filling(const Sensor& sensor, Time t, double days) const {
    const double period = days * (0.75 + 0.5 * dice(sensor.id.value, 1)) * static_cast<double>(day_ms);
    const double turns = static_cast<double>(ms_since_epoch(t)) / period + dice(sensor.id.value, 2);
    const auto round = static_cast<std::int64_t>(std::floor(turns));
    // Most rounds come in time; one in eight is late and the container runs over.
    const double top = dice(sensor.id.value, round + 100) < 0.2 ? 112 : 60 + 32 * dice(sensor.id.value, round + 500);
    return std::clamp(3 + frac(turns) * top + 1.2 * noise(sensor.id.value, t, hour_ms), 0.0, 100.0);
}

std::optional<double> SensorValues::network(const Sensor& s, const Moment& m) const {
    const std::string_view k = s.kind;
    const double size = 0.5 + dice(s.id.value, 3);
    const double n = noise(s.id.value, m.t, 20 * 60'000);
    if (k == "debit_secteur") return std::max(1.5, (9 * size) * m.draw() + 1.2 * n + (fault(s, m.t, 0.07, 9) ? 42.0 : 0.0));
    if (k == "pression") {
        const auto leak = fault(s, m.t, 0.09, 5);
        return 4.3 - 0.35 * m.draw() + 0.12 * n - (leak ? std::min(2.3, *leak * 6) : 0);
    }
    if (k == "niveau_reservoir") return 3.5 + 0.75 * cos_turns((m.hour - 6) / 24) + 0.06 * n;
    if (k == "chlore") return 0.29 + 0.05 * n - (fault(s, m.t, 0.02, 4) ? 0.22 : 0);
    if (k == "turbidite") return 0.24 + 0.06 * n + (rain_mm_h(m.t) > 8 ? 0.5 : 0);
    if (k == "pompe_intensite") {
        if (fault(s, m.t, 0.03, 3)) return 29 + n;
        return frac(static_cast<double>(ms_since_epoch(m.t)) / 2'700'000.0 + dice(s.id.value, 4)) < 0.3 + 0.2 * (m.draw() - 1) ? 13.8 + 0.6 * n : 0.2;
    }
    if (k == "trop_plein") return 0.7 + 0.45 * frac(static_cast<double>(ms_since_epoch(m.t)) / 2'700'000.0 + dice(s.id.value, 4)) + 0.05 * rain_mm_h(m.t) + (fault(s, m.t, 0.025, 3) ? 1.9 : 0);
    if (k == "h2s") return std::max(0.0, 1.1 + 0.9 * n + (m.outdoor > 24 ? 1.2 : 0) + (fault(s, m.t, 0.01, 1) ? 9 : 0));
    if (k == "pluie") return rain_mm_h(m.t);
    if (k == "niveau_riviere") return 0.95 + 0.22 * noise(9005, m.t, 2 * day_ms) + 0.9 * std::max(0.0, noise(9003, Time{m.t - Millis{9 * hour_ms}}, 30 * hour_ms) - 0.35) + 0.01 * n;
    return {};
}

std::optional<double> SensorValues::building(const Sensor& s, const Moment& m) const {
    const std::string_view k = s.kind;
    const double size = 0.5 + dice(s.id.value, 3);
    const double n = noise(s.id.value, m.t, 30 * 60'000);
    if (k == "co2") return (m.school() ? 520 + 420 * std::min(1.0, frac((m.hour - 8.4) / 4.1) * 1.6) * size : 430 + 60 * size * std::max(0.0, 1 - std::abs(m.hour - 17) / 4)) + 35 * n + (m.school() && fault(s, m.t, 0.1, 8) ? 560 : 0);
    if (k == "temperature_classe") return (m.school() ? 20.3 : 18.2) + std::max(0.0, m.outdoor - 20) * 0.6 + 0.5 * n - (fault(s, m.t, 0.02, 16) && m.outdoor < 16 ? 5 : 0);
    if (k == "temperature_ambiante") return (m.working() ? 20.1 : 17.9) + std::max(0.0, m.outdoor - 20) * 0.55 + 0.6 * n - (fault(s, m.t, 0.012, 18) && m.outdoor < 16 ? 6.5 : 0);
    if (k == "humidite_classe") return 48 + 6 * n + (m.school() ? 6 : 0);
    if (k == "electricite") return size * ((m.working() ? 26 : 5.5) + 6 * std::max(0.0, 14 - m.outdoor) / 10) + 1.2 * n + (fault(s, m.t, 0.01, 8) ? 130 : 0);
    if (k == "eau_batiment") return std::max(0.0, size * (m.working() ? 110 + 60 * n : 3 + 3 * n) + (fault(s, m.t, 0.02, 20) ? 430 : 0));
    if (k == "gaz") return m.outdoor < 17 ? std::max(0.0, size * (m.working() ? 9 : 3.4) * (17 - m.outdoor) / 12 + 0.4 * n) : 0.1;
    if (k == "ecs_production") return 59.2 + 1.1 * n - (fault(s, m.t, 0.06, 5) ? 5.6 : 0);
    if (k == "ecs_retour") return 52.7 + 0.7 * n - (fault(s, m.t, 0.03, 5) ? 4 : 0);
    if (k == "douche_temp") return 38.8 + 0.8 * n;
    if (k == "ambiante_ehpad") return 22.6 + std::max(0.0, m.outdoor - 24) * 0.35 + 0.5 * n;
    if (k == "humidite_ehpad") return 46 + 6 * n;
    if (k == "frigo") return 3.1 + 0.7 * n + (fault(s, m.t, 0.02, 2) ? 3.4 : 0);
    if (k == "fioul_groupe") return 91 - 26 * frac(static_cast<double>(ms_since_epoch(m.t)) / (static_cast<double>(day_ms) * 61) + dice(s.id.value, 5));
    if (k == "stock_sel") return 44 - 14 * std::max(0.0, -m.season);
    return {};
}

std::optional<double> SensorValues::street(const Sensor& s, const Moment& m) const {
    const std::string_view k = s.kind;
    const double size = 0.5 + dice(s.id.value, 3);
    const double n = noise(s.id.value, m.t, 30 * 60'000);
    if (k == "remplissage_colonne") return filling(s, m.t, 4.6);
    if (k == "remplissage_corbeille") return filling(s, m.t, 1.9);
    if (k == "poids_benne") return 400 + 40 * filling(s, m.t, 3.2);
    if (k == "temperature_colonne") return m.outdoor + 2.5 + n + (fault(s, m.t, 0.003, 1) ? 48 : 0);
    if (k == "methane_compost") return 140 + 70 * n;
    if (k == "passages_decheterie") return m.weekday != 7 && m.hour > 9 && m.hour < 18 ? std::max(0.0, 34 + 20 * n + (m.weekday == 6 ? 26 : 0)) : 0;
    if (k == "cycles_sanitaire") return m.hour > 7 && m.hour < 21 ? std::max(0.0, 9 + 7 * n) : 0;
    if (k == "frequentation") return m.hour > 7 && m.hour < 22 ? std::max(0.0, size * (240 + 150 * n + (m.weekday == 6 && m.hour < 13 ? 700 : 0))) : 12;
    if (k == "humidite_sol") return std::max(5.0, 34 + 22 * m.season + 14 * noise(s.id.value, m.t, 2 * day_ms) - 2 * rain_mm_h(m.t));
    if (k == "debit_arrosage") return m.season > 0.1 && m.hour > 4 && m.hour < 6 ? 32 + 5 * n : (fault(s, m.t, 0.01, 6) ? 38.0 : 0.0);
    if (k == "inclinaison_arbre") return 0.6 + 0.5 * size + 0.15 * n;
    if (k == "vent") return std::max(1.0, 19 + 15 * noise(9006, m.t, 14 * hour_ms) + 7 * n + (noise(9007, m.t, 2 * day_ms) > 0.82 ? 34 : 0));
    if (k == "temperature_air") return m.outdoor;
    if (k == "armoire_puissance") return m.night() ? size * 4.1 + 0.1 * n : 0.06;
    if (k == "temperature_chaussee") return m.outdoor + (m.hour > 10 && m.hour < 18 ? 3.5 : -1.4) + 0.4 * n;
    if (k == "parking_taux") return std::clamp((m.working() ? 66 : 28) + 16 * n + (m.weekday == 6 && m.hour > 9 && m.hour < 12 ? 20 : 0), 2.0, 98.0);
    if (k == "pont_fissure") return 0.43 + 0.02 * cos_turns((m.hour - 15) / 24) + 0.004 * n;
    if (k == "bruit_nuit") return 44 + (m.hour > 7 && m.hour < 23 ? 12 : 0) + 4 * n + (m.weekday >= 5 && (m.hour > 22 || m.hour < 1.5) ? 11 : 0);
    if (k == "radar_pedagogique") return 37 + 5 * n + (m.night() ? 5 : 0);
    return {};
}

std::optional<double> SensorValues::on_off(const Sensor& s, const Moment& m) const {
    struct Kind { std::string_view kind; double per_day, hours; };
    constexpr Kind kinds[] = {{"sanitaire_defaut", 0.05, 5}, {"chaudiere_defaut", 0.03, 4}, {"ssi_derangement", 0.015, 3}, {"appel_defaut", 0.01, 1}, {"armoire_defaut", 0.03, 8},
                              {"feux_defaut", 0.02, 2}, {"borne_etat", 0.03, 2}, {"intrusion", 0.006, 0.4}};
    for (const Kind& k : kinds)
        if (s.kind == k.kind) return fault(s, m.t, k.per_day, k.hours) ? 1.0 : 0.0;
    return {};
}

std::optional<double> SensorValues::value(const Sensor& sensor, Time t) const {
    return silent(sensor, t) ? std::nullopt : measured(sensor, moment(t));
}

SensorValues::Moment SensorValues::moment(Time t) const {
    const LocalTime local = local_from_utc(t, commune_zone);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    Moment m{.t = t};
    m.hour = static_cast<double>((local - day).count()) / static_cast<double>(hour_ms);
    m.weekday = std::chrono::weekday(day).iso_encoding();
    m.season = -cos_turns(frac(static_cast<double>(ms_since_epoch(t)) / (365.2425 * static_cast<double>(day_ms))) - 0.03);
    m.outdoor = outdoor_temperature(t);
    return m;
}

std::optional<double> SensorValues::measured(const Sensor& sensor, const Moment& m) const {
    for (const auto family : {&SensorValues::network, &SensorValues::building, &SensorValues::street, &SensorValues::on_off})
        if (const auto v = (this->*family)(sensor, m)) {
            // A slow drift that calibration takes back twice a year; thousandths are enough for any display.
            const double drift = sensor.unit == "1" ? 0 : 0.006 * frac(static_cast<double>(ms_since_epoch(m.t)) / (182.0 * static_cast<double>(day_ms)) + dice(sensor.id.value, 6));
            const double shown = std::floor(*v * (1 + drift) * 1000 + 0.5) / 1000;
            return sensor.unit == "%" ? std::min(shown, 100.0) : shown;
        }
    return {};
}

} // namespace vigie::gis::demo
