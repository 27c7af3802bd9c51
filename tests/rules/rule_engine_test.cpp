#include <catch2/catch_test_macros.hpp>

#include <filesystem>

#include <algorithm>

#include "gis/model/entity_json.hpp"
#include "gis/rules/rule_words.hpp"
#include "gis/rules/rules.hpp"

using namespace vigie::gis;

namespace {

// A small commune with its rules: news in, edits applied as the desk would.
struct Bench {
    Catalog catalog;
    World world;
    Time now = *time_from_rfc3339("2026-11-23T09:00:00Z");
    std::optional<RuleEngine> rules;

    explicit Bench(Seconds hold = Seconds{0}, double hysteresis = 2) {
        SensorKind kind;
        kind.id = "niveau";
        kind.name = {"Niveau", "Level"};
        kind.unit = "%";
        kind.decimals = 0;
        kind.expected_interval = Minutes{15};
        kind.watch_above = 80;
        kind.alarm_above = 90;
        kind.alarm_below = 5;
        kind.hold = hold;
        kind.hysteresis = hysteresis;
        kind.alert_title = {"Bac plein", "Full bin"};
        kind.severity = 3;
        catalog.sensor_kinds.push_back(kind);
        rules.emplace(catalog, "Europe/Paris");
        for (std::uint64_t id = 1; id <= 3; ++id) {
            Sensor s;
            s.id = {id};
            s.kind = "niveau";
            s.place = {3, 43 + double(id) * 1e-4};
            if (id == 3) s.place = {3.5, 43};  // far away
            world.apply({.put = {s}});
        }
        look({});
    }
    void look(const Delta& delta) {
        EditSet edits = rules->look(world, delta, now);
        for (AnyEntity& e : edits.put)
            if (auto* alert = std::get_if<Alert>(&e); alert && !alert->id) {
                alert->id = {world.next_id()};
                alert->number = world.next_number(EntityKind::alert);
                world.apply({.put = {*alert}});
            } else {
                world.apply({.put = {e}});
            }
    }
    void measure(std::uint64_t sensor, double value) { look(world.apply({.observations = {{{sensor}, now, value}}})); }
    void wait(Seconds s) {
        now += s;
        if (rules->next_deadline() && now >= *rules->next_deadline()) look({});
    }
    [[nodiscard]] SensorState state(std::uint64_t sensor) const { return world.find(SensorId{sensor})->state; }
    [[nodiscard]] const Alert& alert(std::size_t i) const { return world.alerts().rows()[i]; }
};

} // namespace

TEST_CASE("a sensor is watched, alarms, and comes back to normal only past its hysteresis") {
    Bench b;
    CHECK(b.state(1) == SensorState::never_seen);
    b.measure(1, 50);
    CHECK(b.state(1) == SensorState::normal);
    b.now += Minutes{1};
    b.measure(1, 85);
    CHECK(b.state(1) == SensorState::watch);
    CHECK(b.world.alerts().empty());
    b.now += Minutes{1};
    b.measure(1, 95);
    CHECK(b.state(1) == SensorState::alarm);
    REQUIRE(b.world.alerts().size() == 1);
    CHECK(b.alert(0).title == "Bac plein, 95\u202F%");
    CHECK(b.alert(0).rule == "Niveau > 90\u202F%");
    CHECK(b.alert(0).severity == 3);
    CHECK(b.alert(0).raised_at == b.now);
    b.now += Minutes{1};
    b.measure(1, 89);  // under the bound, within the hysteresis
    CHECK(b.state(1) == SensorState::alarm);
    CHECK(b.alert(0).state == AlertState::raised);
    b.now += Minutes{1};
    b.measure(1, 79);  // left the alarm, not yet the watch
    CHECK(b.state(1) == SensorState::watch);
    CHECK(b.alert(0).state == AlertState::cleared);
    b.now += Minutes{1};
    b.measure(1, 70);
    CHECK(b.state(1) == SensorState::normal);
}

TEST_CASE("a lower bound alarms too, and the sensor's own bound goes before its kind's") {
    Bench b;
    b.measure(1, 3);
    CHECK(b.state(1) == SensorState::alarm);
    CHECK(b.alert(0).rule == "Niveau < 5\u202F%");
    Sensor own = *b.world.find(SensorId{2});
    own.alarm_above = 40;
    b.world.apply({.put = {own}});
    b.now += std::chrono::hours{2};
    b.measure(2, 50);
    CHECK(b.state(2) == SensorState::alarm);
}

TEST_CASE("a bound must be passed for its hold time, and a short peak raises nothing") {
    Bench b(Minutes{10});
    b.measure(1, 95);
    CHECK(b.state(1) == SensorState::watch);
    b.wait(Minutes{9});
    b.measure(1, 60);
    CHECK(b.state(1) == SensorState::normal);
    b.wait(Minutes{2});
    CHECK(b.world.alerts().empty());
    b.measure(1, 95);
    REQUIRE(b.rules->next_deadline());
    CHECK(*b.rules->next_deadline() == b.now + Minutes{10});
    b.wait(Minutes{10});  // without further news
    CHECK(b.state(1) == SensorState::alarm);
    CHECK(b.alert(0).rule == "Niveau > 90\u202F% pendant 10\u00A0min");
}

TEST_CASE("a sensor without news falls silent after four of its intervals, and speaks again") {
    Bench b;
    b.measure(1, 50);
    b.wait(Minutes{59});
    CHECK(b.state(1) == SensorState::normal);
    b.wait(Minutes{1});
    CHECK(b.state(1) == SensorState::silent);
    CHECK(b.state(2) == SensorState::never_seen);
    b.measure(1, 50);
    CHECK(b.state(1) == SensorState::normal);
}

TEST_CASE("silence does not clear an alarm's alert") {
    Bench b;
    b.measure(1, 95);
    b.wait(std::chrono::hours{2});
    CHECK(b.state(1) == SensorState::silent);
    CHECK(b.alert(0).state == AlertState::raised);
}

TEST_CASE("alarms of one kind near each other are one incident, a far one is another") {
    Bench b;
    b.measure(1, 95);
    b.now += Minutes{2};
    b.measure(2, 96);
    REQUIRE(b.world.alerts().size() == 1);
    CHECK(b.alert(0).occurrences == 2);
    b.measure(3, 97);
    REQUIRE(b.world.alerts().size() == 2);
    b.now += Minutes{1};
    b.measure(1, 20);
    CHECK(b.alert(0).state == AlertState::raised);  // its neighbour still alarms
    b.now += Minutes{1};
    b.measure(2, 20);
    CHECK(b.alert(0).state == AlertState::cleared);
    CHECK(b.alert(1).state == AlertState::raised);
}

TEST_CASE("alarms that arrive together are one incident as well") {
    Bench b;
    EditSet news;
    news.observations = {{{1}, b.now, 95}, {{2}, b.now, 95}};
    b.look(b.world.apply(news));
    REQUIRE(b.world.alerts().size() == 1);
    CHECK(b.alert(0).occurrences == 2);
}

TEST_CASE("a sensor that flaps reopens its incident instead of raising a new one") {
    Bench b;
    for (int i = 0; i < 5; ++i) {
        b.now += Minutes{2};
        b.measure(1, 95);
        b.now += Minutes{2};
        b.measure(1, 20);
    }
    REQUIRE(b.world.alerts().size() == 1);
    CHECK(b.alert(0).occurrences == 5);
    b.now += std::chrono::hours{5};
    b.measure(1, 95);
    CHECK(b.world.alerts().size() == 2);
}

TEST_CASE("an alert that somebody has taken is cleared by people only") {
    Bench b;
    b.measure(1, 95);
    Alert taken = b.alert(0);
    taken.state = AlertState::taken;
    b.world.apply({.put = {taken}});
    b.now += Minutes{1};
    b.measure(1, 20);
    CHECK(b.state(1) == SensorState::normal);
    CHECK(b.alert(0).state == AlertState::taken);
}

TEST_CASE("a sensor out of service is left alone") {
    Bench b;
    Sensor s = *b.world.find(SensorId{1});
    s.state = SensorState::out_of_service;
    b.world.apply({.put = {s}});
    b.measure(1, 95);
    CHECK(b.state(1) == SensorState::out_of_service);
    CHECK(b.world.alerts().empty());
}

TEST_CASE("the same news twice and a look without news change nothing") {
    Bench b;
    b.measure(1, 95);
    const auto revision = b.world.revision();
    b.measure(1, 95);
    b.look({});
    CHECK(b.world.revision() == revision);
}

TEST_CASE("an alert of our rules is read in the reader's language, a source's alert as the source said it") {
    const auto language = [](const char* code) {
        auto loaded = Language::load(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/lang", code);
        REQUIRE(loaded.ok());
        return std::move(loaded).value();
    };
    const Language fr = language("fr"), en = language("en");
    Bench b(Minutes{10});
    b.measure(1, 95.4);
    b.wait(Minutes{10});
    REQUIRE(b.world.alerts().size() == 1);
    CHECK(alert_title(b.alert(0), b.catalog, fr) == b.alert(0).title);
    CHECK(alert_rule(b.alert(0), b.catalog, fr) == b.alert(0).rule);
    CHECK(alert_title(b.alert(0), b.catalog, en) == "Full bin, 95%");
    CHECK(alert_rule(b.alert(0), b.catalog, en) == "Level > 90% for 10\u00A0min");
    Bench low;
    low.measure(1, 3);
    CHECK(alert_rule(low.alert(0), low.catalog, en) == "Level < 5%");

    Alert theirs = b.alert(0);
    theirs.facts.clear();  // a source sends words only
    theirs.title = "Bac plein";
    theirs.rule = "selon le fournisseur";
    CHECK(alert_title(theirs, b.catalog, en) == "Bac plein");
    CHECK(alert_rule(theirs, b.catalog, en) == "selon le fournisseur");
    Alert unknown = b.alert(0);
    unknown.kind = "inconnu";
    CHECK(alert_title(unknown, b.catalog, en) == unknown.title);
}
