// Meters' readings in the commune file: from sources and from files, given twice, taken back, after a restart.
#include <cmath>

#include "bench_desk.hpp"

using namespace vigie::test;

namespace {

Meter water_meter() {
    Meter m;
    m.code = "EF-0412";
    m.name = "Eau froide, école";
    m.fluid = "water";
    m.unit = "m3";
    return m;
}
const Time midnight = *time_from_rfc3339("2026-11-22T23:00:00Z");
Metered metered(Time from, std::vector<double> values, Seconds step = Seconds{3600}) { return {{"sim", "m1", ""}, from, step, std::move(values), {}, false}; }

// By begin of the step: what counts.
std::map<Time, double> told(const Desk& desk, MeterId meter) {
    std::map<Time, double> out;
    for (const MeterReadings& r : desk.readings(meter, Time{}, Time::max()))
        for (std::size_t i = 0; i < r.values.size(); ++i)
            if (!std::isnan(r.values[i])) out[r.from + r.step * static_cast<std::int64_t>(i)] = r.values[i];
    return out;
}

} // namespace

TEST_CASE("readings of a source are kept with its cursor, once, also when they are told again") {
    const Folder folder;
    TestClock clock;
    MeterId id;
    {
        Desk desk = open_desk(folder.file(), clock);
        must(desk.accept(batch_of({upsert(water_meter(), "m1"), metered(midnight, {1, 2, no_reading, 4})}, "c1")));
        id = only<Meter>(desk.world()).id;
        CHECK(told(desk, id).size() == 3);
        const auto revision = desk.readings_revision();
        must(desk.accept(batch_of({metered(midnight, {1, 2, no_reading, 4})}, "c2")));
        CHECK(told(desk, id).size() == 3);
        CHECK(desk.metered_since(revision) == std::vector<MeterId>{id});
        // What was not known comes later, and what was known is not lost by a message without it.
        must(desk.accept(batch_of({metered(midnight + std::chrono::hours{1}, {no_reading, 3})}, "c3")));
    }
    Desk desk = open_desk(folder.file(), clock);
    CHECK(desk.cursor("sim") == "c3");
    const auto now = told(desk, id);
    REQUIRE(now.size() == 4);
    double next = 1;
    for (const auto& [at, value] : now) CHECK(value == next++);
    CHECK(now.begin()->first == midnight);
}

TEST_CASE("rows of readings join whatever the portions they came in") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    must(desk.accept(batch_of({upsert(water_meter(), "m1")})));
    const MeterId id = only<Meter>(desk.world()).id;
    for (const std::int64_t step : {600, 1800, 3600, 7200, 86'400, 90'000, 5'000, 31 * 86'400}) {
        INFO(step);
        const Time from = midnight + Seconds{step * 1'000} + Seconds{137};
        for (int i = 0; i < 90; i += 7) {
            std::vector<double> values;
            for (int k = i; k < std::min(90, i + 7); ++k) values.push_back(static_cast<double>(step + k));
            must(desk.accept(batch_of({metered(from + Seconds{i * step}, values, Seconds{step})})));
        }
        std::size_t right = 0;
        for (const MeterReadings& r : desk.readings(id, Time{}, Time::max()))
            if (r.step.count() == step)
                for (std::size_t k = 0; k < r.values.size(); ++k)
                    if (!std::isnan(r.values[k])) {
                        const auto n = (r.from + r.step * static_cast<std::int64_t>(k) - from) / Seconds{step};
                        right += r.values[k] == static_cast<double>(step + n) ? 1 : 0;
                    }
        CHECK(right == 90);
    }
}

TEST_CASE("readings of no meter, of a register, in another unit") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    must(desk.accept(batch_of({metered(midnight, {1})})));
    REQUIRE(desk.notices().size() == 1);
    CHECK(desk.notices()[0].text.key == "store.accept.unknown_meter");
    must(desk.accept(batch_of({upsert(water_meter(), "m1")})));
    const MeterId id = only<Meter>(desk.world()).id;
    Metered shown = metered(midnight, {100, 101.5, 2, 3});
    shown.is_register = true;
    must(desk.accept(batch_of({shown})));
    CHECK(told(desk, id) == std::map<Time, double>{{midnight, 1.5}, {midnight + std::chrono::hours{2}, 1}});
    CHECK(desk.notices().back().text.key == "store.accept.register_back");
    Metered litres = metered(midnight + std::chrono::hours{5}, {250});
    litres.unit = "L";
    must(desk.accept(batch_of({litres})));
    CHECK(told(desk, id)[midnight + std::chrono::hours{5}] == 0.25);
    Metered power = litres;
    power.unit = "kWh";
    must(desk.accept(batch_of({power})));
    CHECK(desk.notices().back().text.key == "store.accept.other_unit");
    must(desk.accept(batch_of({metered(midnight + std::chrono::hours{9}, {-3})})));  // no meter takes less than nothing
    CHECK_FALSE(told(desk, id).contains(midnight + std::chrono::hours{9}));
}

TEST_CASE("a file of readings is one gesture, that undo takes back and redo brings again") {
    const Folder folder;
    TestClock clock;
    MeterId id;
    {
        Desk desk = open_desk(folder.file(), clock);
        must(desk.accept(batch_of({upsert(water_meter(), "m1"), metered(midnight, {1, 2})})));
        id = only<Meter>(desk.world()).id;
        const auto read = std::make_shared<const std::vector<MeterReadings>>(std::vector<MeterReadings>{{id, midnight + std::chrono::hours{1}, Seconds{3600}, {20, 30}}});
        const Receipt receipt = must(desk.execute(command::AddReadings{read, "eau.csv"}, dispatcher));
        CHECK(receipt.summary.key == "gesture.add_readings");
        const std::map<Time, double> both{{midnight, 1}, {midnight + std::chrono::hours{1}, 20}, {midnight + std::chrono::hours{2}, 30}};
        const std::map<Time, double> before{{midnight, 1}, {midnight + std::chrono::hours{1}, 2}};
        CHECK(told(desk, id) == both);
        CHECK(desk.history({EntityKind::meter, id.value}, 5).front().gesture == "add_readings");
        const auto revision = desk.readings_revision();
        must(desk.undo(dispatcher));
        CHECK(told(desk, id) == before);
        CHECK_FALSE(desk.metered_since(revision).empty());
        must(desk.redo(dispatcher));
        CHECK(told(desk, id) == both);
        must(desk.undo(dispatcher));
        clock.pass(Seconds{1});
        const auto other = std::make_shared<const std::vector<MeterReadings>>(std::vector<MeterReadings>{{id, midnight + std::chrono::hours{7}, Seconds{3600}, {5}}});
        must(desk.execute(command::AddReadings{other, "autre.csv"}, dispatcher));
        CHECK(told(desk, id).size() == 3);  // what was taken back stays back
        CHECK_FALSE(desk.execute(command::AddReadings{std::make_shared<const std::vector<MeterReadings>>(), "vide.csv"}, dispatcher));
        CHECK_FALSE(desk.execute(command::AddReadings{other, "x"}, {.name = "M.", .post = {}, .role = Role::council}));
        CHECK_FALSE(desk.first_broken_link());
    }
    Desk desk = open_desk(folder.file(), clock);
    CHECK(told(desk, id).size() == 3);
}
