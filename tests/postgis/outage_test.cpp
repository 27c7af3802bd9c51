// Desks and servers that go away in the middle of things: nothing is lost, nothing done twice, and a person is told why.
#include "tests/postgis/desks.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <fstream>
#include <map>

using namespace vigie::test;

namespace {

command::CreateReport numbered(int n) {
    command::CreateReport c;
    c.report.category = "eau";
    c.report.place = {3, 43};
    c.report.description = "n" + std::to_string(n);
    return c;
}

// How often each description is there.
std::map<std::string, int> told(const World& world) {
    std::map<std::string, int> counts;
    for (const Report& r : world.reports()) ++counts[r.description];
    return counts;
}

// A database with the small commune in it, and desks that have read it whole.
struct Town {
    Cluster& cluster = Cluster::shared();
    TestFolder folder;
    std::string database = shared_commune(cluster, folder);
    std::vector<std::unique_ptr<SharedDesk>> desks = {};

    SharedDesk& desk(const std::string& name) {
        SharedDesk& made = *desks.emplace_back(std::make_unique<SharedDesk>(folder.path / (name + ".gpkg"), cluster.config(database)));
        REQUIRE(until({&made}, [&] { return made.ready(); }));
        return made;
    }
};

struct SourceOnly {
    SetClock clock;
    BackendHub hub{clock, [] {}};
    SourceStatus status() { return hub.statuses().at(0); }
    bool waits_for(SourceHealth health, std::chrono::seconds patience = std::chrono::seconds(20)) {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < end) {
            if (status().health == health) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return false;
    }
    std::string why() { return "@" + status().why.key; }
};

} // namespace

TEST_CASE("edits of two desks, one killed again and again, the server cut off twice: each is there once") {
    Town town;
    SharedDesk &a = town.desk("a"), &b = town.desk("b");
    constexpr int edits = 60;
    for (int n = 0; n < edits; ++n) {
        SharedDesk& desk = n % 2 == 0 ? a : b;
        desk.does({numbered(n)});
        for (int i = 0; i < 3; ++i) { a.tick(); b.tick(); std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
        if (n % 7 == 3) {  // sent, perhaps done, never heard of
            b.kill();
            b.open();
        }
        if (n == 20 || n == 40) town.cluster.stop();
        if (n == 30 || n == 50) {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            town.cluster.start();
            a.hub().retry_now("base");
            b.hub().retry_now("base");
        }
    }
    const auto all_there = [&](const SharedDesk& d) { return d.world().reports().size() >= edits + 1; };
    REQUIRE(until({&a, &b}, [&] {
        for (SharedDesk* d : {&a, &b})
            if (d->status().health == SourceHealth::offline) d->hub().retry_now("base");
        return a.settled() && b.settled() && all_there(a) && all_there(b);
    }, std::chrono::seconds(60)));
    until({&a, &b}, [] { return false; }, std::chrono::seconds(1));  // whatever else would still come
    for (const SharedDesk* d : {&a, &b}) {
        const auto counts = told(d->world());
        CHECK(counts.size() == edits + 1);
        for (const auto& [description, count] : counts) { INFO(description); CHECK(count == 1); }
        std::set<std::uint32_t> numbers;
        for (const Report& r : d->world().reports()) numbers.insert(r.number);
        CHECK(numbers.size() == edits + 1);
    }
    CHECK(town.cluster.ask(town.database, "SELECT count(*) FROM vigie.report") == std::to_string(edits + 1));
    CHECK(a.desk().disputes("base").empty());
    CHECK(b.desk().disputes("base").empty());
}

TEST_CASE("what a slow transaction wrote is not missed, though later ones were read before it") {
    Town town;
    SharedDesk& a = town.desk("a");
    auto slow = town.cluster.connect(town.database), quick = town.cluster.connect(town.database);
    const auto make = [](const char* id) { return "INSERT INTO vigie.entity (kind, id, data) VALUES ('report', '" + std::string(id) + "', '{\"description\":\"" + id + "\"}')"; };
    REQUIRE(slow.script("BEGIN; " + make("slow")).ok());
    REQUIRE(quick.script("UPDATE vigie.entity SET data = data || '{\"name\":\"Voirie Z\"}' WHERE kind = 'crew'").ok());
    REQUIRE(until({&a}, [&] { return named<Crew>(a.world(), "Voirie Z") != nullptr; }, std::chrono::seconds(2)));  // nobody waits for the slow one
    a.kill();
    REQUIRE(slow.script("COMMIT").ok());
    a.open();
    REQUIRE(until({&a}, [&] { return told(a.world()).contains("slow"); }, std::chrono::seconds(5)));
}

TEST_CASE("a desk that was away longer than the log reaches is given everything anew; what is gone went") {
    Town town;
    SharedDesk& a = town.desk("a");
    a.kill();
    auto c = town.cluster.connect(town.database);
    REQUIRE(c.script("DELETE FROM vigie.entity WHERE kind = 'crew' AND data->>'name' = 'Voirie B'").ok());
    REQUIRE(c.script("UPDATE vigie.change_log SET logged = logged - interval '30 days'; SELECT vigie.tidy()").ok());
    CHECK(town.cluster.ask(town.database, "SELECT count(*) FROM vigie.change_log") == "0");
    a.open();
    REQUIRE(until({&a}, [&] { return a.ready(); }));
    CHECK(named<Crew>(a.world(), "Voirie A"));
}

TEST_CASE("a change that comes while others are being read waits for nothing") {
    Town town;
    SharedDesk& a = town.desk("a");
    auto c = town.cluster.connect(town.database);
    for (int n = 0; n < 400; ++n) {  // without a pause: every reading is overtaken by the next change
        REQUIRE(c.script("UPDATE vigie.entity SET data = data || '{\"name\":\"" + std::to_string(n) + "\"}' WHERE kind = 'sensor'").ok());
        if (n % 20 != 19) continue;
        REQUIRE(until({&a}, [&] { return a.world().sensors().begin()->name == std::to_string(n); }, std::chrono::seconds(5)));
    }
}

TEST_CASE("observations and positions put into the database by any program arrive") {
    Town town;
    SharedDesk& a = town.desk("a");
    auto c = town.cluster.connect(town.database);
    REQUIRE(c.script("INSERT INTO vigie.observation SELECT id, now(), 42.5 FROM vigie.entity WHERE kind = 'sensor';"
                     "INSERT INTO vigie.position SELECT id, now(), 3.5, 43.5, 90 FROM vigie.entity WHERE data->>'name' = 'Voirie A'").ok());
    REQUIRE(until({&a}, [&] { return a.world().sensors().begin()->last_value == 42.5 && named<Crew>(a.world(), "Voirie A")->place.has_value(); }));
    CHECK(named<Crew>(a.world(), "Voirie A")->place == LonLat{3.5, 43.5});
    CHECK(named<Crew>(a.world(), "Voirie A")->heading_deg == 90);
}

TEST_CASE("rights: who reads may not write, an agent says how the work goes, the régie does everything") {
    Town town;
    auto admin = town.cluster.connect(town.database);
    for (const char* who : {"lecture", "agent", "regie", "direction"})
        (void)admin.script("CREATE ROLE " + std::string(who) + " LOGIN IN ROLE vigie_" + who);
    const auto outcome = [&](const char* who, const std::string& sql) {
        auto c = town.cluster.connect(town.database, who);
        return c.run(sql) ? std::string("ok") : c.sqlstate();
    };
    const std::string state = "UPDATE vigie.entity SET data = data || '{\"state\":\"en_route\"}' WHERE kind = 'intervention'";
    const std::string start = "UPDATE vigie.entity SET data = data || '{\"start\":\"2026-11-30T09:00:00Z\"}' WHERE kind = 'intervention'";
    const std::string report = "INSERT INTO vigie.entity (kind, id, data) VALUES ('report', gen_random_uuid()::text, '{}')";
    const std::string agent = "INSERT INTO vigie.entity (kind, id, data) VALUES ('agent', gen_random_uuid()::text, '{}')";
    const std::string journal = "SELECT count(*) FROM vigie.commune_journal", reporters = "SELECT count(*) FROM vigie.commune_reporter";
    for (const std::string& sql : {state, start, report, agent, journal, reporters, std::string("DELETE FROM vigie.entity"), std::string("TRUNCATE vigie.change_log"), std::string("SELECT count(*) FROM vigie.report")}) {
        INFO(sql);
        CHECK(outcome("lecture", sql) == "42501");
    }
    CHECK(outcome("lecture", "SELECT count(*) FROM vigie.entity") == "ok");
    CHECK(outcome("agent", state) == "ok");
    CHECK(outcome("agent", start) == "42501");
    CHECK(outcome("agent", report) == "ok");
    CHECK(outcome("agent", agent) == "42501");
    CHECK(outcome("agent", "DELETE FROM vigie.entity") == "42501");
    CHECK(outcome("regie", start) == "ok");
    CHECK(outcome("regie", agent) == "ok");
    CHECK(outcome("regie", journal) == "42501");
    CHECK(outcome("regie", reporters) == "42501");
    CHECK(outcome("direction", journal) == "ok");
    CHECK(outcome("direction", reporters) == "ok");
    CHECK(outcome("direction", "INSERT INTO vigie.change_log (op, kind, id) VALUES ('upsert', 'report', 'x')") == "42501");

    SharedDesk reader{town.folder.path / "r.gpkg", town.cluster.config(town.database, "lecture")};
    REQUIRE(until({&reader}, [&] { return reader.alive() && reader.world().crews().size() == 2; }));
    reader.does({numbered(1)});
    REQUIRE(until({&reader}, [&] { return !reader.desk().disputes("base").empty(); }));
    CHECK(reader.desk().disputes("base").at(0).why == "@postgis.edit.forbidden");
}

TEST_CASE("a password is a secret of the source: missing or wrong, the person is told") {
    Town town;
    (void)town.cluster.connect(town.database).script("CREATE ROLE careful LOGIN PASSWORD 'geheim' IN ROLE with_password, vigie_regie");
    SourceOnly one;
    REQUIRE(one.hub.start({"base", "Base", "postgis", town.cluster.config(town.database, "careful"), false}, "").ok());
    REQUIRE(one.waits_for(SourceHealth::refused));
    CHECK(one.why() == "@postgis.said.error.password_missing");
    const auto file = town.folder.path / "pgpass";
    std::ofstream(file) << "*:*:*:careful:wrong\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    ::setenv("PGPASSFILE", file.c_str(), 1);
    one.hub.retry_now("base");
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (one.why() != "@postgis.said.error.password_refused" && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(one.why() == "@postgis.said.error.password_refused");
    std::ofstream(file) << "*:*:*:careful:geheim\n";
    one.hub.retry_now("base");
    CHECK(one.waits_for(SourceHealth::ok));
    ::unsetenv("PGPASSFILE");
}

TEST_CASE("wrong addresses, empty databases and servers that do not answer are said in words; stopping takes less than a second") {
    Cluster& cluster = Cluster::shared();
    const std::string empty = cluster.make_database();
    const auto says = [](const std::string& config, SourceHealth health) {
        SourceOnly one;
        REQUIRE(one.hub.start({"base", "Base", "postgis", config, false}, "").ok());
        CHECK(one.waits_for(health));
        return one.why();
    };
    CHECK(says("{}", SourceHealth::refused) == "@postgis.said.config.no_database");
    CHECK(says(cluster.config("absent"), SourceHealth::refused) == "@postgis.said.error.no_database");
    CHECK(says(cluster.config(empty), SourceHealth::refused) == "@postgis.said.error.not_shared");
    CHECK(says(cluster.config(empty, "nobody_here"), SourceHealth::refused) == "@postgis.said.error.login_refused");
    CHECK(says(R"({"host":"127.0.0.1","port":1,"database":"c","user":"u"})", SourceHealth::offline) == "@postgis.said.error.unreachable");
    CHECK(says(R"({"host":"kein-rechner.invalid","database":"c","user":"u"})", SourceHealth::offline) == "@postgis.said.error.unknown_host");
    // Another host that cannot prove itself: here a server without TLS, by an address that is not this machine's own name.
    CHECK(says(R"({"host":"127.0.0.1","port":)" + std::to_string(cluster.port()) + R"(,"database":"postgres","user":"postgres","sslmode":"verify-full"})", SourceHealth::refused) ==
          "@postgis.said.error.certificate");

    const int mute = ::socket(AF_INET, SOCK_STREAM, 0);  // takes the connection and says nothing
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(mute, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(mute, 5) == 0);
    REQUIRE(::getsockname(mute, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    SourceOnly one;
    REQUIRE(one.hub.start({"base", "Base", "postgis", R"({"host":"127.0.0.1","port":)" + std::to_string(ntohs(address.sin_port)) + R"(,"database":"c","user":"u"})", false}, "").ok());
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const auto begin = std::chrono::steady_clock::now();
    one.hub.stop("base");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(900));
    ::close(mute);
}

TEST_CASE("a statement that hangs is cancelled at the server within a second") {
    Town town;
    auto locker = town.cluster.connect(town.database);
    SharedDesk& a = town.desk("a");
    REQUIRE(locker.script("BEGIN; SELECT 1 FROM vigie.entity WHERE kind = 'report' FOR UPDATE").ok());
    a.does({command::QualifyReport{.report = a.world().reports().begin()->id, .category = "eau", .severity = {}}});
    const std::string waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%vigie.submit%' AND datname = '" + town.database + "'";
    REQUIRE(until({&a}, [&] { return town.cluster.ask(town.database, waiting) == "1"; }));
    const auto begin = std::chrono::steady_clock::now();
    a.kill();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(900));
    until({}, [&] { return town.cluster.ask(town.database, waiting) == "0"; }, std::chrono::seconds(5));  // the server takes the cancel in its own time
    CHECK(town.cluster.ask(town.database, waiting) == "0");
    REQUIRE(locker.script("ROLLBACK").ok());
    a.open();
    REQUIRE(until({&a}, [&] { return a.settled(); }));
    CHECK(town.cluster.ask(town.database, "SELECT data->>'category' FROM vigie.entity WHERE kind = 'report'") == "eau");
}
