// Sources as they live: an example plugin loaded as a shared object, and one that misbehaves in every way.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

#include "gis/backends/hub.hpp"
#include "gis/backends/vigie_backend.hpp"

using namespace vigie::gis;

namespace {

struct FixedClock : Clock {
    Time now() const override { return time_from_ms(1'700'000'000'000); }
};

using Steady = std::chrono::steady_clock;

// Waits for something that another thread brings about; the bound only ends a test that would never end.
bool eventually(const std::function<bool()>& true_at_last, std::chrono::milliseconds patience = std::chrono::seconds(20)) {
    const auto until = Steady::now() + patience;
    while (Steady::now() < until) {
        if (true_at_last()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
}

struct Fixture {
    FixedClock clock;
    BackendHub hub{clock, [] {}};
    Fixture() { hub.scan({VIGIE_BINARY_DIR "/tests/plugins"}); }
    SourceHealth health(const std::string& id) {
        for (const SourceStatus& s : hub.statuses())
            if (s.source == id) return s.health;
        return SourceHealth::paused;
    }
};

} // namespace

TEST_CASE_METHOD(Fixture, "plugins are listed from their manifests, a broken manifest is named") {
    const auto backends = hub.backends();
    const auto has = [&](const char* name) { return std::any_of(backends.begin(), backends.end(), [&](const auto& b) { return b.name == name; }); };
    CHECK(has("rain-gauges"));
    CHECK(has("stubborn"));
    CHECK(has("files"));
    for (const auto& b : backends)
        if (b.name == "rain-gauges") CHECK(b.config_schema_json.find("\"type\"") < b.config_schema_json.find("\"properties\""));  // as written
    REQUIRE(hub.notices().size() == 1);
    CHECK(hub.notices()[0].where.ends_with("broken.vigie.json"));
}

TEST_CASE_METHOD(Fixture, "a source sends its snapshot, then values, and its cursor with them") {
    REQUIRE(hub.start({"rain", "Pluie", "rain-gauges", R"({"gauges":3})", false}, "").ok());
    std::size_t sensors = 0, values = 0;
    std::string cursor;
    REQUIRE(eventually([&] {
        for (const ChangeBatch& b : hub.drain(1000)) {
            if (!b.cursor.empty()) cursor = b.cursor;
            for (const Change& c : b.changes) {
                sensors += std::holds_alternative<Upsert>(c);
                values += std::holds_alternative<Observed>(c);
            }
        }
        return values >= 9;
    }));
    CHECK(sensors == 3);
    CHECK(std::stol(cursor) >= 3);
    CHECK(health("rain") == SourceHealth::ok);
}

TEST_CASE_METHOD(Fixture, "a source goes on from its cursor and sends no snapshot again") {
    REQUIRE(hub.start({"rain", "Pluie", "rain-gauges", R"({"gauges":1})", false}, "41").ok());
    std::vector<Change> got;
    REQUIRE(eventually([&] {
        for (ChangeBatch& b : hub.drain(1000)) got.insert(got.end(), b.changes.begin(), b.changes.end());
        return !got.empty();
    }));
    CHECK(std::get<Observed>(got[0]).value == 42);
}

TEST_CASE_METHOD(Fixture, "edits go out and their answers come back") {
    REQUIRE(hub.start({"rain", "Pluie", "rain-gauges", R"({"gauges":1})", false}, "0").ok());
    REQUIRE(eventually([&] { return health("rain") == SourceHealth::ok; }));
    REQUIRE(hub.submit("rain", {7, EntityKind::sensor, "gauge-0", "1", "key", R"({"name":"x"})"}).ok());
    REQUIRE(hub.submit("rain", {8, EntityKind::sensor, "gauge-0", "1", "key2", R"({"name":"refuse"})"}).ok());
    std::vector<Ack> acks;
    REQUIRE(eventually([&] {
        (void)hub.drain(1000);  // an answer does not overtake the news before it
        for (Ack& a : hub.drain_acks()) acks.push_back(a);
        return acks.size() == 2;
    }));
    CHECK(acks[0].ticket == 7);
    CHECK(acks[0].outcome == AckOutcome::done);
    CHECK(acks[0].version == "2");
    CHECK(acks[1].outcome == AckOutcome::refused);
}

TEST_CASE_METHOD(Fixture, "an edit for a source that is away waits for it and is not refused") {
    REQUIRE(hub.start({"bad", "Bad", "stubborn", "throw", false}, "").ok());
    REQUIRE(eventually([&] { return health("bad") == SourceHealth::offline; }));
    const auto sent = hub.submit("bad", {7, EntityKind::sensor, "gauge-0", "1", "key", R"({"name":"x"})"});
    REQUIRE_FALSE(sent.ok());
    CHECK(sent.error().klass == ErrorClass::network);
}

namespace {

// Says one value, answers an edit, and ends without answering the next one.
struct Forgetful : vigie::backend::Backend {
    static constexpr const char *name = "forgetful", *title = "Forgetful", *version = "1", *licence = "EUPL-1.2",
                                *capabilities = R"({"writes":["report"],"shared":true})", *config_schema = "{}";
    explicit Forgetful(vigie::backend::Host&) {}
    std::optional<vigie::backend::Problem> configure(std::string_view) override { return {}; }
    std::optional<vigie::backend::Problem> submit(const vigie::backend::Command& c) override {
        std::lock_guard lock(mutex_);
        edits_.push_back(c);
        return {};
    }
    std::optional<vigie::backend::Problem> run(vigie::backend::Host& host, std::string_view) override {
        while (host.wait_ms(2)) {
            std::lock_guard lock(mutex_);
            for (const vigie::backend::Command& c : std::exchange(edits_, {})) {
                if (c.op == VIGIE_OP_DELETE) return vigie::backend::Problem{VIGIE_ERROR_NETWORK, "cut", {}, 0};
                vigie::backend::Change change;
                change.kind = VIGIE_KIND_REPORT;
                change.id = c.seen_cursor;
                change.json = R"({"description":"x"})";
                host.push({change});
                host.ack(c.ticket, VIGIE_ACK_DONE, c.id, "2");
            }
        }
        return {};
    }
    std::mutex mutex_;
    std::vector<vigie::backend::Command> edits_;
};

std::int32_t forgetful_main(std::uint32_t abi, vigie_backend* out, vigie_error* error) { return vigie::backend::edge::entry<Forgetful>(abi, out, error); }

} // namespace

TEST_CASE_METHOD(Fixture, "an answer comes after what was said before it; an edit that got none is unknown, and waits while the source is gone") {
    hub.add(forgetful_main);
    const auto backends = hub.backends();
    CHECK(is_shared(*std::find_if(backends.begin(), backends.end(), [](const auto& b) { return b.name == "forgetful"; })));
    REQUIRE(hub.start({"f", "F", "forgetful", "{}", false}, "").ok());
    REQUIRE(eventually([&] { return hub.submit("f", {1, EntityKind::report, "r", "1", "key", "{}", "cursor-9", false}).ok(); }));
    REQUIRE(eventually([&] { return hub.statuses()[0].changes_received == 1; }));
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    CHECK(hub.drain_acks().empty());
    const auto batches = hub.drain(10);
    REQUIRE(batches.size() == 1);
    CHECK(std::get<Report>(std::get<Upsert>(batches[0].changes[0]).entity).origin.remote_id == "cursor-9");
    REQUIRE(eventually([&] { return !hub.drain_acks().empty(); }));
    REQUIRE(hub.submit("f", {2, EntityKind::report, "r", "2", "key2", "", "", true}).ok());
    std::vector<Ack> acks;
    REQUIRE(eventually([&] {
        for (Ack& a : hub.drain_acks()) acks.push_back(a);
        return !acks.empty();
    }));
    CHECK(acks[0].ticket == 2);
    CHECK(acks[0].outcome == AckOutcome::unknown);
    const auto gone = hub.submit("f", {3, EntityKind::report, "r", "2", "key3", "{}", "", false});
    REQUIRE_FALSE(gone.ok());
    CHECK(gone.error().klass == ErrorClass::network);  // not a refusal: it is tried again
}

TEST_CASE_METHOD(Fixture, "a wrong configuration is refused with its sentence and waits for a person") {
    REQUIRE(hub.start({"rain", "Pluie", "rain-gauges", "{}", false}, "").ok());
    REQUIRE(eventually([&] { return health("rain") == SourceHealth::refused; }));
    for (const SourceStatus& s : hub.statuses()) {
        CHECK(s.why.args.at(0).second == "nombre manquant");
        CHECK_FALSE(s.next_try);
    }
}

TEST_CASE_METHOD(Fixture, "an exception in a plugin is an error with a next try, not the end of the program") {
    REQUIRE(hub.start({"bad", "Bad", "stubborn", "throw", false}, "").ok());
    REQUIRE(eventually([&] { return health("bad") == SourceHealth::offline; }));
    CHECK(hub.statuses()[0].next_try);
    REQUIRE(hub.start({"bad2", "Bad", "stubborn", "throw-at-configure", false}, "").ok());
    REQUIRE(eventually([&] { return health("bad2") == SourceHealth::refused; }));
}

TEST_CASE_METHOD(Fixture, "refused credentials wait for a person; trying again tries again") {
    REQUIRE(hub.start({"bad", "Bad", "stubborn", "auth", false}, "").ok());
    REQUIRE(eventually([&] { return health("bad") == SourceHealth::refused; }));
    hub.retry_now("bad");
    REQUIRE(eventually([&] { return health("bad") == SourceHealth::refused; }));
}

TEST_CASE_METHOD(Fixture, "nonsense is quarantined and what is good among it arrives") {
    REQUIRE(hub.start({"bad", "Bad", "stubborn", "nonsense", false}, "").ok());
    std::string last_cursor;
    std::size_t good = 0;
    REQUIRE(eventually([&] {
        for (const ChangeBatch& b : hub.drain(1000)) {
            last_cursor = b.cursor;
            good += b.changes.size();
        }
        return last_cursor == "after 2";
    }));
    CHECK(good >= 1);
}

TEST_CASE_METHOD(Fixture, "a flood waits at the door instead of filling memory") {
    REQUIRE(hub.start({"flood", "Flood", "stubborn", "flood", false}, "").ok());
    REQUIRE(eventually([&] { return hub.statuses()[0].changes_received >= 18'000; }));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    CHECK(hub.statuses()[0].changes_received <= max_inbox_changes + 3'000);
    CHECK(hub.drain(1'000'000).size() >= 6);
    REQUIRE(eventually([&] { return hub.statuses()[0].changes_received > max_inbox_changes + 3'000; }));
}

TEST_CASE_METHOD(Fixture, "testing a source brings what it would send and starts nothing") {
    const auto tested = hub.test({"t", "T", "rain-gauges", R"({"gauges":5})", false}, 4, Millis{10'000});
    REQUIRE(tested.ok());
    CHECK(tested.value().batch.changes.size() == 4);
    CHECK(hub.statuses().empty());
    const auto refused = hub.test({"t", "T", "rain-gauges", "{}", false}, 4, Millis{10'000});
    CHECK_FALSE(refused.ok());
    const auto unknown = hub.test({"t", "T", "no-such-backend", "{}", false}, 4, Millis{10'000});
    REQUIRE_FALSE(unknown.ok());
    CHECK(unknown.error().text.key == "backends.unknown");
}

TEST_CASE("a plugin that will not stop is abandoned after a second") {
    const auto begin = Steady::now();
    {
        Fixture f;
        REQUIRE(f.hub.start({"bad", "Bad", "stubborn", "never-stop", false}, "").ok());
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    const auto took = Steady::now() - begin;
    CHECK(took < std::chrono::milliseconds(2'200));  // it sleeps two and a half seconds
    std::this_thread::sleep_for(std::chrono::milliseconds(2'500));  // let it end before the clock it may ask goes away
}

TEST_CASE_METHOD(Fixture, "ten sources stop within a second") {
    for (int i = 0; i < 10; ++i) REQUIRE(hub.start({"s" + std::to_string(i), "S", "stubborn", "wait", false}, "").ok());
    REQUIRE(hub.statuses().size() == 10);
    const auto begin = Steady::now();
    hub.stop_all();
    CHECK(Steady::now() - begin < std::chrono::milliseconds(1'500));
}

TEST_CASE("a trial of a source that never falls quiet ends soon after it has shown enough") {
    FixedClock clock;
    BackendHub hub(clock, [] {});
    hub.scan({VIGIE_BINARY_DIR "/tests/plugins"});
    const auto begin = std::chrono::steady_clock::now();
    const auto trial = hub.test({"g", "Pluie", "rain-gauges", R"({"gauges":12})", false}, 100'000'000, Millis{120'000});
    REQUIRE(trial.ok());
    CHECK(std::ranges::count_if(trial->batch.changes, [](const Change& c) { return std::holds_alternative<Upsert>(c); }) == 12);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));  // it says something every 10 ms, for ever
}
