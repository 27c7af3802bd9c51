// The commune's own rules in the engine, their replay, mutes, the acknowledgement timer and storms.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

#include "gis/model/entity_json.hpp"
#include "gis/rules/escalation.hpp"
#include "gis/rules/rule_replay.hpp"
#include "gis/rules/rule_set.hpp"
#include "gis/rules/rule_words.hpp"
#include "gis/rules/rules.hpp"
#include "gis/rules/storms.hpp"

using namespace vigie::gis;
using namespace std::chrono_literals;

namespace {

const std::string zone = "Europe/Paris";

struct Bench {
    Catalog catalog;
    World world;
    Alerting alerting;
    Time now = *time_from_rfc3339("2026-11-23T09:00:00Z");
    std::optional<RuleEngine> rules;

    Bench() {
        SensorKind kind;
        kind.id = "niveau";
        kind.domain = "eau";
        kind.name = {"Niveau", "Level"};
        kind.unit = "%";
        kind.decimals = 0;
        kind.expected_interval = 15min;
        kind.alarm_above = 90;
        kind.hysteresis = 2;
        kind.alert_title = {"Bac plein", "Full bin"};
        kind.severity = 3;
        catalog.sensor_kinds.push_back(kind);
        rules.emplace(catalog, zone);
        for (std::uint64_t id = 1; id <= 3; ++id) {
            Sensor s;
            s.id = {id};
            s.kind = "niveau";
            s.name = "N" + std::to_string(id);
            s.quartier = id == 1 ? "Centre" : "Aubes";
            s.place = {3 + double(id) * 0.01, 43};  // 800 m apart: never one incident
            world.apply({.put = {s}});
        }
        look({});
    }
    void look(const Delta& delta) {
        EditSet edits = rules->look(world, delta, now);
        for (AnyEntity& e : edits.put) {
            if (auto* alert = std::get_if<Alert>(&e); alert && !alert->id) {
                alert->id = {world.next_id()};
                alert->number = world.next_number(EntityKind::alert);
            }
            world.apply({.put = {e}});
        }
    }
    void follow() {
        rules->follow(alerting);
        look({});
    }
    void measure(std::uint64_t sensor, double value) { look(world.apply({.observations = {{{sensor}, now, value}}})); }
    void wait(Seconds s) {
        now += s;
        if (rules->next_deadline() && now >= *rules->next_deadline()) look({});
    }
    [[nodiscard]] SensorState state(std::uint64_t sensor) const { return world.find(SensorId{sensor})->state; }
    [[nodiscard]] std::size_t open() const {
        return std::size_t(std::ranges::count_if(world.alerts(), [](const Alert& a) { return a.state != AlertState::cleared; }));
    }
    AlertRule& add(AlertRule rule) {
        rule.id = "r" + std::to_string(alerting.rules.size() + 1);
        rule.on = true;
        alerting.rules.push_back(rule);
        return alerting.rules.back();
    }
};

AlertRule over(double bound, double clear, Seconds hold = 0s) {
    AlertRule r;
    r.kind = "niveau";
    r.bound = bound;
    r.clear = clear;
    r.hold = hold;
    return r;
}

} // namespace

TEST_CASE("a commune's rule raises beside the catalogue's, holds, and clears at its own bound") {
    Bench b;
    AlertRule rule = over(70, 60, 30min);
    rule.name = "À vider bientôt";
    rule.severity = 5;
    b.add(rule);
    b.follow();
    b.measure(1, 75);
    CHECK(b.state(1) == SensorState::watch);
    b.wait(14min);
    b.measure(1, 76);
    b.wait(14min);
    b.measure(1, 76);
    CHECK(b.world.alerts().empty());
    b.wait(3min);  // without news: the deadline
    REQUIRE(b.world.alerts().size() == 1);
    const Alert& a = b.world.alerts().rows()[0];
    CHECK(a.title == "À vider bientôt, 76\u202F%");
    CHECK(a.severity == 5);
    CHECK(rule_of(a) == "r1");
    CHECK(b.state(1) == SensorState::alarm);
    b.measure(1, 95);  // the catalogue's own rule as well
    CHECK(b.open() == 2);
    b.wait(1min);
    b.measure(1, 65);  // under the catalogue's, not under the rule's clearing bound
    CHECK(b.open() == 1);
    CHECK(b.state(1) == SensorState::alarm);
    b.wait(1min);
    b.measure(1, 59);
    CHECK(b.open() == 0);
    CHECK(b.state(1) == SensorState::normal);
}

TEST_CASE("a rule keeps to its scope, and one that takes the catalogue's place silences it") {
    Bench b;
    AlertRule rule = over(50, 45);
    rule.quartier = "Centre";
    b.add(rule);
    AlertRule changed = *catalogue_rule(b.catalog.sensor_kinds[0], false);
    changed.on = false;
    b.alerting.rules.push_back(changed);
    b.follow();
    b.measure(2, 99);
    CHECK(b.world.alerts().empty());
    b.measure(1, 55);
    CHECK(b.open() == 1);
    CHECK(rules_of(b.catalog, b.alerting).size() == 2);
    b.alerting.rules.clear();  // back to the catalogue
    b.follow();
    CHECK(b.state(2) == SensorState::alarm);
    CHECK(b.state(1) == SensorState::normal);
    CHECK(b.open() == 2);  // the alert of the rule that is no more waits for a person
}

TEST_CASE("a rule that sleeps at night raises in the morning what is still there") {
    Bench b;
    AlertRule rule = over(50, 45);
    rule.period = RulePeriod::except_night;
    b.add(rule);
    b.follow();
    b.now = *time_from_rfc3339("2026-11-23T22:00:00Z");  // 23:00
    b.measure(1, 60);
    CHECK(b.open() == 0);
    CHECK(b.state(1) == SensorState::watch);
    for (int i = 0; i < 50 && b.open() == 0; ++i) {
        b.wait(10min);
        b.measure(1, 60);
    }
    CHECK(b.open() == 1);
    CHECK(rfc3339(b.world.alerts().rows()[0].raised_at) == "2026-11-24T05:00:00.000Z");  // 6:00
}

TEST_CASE("a muted sensor alarms without an alert, and what is still there is raised when the mute ends") {
    Bench b;
    b.alerting.mutes.push_back({{1}, b.now + 2h, "Travaux", "C. Delmas", b.now});
    b.follow();
    b.measure(1, 95);
    CHECK(b.state(1) == SensorState::alarm);  // still shown
    CHECK(b.open() == 0);
    b.measure(2, 95);
    CHECK(b.open() == 1);
    for (int i = 0; i < 12; ++i) {
        b.wait(10min);
        b.measure(1, 95);
    }
    CHECK(b.open() == 2);
    CHECK(b.world.alerts().rows()[1].raised_at == *time_from_rfc3339("2026-11-23T11:00:00Z"));
}

TEST_CASE("silence and a restart raise no second alert, and good values then clear the first") {
    Bench b;
    b.add(over(50, 45));
    b.follow();
    b.measure(1, 60);
    REQUIRE(b.open() == 1);
    b.wait(2h);
    CHECK(b.state(1) == SensorState::silent);
    b.rules.emplace(b.catalog, zone);  // the program again
    b.follow();
    b.measure(1, 61);
    CHECK(b.world.alerts().size() == 1);
    CHECK(b.world.alerts().rows()[0].occurrences == 1);
    b.wait(1min);
    b.measure(1, 20);
    CHECK(b.open() == 0);
}

TEST_CASE("replaying the past finds what the rule raises when the same values come live") {
    const std::uint32_t seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 30; ++round) {
        Bench live;
        live.catalog.sensor_kinds[0].alarm_above.reset();  // the rule alone
        AlertRule rule = live.add(over(60 + int(random() % 20), 55, Minutes{static_cast<long>(random() % 40)}));
        live.follow();
        const Time from = live.now;
        std::vector<Observation> past;
        std::map<std::uint64_t, double> level;
        for (int step = 0; step < 200; ++step) {
            for (auto minutes = 1 + random() % 9; minutes > 0; --minutes) live.wait(1min);
            const std::uint64_t sensor = 1 + random() % 3;
            double& value = level.try_emplace(sensor, 50.0).first->second;
            value = std::clamp(value + double(int(random() % 31) - 15), 0.0, 100.0);
            past.push_back({{sensor}, live.now, value});
            live.measure(sensor, value);
        }
        const auto read = [&](SensorId sensor, Time a, Time b) {
            std::vector<Observation> some;
            for (const Observation& o : past)
                if (o.sensor == sensor && o.at >= a && o.at <= b) some.push_back(o);
            return some;
        };
        const std::uint64_t untouched = live.world.revision();
        const RuleReplay replay = replay_rule(live.catalog, zone, replay_input(live.world, rule, from, live.now, read), {});
        CHECK(live.world.revision() == untouched);
        CHECK(replay.observations == past.size());
        CHECK(replay.sensors == 3);
        std::map<std::pair<Time, std::uint64_t>, std::uint32_t> expected, found;
        for (const Alert& a : live.world.alerts()) expected[{a.raised_at, a.sensor.value}] = a.occurrences;
        for (const RuleReplay::Raised& r : replay.raised) found[{r.at, r.sensor.value}] = r.occurrences;
        CHECK(found == expected);
    }
}

TEST_CASE("an alert that nobody takes goes from level to level, and stops when it is taken") {
    Bench b;
    b.catalog.sensor_kinds[0].severity = 1;
    b.alerting.on_call.levels = {{"Exploitation", 10min}, {"Sécurité", 15min}, {"Décision", 20min}};
    b.alerting.on_call.turns = {{0, {}, "M. Ferrand", "06 11", b.now - 1h, b.now + 24h}, {1, {}, "L. Martin", "", b.now - 1h, b.now + 12min}};
    b.measure(1, 95);
    const auto step = [&] {
        EscalationStep s = escalate(b.world, b.alerting, b.now);
        b.world.apply(s.edits);
        return s;
    };
    EscalationStep s = step();
    REQUIRE(s.said.size() == 1);
    CHECK(s.said[0].key == "rules.called");
    CHECK(escalation_of(b.world.alerts().rows()[0], b.alerting)->called == "M. Ferrand, 06 11");
    CHECK(s.next == b.now + 10min);
    CHECK(step().said.empty());  // once
    b.now += 9min;
    CHECK(step().said.empty());
    b.now += 1min;
    s = step();
    REQUIRE(s.said.size() == 1);
    CHECK(s.said[0].key == "rules.escalated");
    CHECK(escalation_of(b.world.alerts().rows()[0], b.alerting)->level == 1);
    b.now += 15min;
    s = step();
    REQUIRE(s.said.size() == 1);
    CHECK(s.said[0].key == "rules.escalated_nobody");  // nobody on the board for the decision
    CHECK_FALSE(s.next);
    b.now += 2h;
    CHECK(step().said.empty());  // the last level
    b.measure(2, 95);
    step();
    Alert taken = b.world.alerts().rows()[1];
    taken.state = AlertState::taken;
    b.world.apply({.put = {taken}});
    b.now += 2h;
    CHECK(step().said.empty());
    CHECK(escalation_of(b.world.alerts().rows()[1], b.alerting)->level == 0);
}

TEST_CASE("what is not critical calls nobody, and a program that was closed catches up level by level") {
    Bench b;
    b.alerting.on_call.levels = {{"Exploitation", 10min}, {"Sécurité", 15min}, {"Décision", 20min}};
    b.measure(1, 95);  // severity 3
    CHECK(escalate(b.world, b.alerting, b.now + 5h).said.empty());
    b.alerting.quiet.critical = 3;
    int calls = 0;
    for (EscalationStep s = escalate(b.world, b.alerting, b.now + 5h); !s.said.empty(); s = escalate(b.world, b.alerting, b.now + 5h)) {
        b.world.apply(s.edits);
        ++calls;
    }
    CHECK(calls == 3);
    CHECK(escalation_of(b.world.alerts().rows()[0], b.alerting)->reached == b.now + 25min);
}

TEST_CASE("a storm is the alerts of one network close in place and time, and has every one of them") {
    const std::uint32_t seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    Bench b;
    SensorKind light;
    light.id = "armoire";
    light.domain = "voirie";
    b.catalog.sensor_kinds.push_back(light);
    std::uint64_t id = 100;
    const auto alert = [&](const char* kind, double east_km, Minutes at, AlertState state = AlertState::raised) {
        Alert a;
        a.id = {id++};
        a.kind = kind;
        a.place = {3 + east_km / 81, 43};
        a.raised_at = b.now + at;
        a.state = state;
        a.quartier = east_km < 5 ? "Centre" : "Aubes";
        b.world.apply({.put = {a}});
        return a.id;
    };
    for (int i = 0; i < 12; ++i) alert("niveau", 0.3 * double(random() % 4), Minutes{static_cast<long>(random() % 15)});
    alert("niveau", 30, 3min);                                       // far
    alert("niveau", 0.1, 5h);                                         // much later
    alert("armoire", 0.2, 3min);                                      // another network
    alert("niveau", 0.1, 3min, AlertState::cleared);                  // over
    for (int i = 0; i < 4; ++i) alert("niveau", 20 + 1.2 * i, Minutes{15 * i});  // a chain
    const std::vector<Storm> storms = storms_of(b.world, b.catalog);
    REQUIRE(storms.size() == 2);
    CHECK(std::max(storms[0].alerts.size(), storms[1].alerts.size()) == 12);
    CHECK(std::min(storms[0].alerts.size(), storms[1].alerts.size()) == 4);
    for (const Storm& s : storms) {
        CHECK(s.domain == "eau");
        CHECK(s.raised == s.alerts.size());
        CHECK(s.first == s.alerts.front());
        CHECK(s.quartiers.size() == 1);
        CHECK(std::ranges::is_sorted(s.alerts, {}, [&](AlertId a) { return b.world.find(a)->raised_at; }));
    }
}
