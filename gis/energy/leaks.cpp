#include "gis/energy/leaks.hpp"

#include <algorithm>
#include <cmath>

#include "gis/energy/expected.hpp"

namespace vigie::gis {

namespace {

constexpr int nights_shown = 14, reference_nights = 60, least_reference = 10;
constexpr double least_threshold = 0.04;  // m³/h: a tap that drips is a tenth of it
constexpr int fresh_hours = 48;           // a leak that nobody has measured for longer is no news

// Least flow between 02:00 and 04:00 of that day, m³/h.
std::optional<double> night_flow(const UseSeries& use, const DayGrid& grid, int day) {
    std::optional<double> least;
    for (const int wall : {2, 3})
        if (const auto hour = grid.hour_on_wall(day, wall))
            if (const float v = use.hour(*hour); !std::isnan(v)) least = std::min(least.value_or(1e9), static_cast<double>(v));
    return least;
}

} // namespace

std::optional<LeakSeen> find_leak(const EnergyInput& input, const EnergyMeter& meter, const OpenHours& open, double eur_per_m3) {
    const UseSeries& use = *meter.use;
    const DayGrid& grid = *input.grid;
    const int today = grid.day_of(input.now), last = std::min(grid.hour_of(input.now), use.first_hour + static_cast<int>(use.hours.size())) - 1;
    if (today < 0 || use.hours.empty()) return {};
    int at = last;
    while (at >= use.first_hour && std::isnan(use.hour(at))) --at;
    if (at < use.first_hour || last - at > fresh_hours || grid.hour_of(input.now) - at > fresh_hours) return {};

    std::vector<double> nights;
    for (int d = today; d > today - reference_nights && d >= 0; --d)
        if (const auto flow = night_flow(use, grid, d)) nights.push_back(*flow);
    if (nights.size() < static_cast<std::size_t>(least_reference)) return {};
    const double usual = median_of(nights);
    std::vector<double> off;
    for (const double n : nights) off.push_back(std::abs(n - usual));
    const double threshold = usual + std::max({least_threshold, 0.6 * usual, 6 * 1.4826 * median_of(off)});

    // How long it has not come to zero: back to the last hour that is not above.
    int since = at;
    double least = 1e9;
    for (int h = at; h >= use.first_hour; --h) {
        const float v = use.hour(h);
        if (std::isnan(v)) continue;
        if (static_cast<double>(v) <= threshold) break;
        since = h;
        least = std::min(least, static_cast<double>(v));
    }
    LeakSeen out;
    std::vector<double> above;
    for (int d = today - nights_shown + 1; d <= today; ++d) {
        NightFlow night{grid.day(d), d >= 0 ? night_flow(use, grid, d) : std::nullopt, false};
        const auto hour = d >= 0 ? grid.hour_on_wall(d, 3) : std::nullopt;
        night.above = night.m3h && *night.m3h > threshold;
        if (night.above && hour && *hour >= since) above.push_back(*night.m3h);
        out.nights.push_back(night);
    }
    const int hours = at - since + 1;
    // A night at least, or half a day without a stop well above what is drawn by day otherwise (a burst).
    std::vector<double> day_flows;
    for (int h = std::max(use.first_hour, since - 28 * 24); h < since; ++h)
        if (const float v = use.hour(h); !std::isnan(v)) day_flows.push_back(static_cast<double>(v));
    std::ranges::sort(day_flows);
    const double busiest = day_flows.empty() ? 0 : day_flows[static_cast<std::size_t>(static_cast<double>(day_flows.size() - 1) * 0.99)];
    out.burst = hours >= 2 && day_flows.size() > 100 && least > 2 * std::max(busiest, threshold);
    if ((above.empty() || hours < 6) && !out.burst) return {};

    out.building = meter.row.building;
    out.meter = meter.row.id;
    out.since = grid.hour_begin(since);
    out.usual_night_flow = usual;
    out.threshold = threshold;
    out.night_flow = above.empty() ? least : median_of(above);
    out.m3_per_day = 24 * (out.night_flow - usual);
    out.eur_per_day = out.m3_per_day * eur_per_m3;
    out.hours_without_zero = hours;
    const int day = grid.day_of(grid.hour_begin(at));
    out.closed = day >= 0 && !open.open(day, grid.wall_hour(day, at - grid.first_hour(day)));
    const bool clear = out.night_flow > 2 * threshold;
    out.confidence = out.burst || (clear && (above.size() >= 2 || hours >= 36)) ? Confidence::high : clear || above.size() >= 3 ? Confidence::medium : Confidence::low;
    return out;
}

} // namespace vigie::gis
