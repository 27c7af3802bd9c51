#include "picture_fixture.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "gis/model/zone.hpp"
#include "tests/ui/fixture.hpp"

namespace vigie::energy_test {

namespace {

using namespace std::chrono_literals;
using gis::Time, std::chrono::days, std::chrono::local_days;

const std::string zone = "Europe/Paris";
const local_days first{std::chrono::year{2026} / 11 / 1};

struct Row {
    const char *name, *kind;
    double m2, east, north, kwh, per_m2, change;
    gis::Standing standing;
};
using enum gis::Standing;
constexpr std::array<Row, 14> rows{{{"École Jules-Verne", "école élémentaire", 1920, -380, -300, 18420, 115, 0.38, excess},
                                    {"Piscine des Berges", "piscine", 2410, 420, 180, 17960, 286, 0.02, usual},
                                    {"Gymnase des Perdigals", "gymnase", 1850, -620, 420, 11230, 121, 0.31, watch},
                                    {"EHPAD Les Platanes", "EHPAD", 3900, 130, 340, 10880, 98, -0.03, better},
                                    {"Mairie", "mairie", 1600, 20, 40, 8640, 84, 0.05, usual},
                                    {"Médiathèque Joë-Bousquet", "médiathèque", 1200, 140, -90, 6120, 77, -0.09, better},
                                    {"École Jean-Moulin", "école élémentaire", 1500, -150, -480, 5940, 62, -0.12, better},
                                    {"Centre technique municipal, ateliers et garages", "CTM", 1300, -500, -600, 4870, 58, 0.04, usual},
                                    {"Crèche Pinocchio", "crèche", 620, 330, -320, 3310, 71, 0.01, usual},
                                    {"Salle des fêtes", "salle des fêtes", 980, 480, -540, 2960, 39, -0.18, better},
                                    {"École de musique", "enseignement", 540, -60, -220, 2140, 44, 0.07, usual},
                                    {"Stade des Jardins, vestiaires", "stade", 260, 620, 520, 1980, 92, 0.46, watch},
                                    {"Toilettes de la halle", "sanitaires", 0, 80, 160, 610, 0, 0.04, usual},
                                    {"Cimetière, locaux", "cimetière", 180, -640, 120, 420, 22, 0, usual}}};

gis::LonLat at(double east, double north) {
    const auto c = ui::fixture_centre();
    return {c.lon + east / 81'100.0, c.lat + north / 111'132.0};
}

// An L of about the floor area: footprints of schools are not convex.
gis::Geometry footprint(double east, double north, double m2) {
    const double s = std::sqrt(std::max(100.0, m2)) * 1.1;
    gis::Geometry g{gis::GeometryType::polygon, {}, {0}, {0}};
    for (const auto& [x, y] : {std::pair(0.0, 0.0), std::pair(1.0, 0.0), std::pair(1.0, 0.45), std::pair(0.5, 0.45), std::pair(0.5, 1.0), std::pair(0.0, 1.0), std::pair(0.0, 0.0)})
        g.points.push_back(at(east + (x - 0.5) * s, north + (y - 0.5) * s));
    return g;
}

bool in_use(local_days day, int hour) {
    const auto weekday = std::chrono::weekday{day}.iso_encoding();
    const auto date = unsigned(std::chrono::year_month_day{day}.day());
    return weekday <= 5 && weekday != 3 && date != 1 && date != 11 && hour >= 5 && hour < 18;
}

double shape_of_day(double hour) { return hour < 5 || hour >= 18 ? 8.5 : 12 + 45 * std::exp(-std::pow((hour - 12.5) / 3.2, 2)); }

bool heated_by_mistake(local_days day, int hour) {
    const auto date = unsigned(std::chrono::year_month_day{day}.day());
    return (date >= 17 && date <= 20 && (hour < 5 || hour >= 20)) || date == 21 || date == 22;
}

double expected_kw(local_days day, double hour) { return in_use(day, int(hour)) ? shape_of_day(hour) : 8.5; }

double measured_kw(local_days day, double hour) {
    const double wobble = 2.4 * std::sin(hour * 2.3 + double(day.time_since_epoch().count()) * 1.7);
    if (heated_by_mistake(day, int(hour))) return 42 + wobble;
    return expected_kw(day, hour) * 1.06 + (in_use(day, int(hour)) ? wobble : 2 + wobble / 4);
}

gis::UseOfMonth hours_of_month(Time now) {
    gis::UseOfMonth out;
    for (int d = 0; d < 30; ++d)
        for (int h = 0; h < 24; ++h) {
            const local_days day = first + days{d};
            gis::UseHour hour;
            hour.expected = float(expected_kw(day, h));
            hour.closed = !in_use(day, h);
            if (gis::utc_from_local(gis::LocalTime{day} + std::chrono::hours{h}, zone) <= now) {
                hour.measured = float(measured_kw(day, h));
                hour.wasted = hour.closed && heated_by_mistake(day, h);
                out.most = std::max(out.most, double(*hour.measured));
            }
            out.hours.push_back(hour);
        }
    return out;
}

gis::LoadCurve week_of_month(gis::Fluid fluid) {
    gis::LoadCurve out;
    out.monday = local_days{std::chrono::year{2026} / 11 / 16};
    for (int h = 0; h < 7 * 24; ++h) {
        const local_days day = out.monday + days{h / 24};
        out.points.push_back({gis::utc_from_local(gis::LocalTime{day} + std::chrono::hours{h % 24}, zone), float(measured_kw(day, h % 24)), float(expected_kw(day, h % 24)), !in_use(day, h % 24)});
    }
    if (fluid != gis::Fluid::water) out.night_base = 11.8, out.usual_night_base = 7.9;
    const auto when = [&](int day, int hour) { return gis::utc_from_local(gis::LocalTime{out.monday + days{day}} + std::chrono::hours{hour}, zone); };
    out.excesses = {{when(4, 20), when(7, 0), 2440, 537}};
    return out;
}

std::vector<gis::MonthUse> three_years() {
    std::vector<gis::MonthUse> out;
    for (int i = 0; i < 36; ++i) {
        const auto month = std::chrono::year{2023} / std::chrono::December + std::chrono::months{i};
        const double cold = std::max(0.0, std::cos((double(unsigned(month.month())) - 1) / 12 * 6.2832));
        out.push_back({month, 5200 + 9000 * cold + 180 * (i % 5), (5200 + 9000 * cold) * 0.22, 330 * cold, i < 35});
    }
    out.back().quantity = 18420;
    out.back().cost_eur = 4052;
    return out;
}

gis::LeakSeen leak_at(gis::BuildingId building, gis::MeterId meter) {
    gis::LeakSeen leak{.building = building, .meter = meter, .since = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 1h, .m3_per_day = 9.4, .eur_per_day = 38.5, .night_flow = 0.39, .usual_night_flow = 0.01, .threshold = 0.04,
                       .hours_without_zero = 60, .closed = true, .nights = {}, .confidence = gis::Confidence::high, .raised = {}};
    for (int d = 11; d <= 24; ++d) leak.nights.push_back({local_days{std::chrono::year{2026} / 11 / d}, d >= 22 ? 0.39 : 0.008 + 0.002 * (d % 3), d >= 22});
    return leak;
}

} // namespace

std::vector<gis::BuildingId> put_buildings(ui::Stage& stage, std::size_t count) {
    gis::EditSet edits;
    std::uint64_t next = stage.desk->world().next_id();
    std::vector<gis::BuildingId> ids;
    for (std::size_t i = 0; i < count; ++i) {
        const Row& row = rows[i % rows.size()];
        const double shift = 40 * double(i / rows.size());
        gis::Asset a;
        a.id = {next++};
        a.kind = "batiment_communal";
        a.code = "B" + std::to_string(i + 1);
        a.name = row.name;
        a.geometry = footprint(row.east + shift, row.north - shift, row.m2);
        gis::Building b;
        b.id = {next++};
        b.name = i < rows.size() ? std::string(row.name) : std::string(row.name) + " " + std::to_string(i / rows.size() + 1);
        b.kind = row.kind;
        b.quartier = "Beaux-Arts";
        b.address = "rue Lakanal";
        b.place = at(row.east + shift, row.north - shift);
        b.asset = a.id;
        b.floor_area_m2 = row.m2;
        ids.push_back(b.id);
        edits.put.emplace_back(std::move(a));
        edits.put.emplace_back(b);
        for (const auto& [fluid, code] : {std::pair("electricity", "EL"), std::pair("water", "EF")}) {
            gis::Meter m;
            m.id = {next++};
            m.fluid = fluid;
            m.code = (i + 1 < 10 ? "040" : "04") + std::to_string(i + 1) + "-" + code;
            m.unit = m.fluid == "water" ? "m3" : "kW.h";
            m.building = b.id;
            m.place = b.place;
            edits.put.emplace_back(std::move(m));
        }
    }
    for (int i = 0; i < 3; ++i) {
        gis::Asset valve;
        valve.id = {next++};
        valve.kind = "vanne";
        valve.code = "V-" + std::to_string(112 + i);
        valve.geometry = {gis::GeometryType::point, {at(-380 + 30 * (i + 1), -300)}, {0}, {}};
        edits.put.emplace_back(std::move(valve));
    }
    if (!stage.desk->derive(edits, {}, false).ok()) {
        std::fprintf(stderr, "energy fixture refused\n");
        std::abort();
    }
    stage.remake_layers();
    return ids;
}

gis::EnergyPicture november(const ui::Stage& stage, const std::vector<gis::BuildingId>& buildings, gis::Fluid fluid) {
    const Time now = stage.clock.now();
    const bool water = fluid == gis::Fluid::water;
    gis::EnergyPicture p;
    p.ask = {.fluid = fluid, .month = std::chrono::year{2026} / std::chrono::November, .corrected = !water, .beside_last_year = false, .building = {}, .week = local_days{std::chrono::year{2026} / 11 / 16}};
    for (std::size_t i = 0; i < buildings.size(); ++i) {
        const Row& row = rows[i % rows.size()];
        gis::BuildingUse use{.building = buildings[i], .quantity = water ? row.kwh / 80 : row.kwh, .cost_eur = row.kwh * 0.22, .per_m2_year = {}, .change = row.change, .standing = row.standing, .meters = 2, .silent_meters = i == 4 || i == 8 ? 1u : 0u};
        if (row.per_m2 > 0) use.per_m2_year = water ? row.per_m2 / 100 : row.per_m2;
        p.quantity += use.quantity;
        p.cost_eur += use.cost_eur;
        p.ranking.push_back(use);
    }
    p.buildings = static_cast<std::uint32_t>(buildings.size());
    p.meter_count = 63;
    p.fresh_meters = 61;
    p.last_reading = now - 2min;
    p.price_year = 2026;
    p.price = water ? 4.10 : 0.22;
    p.weather_known = true;
    p.steps = water ? std::vector<double>{0.2, 0.5, 1, 2} : std::vector<double>{50, 80, 110, 150, 200};
    if (buildings.empty()) return p;
    p.ask.building = buildings.front();
    std::vector<gis::MeterId> meters;
    for (const gis::Meter& m : stage.desk->world().meters()) meters.push_back(m.id);
    p.meters = {{meters[0], 16100, 3542, now - 2min, false}, {meters[2], 2320, 510, now - days{9}, true}};
    p.month = hours_of_month(now);
    p.curve = week_of_month(fluid);
    p.bill = gis::BillChange{2935, 4052, 214, -96, 999};
    p.history = three_years();
    p.leaks = {leak_at(buildings.front(), meters[1])};
    const auto on = [](unsigned day, int hour) { return std::chrono::sys_days{std::chrono::year{2026} / 11 / day} + std::chrono::hours{hour}; };
    gis::Finding closed{.kind = gis::FindingKind::used_while_closed, .fluid = fluid, .building = buildings.front(), .meter = {}, .from = on(16, 19), .to = on(22, 23), .lasting = false, .quantity = 2440, .cost_eur = 537, .measured = {}, .expected = {}, .nights = 4, .weekends = 1, .confidence = gis::Confidence::high, .raised = {}};
    gis::Finding base = closed;
    base.kind = gis::FindingKind::night_base_risen;
    base.from = on(2, 0);
    base.measured = 11.8;
    base.expected = 7.9;
    base.quantity = 512;
    base.cost_eur = 113;
    gis::Finding saving = closed;
    saving.kind = gis::FindingKind::saving_proven;
    saving.from = on(1, 0) - days{61};
    saving.quantity = 2140;
    saving.cost_eur = 471;
    p.findings = {closed, base, saving};
    if (buildings.size() > 4) {
        gis::Finding missing = closed;
        missing.kind = gis::FindingKind::readings_missing;
        missing.building = buildings[4];
        missing.meter = meters[8];
        missing.from = on(15, 3);
        p.findings.push_back(missing);
    }
    p.operat = gis::OperatPath{.building = buildings.front(), .reference_year = 2017, .reference_kwh = 302'000, .now_kwh = 211'400, .target_year = 2030, .target = 0.40, .subject = true};
    return p;
}

} // namespace vigie::energy_test
