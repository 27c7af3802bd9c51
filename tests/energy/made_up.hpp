// A building of the tests with two years of hours, made from a seed: weather, hours of use, noise; and what is planted in it.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include <catch2/catch_test_macros.hpp>

#include "gis/energy/building_energy.hpp"
#include "gis/energy/make_energy_picture.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::test {

using namespace vigie::gis;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;

inline constexpr const char* paris = "Europe/Paris";

struct Plant {  // added to the use of an hour, kW or m³/h
    std::function<double(local_days day, int wall, bool open)> more;
    std::function<bool(Time hour)> unknown;
};

struct MadeUp {
    std::mt19937_64 dice;
    EnergyInput input;
    UseHours hours;
    Time now;

    explicit MadeUp(std::uint64_t seed, const char* at = "2026-11-24T13:00:00Z") : dice(seed), now(*time_from_rfc3339(at)) {
        input.now = now;
        input.grid = std::make_shared<const DayGrid>(energy_grid(now, paris));
        input.kinds = std::make_shared<const DayKinds>(*input.grid, SchoolCalendar{}, HolidayRegion::france);
        hours.id = "ecole";
        hours.kinds = {"école"};
        hours.days = {1, 2, 3, 4, 5};
        hours.from = 6;
        hours.to = 19;
        input.rules.use_hours = {hours};
        input.rules.prices = {{"e25", "electricity", 2025, 0.20, "", false}, {"e26", "electricity", 2026, 0.22, "", false}, {"g26", "gas", 2026, 0.1, "", false}, {"w26", "water", 2026, 4.1, "", false}};
        input.weather.first = input.grid->day(0);
        for (int d = 0; d < input.grid->days(); ++d) {
            const double turn = (d % 365) / 365.0, mean = 12 - 8 * std::cos(6.2832 * (turn - 0.05)) + 3 * bell();
            input.weather.degree_days.push_back(static_cast<float>(std::max(0.0, 18 - mean)));
        }
        Building b;
        b.id = BuildingId{1};
        b.name = "École";
        b.kind = "école";
        b.floor_area_m2 = 1'900;
        b.asset = AssetId{1};
        input.buildings.push_back(b);
    }

    double unit() { return static_cast<double>(dice() >> 11) * 0x1.0p-53; }
    double bell() { return unit() + unit() + unit() + unit() - 2; }

    // Hours of the last `months` months, electricity with heating or water, of building 1.
    void meter(std::uint64_t id, const char* fluid, const Plant& plant = {}, int months = 25, double noise = 0.06, BuildingId building = BuildingId{1}) {
        Meter m;
        m.id = MeterId{id};
        m.building = building;
        m.fluid = fluid;
        m.unit = std::string_view(fluid) == "water" ? "m3" : "kWh";
        const bool water = m.fluid == "water";
        const DayGrid& grid = *input.grid;
        const OpenHours open(grid, *input.kinds, &input.rules.use_hours.front());
        const int today = grid.day_of(now), from = std::max(0, today - months * 30);
        MeterReadings r{m.id, grid.begin(from), Seconds{3600}, {}};
        for (int d = from; d <= today; ++d) {
            const double day_luck = 1 + noise * bell();
            for (int h = 0; h < grid.hours_in(d); ++h) {
                const Time at = grid.begin(d) + std::chrono::hours{h};
                if (at + std::chrono::hours{1} > now) break;
                const int wall = grid.wall_hour(d, h);
                const bool is_open = open.open(d, wall);
                double use = water ? (is_open ? 0.3 * (0.3 + 1.2 * unit()) : unit() < 0.1 ? 0.01 : 0.0)
                                   : (6 + (is_open ? 24.0 : 0) + static_cast<double>(input.weather.degree_days[static_cast<std::size_t>(d)]) * (is_open ? 1.6 : 0.25)) * day_luck * (1 + noise * bell());
                if (plant.more) use += plant.more(grid.day(d), wall, is_open);
                const bool unknown = plant.unknown && plant.unknown(at);
                r.values.push_back(unknown ? no_reading : std::max(0.0, use));
            }
        }
        input.meters.push_back({m, std::make_shared<const UseSeries>(series_of(grid, m.id, std::span(&r, 1), 1))});
    }
};

inline local_days day(int y, unsigned m, unsigned d) { return local_days{std::chrono::year{y} / std::chrono::month{m} / std::chrono::day{d}}; }
inline std::size_t count(const EnergyPicture& p, FindingKind kind) {
    return static_cast<std::size_t>(std::ranges::count(p.findings, kind, &Finding::kind));
}
inline const Finding* first(const EnergyPicture& p, FindingKind kind) {
    const auto at = std::ranges::find(p.findings, kind, &Finding::kind);
    return at == p.findings.end() ? nullptr : &*at;
}

} // namespace vigie::test
