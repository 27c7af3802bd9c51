#include "gis/energy/energy_accounts.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gis/energy/energy_words.hpp"

namespace vigie::gis {

using std::chrono::local_days;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month;

namespace {

constexpr int least_days_since = 14, least_baseline = 90;
constexpr double t90 = 1.645;

int year_of(year_month m) { return static_cast<int>(m.year()); }

// Electricity and gas of a building in a span of whole days; nothing with a day missing.
std::optional<double> energy_between(const EnergyInput& input, BuildingId building, local_days from, local_days to) {
    const DayGrid& grid = *input.grid;
    double sum = 0;
    bool any = false;
    for (const EnergyMeter& m : input.meters) {
        const auto fluid = fluid_named(m.row.fluid);
        if (m.row.building != building || fluid == Fluid::water || !m.use || m.use->empty()) continue;
        any = true;
        const int first = grid.index(from), end = grid.index(to);
        if (first >= 0 && end <= grid.days())
            if (const Sum s = sum_of(*m.use, grid, first, end); s.missing == 0) { sum += s.use; continue; }
        // A reading of the whole of it (a year's bill), before the grid begins too.
        const Time begin = utc_from_local(LocalTime{from}, input.zone), finish = utc_from_local(LocalTime{to}, input.zone);
        const auto whole = std::ranges::find_if(m.use->coarse, [&](const CoarseUse& c) { return std::chrono::abs(c.from - begin) <= std::chrono::hours{48} && std::chrono::abs(c.to - finish) <= std::chrono::hours{48}; });
        if (whole == m.use->coarse.end()) return {};
        sum += whole->use;
    }
    return any ? std::optional(sum) : std::nullopt;
}

std::optional<double> energy_of_year(const EnergyInput& input, BuildingId building, int y) {
    return energy_between(input, building, local_days{year{y} / 1 / 1}, local_days{year{y + 1} / 1 / 1});
}

std::string number(double v, int decimals) {
    std::string text = fmt::format("{:.{}f}", v, decimals);
    std::ranges::replace(text, '.', ',');
    return text;
}

std::string csv(const std::string& text) {
    if (text.find_first_of(";\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

// The reference: as the commune set it, else the year of most use that lies where it may.
std::optional<std::pair<int, double>> reference_of(const EnergyInput& input, const Building& b) {
    if (const auto own = input.contract.references.find(b.name); own != input.contract.references.end()) {
        const auto known = own->second.kwh ? own->second.kwh : energy_of_year(input, b.id, own->second.year);
        return known ? std::optional(std::pair(own->second.year, *known)) : std::nullopt;
    }
    std::optional<std::pair<int, double>> best;
    for (int y = input.rules.operat_first_year; y <= input.rules.operat_last_year; ++y)
        if (const auto use = energy_of_year(input, b.id, y); use && (!best || *use > best->second)) best = std::pair(y, *use);
    return best;
}

} // namespace

std::optional<BillChange> bill_change(const EnergyInput& input, const BuildingEnergy& energy, Fluid fluid, year_month month) {
    const auto beside = energy.beside_last_year();
    if (!beside) return {};
    const double before_price = price_of(input, fluid, year_of(month) - 1).eur, now_price = price_of(input, fluid, year_of(month)).eur;
    BillChange out;
    out.before_eur = beside->second * before_price;
    out.now_eur = beside->first * now_price;
    out.by_price = (now_price - before_price) * beside->second;
    if (fluid != Fluid::water && energy.expected().by_weather()) {
        double then = 0, now = 0;
        const DayGrid& grid = *input.grid;
        for (int d = energy.first_day(); d < energy.known_end(); ++d) {
            if (d < 364 || std::isnan(energy.use().days[static_cast<std::size_t>(d)]) || std::isnan(energy.use().days[static_cast<std::size_t>(d - 364)])) continue;
            const float a = input.weather.of(grid.day(d - 364)), b = input.weather.of(grid.day(d));
            if (!std::isnan(a) && !std::isnan(b)) then += static_cast<double>(a), now += static_cast<double>(b);
        }
        out.by_weather = (now - then) * energy.expected().per_degree_day() * now_price;
    }
    out.by_use = out.now_eur - out.before_eur - out.by_price - out.by_weather;
    return out;
}

std::vector<MonthUse> month_history(const EnergyInput& input, const BuildingEnergy& energy, Fluid fluid, year_month month, int count) {
    std::vector<MonthUse> out;
    const DayGrid& grid = *input.grid;
    const int today = grid.day_of(input.now);
    for (int back = count - 1; back >= 0; --back) {
        const year_month m = month - months{back};
        const local_days from{m / 1}, to{(m + months{1}) / 1};
        if (grid.index(from) < 0 || (today >= 0 && grid.index(from) > today)) continue;
        const int end = today < 0 ? grid.index(to) : std::min(grid.index(to), today + 1);
        double use = 0;
        int missing = 0, days = 0;
        for (const EnergyMeter* meter : energy.meters()) {
            const Sum s = sum_of(*meter->use, grid, grid.index(from), end);
            use += s.use, missing += s.missing, days += s.days;
        }
        if (days == 0 || missing == days) continue;
        MonthUse row{m, use, use * price_of(input, fluid, year_of(m)).eur, input.weather.sum(from, std::min(to, grid.day(end))), true};
        row.whole = missing == 0 && end == grid.index(to);
        out.push_back(row);
    }
    return out;
}

std::optional<ProvenSaving> saving_of(const EnergyInput& input, const Building& building, const EnergyWork& action, Fluid fluid) {
    if (!action.finished || std::ranges::find(action.saves, std::string(fluid_name(fluid))) == action.saves.end()) return {};
    const DayGrid& grid = *input.grid;
    const int day = grid.day_of(*action.finished), today = grid.day_of(input.now);
    if (day < 0 || today - day < least_days_since) return {};
    std::vector<const EnergyMeter*> meters;
    for (const EnergyMeter& m : input.meters)
        if (m.row.building == building.id && fluid_named(m.row.fluid) == fluid && m.use && !m.use->empty()) meters.push_back(&m);
    if (meters.empty()) return {};
    const UseSeries use = together(meters, grid);
    const OpenHours open(grid, *input.kinds, input.rules.hours_of(building.kind));
    const ExpectedUse before(grid, open, input.weather, use, day - 365, day, fluid != Fluid::water);
    if (!before.known() || before.points() < least_baseline) return {};
    ProvenSaving out{action.id, building.id, fluid, grid.begin(day + 1), grid.begin(day + 1), 0, 0, 0};
    double variance = 0;
    int days = 0;
    for (int d = day + 1; d <= today && d < grid.days(); ++d) {
        const float v = use.days[static_cast<std::size_t>(d)];
        const auto expected = before.day(d);
        if (std::isnan(v) || !expected) continue;
        out.quantity += *expected - static_cast<double>(v);
        const double s = before.spread_of_day(d);
        variance += s * s;
        out.until = grid.begin(d + 1);
        ++days;
    }
    if (days < least_days_since) return {};
    const double alike = (1 + before.carry()) / (1 - before.carry()), model = static_cast<double>(days) / before.points();
    out.plus_minus = t90 * std::sqrt(variance * alike * (1 + model));
    out.cost_eur = out.quantity * price_of(input, fluid, static_cast<int>(std::chrono::year_month_day{grid.day(today)}.year())).eur;
    if (out.quantity <= out.plus_minus) return {};
    return out;
}

std::optional<OperatPath> operat_path(const EnergyInput& input, const Building& b) {
    const auto reference = reference_of(input, b);
    const DayGrid& grid = *input.grid;
    const int today = grid.day_of(input.now);
    if (!reference || today < 0) return {};
    const std::chrono::year_month_day date{grid.day(today)};
    const year_month month{date.year(), date.month()};
    const local_days from{(month - months{12}) / 1}, to{month / 1};
    const auto now = energy_between(input, b.id, from, to);
    if (!now || reference->second <= 0) return {};
    OperatPath out;
    out.building = b.id;
    out.reference_year = reference->first;
    out.reference_kwh = reference->second;
    out.now_kwh = *now;
    // At the weather of the reference, where that is known.
    const auto cold_then = input.weather.sum(local_days{year{reference->first} / 1 / 1}, local_days{year{reference->first + 1} / 1 / 1}), cold_now = input.weather.sum(from, to);
    if (cold_then && cold_now)
        for (const Fluid fluid : {Fluid::electricity, Fluid::gas}) {
            const BuildingEnergy energy(input, b, fluid, month, true);
            if (!energy.meters().empty()) out.now_kwh += energy.expected().per_degree_day() * (*cold_then - *cold_now);
        }
    const int y = static_cast<int>(date.year());
    out.target_year = y <= 2030 ? 2030 : y <= 2040 ? 2040 : 2050;
    out.target = y <= 2030 ? input.rules.operat_2030 : y <= 2040 ? input.rules.operat_2040 : input.rules.operat_2050;
    out.subject = b.floor_area_m2 >= input.rules.operat_area_m2;
    return out;
}

std::string operat_csv(const EnergyInput& input, int declared) {
    std::string out = "\xEF\xBB\xBF" "Bâtiment;Catégorie;Adresse;Surface de plancher (m²);Année de référence;Consommation de référence (kWhEF);Année déclarée;"
                      "Électricité (kWhEF);Gaz (kWh PCS);Total (kWhEF);kWh/m²;DJU base 18;Évolution (%);Objectif 2030 (%);À compléter\r\n";
    const local_days from{year{declared} / 1 / 1}, to{year{declared + 1} / 1 / 1};
    const auto cold = input.weather.sum(from, to);
    for (const Building& b : input.buildings) {
        if (b.floor_area_m2 < input.rules.operat_area_m2) continue;
        const auto of = [&](Fluid fluid) -> std::optional<double> {
            EnergyInput one = {};
            one.zone = input.zone, one.grid = input.grid;
            for (const EnergyMeter& m : input.meters)
                if (m.row.building == b.id && fluid_named(m.row.fluid) == fluid) one.meters.push_back(m);
            if (one.meters.empty()) return 0.0;
            return energy_between(one, b.id, from, to);
        };
        const auto electricity = of(Fluid::electricity), gas = of(Fluid::gas);
        const double total = electricity.value_or(0) + gas.value_or(0);
        const bool known = electricity && gas && total > 0;
        const auto reference = reference_of(input, b);
        std::string missing;
        const auto lacks = [&](const char* what) { missing += (missing.empty() ? "" : ", ") + std::string(what); };
        if (!known) lacks("consommation de l’année");
        if (!reference) lacks("année de référence");
        const auto text = [](const std::optional<double>& v, int decimals) { return v ? number(*v, decimals) : std::string(); };
        out += csv(b.name) + ';' + csv(b.kind) + ';' + csv(b.address) + ';' + number(b.floor_area_m2, 0) + ';' + (reference ? std::to_string(reference->first) : "") + ';' +
               (reference ? number(reference->second, 0) : "") + ';' + std::to_string(declared) + ';' + text(electricity, 0) + ';' + text(gas, 0) + ';' + (known ? number(total, 0) : "") + ';' +
               (known ? number(total / b.floor_area_m2, 1) : "") + ';' + text(cold, 0) + ';' +
               (known && reference ? number(100 * (total / reference->second - 1), 1) : "") + ';' + number(-100 * input.rules.operat_2030, 0) + ';' + csv(missing) + "\r\n";
    }
    return out;
}

} // namespace vigie::gis
