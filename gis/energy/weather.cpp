#include "gis/energy/weather.hpp"

#include <algorithm>

namespace vigie::gis {

namespace {

std::chrono::local_days day_of(const RolledUp& row) {
    return std::chrono::local_days{std::chrono::floor<std::chrono::days>(row.from.time_since_epoch())};  // as if it were UTC
}

} // namespace

std::optional<double> Weather::sum(std::chrono::local_days from, std::chrono::local_days to) const {
    double total = 0;
    std::int64_t known_days = 0;
    for (auto d = from; d < to; d += std::chrono::days{1})
        if (const float v = of(d); !std::isnan(v)) total += static_cast<double>(v), ++known_days;
    const std::int64_t all = (to - from).count();
    if (all <= 0 || known_days * 10 < all * 9) return {};
    return total * static_cast<double>(all) / static_cast<double>(known_days);
}

Weather weather_of(std::span<const RolledUp> days, double base, std::chrono::local_days today) {
    Weather out;
    if (days.empty()) return out;
    const auto [low, high] = std::ranges::minmax(days, {}, &RolledUp::from);
    out.first = day_of(low);
    out.degree_days.assign(static_cast<std::size_t>((day_of(high) - out.first).count()) + 1, std::numeric_limits<float>::quiet_NaN());
    for (const RolledUp& d : days)
        if (d.count >= 2 && day_of(d) < today) out.degree_days[static_cast<std::size_t>((day_of(d) - out.first).count())] = static_cast<float>(std::max(0.0, base - (d.min + d.max) / 2));
    if (const float before = out.of(today - std::chrono::days{1}); !std::isnan(before)) {
        out.degree_days.resize(static_cast<std::size_t>((today - out.first).count()) + 1, std::numeric_limits<float>::quiet_NaN());
        out.degree_days.back() = before;
    }
    return out;
}

} // namespace vigie::gis
