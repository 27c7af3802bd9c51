// The demo's meters: believable, the same for the same seed, with the stories that are told in them.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <map>
#include <set>

#include "gis/backends/demo/metering.hpp"
#include "gis/backends/demo/nomenclature.hpp"
#include "gis/energy/make_energy_picture.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

using namespace vigie::gis;
using namespace vigie::gis::demo;
using std::chrono::hours;

namespace {

const Time tuesday = *time_from_rfc3339("2026-11-24T13:32:00Z");

Changes all_of(const Metering& meters, MaybeTime since, Time until) {
    Changes out;
    CHECK(meters.tell(since, until, [&](const Changes& portion) {
        out.insert(out.end(), portion.begin(), portion.end());
        return true;
    }));
    return out;
}

// What a commune that was told this knows.
EnergyInput input_of(const DemoCommune& commune, const Changes& told, Time now) {
    EnergyInput in;
    in.now = now;
    in.grid = std::make_shared<const DayGrid>(energy_grid(now, "Europe/Paris"));
    in.kinds = std::make_shared<const DayKinds>(*in.grid, SchoolCalendar::of(nomenclature(), "C"), HolidayRegion::france);
    in.rules = nomenclature().energy;
    in.buildings = commune.buildings;
    std::map<std::string, std::vector<MeterReadings>> readings;
    std::map<std::chrono::local_days, RolledUp> days;
    for (const auto& c : told) {
        if (c.op == VIGIE_OP_READINGS) readings[c.id].push_back({{}, time_from_ms(c.at_ms), std::chrono::duration_cast<Seconds>(Millis{c.step_ms}), c.values});
        if (c.op == VIGIE_OP_OBSERVE) {
            const auto day = local_day(time_from_ms(c.at_ms), "Europe/Paris");
            RolledUp& d = days.try_emplace(day, RolledUp{Time{day.time_since_epoch()}, 0, 0, 99, -99}).first->second;
            ++d.count, d.min = std::min(d.min, c.value), d.max = std::max(d.max, c.value);
        }
        if (c.op == VIGIE_OP_UPSERT && c.kind == VIGIE_KIND_INTERVENTION) {
            const auto entity = entity_from_text(EntityKind::intervention, c.json, LinkForm::remote_ids);
            REQUIRE(entity);
            const auto& i = std::get<Intervention>(entity->entity);
            const InterventionTemplate* what = nomenclature().intervention(i.kind);
            REQUIRE(what);
            REQUIRE(entity->links.size() == 1);
            for (const Building& b : commune.buildings)
                if (std::to_string(b.asset.value) == entity->links[0].remote_id) in.work.push_back({InterventionId{in.work.size() + 1}, b.id, i.kind, what->saves, i.created_at, i.actual_end});
        }
    }
    std::vector<RolledUp> rows;
    for (const auto& [day, d] : days) rows.push_back(d);
    in.weather = weather_of(rows, 18, local_day(now, "Europe/Paris"));
    for (const Meter& m : commune.meters) {
        auto& own = readings[m.origin.remote_id];
        std::ranges::stable_sort(own, [](const MeterReadings& a, const MeterReadings& b) { return a.from != b.from ? a.from < b.from : a.step < b.step; });
        in.meters.push_back({m, std::make_shared<const UseSeries>(series_of(*in.grid, m.id, own, *meter_factor(m, 11.2)))});
    }
    return in;
}

} // namespace

TEST_CASE("the demo's history is the same for the same seed, and quick to tell") {
    const DemoCommune commune = make_commune(1);
    const SensorValues values(1);
    const Metering one(commune, values, 1, tuesday), two(commune, values, 1, tuesday);
    const std::clock_t begun = std::clock();
    const Changes a = all_of(one, {}, tuesday);
    WARN("history told in " << 1'000 * (std::clock() - begun) / CLOCKS_PER_SEC << " ms of one core, " << a.size() << " changes");
    const Changes b = all_of(two, {}, tuesday);
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) CHECK((a[i].values == b[i].values && a[i].json == b[i].json && a[i].at_ms == b[i].at_ms));
    for (const auto& c : a) {
        if (c.op != VIGIE_OP_READINGS) continue;
        CHECK(c.values.size() <= VIGIE_MAX_SERIES_VALUES);
        CHECK(c.step_ms > 0);
        CHECK(std::ranges::all_of(c.values, [](double v) { return std::isfinite(v) && v >= 0; }));
    }
    // What is told later goes on where the history ends.
    const Changes later = all_of(one, Metering::told_until(tuesday), tuesday + hours(3));
    for (const auto& c : later) CHECK((c.op == VIGIE_OP_READINGS && c.values.size() <= 3 && time_from_ms(c.at_ms) == Metering::told_until(tuesday)));
    CHECK(later.size() == commune.meters.size() - one.stories().silent.size());
}

TEST_CASE("the stories of the demo are found by the figures, whenever it is born") {
    const DemoCommune commune = make_commune(1);
    const SensorValues values(1);
    for (const char* born : {"2026-11-24T13:32:00Z", "2026-02-04T09:00:00Z", "2027-01-20T09:00:00Z"}) {
        INFO(born);
        const Time now = *time_from_rfc3339(born);
        const Metering meters(commune, values, 1, now);
        const EnergyInput in = input_of(commune, all_of(meters, {}, now), now);
        EnergyAsk ask;
        const auto building = [&](MeterId id) { return commune.meters[static_cast<std::size_t>(id.value - 1)].building; };
        const EnergyPicture p = make_energy_picture(in, ask);
        const auto found = [&](FindingKind kind, BuildingId at) {
            return std::ranges::find_if(p.findings, [&](const Finding& f) { return f.kind == kind && f.building == at; });
        };
        const BuildingId heated = building(meters.stories().heated);
        const auto closed = found(FindingKind::used_while_closed, heated);
        const bool weekend_in_month = local_day(now, "Europe/Paris") - meters.stories().sunday < std::chrono::days{static_cast<unsigned>(std::chrono::year_month_day{local_day(now, "Europe/Paris")}.day())};
        if (weekend_in_month) {
            REQUIRE(closed != p.findings.end());
            CHECK(closed->weekends >= 1);
            CHECK(closed->cost_eur > 200);
            if (std::string_view(born).starts_with("2026-11-24")) {
                CHECK(closed->nights >= 4);
                CHECK(closed->nights <= 5);
                CHECK(found(FindingKind::night_base_risen, heated) != p.findings.end());
            }
        }
        REQUIRE_FALSE(p.leaks.empty());
        const auto leak = std::ranges::find(p.leaks, meters.stories().leaking, &LeakSeen::meter);
        REQUIRE(leak != p.leaks.end());
        CHECK(std::abs(leak->m3_per_day - 9.4) < 0.8);
        CHECK(found(FindingKind::saving_proven, building(meters.stories().led)) != p.findings.end());
        CHECK(std::ranges::count(p.findings, FindingKind::readings_missing, &Finding::kind) == 2);
        CHECK(p.weather_known);
        ask.building = heated;
        const EnergyPicture school = make_energy_picture(in, ask);
        REQUIRE(school.operat);
        CHECK(school.operat->reference_year == 2017);
        CHECK(school.operat->reached() > 0.15);
        CHECK(school.operat->reached() < 0.4);
        REQUIRE(school.bill);
        CHECK(school.history.size() >= 25);
        if (std::string_view(born).starts_with("2026-11-24")) {
            for (const Finding& f : p.findings)
                UNSCOPED_INFO(static_cast<int>(f.kind) << " " << commune.buildings[static_cast<std::size_t>(f.building.value - 1)].name << " " << f.quantity << " " << f.cost_eur);
            CHECK(p.findings.size() < 40);
        }
    }
}
