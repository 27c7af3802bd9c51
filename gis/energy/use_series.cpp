#include "gis/energy/use_series.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace vigie::gis {

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
constexpr std::int64_t hour_s = 3'600;
enum Class { finer, hourly, between, daily, classes };

struct Span {
    std::int64_t from, step;  // seconds since the grid's first hour
    double use;
};

Class class_of(std::int64_t step) { return step < 55 * 60 ? finer : step <= 65 * 60 ? hourly : step < 23 * hour_s ? between : daily; }

// Into hours of the grid, by the share of each that a reading covers; an hour is known when (nearly) all of it is.
void spread(std::vector<Span>& spans, std::vector<float>& hours, int first_hour) {
    std::ranges::stable_sort(spans, [](const Span& a, const Span& b) { return a.from != b.from ? a.from < b.from : a.step < b.step; });
    std::vector<double> sum(hours.size()), covered(hours.size());
    std::int64_t until = std::numeric_limits<std::int64_t>::min() + 1;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        // The one told last of the same step counts; what begins inside another, finer one is that one again.
        if (i + 1 < spans.size() && spans[i + 1].from == spans[i].from && spans[i + 1].step == spans[i].step) continue;
        const Span& s = spans[i];
        if (s.from < until - 1) continue;
        until = s.from + s.step;
        for (std::int64_t at = s.from; at < until;) {
            const std::int64_t hour = at >= 0 ? at / hour_s : (at - hour_s + 1) / hour_s, end = std::min(until, (hour + 1) * hour_s);
            const std::int64_t index = hour - first_hour;
            if (index >= 0 && index < static_cast<std::int64_t>(hours.size())) {
                sum[static_cast<std::size_t>(index)] += s.use * static_cast<double>(end - at) / static_cast<double>(s.step);
                covered[static_cast<std::size_t>(index)] += static_cast<double>(end - at);
            }
            at = end;
        }
    }
    for (std::size_t i = 0; i < hours.size(); ++i)
        if (std::isnan(hours[i]) && covered[i] >= 0.97 * hour_s) hours[i] = static_cast<float>(sum[i] * hour_s / covered[i]);
}

void days_from_hours(const DayGrid& grid, UseSeries& out) {
    for (int d = 0; d < grid.days(); ++d) {
        const int from = grid.first_hour(d), count = grid.hours_in(d);
        if (from + count <= out.first_hour || from >= out.first_hour + static_cast<int>(out.hours.size())) continue;
        double sum = 0;
        int known = 0;
        for (int h = from; h < from + count; ++h)
            if (const float v = out.hour(h); !std::isnan(v)) sum += static_cast<double>(v), ++known;
        if (known == count) out.days[static_cast<std::size_t>(d)] = static_cast<float>(sum);
        else if (known > 0) out.part[static_cast<std::size_t>(d)] = static_cast<float>(sum);
    }
}

} // namespace

UseSeries series_of(const DayGrid& grid, MeterId meter, std::span<const MeterReadings> readings, double factor) {
    UseSeries out;
    out.meter = meter;
    out.days.assign(static_cast<std::size_t>(grid.days()), unknown);
    out.part = out.days;
    std::array<std::vector<Span>, classes> spans;
    std::int64_t first = std::numeric_limits<std::int64_t>::max(), last = std::numeric_limits<std::int64_t>::min();
    for (const MeterReadings& r : readings) {
        const std::int64_t step = r.step.count(), from = std::chrono::floor<Seconds>(r.from - grid.first()).count();
        std::int64_t begin = from;
        for (std::size_t i = 0; i < r.values.size(); ++i, begin += step) {
            if (std::isnan(r.values[i])) continue;
            const double use = r.values[i] * factor;
            const Time end = r.from + r.step * static_cast<std::int64_t>(i + 1);
            if (!out.last || end > *out.last || (end == *out.last && r.step < out.cadence)) out.last = end, out.cadence = r.step;
            if (step > 25 * hour_s) {
                const Time at = r.from + r.step * static_cast<std::int64_t>(i);
                if (!out.coarse.empty() && out.coarse.back().from == at && out.coarse.back().to == at + r.step) out.coarse.back().use = use;
                else out.coarse.push_back({at, at + r.step, use});
                continue;
            }
            const Class c = class_of(step);
            spans[c].push_back({begin, step, use});
            if (c != daily) first = std::min(first, begin), last = std::max(last, begin + step);
        }
    }
    std::ranges::stable_sort(out.coarse, [](const CoarseUse& a, const CoarseUse& b) { return a.from != b.from ? a.from < b.from : a.to < b.to; });
    if (first < last) {
        const std::int64_t from = std::clamp<std::int64_t>(first / hour_s - 1, 0, grid.hours()), to = std::clamp<std::int64_t>(last / hour_s + 1, from, grid.hours());
        out.first_hour = static_cast<int>(from);
        out.hours.assign(static_cast<std::size_t>(to - from), unknown);
        for (const Class c : {finer, hourly, between}) spread(spans[c], out.hours, out.first_hour);
        // Hours that readings of several lengths cover together.
        std::vector<Span> all = spans[finer];
        all.insert(all.end(), spans[hourly].begin(), spans[hourly].end());
        all.insert(all.end(), spans[between].begin(), spans[between].end());
        if (all.size() > std::max({spans[finer].size(), spans[hourly].size(), spans[between].size()})) spread(all, out.hours, out.first_hour);
    }
    // A reading of a day is of the day its middle is in: the gas day begins at six.
    for (const Span& s : spans[daily])
        if (const int d = grid.day_of(grid.first() + Seconds{s.from + s.step / 2}); d >= 0) out.days[static_cast<std::size_t>(d)] = static_cast<float>(s.use);
    days_from_hours(grid, out);
    return out;
}

UseSeries series_of_sensor(const DayGrid& grid, MeterId meter, std::span<const RolledUp> hours, double factor) {
    std::vector<MeterReadings> readings;
    for (const RolledUp& h : hours)
        if (h.count > 0 && h.mean >= 0) readings.push_back({meter, h.from, Seconds{hour_s}, {h.mean}});
    return series_of(grid, meter, readings, factor);
}

std::optional<double> meter_factor(const Meter& meter, double gas_kwh_per_m3) {
    if (meter.fluid == "water") return meter.unit.empty() ? std::optional(1.0) : unit_factor(meter.unit, "m3");
    if (meter.unit.empty()) return 1;
    if (const auto energy = unit_factor(meter.unit, "kWh")) return energy;
    const auto volume = meter.fluid == "gas" ? unit_factor(meter.unit, "m3") : std::nullopt;
    return volume ? std::optional(*volume * gas_kwh_per_m3) : std::nullopt;
}

std::optional<double> sensor_factor(const Sensor& sensor, const Meter& meter, double gas_kwh_per_m3) {
    struct Rate { std::string_view unit; bool volume; double factor; };
    static constexpr std::array rates{Rate{"kW", false, 1}, Rate{"W", false, 0.001}, Rate{"L/h", true, 0.001}, Rate{"m3/h", true, 1}, Rate{"L/min", true, 0.06}, Rate{"L/s", true, 3.6}};
    const auto rate = std::ranges::find(rates, sensor.unit, &Rate::unit);
    if (rate == rates.end() || (meter.fluid == "water" && !rate->volume) || (meter.fluid == "electricity" && rate->volume)) return {};
    return meter.fluid == "gas" && rate->volume ? rate->factor * gas_kwh_per_m3 : rate->factor;
}

} // namespace vigie::gis
