// What a meter took, brought onto one grid of hours and days: the finest grain known of each span, in kWh or m³. What is not known
// stays not known. Plain values; any thread.
#pragma once

#include <span>
#include <vector>

#include "gis/energy/day_grid.hpp"
#include "gis/energy/readings.hpp"
#include "gis/model/entity.hpp"
#include "gis/store/desk.hpp"

namespace vigie::gis {

struct CoarseUse {  // longer than a day: a month, a bill, a year
    Time from{}, to{};
    double use = 0;
};

struct UseSeries {
    MeterId meter;
    std::vector<float> hours;      // from `first_hour` of the grid on; NaN = not known
    int first_hour = 0;
    std::vector<float> days;       // whole days by the grid; NaN = not known, or not whole
    std::vector<float> part;       // what is known by the hour of a day that is not whole; NaN = nothing
    std::vector<CoarseUse> coarse; // by begin, then the shorter first
    MaybeTime last;                // end of the last reading
    Seconds cadence{0};            // how long its latest readings are; 0 = it has none
    [[nodiscard]] float hour(int h) const {
        const int i = h - first_hour;
        return i >= 0 && i < static_cast<int>(hours.size()) ? hours[static_cast<std::size_t>(i)] : std::numeric_limits<float>::quiet_NaN();
    }
    [[nodiscard]] bool empty() const { return cadence.count() == 0; }
};

// `factor` from the meter's unit to kWh or m³. Readings by begin, then step, the one that counts last of the same.
[[nodiscard]] UseSeries series_of(const DayGrid& grid, MeterId meter, std::span<const MeterReadings> readings, double factor);
// From the hourly means of a sensor of power or flow; `factor` from its unit to kW or m³/h.
[[nodiscard]] UseSeries series_of_sensor(const DayGrid& grid, MeterId meter, std::span<const RolledUp> hours, double factor);

// From the unit of a meter to kWh (gas in m³ by the coefficient) or m³; from the unit of a sensor to kW or m³/h. Nothing for a unit
// that says neither.
[[nodiscard]] std::optional<double> meter_factor(const Meter& meter, double gas_kwh_per_m3);
[[nodiscard]] std::optional<double> sensor_factor(const Sensor& sensor, const Meter& meter, double gas_kwh_per_m3);

} // namespace vigie::gis
