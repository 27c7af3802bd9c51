#include "gis/energy/expected.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::gis {

namespace {

constexpr int least_days = 60, least_closed = 12, least_hours = 8, rounds = 6;
constexpr double mad_to_sd = 1.4826, huber = 1.345;

double spread_of(std::vector<double> rest) {
    for (double& r : rest) r = std::abs(r);
    return mad_to_sd * median_of(std::move(rest));
}

} // namespace

double median_of(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::optional<Line2> fit_line(std::span<const double> x, std::span<const double> y) {
    if (x.size() < 3) return {};
    std::vector<double> weight(x.size(), 1.0), rest(x.size());
    Line2 line{.at = 0, .slope = 0, .spread = 0, .points = static_cast<int>(x.size())};
    for (int round = 0; round < rounds; ++round) {
        double w = 0, mx = 0, my = 0, xx = 0, xy = 0;
        for (std::size_t i = 0; i < x.size(); ++i) w += weight[i], mx += weight[i] * x[i], my += weight[i] * y[i];
        mx /= w, my /= w;
        for (std::size_t i = 0; i < x.size(); ++i) xx += weight[i] * (x[i] - mx) * (x[i] - mx), xy += weight[i] * (x[i] - mx) * (y[i] - my);
        line.slope = xx > 1e-9 * w ? std::max(0.0, xy / xx) : 0;
        line.at = my - line.slope * mx;
        for (std::size_t i = 0; i < x.size(); ++i) rest[i] = y[i] - line.value(x[i]);
        line.spread = spread_of(rest);
        if (line.spread <= 1e-12) break;
        for (std::size_t i = 0; i < x.size(); ++i) weight[i] = std::min(1.0, huber * line.spread / std::max(1e-12, std::abs(rest[i])));
    }
    return line;
}

ExpectedUse::ExpectedUse(const DayGrid& grid, const OpenHours& open, const Weather& weather, const UseSeries& use, int from, int to, bool corrected)
    : grid_(grid), open_(open), weather_(weather) {
    from = std::clamp(from, 0, grid.days());
    to = std::clamp(to, from, grid.days());
    if (corrected && weather.known()) {
        int with = 0, all = 0;
        for (int d = from; d < to; ++d)
            if (!std::isnan(use.days[static_cast<std::size_t>(d)])) ++all, with += std::isnan(weather.of(grid.day(d))) ? 0 : 1;
        by_weather_ = with * 10 >= all * 8 && with >= least_days;
    }
    fit_days(use, from, to);
    if (known()) fit_hours(use, from, to);
}

std::optional<double> ExpectedUse::degrees(int day) const {
    if (!by_weather_) return 0;
    const float v = weather_.of(grid_.day(day));
    return std::isnan(v) ? std::nullopt : std::optional(static_cast<double>(v));
}

void ExpectedUse::fit_days(const UseSeries& use, int from, int to) {
    std::array<std::vector<double>, 2> x, y;
    int closed = 0;
    for (int d = from; d < to; ++d)
        if (!std::isnan(use.days[static_cast<std::size_t>(d)]) && degrees(d) && !open_.open_day(d)) ++closed;
    closed_apart_ = closed >= least_closed;
    for (int d = from; d < to; ++d) {
        const float v = use.days[static_cast<std::size_t>(d)];
        const auto cold = degrees(d);
        if (std::isnan(v) || !cold) continue;
        x[kind(d)].push_back(*cold);
        y[kind(d)].push_back(static_cast<double>(v));
    }
    if (x[0].size() + x[1].size() < static_cast<std::size_t>(least_days)) return;
    const auto in_use = fit_line(x[0], y[0]), shut = fit_line(x[1], y[1]);
    if (!in_use) return;
    open_day_ = *in_use;
    if (shut) closed_day_ = *shut;
    // From one day to the next.
    double before = 0, square = 0, product = 0;
    bool has_before = false;
    for (int d = from; d < to; ++d) {
        const float v = use.days[static_cast<std::size_t>(d)];
        const auto expected = day(d);
        if (std::isnan(v) || !expected) { has_before = false; continue; }
        const double cap = 4 * std::max(spread_of_day(d), 1e-9), rest = std::clamp(static_cast<double>(v) - *expected, -cap, cap);
        square += rest * rest;
        if (has_before) product += rest * before;
        before = rest, has_before = true;
    }
    carry_ = square > 0 ? std::clamp(product / square, 0.0, 0.9) : 0;
}

void ExpectedUse::fit_hours(const UseSeries& use, int from, int to) {
    std::array<std::array<std::vector<double>, 24>, 2> x, y;
    for (int d = from; d < to; ++d) {
        const auto cold = degrees(d);
        const int first = grid_.first_hour(d), count = grid_.hours_in(d);
        if (!cold || first + count <= use.first_hour || first >= use.first_hour + static_cast<int>(use.hours.size())) continue;
        for (int h = 0; h < count; ++h)
            if (const float v = use.hour(first + h); !std::isnan(v)) {
                const auto wall = static_cast<std::size_t>(grid_.wall_hour(d, h));
                x[kind(d)][wall].push_back(*cold);
                y[kind(d)][wall].push_back(static_cast<double>(v));
            }
    }
    has_hours_ = true;
    for (std::size_t k = 0; k < (closed_apart_ ? 2u : 1u); ++k)
        for (std::size_t h = 0; h < 24; ++h) {
            const auto line = x[k][h].size() >= static_cast<std::size_t>(least_hours) ? fit_line(x[k][h], y[k][h]) : std::nullopt;
            if (!line) { has_hours_ = false; return; }
            hours_[k][h] = *line;
        }
}

std::optional<double> ExpectedUse::day(int day) const {
    const auto cold = degrees(day);
    if (!known() || !cold) return {};
    return std::max(0.0, (kind(day) == 1 ? closed_day_ : open_day_).value(*cold));
}

std::optional<double> ExpectedUse::hour(int day, int wall) const {
    const auto cold = degrees(day);
    if (!has_hours_ || !cold) return {};
    return std::max(0.0, hours_[kind(day)][static_cast<std::size_t>(wall)].value(*cold));
}

double ExpectedUse::spread_of_hour(int day, int wall) const { return hours_[kind(day)][static_cast<std::size_t>(wall)].spread; }
double ExpectedUse::spread_of_day(int day) const { return (kind(day) == 1 ? closed_day_ : open_day_).spread; }

double ExpectedUse::per_degree_day() const {
    if (!by_weather_) return 0;
    const double closed = closed_apart_ ? closed_day_.points : 0, all = closed + open_day_.points;
    return all > 0 ? (open_day_.slope * open_day_.points + closed_day_.slope * closed) / all : 0;
}

} // namespace vigie::gis
