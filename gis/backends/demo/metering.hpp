// What the commune's meters took: a function of seed, meter and hour, told as readings. Hours of this month and the two before
// and of the same months a year before, days of the last 26 months, years back to 2017; and how cold it was meanwhile. A few
// things happen in it, at dates counted from the birth of the demo: a school heated while it is closed, a night base that rose,
// a leak, two actions that save, two meters that fell silent.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "gis/backends/demo/simulator.hpp"

namespace vigie::gis::demo {

class Metering {
public:
    // `commune` and `values` outlive it.
    Metering(const DemoCommune& commune, const SensorValues& values, std::uint64_t seed, Time born);

    // Hands over, in portions, what is known at `until` and was not told until `since` (nothing: from the beginning). False
    // when `take` said so.
    [[nodiscard]] bool tell(MaybeTime since, Time until, const std::function<bool(const Changes&)>& take) const;
    // The last whole hour.
    [[nodiscard]] static Time told_until(Time now);

    struct Stories {
        std::chrono::local_days sunday{};    // of the weekend it is about
        MeterId heated, leaking, led, gas_saved;
        std::vector<MeterId> silent;
    };
    [[nodiscard]] const Stories& stories() const { return stories_; }
    // In the meter's unit, in the hour that begins then.
    [[nodiscard]] double use(const Meter& meter, Time hour) const;

private:
    struct Hour;  // the wall clock and the weather
    struct Nature;  // what a building of that kind takes
    [[nodiscard]] Hour hour_at(Time t) const;
    [[nodiscard]] double use(const Meter& meter, const Hour& hour) const;
    [[nodiscard]] double electricity(const Meter& meter, const Building& b, const Hour& hour) const;
    [[nodiscard]] double water(const Meter& meter, const Building& b, const Hour& hour) const;
    [[nodiscard]] double gas(const Meter& meter, const Building& b, const Hour& hour) const;
    [[nodiscard]] double of_sensor(const Meter& meter, const Sensor& sensor, const Hour& hour) const;
    [[nodiscard]] double day_use(const Meter& meter, const std::vector<Hour>& hours, std::size_t from, std::size_t count) const;
    [[nodiscard]] double dice(std::uint64_t who, std::int64_t what) const;
    [[nodiscard]] const Building& building_of(const Meter& meter) const { return commune_.buildings[static_cast<std::size_t>(meter.building.value - 1)]; }
    [[nodiscard]] Time silent_from(const Meter& meter) const;
    [[nodiscard]] bool has_gas(const Building& building) const;
    void choose_stories();
    void tell_actions(Changes& out) const;
    void tell_weather(Time until, Changes& out) const;
    [[nodiscard]] bool tell_history(Time until, const std::function<bool(const Changes&)>& take) const;

    const DemoCommune& commune_;
    const SensorValues& values_;
    std::uint64_t seed_;
    std::chrono::local_days today_;
    Stories stories_;
    std::vector<const UseHours*> hours_of_;       // by building
    std::vector<bool> gas_;                       // by building
    mutable std::vector<std::int8_t> day_kind_;   // by day since first_day_: open to all, school holidays, public holiday
    std::chrono::local_days first_day_{};
};

} // namespace vigie::gis::demo
