// What a building would have taken, had it gone on as before: use against degree days, apart for days in use and closed days,
// fitted robustly (Huber) on the twelve months before; and the same for each hour of the wall clock. After IPMVP option C and
// ASHRAE guideline 14, whole building. Pure functions; any thread.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "gis/energy/open_hours.hpp"
#include "gis/energy/use_series.hpp"
#include "gis/energy/weather.hpp"

namespace vigie::gis {

// y ≈ at + slope·x.
struct Line2 {
    double at = 0, slope = 0;
    double spread = 0;   // robust standard deviation of what is left
    int points = 0;
    [[nodiscard]] double value(double x) const { return at + slope * x; }
};
// Robust; the slope is never negative (colder never saves), and zero where `x` does not vary. Nothing with less than 3 points.
[[nodiscard]] std::optional<Line2> fit_line(std::span<const double> x, std::span<const double> y);

class ExpectedUse {
public:
    // From the days [from, to) of the grid; without weather, or where `corrected` is false, of the mean alone. known() is false
    // with less than 60 days known.
    ExpectedUse(const DayGrid& grid, const OpenHours& open, const Weather& weather, const UseSeries& use, int from, int to, bool corrected = true);

    [[nodiscard]] bool known() const { return open_day_.points > 0; }
    [[nodiscard]] bool has_hours() const { return has_hours_; }
    [[nodiscard]] bool by_weather() const { return by_weather_; }
    // Of that day; nothing where its weather is not known and matters.
    [[nodiscard]] std::optional<double> day(int day) const;
    // Of the hour that the wall clock shows then; nothing without hours in the reference.
    [[nodiscard]] std::optional<double> hour(int day, int wall) const;
    [[nodiscard]] double spread_of_hour(int day, int wall) const;
    [[nodiscard]] double spread_of_day(int day) const;
    // Use for each degree day, of the days in use and closed as they come in a year.
    [[nodiscard]] double per_degree_day() const;
    // Correlation of what is left from one day to the next, 0 … 0.9.
    [[nodiscard]] double carry() const { return carry_; }
    [[nodiscard]] int points() const { return open_day_.points + (closed_apart_ ? closed_day_.points : 0); }

private:
    void fit_days(const UseSeries& use, int from, int to);
    void fit_hours(const UseSeries& use, int from, int to);
    [[nodiscard]] std::optional<double> degrees(int day) const;
    [[nodiscard]] std::size_t kind(int day) const { return closed_apart_ && !open_.open_day(day) ? 1 : 0; }

    const DayGrid& grid_;
    const OpenHours& open_;
    const Weather& weather_;
    bool by_weather_ = false, has_hours_ = false, closed_apart_ = false;
    Line2 open_day_, closed_day_;
    std::array<std::array<Line2, 24>, 2> hours_{};
    double carry_ = 0;
};

[[nodiscard]] double median_of(std::vector<double> values);  // 0 of none

} // namespace vigie::gis
