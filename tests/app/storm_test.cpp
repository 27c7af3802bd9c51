// A storm through the whole session: 500 reports and 40 alarms in ten minutes, from a source that says some things twice and
// not in order, while a dispatcher works. At the end every event is accounted for, in the world and in the file.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <unistd.h>

#include "app/session.hpp"
#include "gis/backends/vigie_backend.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/rules/escalation.hpp"
#include "gis/rules/rule_words.hpp"
#include "gis/rules/storms.hpp"
#include "moving_clock.hpp"

using namespace vigie;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t reports = 500, alarms = 40;
constexpr gis::Minutes storm_lasts{10};

// What happens outside, as the source will hear of it.
struct Outside {
    std::mutex mutex;
    std::vector<backend::Change> waiting;
    std::size_t pushed = 0;
};
Outside& outside() {
    static Outside one;
    return one;
}

class StormSource : public backend::Backend {
public:
    static constexpr const char* name = "storm-test";
    static constexpr const char* title = "Orage d’essai";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["sensor","report"],"writes":[],"live":true,"snapshot":false,"history":false,"area":false})";
    static constexpr const char* config_schema = R"({"type":"object","properties":{}})";
    explicit StormSource(backend::Host&) {}
    std::optional<backend::Problem> configure(std::string_view) override { return {}; }
    std::optional<backend::Problem> run(backend::Host& host, std::string_view) override {
        host.state(VIGIE_HEALTH_OK);
        while (!host.cancelled()) {
            std::vector<backend::Change> some;
            {
                const std::lock_guard lock(outside().mutex);
                some.swap(outside().waiting);
            }
            if (some.empty()) {
                std::this_thread::sleep_for(1ms);
                continue;
            }
            if (!host.push(some)) return {};
            const std::lock_guard lock(outside().mutex);
            outside().pushed += some.size();
        }
        return {};
    }
};

std::int32_t storm_main(std::uint32_t abi, vigie_backend* out, vigie_error* error) { return backend::edge::entry<StormSource>(abi, out, error); }

struct Home {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-storm-" + std::to_string(::getpid()));
    Home() { std::filesystem::create_directories(path); }
    ~Home() { std::filesystem::remove_all(path); }
};

backend::Change said(std::uint32_t kind, std::string id, std::string json) {
    backend::Change c;
    c.kind = kind;
    c.id = std::move(id);
    c.version = "1";
    c.json = std::move(json);
    return c;
}
backend::Change measured(const std::string& sensor, gis::Time at, double value) {
    backend::Change c;
    c.op = VIGIE_OP_OBSERVE;
    c.kind = VIGIE_KIND_SENSOR;
    c.id = sensor;
    c.at_ms = gis::ms_since_epoch(at);
    c.value = value;
    return c;
}

struct Event {
    gis::Time at{};
    backend::Change change;
};

// A third of the sensors are far from any other of their kind, the rest stand close together.
std::string place(std::mt19937& random, double spread) {
    const auto one = [&] { return spread * (double(random() % 10'000) / 10'000 - 0.5); };
    return "[" + std::to_string(2.351 + one()) + "," + std::to_string(43.213 + one()) + "]";
}

std::unique_ptr<app::Session> open_commune(const Home& home, const gis::Clock& clock, const std::filesystem::path& file) {
    app::SessionOptions o;
    o.places = {VIGIE_BINARY_DIR "/share/vigie", home.path / "data", home.path / "config", home.path / "cache"};
    o.paths = {file};
    o.backends = {storm_main};
    auto session = app::Session::open(std::move(o), clock, [] {});
    REQUIRE(session.ok());
    return std::move(session).value();
}

} // namespace

TEST_CASE("five hundred reports and forty alarms in ten minutes leave nothing behind") {
    const std::uint32_t seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    const Home home;
    tests::MovingClock clock(*gis::time_from_rfc3339("2026-11-24T02:00:00Z"));  // in the night
    const gis::Actor actor{"C. Delmas", "régulation", gis::Role::dispatcher};
    const auto file = home.path / "commune.gpkg";
    {
        gis::DeskOptions o;
        const gis::Catalog catalog;
        o.catalog = &catalog;
        o.clock = &clock;
        o.file = file;
        REQUIRE(gis::Desk::open(std::move(o)).ok());
    }
    auto session = open_commune(home, clock, file);
    REQUIRE(session->start_source({"storm", "Orage", "storm-test", "{}", false, {}}).ok());
    gis::QuietHours quiet;
    quiet.on = true;
    REQUIRE(session->execute({gis::command::SetOnCallLevels{{{"Exploitation", 5min}, {"Décision", 5min}}, 1, 8h}, gis::command::SetQuietHours{quiet}}, actor).ok());

    // The events of the storm, in time; some are heard twice.
    static constexpr const char* kinds[] = {"trop_plein", "niveau_riviere", "pluie", "armoire_defaut"};
    static constexpr double over[] = {3, 4, 40, 1};
    std::vector<Event> events;
    const gis::Time begin = clock.now();
    std::set<std::string> sensors;
    for (std::size_t i = 0; i < alarms; ++i) {
        const std::string id = "c" + std::to_string(i);
        sensors.insert(id);
        const std::size_t kind = i % std::size(kinds);
        events.push_back({begin, said(VIGIE_KIND_SENSOR, id, R"({"kind":")" + std::string(kinds[kind]) + R"(","name":"Capteur )" + id + R"(","place":)" + place(random, i % 3 == 0 ? 0.2 : 0.02) + "}")});
        const gis::Time at = begin + 10s + gis::Seconds{static_cast<long>(random() % 270)};
        // Long enough for every hold time of these kinds: said again each half minute.
        for (gis::Time t = at; t < begin + storm_lasts + 16min; t += 30s) events.push_back({t, measured(id, t, over[kind])});
    }
    std::set<std::string> expected;
    for (std::size_t i = 0; i < reports; ++i) {
        const std::string id = "s" + std::to_string(i);
        expected.insert(id);
        const gis::Time at = begin + gis::Seconds{static_cast<long>(random() % 600)};
        const backend::Change c = said(VIGIE_KIND_REPORT, id, R"({"category":"branche_genante","description":"Arbre )" + id + R"(","channel":"phone","received_at":")" + gis::rfc3339(at) + R"(","place":)" + place(random, 0.05) + "}");
        events.push_back({at, c});
        if (random() % 10 == 0) events.push_back({at + gis::Seconds{static_cast<long>(random() % 90)}, c});
    }
    std::ranges::stable_sort(events, {}, &Event::at);

    std::size_t next = 0, heard = 0, told = 0, called = 0, takes = 0, largest_storm = 0;
    gis::Millis longest{0};
    const auto tick = [&] {
        const auto from = std::chrono::steady_clock::now();
        const app::Session::Tick t = session->tick();
        longest = std::max(longest, std::chrono::duration_cast<gis::Millis>(std::chrono::steady_clock::now() - from));
        for (gis::AlertId id : t.alerts) CHECK(session->world().find(id)->severity <= quiet.critical);  // the others are held back at night
        told += t.alerts.size();
        called += t.called.size();
    };
    for (gis::Time now = begin; now <= begin + storm_lasts + 16min; now += 5s) {
        std::vector<backend::Change> due;
        for (; next < events.size() && events[next].at <= now; ++next) due.push_back(events[next].change);
        if (now > begin) std::ranges::shuffle(due, random);
        heard += due.size();
        {
            const std::lock_guard lock(outside().mutex);
            outside().waiting.insert(outside().waiting.end(), due.begin(), due.end());
        }
        const auto patience = std::chrono::steady_clock::now() + 20s;
        for (bool all = false; !all && std::chrono::steady_clock::now() < patience;) {
            tick();
            const std::lock_guard lock(outside().mutex);
            all = outside().pushed == heard && outside().waiting.empty();
        }
        tick();  // what was pushed last
        // Every two minutes the dispatcher takes a whole storm at once.
        const std::vector<gis::Storm> storms = gis::storms_of(session->world(), session->catalog());
        for (const gis::Storm& s : storms) largest_storm = std::max(largest_storm, s.alerts.size());
        if ((now - begin) % 2min == 0s && !storms.empty()) {
            std::vector<gis::Command> gesture;
            for (gis::AlertId id : storms.front().alerts)
                if (session->world().find(id)->state == gis::AlertState::raised) gesture.push_back(gis::command::TakeAlert{id});
            takes += gesture.size();
            if (!gesture.empty()) CHECK(session->execute(gesture, actor).ok());
        }
        clock.advance(5s);
    }
    INFO("longest tick " << longest.count() << " ms, largest storm " << largest_storm << ", told " << told << ", called " << called);
    CHECK(next == events.size());

    const auto account = [&](const gis::World& w) {
        std::set<std::string> got, alarmed;
        for (const gis::Report& r : w.reports()) got.insert(r.origin.remote_id);
        CHECK(w.reports().size() == reports);
        CHECK(got == expected);
        std::map<std::uint64_t, std::string> names;
        for (const gis::Sensor& s : w.sensors()) {
            names[s.id.value] = s.origin.remote_id;
            CHECK(s.state == gis::SensorState::alarm);
        }
        CHECK(w.sensors().size() == alarms);
        std::uint32_t occurrences = 0;
        for (const gis::Alert& a : w.alerts()) {
            occurrences += a.occurrences;
            alarmed.insert(names[a.sensor.value]);
            for (const gis::Attribute& f : a.facts)
                if (f.name == "also") alarmed.insert(names[std::stoull(f.value)]);
        }
        CHECK(occurrences == alarms);  // each alarm is one event of one incident
        CHECK(alarmed == sensors);
    };
    account(session->world());
    CHECK(largest_storm >= gis::storm_size);
    CHECK(takes > 0);
    CHECK(told > 0);
    CHECK(called > 0);
    // Whatever is critical and was not taken has reached the last level.
    for (const gis::Alert& a : session->world().alerts())
        if (a.severity <= quiet.critical && a.state == gis::AlertState::raised) {
            const auto e = gis::escalation_of(a, session->desk().alerting());
            REQUIRE(e);
            CHECK((e->level == 1 || (e->next && *e->next > clock.now() - 5s)));
        }
    std::size_t calls = 0;
    for (const gis::JournalEntry& entry : session->desk().journal(10'000)) calls += entry.summary.key.starts_with("rules.");
    CHECK(calls == called);
    // Every measurement is in the file, and the file is whole.
    std::size_t stored = 0;
    for (const gis::Sensor& s : session->world().sensors()) stored += session->desk().observations(s.id, begin, begin + 1h).size();
    CHECK(stored == std::size_t(std::ranges::count_if(events, [](const Event& e) { return e.change.op == VIGIE_OP_OBSERVE; })));
    CHECK(session->desk().first_broken_link() == std::nullopt);
    const std::size_t alerts = session->world().alerts().size();
    session.reset();
    session = open_commune(home, clock, file);
    account(session->world());
    CHECK(session->world().alerts().size() == alerts);
}
