// What the sensors measure: days and seasons, weather, slow drift, noise, faults and silences. A pure function of seed, sensor
// and time, so that a restart goes on where the series was.
#pragma once

#include <cstdint>
#include <optional>

#include "gis/model/entity.hpp"

namespace vigie::gis::demo {

class SensorValues {
public:
    explicit SensorValues(std::uint64_t seed) : seed_(seed) {}

    // Nothing while the sensor is silent.
    [[nodiscard]] std::optional<double> value(const Sensor& sensor, Time t) const;
    // What it would tell if its message arrived.
    [[nodiscard]] std::optional<double> measured(const Sensor& sensor, Time t) const;
    [[nodiscard]] double outdoor_temperature(Time t) const;  // °C
    [[nodiscard]] double rain_mm_h(Time t) const;

private:
    struct Moment;  // the wall clock and the season at t
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
