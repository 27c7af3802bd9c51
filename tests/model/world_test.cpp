#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <map>

#include "gis/model/world.hpp"
#include "samples.hpp"

using namespace vigie::gis;
using vigie::test::Samples;

namespace {

Sensor sensor(std::uint64_t id) {
    Sensor s;
    s.id = {id};
    s.name = "Niveau " + std::to_string(id);
    return s;
}
Time at(int seconds) { return time_from_ms(1'000'000'000'000) + Seconds{seconds}; }

} // namespace

TEST_CASE("what is put is found, what is put again without change touches nothing") {
    World world;
    Delta delta = world.apply({.put = {sensor(4)}});
    CHECK(delta.put == std::vector<EntityRef>{{EntityKind::sensor, 4}});
    CHECK(world.find(SensorId{4})->name == "Niveau 4");
    CHECK(world.next_id() == 5);
    const auto revision = world.revision();
    CHECK(world.apply({.put = {sensor(4)}}).empty());
    CHECK(world.revision() == revision);
    CHECK(world.revision(EntityKind::sensor) == revision);
    CHECK(world.revision(EntityKind::crew) == 0);
}

TEST_CASE("removal keeps every other row findable") {
    World world;
    EditSet edits;
    for (std::uint64_t id = 1; id <= 5; ++id) edits.put.emplace_back(sensor(id));
    world.apply(edits);
    const Delta delta = world.apply({.removed = {{EntityKind::sensor, 2}, {EntityKind::sensor, 77}}});
    CHECK(delta.removed == std::vector<EntityRef>{{EntityKind::sensor, 2}});
    CHECK(world.sensors().size() == 4);
    CHECK(world.find(SensorId{2}) == nullptr);
    for (std::uint64_t id : {1, 3, 4, 5}) CHECK(world.find(SensorId{id})->id.value == id);
    CHECK(world.next_id() == 6);
}

TEST_CASE("an entity is found by its origin, and no longer by an origin it has left") {
    World world;
    Sensor s = sensor(4);
    s.origin = {"iot", "a84041", "1"};
    world.apply({.put = {s}});
    CHECK(world.find(EntityKind::sensor, {"iot", "a84041", "other version"}) == EntityRef{EntityKind::sensor, 4});
    CHECK_FALSE(world.find(EntityKind::crew, {"iot", "a84041", ""}));
    s.origin.remote_id = "b";
    world.apply({.put = {s}});
    CHECK_FALSE(world.find(EntityKind::sensor, {"iot", "a84041", ""}));
    CHECK(world.find(EntityKind::sensor, {"iot", "b", ""}));
    world.apply({.removed = {{EntityKind::sensor, 4}}});
    CHECK_FALSE(world.find(EntityKind::sensor, {"iot", "b", ""}));
}

TEST_CASE("a late observation goes into the history without touching the last value, and twice is once") {
    World world;
    world.apply({.put = {sensor(1)}});
    world.apply({.observations = {{{1}, at(60), 6.0}, {{1}, at(120), 12.0}}});
    const Delta late = world.apply({.observations = {{{1}, at(90), 9.0}}});
    CHECK(late.observed == std::vector<SensorId>{{1}});
    CHECK(world.find(SensorId{1})->last_value == 12.0);
    REQUIRE(world.recent({1}).size() == 3);
    CHECK(world.recent({1})[1].value == 9.0);
    CHECK(world.apply({.observations = {{{1}, at(90), 99.0}}}).empty());
    CHECK(world.recent({1}).size() == 3);
    CHECK(world.apply({.observations = {{{5}, at(90), 1.0}}}).empty());
}

TEST_CASE("recent observations and trails are bounded and keep the newest") {
    World world;
    Crew crew;
    crew.id = {9};
    world.apply({.put = {sensor(1), crew}});
    EditSet edits;
    for (int i = 0; i < 400; ++i) {
        edits.observations.push_back({{1}, at(i), double(i)});
        edits.positions.push_back({{9}, at(i), {3.0, 43.0 + i * 1e-5}, 90.0, 5.0, {}});
    }
    world.apply(edits);
    CHECK(world.recent({1}).size() == max_recent_observations);
    CHECK(world.recent({1}).back().value == 399);
    CHECK(world.trail({9}).size() == max_trail_points);
    CHECK(world.find(CrewId{9})->place == LonLat{3.0, 43.0 + 399 * 1e-5});
    CHECK(world.apply({.observations = {{{1}, at(3), 3.0}}}).empty());
}

TEST_CASE("numbers and ids of removed entities are not given again") {
    World world;
    Report r;
    r.id = {10};
    r.number = 41;
    world.apply({.put = {r}});
    CHECK(world.next_number(EntityKind::report) == 42);
    world.apply({.removed = {{EntityKind::report, 10}}});
    CHECK(world.next_number(EntityKind::report) == 42);
    CHECK(world.next_id() == 11);
    world.keep_counters(100, EntityKind::report, 60);
    CHECK(world.next_id() == 100);
    CHECK(world.next_number(EntityKind::report) == 60);
    world.keep_counters(5, EntityKind::report, 3);
    CHECK(world.next_id() == 100);
    CHECK(world.next_number(EntityKind::report) == 60);
}

TEST_CASE("random puts and removals agree with a plain map, and merged deltas name exactly what differs") {
    const std::uint64_t seed = GENERATE(range(1, 25));
    CAPTURE(seed);
    Samples samples(seed);
    World world;
    std::map<EntityRef, AnyEntity> model;
    for (int step = 0; step < 60; ++step) {
        const auto before = model;
        Delta total;
        for (int i = 0; i < 3; ++i) {
            EditSet edits;
            const EntityRef ref{static_cast<EntityKind>(samples.below(entity_kind_count)), 1 + samples.below(12)};
            if (samples.below(3) > 0) {
                const AnyEntity e = samples.any(ref.kind, ref.id);
                edits.put.push_back(e);
                model.insert_or_assign(ref, e);
            } else {
                edits.removed.push_back(ref);
                model.erase(ref);
            }
            total.merge(world.apply(edits));
        }
        for (const auto& [ref, entity] : model) REQUIRE(world.find(ref) == entity);
        std::size_t rows = 0;
        for (int k = 0; k < entity_kind_count; ++k)
            rows += with_kind(static_cast<EntityKind>(k), [&]<class E>(E) { return world.table<E>().size(); });
        REQUIRE(rows == model.size());
        for (EntityRef ref : total.put) REQUIRE(model.contains(ref));
        for (EntityRef ref : total.removed) REQUIRE_FALSE(model.contains(ref));
        for (const auto& [ref, entity] : model) {
            const auto old = before.find(ref);
            if (old == before.end() || !(old->second == entity))
                REQUIRE(std::ranges::find(total.put, ref) != total.put.end());
        }
    }
}
