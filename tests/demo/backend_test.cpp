#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

#include "gis/backends/hub.hpp"
#include "gis/model/entity_json.hpp"
#include "tests/pace.hpp"

using namespace vigie::gis;
using namespace std::chrono_literals;

namespace {

struct HostClock : Clock {
    [[nodiscard]] Time now() const override {
        return *time_from_rfc3339("2026-11-24T09:00:00Z") + std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - begun);
    }
    std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
};

struct Heard {
    std::size_t assets = 0, crews = 0, observations = 0, positions = 0, others = 0;
    Time newest_position{};
    std::string cursor, free_job;
    void take(const std::vector<ChangeBatch>& batches) {
        for (const ChangeBatch& b : batches) {
            if (!b.cursor.empty()) cursor = b.cursor;
            for (const Change& c : b.changes) {
                if (const auto* u = std::get_if<Upsert>(&c)) {
                    assets += kind_of(u->entity) == EntityKind::asset ? 1 : 0;
                    crews += kind_of(u->entity) == EntityKind::crew ? 1 : 0;
                    if (const auto* i = std::get_if<Intervention>(&u->entity); i && i->state == InterventionState::to_plan) free_job = i->origin.remote_id;
                } else if (const auto* p = std::get_if<Positioned>(&c)) ++positions, newest_position = std::max(newest_position, p->position.at);
                else if (std::holds_alternative<Observed>(c)) ++observations;
            }
        }
    }
};

template <class Until>
bool wait(BackendHub& hub, Heard& heard, Until&& until, std::chrono::seconds patience = 240s) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        heard.take(hub.drain(50'000));
        if (until()) return true;
        std::this_thread::sleep_for(20ms);
    }
    return false;
}

} // namespace

TEST_CASE("the demo is one backend behind the plugin interface: snapshot, live stream, speed, write-back, stop") {
    const HostClock clock;
    BackendHub hub(clock, [] {});
    REQUIRE(hub.start({"demo", "Valmont-sur-Aude", "demo", R"({"seed":1,"speed":60})", false}, {}).ok());
    Heard heard;
    REQUIRE(wait(hub, heard, [&] { return heard.crews >= 10 && !heard.cursor.empty(); }));
    CHECK(heard.assets > 20'000);
    CHECK(heard.observations > 1'000);
    CHECK_FALSE(heard.free_job.empty());

    SECTION("its clock runs at the speed it is given") {
        CHECK_FALSE(hub.control("demo", R"({"speed":-4})").ok());
        CHECK_FALSE(hub.control("demo", R"({"speed":100000})").ok());
        REQUIRE(hub.control("demo", R"({"speed":600})").ok());
        const std::size_t before = heard.positions;
        CHECK(wait(hub, heard, [&] { return heard.newest_position > clock.now() + 3min; }));
        CHECK(heard.positions > before);
        REQUIRE(hub.control("demo", R"({"paused":true})").ok());
        std::this_thread::sleep_for(500ms);
        heard.take(hub.drain(50'000));
        const std::size_t paused_at = heard.positions;
        std::this_thread::sleep_for(700ms);
        heard.take(hub.drain(50'000));
        CHECK(heard.positions == paused_at);
    }
    SECTION("an edit made in Vigie is acknowledged with the source's version") {
        const nlohmann::json edit{{"crews", {"1"}}, {"start", "2026-11-24T09:20:00Z"}, {"state", "assigned"}};
        REQUIRE(hub.submit("demo", {7, EntityKind::intervention, heard.free_job, {}, "key", edit.dump()}).ok());
        std::vector<Ack> acks;
        CHECK(wait(hub, heard, [&] {
            for (Ack& a : hub.drain_acks()) acks.push_back(std::move(a));
            return !acks.empty();
        }));
        REQUIRE(acks.size() == 1);
        CHECK(acks[0].ticket == 7);
        CHECK(acks[0].outcome == AckOutcome::done);
        CHECK(acks[0].remote_id == heard.free_job);
        CHECK_FALSE(acks[0].version.empty());
    }
    const auto begin = std::chrono::steady_clock::now();
    hub.stop("demo");
    CHECK(std::chrono::steady_clock::now() - begin < 1500ms * vigie::tests::slower);
}

TEST_CASE("a wrong configuration of the demo is refused in words and brings nothing") {
    const HostClock clock;
    for (const char* bad : {"[]", R"({"seed":"x"})", R"({"seed":-1})", R"({"speed":0})", R"({"speed":1e9})"}) {
        INFO(bad);
        BackendHub hub(clock, [] {});
        REQUIRE(hub.start({"demo", "Valmont-sur-Aude", "demo", bad, false}, {}).ok());
        Heard heard;
        CHECK(wait(hub, heard, [&] {
            const auto statuses = hub.statuses();
            return !statuses.empty() && statuses[0].health == SourceHealth::refused && !statuses[0].why.empty();
        }));
        CHECK(heard.assets == 0);
    }
}
