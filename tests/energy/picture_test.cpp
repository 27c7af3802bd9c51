// What is planted is found, what is not planted is not, and sums are exact.
#include <chrono>
#include <functional>

#include "gis/energy/energy_accounts.hpp"
#include "tests/energy/made_up.hpp"

using namespace vigie::test;

namespace {

constexpr int seeds = 40;

EnergyPicture picture_of(const MadeUp& m, Fluid fluid = Fluid::electricity) {
    EnergyAsk ask;
    ask.fluid = fluid;
    return make_energy_picture(m.input, ask);
}

} // namespace

TEST_CASE("heating left on by night and over a weekend is found with its nights, kWh and euros, over many seeds") {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        INFO("seed " << seed);
        MadeUp m(seed);
        double planted = 0;
        m.meter(1, "electricity", {.more = [&](local_days d, int, bool open) {
            const bool on = !open && d >= day(2026, 11, 17) && d <= day(2026, 11, 22);
            planted += on ? 28 : 0;
            return on ? 28.0 : 0.0;
        }, .unknown = {}});
        const EnergyPicture p = picture_of(m);
        const Finding* f = first(p, FindingKind::used_while_closed);
        REQUIRE(f);
        CHECK(f->nights >= 4);
        CHECK(f->nights <= 5);  // the night of the 16th ends on the 17th
        CHECK(f->weekends == 1);
        CHECK(std::abs(f->quantity - planted) < 0.12 * planted);
        CHECK(std::abs(f->cost_eur - f->quantity * 0.22) < 1e-6);
        CHECK_FALSE(f->lasting);
        CHECK(f->confidence == Confidence::high);
        CHECK(p.ask.week == day(2026, 11, 16));
        double excesses = 0;
        for (const Excess& x : p.curve.excesses) excesses += x.quantity;
        CHECK(std::abs(excesses - f->quantity) < 1e-6);
    }
}

TEST_CASE("nothing is found where nothing is planted: false alarms over many seeds") {
    std::size_t alarms = 0;
    for (std::uint64_t seed = 1; seed <= 3 * seeds; ++seed) {
        MadeUp m(seed * 7919);
        m.meter(1, "electricity");
        m.meter(2, "water");
        const EnergyPicture p = picture_of(m);
        alarms += count(p, FindingKind::used_while_closed) + count(p, FindingKind::night_base_risen) + count(p, FindingKind::above_expected) + p.leaks.size();
    }
    CHECK(alarms <= 2);  // of 120 building months with four kinds of alarm each
}

TEST_CASE("a night base that rose is found, whatever the weather did meanwhile") {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        INFO("seed " << seed);
        MadeUp m(seed);
        m.meter(1, "electricity", {.more = [](local_days d, int, bool) { return d >= day(2026, 10, 30) ? 4.0 : 0.0; }, .unknown = {}});
        const EnergyPicture p = picture_of(m);
        const Finding* f = first(p, FindingKind::night_base_risen);
        REQUIRE(f);
        CHECK(std::abs(*f->measured - *f->expected - 4) < 1);
        CHECK(p.curve.night_base == f->measured);
    }
}

TEST_CASE("a base that rose neither hides heating left on nor passes for it") {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        INFO("seed " << seed);
        MadeUp m(seed);
        m.meter(1, "electricity", {.more = [](local_days d, int, bool open) {
            return (d >= day(2026, 10, 30) ? 4.0 : 0.0) + (!open && d >= day(2026, 11, 17) && d <= day(2026, 11, 22) ? 28.0 : 0.0);
        }, .unknown = {}});
        const EnergyPicture p = picture_of(m);
        const Finding* closed = first(p, FindingKind::used_while_closed);
        REQUIRE(closed);
        CHECK(closed->nights >= 4);
        CHECK(closed->nights <= 5);
        CHECK(closed->weekends == 1);
        const Finding* base = first(p, FindingKind::night_base_risen);
        REQUIRE(base);
        CHECK(std::abs(*base->measured - *base->expected - 4) < 1);
        CHECK(count(p, FindingKind::above_expected) == 0);  // both together explain the month
    }
}

TEST_CASE("a leak is found with its flow, since when, and what it costs a day") {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        INFO("seed " << seed);
        MadeUp m(seed);
        m.meter(2, "water", {.more = [](local_days d, int wall, bool) { return d > day(2026, 11, 22) || (d == day(2026, 11, 22) && wall >= 2) ? 0.39 : 0.0; }, .unknown = {}});
        const EnergyPicture p = picture_of(m, Fluid::electricity);  // whatever the fluid asked for
        REQUIRE(p.leaks.size() == 1);
        const LeakSeen& leak = p.leaks.front();
        CHECK(std::abs(leak.m3_per_day - 9.36) < 0.6);
        CHECK(std::abs(leak.eur_per_day - leak.m3_per_day * 4.1) < 1e-9);
        CHECK(std::abs(leak.night_flow - 0.39) < 0.03);
        CHECK(leak.since >= *time_from_rfc3339("2026-11-21T18:00:00Z"));
        CHECK(leak.since <= *time_from_rfc3339("2026-11-22T01:00:00Z"));
        CHECK(leak.confidence == Confidence::high);
        REQUIRE(leak.nights.size() == 14);
        CHECK(leak.nights.back().above);
        CHECK_FALSE(leak.nights.front().above);
    }
}

TEST_CASE("a saving is proven with an interval that holds what was planted") {
    int held = 0, found = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        MadeUp m(seed);
        double planted = 0;
        m.meter(1, "electricity", {.more = [&](local_days d, int, bool open) {
            if (d <= day(2026, 8, 31) || !open) return 0.0;
            planted += 5;
            return -5.0;
        }, .unknown = {}});
        m.input.work.push_back({InterventionId{9}, BuildingId{1}, "passage_led", {"electricity"}, m.now, time_from_rfc3339("2026-08-31T10:00:00Z")});
        const EnergyPicture p = picture_of(m);
        if (p.savings.empty()) continue;
        ++found;
        CHECK(first(p, FindingKind::saving_proven));
        held += std::abs(p.savings[0].quantity - planted) <= p.savings[0].plus_minus ? 1 : 0;
    }
    CHECK(found == seeds);
    CHECK(held >= seeds * 3 / 4);  // 90 % by right, of forty
}

TEST_CASE("an action that changed nothing proves nothing") {
    int proven = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        MadeUp m(seed);
        m.meter(1, "electricity");
        m.input.work.push_back({InterventionId{9}, BuildingId{1}, "passage_led", {"electricity"}, m.now, time_from_rfc3339("2026-08-31T10:00:00Z")});
        proven += picture_of(m).savings.empty() ? 0 : 1;
    }
    CHECK(proven <= seeds / 8);  // one in twenty by right
}

TEST_CASE("the change of a bill is the sum of its parts, exactly") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        MadeUp m(seed);
        m.meter(1, "electricity");
        const EnergyPicture p = picture_of(m);
        REQUIRE(p.bill);
        CHECK(std::abs(p.bill->before_eur + p.bill->by_price + p.bill->by_weather + p.bill->by_use - p.bill->now_eur) < 1e-9);
        CHECK(p.bill->by_price > 0);  // 0.20 → 0.22
        CHECK(std::abs(p.bill->by_price - p.bill->before_eur * 0.1) < 1e-6);
    }
}

TEST_CASE("the month is the sum of its hours, and the ranking the sum of its buildings") {
    MadeUp m(3);
    m.meter(1, "electricity");
    m.meter(3, "electricity");
    Building other = m.input.buildings[0];
    other.id = BuildingId{2};
    other.name = "Autre";
    other.floor_area_m2 = 0;
    m.input.buildings.push_back(other);
    m.meter(4, "electricity", {}, 25, 0.06, BuildingId{2});
    const EnergyPicture p = picture_of(m);
    REQUIRE(p.ranking.size() == 2);
    CHECK(p.ranking[0].building == BuildingId{1});
    CHECK(std::abs(p.ranking[0].quantity + p.ranking[1].quantity - p.quantity) < 1e-6);
    double hours = 0;
    for (const UseHour& h : p.month.hours) hours += h.measured ? static_cast<double>(*h.measured) : 0;
    CHECK(p.month.hours.size() == 30 * 24);
    CHECK(std::abs(hours - p.ranking[0].quantity) < 1);
    CHECK(std::abs(p.meters[0].quantity + p.meters[1].quantity - p.ranking[0].quantity) < 1e-6);
    CHECK(p.ranking[0].per_m2_year);
    CHECK_FALSE(p.ranking[1].per_m2_year);  // no floor area
    CHECK(p.ranking[0].change);
    CHECK(std::abs(*p.ranking[0].change) < 0.08);
    CHECK(p.curve.points.size() == 168);
    CHECK(p.fresh_meters == 3);
}

TEST_CASE("a building without a year before has its use and no comparison") {
    MadeUp m(5);
    m.meter(1, "electricity", {}, 1);
    const EnergyPicture p = picture_of(m);
    REQUIRE(p.ranking.size() == 1);
    CHECK(p.ranking[0].quantity > 0);
    CHECK_FALSE(p.ranking[0].change);
    CHECK_FALSE(p.ranking[0].per_m2_year);
    CHECK_FALSE(p.bill);
    CHECK(p.findings.empty());
}

TEST_CASE("a meter that fell silent is told, and its building is no saving") {
    MadeUp m(6);
    const Time silent = *time_from_rfc3339("2026-11-15T10:00:00Z");
    m.meter(1, "electricity", {.more = {}, .unknown = [&](Time hour) { return hour >= silent; }});
    const EnergyPicture p = picture_of(m);
    const Finding* f = first(p, FindingKind::readings_missing);
    REQUIRE(f);
    CHECK(f->from == silent);
    CHECK(p.fresh_meters == 0);
    CHECK(p.ranking[0].silent_meters == 1);
    CHECK(std::abs(p.ranking[0].change.value_or(0)) < 0.1);
}

TEST_CASE("without weather pictures are made uncorrected and say so") {
    MadeUp m(8);
    m.meter(1, "electricity");
    m.input.weather = {};
    const EnergyPicture p = picture_of(m);
    CHECK_FALSE(p.weather_known);
    CHECK(p.ranking[0].change);
    CHECK(p.bill->by_weather == 0);
}

TEST_CASE("the months of the clock's changes have all their cells") {
    for (const char* at : {"2026-03-31T20:00:00Z", "2026-10-31T20:00:00Z"}) {
        MadeUp m(9, at);
        m.meter(1, "electricity");
        const EnergyPicture p = picture_of(m);
        CHECK(p.month.hours.size() == 31 * 24);
        std::size_t empty = 0;
        for (std::size_t i = 0; i < 30 * 24; ++i) empty += p.month.hours[i].measured ? 0 : 1;
        CHECK(empty == (at[6] == '3' ? 1u : 0u));  // 29 March, 02:00
    }
}

TEST_CASE("the way to the objectives starts from the year of most use, at equal weather") {
    MadeUp m(10);
    m.meter(1, "electricity");
    const DayGrid& grid = *m.input.grid;
    // Years before the grid, as bills tell them.
    UseSeries with = *m.input.meters[0].use;
    for (int y = 2017; y <= 2020; ++y)
        with.coarse.push_back({utc_from_local(LocalTime{day(y, 1, 1)}, paris), utc_from_local(LocalTime{day(y + 1, 1, 1)}, paris), y == 2018 ? 400'000.0 : 350'000.0});
    m.input.meters[0].use = std::make_shared<const UseSeries>(with);
    const EnergyPicture p = picture_of(m);
    REQUIRE(p.operat);
    CHECK(p.operat->reference_year == 2018);
    CHECK(p.operat->reference_kwh == 400'000);
    const double year = sum_of(*m.input.meters[0].use, grid, grid.index(day(2025, 11, 1)), grid.index(day(2026, 11, 1))).use;
    CHECK(p.operat->now_kwh == year);
    CHECK(p.operat->reached() == 1 - year / 400'000);
    CHECK(p.operat->subject);
    const std::string csv = operat_csv(m.input, 2025);
    CHECK(csv.starts_with("\xEF\xBB\xBF" "Bâtiment;"));
    CHECK(csv.find("École;école;;1900;2018;400000;2025;") != std::string::npos);
}

// Run by hand: vigie_test_energy "[measure]".
TEST_CASE("how the time of a picture grows", "[.measure]") {
    for (const int meters : {60, 600}) {
        MadeUp m(1);
        for (int b = 2; b <= meters / 2; ++b) {
            Building more = m.input.buildings[0];
            more.id = BuildingId{static_cast<std::uint64_t>(b)};
            m.input.buildings.push_back(more);
        }
        const auto begun = std::chrono::steady_clock::now();
        for (int i = 0; i < meters; ++i) m.meter(static_cast<std::uint64_t>(i) + 1, i % 2 == 0 ? "electricity" : "water", {}, 34, 0.06, BuildingId{static_cast<std::uint64_t>(i / 2) + 1});
        const auto read = std::chrono::steady_clock::now();
        const EnergyPicture p = picture_of(m);
        const auto ms = [](auto d) { return std::chrono::duration_cast<std::chrono::milliseconds>(d).count(); };
        WARN(meters << " meters of 34 months of hours: made up and brought onto the grid in " << ms(read - begun) << " ms, picture in " << ms(std::chrono::steady_clock::now() - read) << " ms, " << p.findings.size() << " findings");
    }
}
