// Programs as sources, and shared objects in a process of their own: what they say arrives, what they break stays theirs.
#include <catch2/catch_test_macros.hpp>

#include <signal.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <thread>

#include <nlohmann/json.hpp>

#include "gis/backends/hub.hpp"
#include "gis/backends/programs/lines.hpp"
#include "gis/backends/programs/program_backend.hpp"

using namespace vigie::gis;

namespace {

using Steady = std::chrono::steady_clock;

struct FixedClock : Clock {
    Time now() const override { return time_from_ms(1'700'000'000'000); }
};

bool eventually(const std::function<bool()>& true_at_last, std::chrono::milliseconds patience = std::chrono::seconds(30)) {
    const auto until = Steady::now() + patience;
    while (Steady::now() < until) {
        if (true_at_last()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

struct Fixture {
    FixedClock clock;
    std::shared_ptr<MemorySecrets> secrets = std::make_shared<MemorySecrets>();
    BackendHub hub{clock, [] {}, secrets};
    Fixture() { hub.scan({VIGIE_BINARY_DIR "/tests/plugins"}, {{VIGIE_BINARY_DIR "/tests/vigie_plugin_host"}, {}}); }

    SourceStatus status(const std::string& id) {
        for (const SourceStatus& s : hub.statuses())
            if (s.source == id) return s;
        return {};
    }
    // Starts rogue.py and waits until the source is not well any more; what it says then.
    SourceStatus fault_of(const std::string& how) {
        REQUIRE(hub.start(rogue(how), "").ok());
        SourceStatus said;
        REQUIRE(eventually([&] {
            said = status("rogue");
            return said.health == SourceHealth::offline || said.health == SourceHealth::refused;
        }));
        return said;
    }
    static SourceConfig rogue(const std::string& how, int memory_mb = 512) {
        const nlohmann::json config{{"command", {"python3", VIGIE_SOURCE_DIR "/tests/backends/rogue.py"}}, {"settings", {{"how", how}}}, {"secrets", {"key"}}, {"memory_mb", memory_mb}};
        return {"rogue", "Rogue", program_backend_name, config.dump(), false};
    }
    static std::string why(const SourceStatus& s) { return s.why.args.empty() ? std::string() : s.why.args.front().second; }
    template <class Kind>
    std::vector<Kind> take(std::size_t at_least) {
        std::vector<Kind> got;
        REQUIRE(eventually([&] {
            for (ChangeBatch& b : hub.drain(10'000)) {
                if (!b.cursor.empty()) cursor = b.cursor;
                for (Change& c : b.changes)
                    if (auto* one = std::get_if<Kind>(&c)) got.push_back(std::move(*one));
            }
            return got.size() >= at_least;
        }));
        return got;
    }
    std::string cursor;
};

} // namespace

TEST_CASE_METHOD(Fixture, "a program of thirty lines is a source: snapshot, values, cursor, edits") {
    REQUIRE(hub.start({"bins", "Bacs", "bins", R"({"bins":3})", false}, "").ok());
    const auto sensors = take<Upsert>(3);
    CHECK(std::get<Sensor>(sensors[0].entity).name == "Bac 1");
    CHECK(std::get<Sensor>(sensors[0].entity).origin.remote_id == "bin-0");
    const auto values = take<Observed>(6);
    CHECK(values[0].unit == "%");
    CHECK(eventually([&] { (void)hub.drain(1000); return status("bins").health == SourceHealth::ok; }));
    REQUIRE(hub.submit("bins", {.ticket = 7, .kind = EntityKind::sensor, .remote_id = "bin-1", .expected_version = "1", .idempotency_key = "k", .json = R"({"name":"Bac bleu"})"}).ok());
    std::vector<Ack> acks;
    REQUIRE(eventually([&] { for (Ack& a : hub.drain_acks()) acks.push_back(a); return !acks.empty(); }));
    CHECK(acks[0].ticket == 7);
    CHECK(acks[0].outcome == AckOutcome::done);
    CHECK(acks[0].version == "2");
}

TEST_CASE_METHOD(Fixture, "a program goes on from its cursor") {
    REQUIRE(hub.start({"bins", "Bacs", "bins", R"({"bins":1})", false}, "41").ok());
    const auto values = take<Observed>(1);
    CHECK(values[0].at == time_from_ms(1'700'000'000'000 + 42 * 60'000));
    CHECK(std::stoi(cursor) >= 42);
}

TEST_CASE_METHOD(Fixture, "a configuration that a program refuses waits for a person, in the program's words") {
    REQUIRE(hub.start({"bins", "Bacs", "bins", R"({"bins":0})", false}, "").ok());
    REQUIRE(eventually([&] { return status("bins").health == SourceHealth::refused; }));
    CHECK(why(status("bins")).find("entre 1 et 999") != std::string::npos);
    CHECK(why(status("bins")).find("(bins)") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a program that is not there is refused with its name") {
    REQUIRE(hub.start({"gone", "Absent", program_backend_name, R"({"command":"/no/such/program --x"})", false}, "").ok());
    REQUIRE(eventually([&] { return status("gone").health == SourceHealth::refused; }));
    CHECK(status("gone").why.key == "backends.program.cannot_start");
    CHECK(why(status("gone")).starts_with("/no/such/program"));
}

TEST_CASE_METHOD(Fixture, "a program that crashes is told with its last words, and started again") {
    const SourceStatus s = fault_of("crash");
    CHECK(s.health == SourceHealth::offline);
    CHECK(s.why.key == "backends.program.ended");
    CHECK(why(s) == "dernier mot (signal 11)");
    CHECK(s.next_try.has_value());
}

TEST_CASE_METHOD(Fixture, "a program that writes nonsense, or without end, is stopped") {
    CHECK(fault_of("garbage").why.key == "backends.program.bad_lines");
    CHECK(fault_of("long-line").why.key == "backends.program.long_line");
}

TEST_CASE_METHOD(Fixture, "a program has no more memory than it was given") {
    const SourceStatus s = fault_of("memory");
    CHECK(s.why.key == "backends.program.ended");
    CHECK(why(s).find("MemoryError") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "a program faster than Vigie waits; nothing piles up") {
    REQUIRE(hub.start(rogue("flood"), "").ok());
    // Full is where the next batch, however long, no longer fits.
    std::uint64_t before = 0;
    REQUIRE(eventually([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        const std::uint64_t received = status("rogue").changes_received;
        const bool stands = received > max_inbox_changes / 2 && received == before;
        before = received;
        return stands;
    }));
    CHECK(before <= max_inbox_changes);
    (void)take<Observed>(30'000);
}

TEST_CASE_METHOD(Fixture, "a program that ignores every word is gone within a second and a half") {
    REQUIRE(hub.start(rogue("ignores-stop"), "").ok());
    REQUIRE(eventually([&] { return status("rogue").health == SourceHealth::ok; }));
    const auto begin = Steady::now();
    hub.stop("rogue");
    CHECK(Steady::now() - begin < std::chrono::milliseconds(1'500));
}

TEST_CASE_METHOD(Fixture, "what a program started goes with it") {
    REQUIRE(hub.start(rogue("children"), "").ok());
    const auto parent = take<Observed>(1);
    const auto group = static_cast<pid_t>(parent[0].value);
    CHECK(::kill(-group, 0) == 0);
    hub.stop("rogue");
    CHECK(eventually([&] { return ::kill(-group, 0) != 0; }, std::chrono::seconds(5)));
}

TEST_CASE_METHOD(Fixture, "a secret comes by the pipe, never in the environment or the arguments, and is not shown") {
    (void)secrets->keep("rogue", "key", "tres-secret");
    ::setenv("VIGIE_TEST_TOKEN", "token-of-another", 1);
    const SourceStatus s = fault_of("tells");
    CHECK(why(s).find("secret •••") != std::string::npos);
    CHECK(why(s).find("descriptors 4") != std::string::npos);  // in, out, err, and the folder being listed
}

TEST_CASE_METHOD(Fixture, "a shared object runs in a process of its own, which may crash without us") {
    if (sanitized) SKIP("a sanitizer's address space is larger than a helper process may have");
    REQUIRE(hub.start({"rain", "Pluie", "rain-gauges", R"({"gauges":2})", false}, "").ok());
    CHECK(take<Upsert>(2).size() >= 2);
    CHECK(take<Observed>(20).size() >= 20);
    CHECK(std::stol(cursor) >= 5);
    REQUIRE(hub.start({"bad", "Mauvais", "stubborn", R"({"how":"crash"})", false}, "").ok());
    REQUIRE(eventually([&] { return status("bad").health == SourceHealth::offline; }));
    CHECK(status("bad").why.key == "backends.program.ended");
    CHECK(take<Observed>(20).size() >= 20);  // the others go on
    const auto begin = Steady::now();
    hub.stop_all();
    CHECK(Steady::now() - begin < std::chrono::milliseconds(1'500));
}

// Not asserted: printed for the documentation (run with the name "[measure]").
TEST_CASE_METHOD(Fixture, "what a process of its own costs", "[.measure]") {
    BackendHub inside(clock, [] {}, secrets);
    inside.scan({VIGIE_BINARY_DIR "/tests/plugins"});
    const auto per_second = [&](BackendHub& from, SourceConfig config) {
        REQUIRE(from.start(config, "").ok());
        std::size_t got = 0;
        const auto drain = [&] { for (const ChangeBatch& b : from.drain(100'000)) got += b.changes.size(); };
        REQUIRE(eventually([&] { drain(); return got > 0; }));
        got = 0;
        const auto begin = Steady::now();
        while (Steady::now() - begin < std::chrono::seconds(3)) {
            drain();
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        from.stop(config.id);
        return double(got) / std::chrono::duration<double>(Steady::now() - begin).count();
    };
    WARN("in this process " << per_second(inside, {"f", "F", "stubborn", "flood", false}));
    WARN("shared object in its own " << per_second(hub, {"f", "F", "stubborn", R"({"how":"flood"})", false}));
    WARN("python " << per_second(hub, rogue("flood")));
}

TEST_CASE("a command line is cut into words as a person writes it") {
    using Words = std::vector<std::string>;
    CHECK(words_of_command("python3 /srv/a.py  --x") == Words{"python3", "/srv/a.py", "--x"});
    CHECK(words_of_command("'/srv/mes programmes/a' \"b c\"d ''") == Words{"/srv/mes programmes/a", "b cd", ""});
    CHECK(words_of_command("  ").empty());
}

TEST_CASE("a stream is cut into lines wherever it is cut into reads") {
    const std::string text = "{\"m\":\"a\"}\r\n{\"m\":\"b\"}\n\n{\"m\":";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        LineCutter lines;
        std::vector<std::string> got;
        const auto take = [&] { while (auto line = lines.next()) got.push_back(*line); };
        lines.add(text.substr(0, cut));
        take();
        lines.add(text.substr(cut));
        take();
        CHECK(got == std::vector<std::string>{"{\"m\":\"a\"}", "{\"m\":\"b\"}", ""});
    }
}

TEST_CASE("changes are the same after a journey through lines") {
    vigie::backend::Change c;
    c.op = VIGIE_OP_POSITION;
    c.kind = VIGIE_KIND_CREW;
    c.id = "camion 7";
    c.at_ms = 1'700'000'000'123;
    c.lon = 3.8767;
    c.lat = 43.6108;
    c.speed_ms = 6.4;
    std::string why;
    const auto back = change_from(nlohmann::json::parse(line_of(change_to_json(c))), why);
    REQUIRE(back);
    CHECK(back->id == c.id);
    CHECK(back->at_ms == c.at_ms);
    CHECK(back->lon == c.lon);
    CHECK(back->speed_ms == c.speed_ms);
    CHECK(std::isnan(back->heading_deg));
    for (const char* bad : {R"({"m":"observe","sensor":"s"})", R"({"m":"observe","value":1})", R"({"m":"position","crew":"c","place":[1]})", R"({"m":"upsert","kind":"unicorn","entityId":"x"})",
                            R"({"m":"upsert","kind":"sensor"})", R"({"m":"observe","sensor":"s","value":1,"at":"yesterday"})", R"({"m":"upsert","kind":"sensor","entityId":"x","fields":7})"}) {
        INFO(bad);
        why.clear();
        CHECK_FALSE(change_from(nlohmann::json::parse(bad), why));
        CHECK_FALSE(why.empty());
    }
}
