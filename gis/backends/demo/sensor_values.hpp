// What the sensors measure: days and seasons, weather, slow drift, noise, faults and silences. A pure function of seed, sensor
// and time, so that a restart goes on where the series was.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "gis/model/entity.hpp"

namespace vigie::gis::demo {

class SensorValues {
public:
    explicit SensorValues(std::uint64_t seed) : seed_(seed) {}

    // Nothing while the sensor is silent.
    [[nodiscard]] std::optional<double> value(const Sensor& sensor, Time t) const;
    struct Moment {  // the wall clock and the season
        Time t{};
        double hour = 0;       // wall clock, 0 … 24
        unsigned weekday = 1;  // 1 Monday
        double season = 0;     // -1 midwinter … 1 midsummer
        double outdoor = 12;
        [[nodiscard]] bool working() const { return weekday <= 5 && hour > 7.5 && hour < 17.5; }
        [[nodiscard]] bool school() const { return weekday <= 5 && weekday != 3 && hour > 8.4 && hour < 16.6; }
        [[nodiscard]] bool night() const { return hour > 18.5 - 1.6 * -season || hour < 7.0 - 1.2 * season; }
        // Household water: morning and evening peaks, little at night; mean about one.
        [[nodiscard]] double draw() const {
            const double morning = std::max(0.0, 1 - (hour - 7.6) * (hour - 7.6) / 7), evening = std::max(0.0, 1 - (hour - 19.5) * (hour - 19.5) / 12);
            return 0.35 + 1.2 * morning + 1.05 * evening + (hour > 9 && hour < 18 ? 0.5 : 0);
        }
    };
    [[nodiscard]] Moment moment(Time t) const;
    // What it would tell then if its message arrived.
    [[nodiscard]] std::optional<double> measured(const Sensor& sensor, const Moment& m) const;
    [[nodiscard]] double outdoor_temperature(Time t) const;  // °C
    [[nodiscard]] double rain_mm_h(Time t) const;

private:
    [[nodiscard]] double noise(std::uint64_t who, Time t, std::int64_t step_ms) const;  // smooth, -1 … 1
    [[nodiscard]] double dice(std::uint64_t who, std::int64_t what) const;              // 0 … 1
    // Hours since the fault of that day began, when one is on.
    [[nodiscard]] std::optional<double> fault(const Sensor& sensor, Time t, double per_day, double hours) const;
    [[nodiscard]] bool silent(const Sensor& sensor, Time t) const;
    [[nodiscard]] double filling(const Sensor& sensor, Time t, double days) const;
    [[nodiscard]] std::optional<double> network(const Sensor& sensor, const Moment& m) const;
    [[nodiscard]] std::optional<double> building(const Sensor& sensor, const Moment& m) const;
    [[nodiscard]] std::optional<double> street(const Sensor& sensor, const Moment& m) const;
    [[nodiscard]] std::optional<double> on_off(const Sensor& sensor, const Moment& m) const;

    std::uint64_t seed_;
};

} // namespace vigie::gis::demo
