#include "gis/energy/building_energy.hpp"

#include <algorithm>
#include <cmath>

#include "gis/energy/energy_words.hpp"

namespace vigie::gis {

namespace {

constexpr int row_of_hours = 3, longest_night = 16, least_nights = 4;
constexpr std::int64_t longest_bill_s = 100 * 86'400;
constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

double least_waste(Fluid fluid) { return fluid == Fluid::water ? 0.05 : 1.0; }  // kW, m³/h: below, nobody finds the cause

std::vector<const EnergyMeter*> meters_of(const EnergyInput& input, BuildingId building, Fluid fluid) {
    std::vector<const EnergyMeter*> out;
    for (const EnergyMeter& m : input.meters)
        if (m.row.building == building && fluid_named(m.row.fluid) == fluid && m.use && !m.use->empty()) out.push_back(&m);
    return out;
}

} // namespace

UseSeries together(std::span<const EnergyMeter* const> meters, const DayGrid& grid) {
    if (meters.empty()) {
        UseSeries none;
        none.days.assign(static_cast<std::size_t>(grid.days()), unknown);
        none.part = none.days;
        return none;
    }
    UseSeries out = *meters[0]->use;
    for (std::size_t m = 1; m < meters.size(); ++m) {
        const UseSeries& more = *meters[m]->use;
        for (std::size_t d = 0; d < out.days.size(); ++d) {
            // Of a day that is not whole here or there the hours are what is known of both.
            const float here = std::isnan(out.days[d]) ? out.part[d] : out.days[d], there = std::isnan(more.days[d]) ? more.part[d] : more.days[d];
            const bool whole = !std::isnan(out.days[d]) && !std::isnan(more.days[d]);
            out.part[d] = whole ? unknown : here + there;
            out.days[d] = whole ? here + there : unknown;
        }
        const int from = std::max(out.first_hour, more.first_hour);
        const int to = std::min(out.first_hour + static_cast<int>(out.hours.size()), more.first_hour + static_cast<int>(more.hours.size()));
        std::vector<float> hours;
        for (int h = from; h < to; ++h) hours.push_back(out.hour(h) + more.hour(h));
        out.hours = std::move(hours);
        out.first_hour = from;
        std::vector<CoarseUse> both;
        for (const CoarseUse& a : out.coarse)
            for (const CoarseUse& b : more.coarse)
                if (a.from == b.from && a.to == b.to) both.push_back({a.from, a.to, a.use + b.use});
        out.coarse = std::move(both);
        if (more.last && (!out.last || *more.last < *out.last)) out.last = more.last;
        out.cadence = std::max(out.cadence, more.cadence);
    }
    return out;
}

Sum sum_of(const UseSeries& use, const DayGrid& grid, int from, int to) {
    Sum out;
    from = std::clamp(from, 0, grid.days());
    to = std::clamp(to, from, grid.days());
    for (int d = from; d < to; ++d) {
        ++out.days;
        const auto i = static_cast<std::size_t>(d);
        if (!std::isnan(use.days[i])) { out.use += static_cast<double>(use.days[i]); continue; }
        // A month or a bill: its days alike.
        const Time begin = grid.begin(d), end = grid.begin(d + 1);
        const CoarseUse* bill = nullptr;
        for (const CoarseUse& c : use.coarse)
            if (c.from <= begin + std::chrono::hours{3} && c.to >= end - std::chrono::hours{3} && (c.to - c.from) <= Seconds{longest_bill_s} && (!bill || c.to - c.from < bill->to - bill->from)) bill = &c;
        if (bill) out.use += bill->use * static_cast<double>((end - begin).count()) / static_cast<double>((bill->to - bill->from).count());
        else if (!std::isnan(use.part[i])) out.use += static_cast<double>(use.part[i]), ++out.missing;
        else ++out.missing;
    }
    return out;
}

BuildingEnergy::BuildingEnergy(const EnergyInput& input, const Building& building, Fluid fluid, std::chrono::year_month month, bool corrected)
    : input_(input), grid_(*input.grid), open_(grid_, *input.kinds, input.rules.hours_of(building.kind)), fluid_(fluid),
      meters_(meters_of(input, building.id, fluid)), use_(together(meters_, grid_)),
      first_(grid_.index(std::chrono::local_days{month / 1})), end_(grid_.index(std::chrono::local_days{(month + std::chrono::months{1}) / 1})),
      expected_(grid_, open_, input.weather, use_, grid_.index(std::chrono::local_days{(month - std::chrono::months{12}) / 1}), first_, corrected && fluid != Fluid::water) {
    first_ = std::clamp(first_, 0, grid_.days());
    end_ = std::clamp(end_, first_, grid_.days());
    const int today = grid_.day_of(input.now);
    known_ = today < 0 ? end_ : std::clamp(today + 1, first_, end_);
    // Each meter for itself: one that fell silent does not hide the others.
    for (const EnergyMeter* m : meters_) quantity_ += sum_of(*m->use, grid_, first_, known_).use;
    if (fluid_ != Fluid::water) look_for_waste();
}

std::optional<double> BuildingEnergy::expected_quantity() const {
    if (!expected_.known()) return {};
    double sum = 0;
    bool any = false;
    for (int d = first_; d < known_; ++d) {
        const auto i = static_cast<std::size_t>(d);
        const auto whole = expected_.day(d);
        if (!whole) return {};
        if (!std::isnan(use_.days[i])) sum += *whole, any = true;
        else if (!std::isnan(use_.part[i])) {
            const int first = grid_.first_hour(d), count = grid_.hours_in(d);
            double known = 0, all = 0;
            for (int h = 0; h < count; ++h) {
                const auto e = expected_.hour(d, grid_.wall_hour(d, h));
                const double share = e ? *e : 1;
                all += share;
                if (!std::isnan(use_.hour(first + h))) known += share;
            }
            if (all > 0) sum += *whole * known / all, any = true;
        }
    }
    return any && sum > 0 ? std::optional(sum) : std::nullopt;
}

std::optional<std::pair<double, double>> BuildingEnergy::beside_last_year() const {
    constexpr int weeks = 364;
    double now = 0, then = 0;
    int days = 0;
    for (int d = first_; d < known_; ++d) {
        if (d < weeks || std::isnan(use_.days[static_cast<std::size_t>(d)])) continue;
        const Sum before = sum_of(use_, grid_, d - weeks, d - weeks + 1);
        if (before.missing > 0) continue;
        now += static_cast<double>(use_.days[static_cast<std::size_t>(d)]);
        then += before.use;
        ++days;
    }
    if (days < 1 || then <= 0) return {};
    return std::pair{now, then};
}

std::optional<double> BuildingEnergy::per_m2_year(double area) const {
    if (area <= 0 || meters_.empty()) return {};
    // The last twelve whole months: to the end of this month when it is over.
    const int end = known_ >= end_ && grid_.holds(end_) && grid_.begin(end_) <= input_.now ? end_ : first_;
    if (!grid_.holds(end)) return {};
    const std::chrono::year_month_day last{grid_.day(end)};
    const int from = grid_.index(std::chrono::local_days{(std::chrono::year_month{last.year(), last.month()} - std::chrono::months{12}) / 1});
    if (from < 0) return {};
    double sum = 0;
    for (const EnergyMeter* m : meters_) {
        const Sum year = sum_of(*m->use, grid_, from, end);
        if (year.missing > 0) return {};
        sum += year.use;
    }
    return sum / area;
}

void BuildingEnergy::look_for_waste() {
    const int begin = grid_.first_hour(first_), end = grid_.first_hour(known_);
    wasted_.assign(static_cast<std::size_t>(std::max(0, end - begin)), false);
    if (!expected_.has_hours() || open_.always()) return;
    if (const auto base = night_base(first_, known_); base && !std::isnan(base->usual) && base->measured - base->usual > std::max(0.2 * base->usual, 0.5))
        shift_ = std::min(base->measured - base->usual, 0.8 * base->usual);
    int row = 0;
    for (int d = first_; d < known_; ++d)
        for (int h = 0; h < grid_.hours_in(d); ++h) {
            const int at = grid_.first_hour(d) + h, wall = grid_.wall_hour(d, h);
            const float measured = use_.hour(at);
            const auto e = expected_.hour(d, wall);
            const bool above = !open_.open(d, wall) && e && !std::isnan(measured) &&
                               static_cast<double>(measured) > *e + shift_ + std::max({4 * expected_.spread_of_hour(d, wall), 0.4 * *e, least_waste(fluid_)});
            row = above ? row + 1 : 0;
            if (row == row_of_hours)
                for (int back = 0; back < row_of_hours; ++back) wasted_[static_cast<std::size_t>(at - begin - back)] = true;
            else if (row > row_of_hours) wasted_[static_cast<std::size_t>(at - begin)] = true;
        }
}

bool BuildingEnergy::wasted(int hour) const {
    const int i = hour - grid_.first_hour(first_);
    return i >= 0 && i < static_cast<int>(wasted_.size()) && wasted_[static_cast<std::size_t>(i)];
}

ClosedUse BuildingEnergy::closed_use() const {
    ClosedUse out;
    int closed_hours = 0;
    bool wasted_here = false, last_wasted = false;
    const auto end_of_closed = [&] {
        if (closed_hours > 0) last_wasted = wasted_here;
        if (wasted_here) (closed_hours > longest_night ? out.weekends : out.nights) += 1;
        closed_hours = 0, wasted_here = false;
    };
    for (int d = first_; d < known_; ++d)
        for (int h = 0; h < grid_.hours_in(d); ++h) {
            const int at = grid_.first_hour(d) + h, wall = grid_.wall_hour(d, h);
            if (open_.open(d, wall)) { end_of_closed(); continue; }
            if (std::isnan(use_.hour(at))) continue;
            ++closed_hours;
            if (!wasted(at)) continue;
            wasted_here = true;
            const double above = static_cast<double>(use_.hour(at)) - *expected_.hour(d, wall) - shift_;
            const Time from = grid_.hour_begin(at);
            if (out.spans.empty() || out.spans.back().to != from) out.spans.push_back({from, from, 0, 0});
            out.spans.back().to = from + std::chrono::hours{1};
            out.spans.back().quantity += above;
            out.quantity += above;
        }
    end_of_closed();
    out.lasting = last_wasted;
    return out;
}

std::optional<BuildingEnergy::NightBase> BuildingEnergy::night_base(int from, int to) const {
    std::vector<double> measured, usual, rest, alone;
    for (int d = std::max(0, from); d < std::min(to, grid_.days()); ++d) {
        double m = 0, e = 0;
        int hours = 0;
        bool has_usual = true;
        for (int wall = 1; wall < 5; ++wall) {
            const auto at = grid_.hour_on_wall(d, wall);
            if (!at || std::isnan(use_.hour(*at))) continue;
            const auto expected = expected_.hour(d, wall);
            m += static_cast<double>(use_.hour(*at));
            if (expected) e += *expected;
            else has_usual = false;
            ++hours;
        }
        if (hours < 3) continue;
        alone.push_back(m / hours);
        if (has_usual) measured.push_back(m / hours), usual.push_back(e / hours), rest.push_back(expected_.spread_of_hour(d, 3));
    }
    if (alone.size() < static_cast<std::size_t>(least_nights)) return {};
    if (measured.size() < static_cast<std::size_t>(least_nights)) return NightBase{median_of(alone), std::numeric_limits<double>::quiet_NaN(), 0, static_cast<int>(alone.size())};
    return NightBase{median_of(measured), median_of(usual), median_of(rest), static_cast<int>(measured.size())};
}

} // namespace vigie::gis
