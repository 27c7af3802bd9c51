#include "gis/energy/make_energy_picture.hpp"

#include <algorithm>
#include <cmath>

#include "gis/energy/energy_findings.hpp"
#include "gis/energy/energy_words.hpp"

namespace vigie::gis {

namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::months;
using std::chrono::year_month;

constexpr int history_months = 36, week_days = 7, last_year = 364;

std::optional<float> known(float v) { return std::isnan(v) ? std::nullopt : std::optional(v); }

year_month month_of(local_days day) {
    const std::chrono::year_month_day d{day};
    return {d.year(), d.month()};
}

std::optional<double> change_of(const BuildingEnergy& e, bool corrected, bool beside) {
    if (corrected && !beside)
        if (const auto expected = e.expected_quantity()) {
            // What is known by the building's series: a silent meter must not look like a saving.
            double use = 0;
            for (int d = e.first_day(); d < e.known_end(); ++d) {
                const auto i = static_cast<std::size_t>(d);
                const float v = std::isnan(e.use().days[i]) ? e.use().part[i] : e.use().days[i];
                if (!std::isnan(v)) use += static_cast<double>(v);
            }
            return use / *expected - 1;
        }
    if (const auto both = e.beside_last_year()) return both->first / both->second - 1;
    return {};
}

Standing standing_of(std::optional<double> change, double cost, double least_cost) {
    if (!change) return Standing::usual;
    const double above = cost * *change / (1 + *change);
    if (*change > 0.25 && above > 10 * least_cost) return Standing::excess;
    if (*change > 0.12 && above > least_cost) return Standing::watch;
    return *change < -0.05 ? Standing::better : Standing::usual;
}

UseHour use_hour(const BuildingEnergy& e, const DayGrid& grid, int day, int at, int wall, bool beside) {
    UseHour out;
    out.measured = known(e.use().hour(at));
    if (beside) {
        const auto before = day >= last_year ? grid.hour_on_wall(day - last_year, wall) : std::nullopt;
        if (before) out.expected = known(e.use().hour(*before));
    } else if (const auto expected = e.expected().hour(day, wall)) out.expected = static_cast<float>(*expected);
    out.closed = !e.open().open(day, wall);
    out.wasted = e.wasted(at);
    return out;
}

void fill_month(EnergyPicture& picture, const BuildingEnergy& e, const DayGrid& grid) {
    for (int d = e.first_day(); d < e.end_day(); ++d)
        for (int wall = 0; wall < 24; ++wall) {
            UseHour cell;
            cell.closed = !e.open().open(d, wall);
            if (const auto at = grid.hour_on_wall(d, wall)) {
                cell = use_hour(e, grid, d, *at, wall, picture.ask.beside_last_year);
                // The hour that the change of the clock repeats.
                const int next = *at + 1 - grid.first_hour(d);
                if (grid.hours_in(d) == 25 && next < 25 && grid.wall_hour(d, next) == wall)
                    if (const float again = e.use().hour(*at + 1); cell.measured && !std::isnan(again)) cell.measured = (*cell.measured + again) / 2;
            }
            if (d >= e.known_end()) cell.expected.reset();
            if (cell.measured) picture.month.most = std::max(picture.month.most, static_cast<double>(*cell.measured));
            picture.month.hours.push_back(cell);
        }
}

// The Monday of the week with most waste in the month, else of the last one that is known.
local_days week_of(const BuildingEnergy& e, const DayGrid& grid) {
    const auto monday = [&](int d) { return monday_of(grid.day(std::clamp(d, 0, grid.days() - 1))); };
    double most = 0;
    local_days best = monday(std::max(e.first_day(), e.known_end() - 1));
    for (local_days week = monday(e.first_day()); week < grid.day(e.end_day()); week += days{week_days}) {
        double waste = 0;
        for (int d = std::max(e.first_day(), grid.index(week)); d < std::min(e.known_end(), grid.index(week) + week_days); ++d)
            for (int h = 0; h < grid.hours_in(d); ++h)
                if (const int at = grid.first_hour(d) + h; e.wasted(at)) waste += static_cast<double>(e.use().hour(at)) - *e.expected().hour(d, grid.wall_hour(d, h)) - e.base_shift();
        if (waste > most) most = waste, best = week;
    }
    return best;
}

void fill_curve(EnergyPicture& picture, const BuildingEnergy& e, const DayGrid& grid) {
    LoadCurve& curve = picture.curve;
    curve.monday = *picture.ask.week;
    const int from = grid.index(curve.monday);
    if (from < 0 || from + week_days > grid.days()) return;
    for (int d = from; d < from + week_days; ++d)
        for (int h = 0; h < grid.hours_in(d); ++h) {
            const int at = grid.first_hour(d) + h;
            const UseHour hour = use_hour(e, grid, d, at, grid.wall_hour(d, h), picture.ask.beside_last_year);
            curve.points.push_back({grid.hour_begin(at), hour.measured, hour.expected, hour.closed});
        }
    if (const auto base = e.night_base(e.first_day(), e.known_end())) {
        curve.night_base = base->measured;
        if (!std::isnan(base->usual)) curve.usual_night_base = base->usual;
    }
    for (Excess x : e.closed_use().spans)
        if (x.to > grid.begin(from) && x.from < grid.begin(from + week_days)) {
            x.cost_eur = x.quantity * picture.price;
            curve.excesses.push_back(x);
        }
    std::ranges::stable_sort(curve.excesses, std::greater{}, &Excess::quantity);
}

// Six classes at the sixths of what there is, on round numbers.
std::vector<double> classes_of(const std::vector<BuildingUse>& ranking) {
    std::vector<double> values, steps;
    for (const BuildingUse& b : ranking)
        if (b.per_m2_year && *b.per_m2_year > 0) values.push_back(*b.per_m2_year);
    if (values.size() < 2) return steps;
    std::ranges::sort(values);
    for (int i = 0; i < 6; ++i) {
        const double at = values[(values.size() - 1) * static_cast<std::size_t>(i) / 6], unit = std::pow(10, std::floor(std::log10(at))) / (at < 20 ? 10 : 2);
        const double round = std::max(unit, std::round(at / unit) * unit);
        if (steps.empty() || round > steps.back()) steps.push_back(round);
    }
    return steps;
}

} // namespace

bool is_silent(const UseSeries& use, Time now) {
    if (!use.last) return true;
    return now - *use.last > std::max<Millis>(3 * use.cadence, std::chrono::hours{36});
}

EnergyPicture make_energy_picture(const EnergyInput& input, EnergyAsk ask, std::stop_token stop) {
    EnergyPicture out;
    const DayGrid& grid = *input.grid;
    const int today = grid.day_of(input.now);
    if (!ask.month) ask.month = today < 0 ? month_of(grid.day(grid.days() - 1)) : month_of(grid.day(today));
    const int year = static_cast<int>(ask.month->year());
    const PriceOf price = price_of(input, ask.fluid, year);
    out.price = price.eur;
    out.price_year = price.contract_year;
    out.weather_known = input.weather.known();

    std::vector<BuildingMonth> all;
    for (const Building& b : input.buildings)
        for (const Fluid fluid : {Fluid::electricity, Fluid::gas, Fluid::water}) {
            if (stop.stop_requested()) return out;
            auto energy = std::make_unique<BuildingEnergy>(input, b, fluid, *ask.month, ask.corrected);
            if (!energy->meters().empty()) all.push_back({&b, fluid, std::move(energy)});
        }
    for (const EnergyMeter& m : input.meters) {
        if (fluid_named(m.row.fluid) != ask.fluid) continue;
        ++out.meter_count;
        if (!m.use || m.use->empty()) continue;
        if (!is_silent(*m.use, input.now)) ++out.fresh_meters;
        if (!out.last_reading || *m.use->last > *out.last_reading) out.last_reading = m.use->last;
    }
    for (const Building& b : input.buildings) {
        BuildingUse row;
        row.building = b.id;
        for (const EnergyMeter& m : input.meters)
            if (m.row.building == b.id && fluid_named(m.row.fluid) == ask.fluid) ++row.meters, row.silent_meters += !m.use || m.use->empty() || is_silent(*m.use, input.now) ? 1 : 0;
        if (row.meters == 0) continue;
        const auto at = std::ranges::find_if(all, [&](const BuildingMonth& x) { return x.building == &b && x.fluid == ask.fluid; });
        if (at != all.end()) {
            row.quantity = at->energy->quantity();
            row.cost_eur = row.quantity * price.eur;
            row.per_m2_year = at->energy->per_m2_year(b.floor_area_m2);
            row.change = change_of(*at->energy, ask.corrected, ask.beside_last_year);
            row.standing = standing_of(row.change, row.cost_eur, input.rules.least_cost_eur);
        }
        out.quantity += row.quantity;
        out.cost_eur += row.cost_eur;
        out.ranking.push_back(row);
    }
    std::ranges::stable_sort(out.ranking, std::greater{}, &BuildingUse::quantity);
    out.buildings = static_cast<std::uint32_t>(out.ranking.size());
    out.steps = classes_of(out.ranking);
    const bool chosen = std::ranges::any_of(out.ranking, [&](const BuildingUse& b) { return b.building == ask.building; });
    if (!chosen) ask.building = out.ranking.empty() ? BuildingId{} : out.ranking.front().building;
    out.ask = ask;

    for (const EnergyMeter& m : input.meters) {
        if (m.row.building != ask.building || fluid_named(m.row.fluid) != ask.fluid) continue;
        MeterUse row;
        row.meter = m.row.id;
        const auto first = grid.index(local_days{*ask.month / 1}), end = std::min(grid.index(local_days{(*ask.month + months{1}) / 1}), today < 0 ? grid.days() : today + 1);
        if (m.use && !m.use->empty()) row.quantity = sum_of(*m.use, grid, first, end).use, row.last_reading = m.use->last;
        row.cost_eur = row.quantity * price.eur;
        row.silent = !m.use || m.use->empty() || is_silent(*m.use, input.now);
        out.meters.push_back(row);
    }
    const auto shown = std::ranges::find_if(all, [&](const BuildingMonth& x) { return x.building->id == ask.building && x.fluid == ask.fluid; });
    if (shown != all.end()) {
        const BuildingEnergy& e = *shown->energy;
        fill_month(out, e, grid);
        if (!ask.week) out.ask.week = week_of(e, grid);
        fill_curve(out, e, grid);
        out.bill = bill_change(input, e, ask.fluid, *ask.month);
        out.history = month_history(input, e, ask.fluid, *ask.month, history_months);
        out.operat = operat_path(input, *shown->building);
    }
    fill_findings(out, input, all);
    return out;
}

} // namespace vigie::gis
