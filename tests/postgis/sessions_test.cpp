// Two whole sessions, each with a commune file of its own, on one database.
#include "app/commune_file.hpp"
#include "app/session.hpp"
#include "tests/postgis/desks.hpp"

using namespace vigie::test;
using namespace vigie::app;

namespace {

const Time nine = *time_from_rfc3339("2026-11-30T09:00:00Z");

struct Sessions {
    Cluster& cluster = Cluster::shared();
    TestFolder folder;
    std::string database = shared_commune(cluster, folder);
    SetClock early{std::chrono::minutes(-30)}, late{std::chrono::minutes(30)};
    std::unique_ptr<Session> a = open("a", early), b = open("b", late);

    std::unique_ptr<Session> open(const std::string& name, const Clock& clock) {
        const auto home = folder.path / name;
        SessionOptions o;
        o.places = {VIGIE_BINARY_DIR "/share/vigie", home / "data", home / "config", home / "cache"};
        const auto file = home / "commune.gpkg";
        std::filesystem::create_directories(home);
        if (!std::filesystem::exists(file)) REQUIRE(create_commune(file, "Valmont", "", catalog_of(o.places).catalog, clock).ok());
        o.paths = {file};
        auto session = Session::open(std::move(o), clock, [] {});
        REQUIRE(session.ok());
        if ((*session)->source_configs().empty())
            REQUIRE((*session)->start_source({"base", "Base partagée", "postgis", cluster.config(database), false}).ok());
        return std::move(*session);
    }
    bool both(const std::function<bool()>& so, std::chrono::milliseconds patience = std::chrono::seconds(30)) {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < end) {
            for (Session* s : {a.get(), b.get()})
                if (s) (void)s->tick();
            if (so()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        return false;
    }
    static const Intervention* job(const Session& s) { return named<Intervention>(s.world(), "Nid-de-poule"); }
    static command::Assign assign(const Session& s, const char* crew, Time start) {
        return {.intervention = job(s)->id, .crews = {named<Crew>(s.world(), crew)->id}, .start = start, .override_reason = "vu"};
    }
    bool ready() {
        return both([&] {
            for (Session* s : {a.get(), b.get()})
                if (!job(*s) || s->world().crews().size() != 2 || s->desk().cursor("base").empty()) return false;
            return true;
        });
    }
};

} // namespace

TEST_CASE_METHOD(Sessions, "two sessions: an assignment is there within a second, a conflict is told and settled") {
    REQUIRE(ready());
    REQUIRE(a->execute({assign(*a, "Voirie A", nine)}, someone).ok());
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(both([&] { return job(*b)->crews.size() == 1; }));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(1));
    REQUIRE(both([&] { return a->desk().waiting("base") == 0; }));
    // Both at once, before either hears of the other.
    REQUIRE(a->execute({assign(*a, "Voirie B", nine + std::chrono::hours(1))}, someone).ok());
    REQUIRE(b->execute({assign(*b, "Voirie B", nine + std::chrono::hours(2))}, someone).ok());
    REQUIRE(both([&] { return a->desk().waiting("base") == 0 && b->desk().waiting("base") == 0; }));
    Session& told = a->desk().disputes("base").empty() ? *b : *a;
    Session& other = &told == a.get() ? *b : *a;
    REQUIRE(told.desk().disputes("base").size() == 1);
    CHECK(other.desk().disputes("base").empty());
    CHECK(std::ranges::any_of(told.notices(), [](const Notice& n) { return n.text.key == "app.edit_conflict" && !n.remedy.empty(); }));
    REQUIRE(told.decide(told.desk().disputes("base").at(0).id, true, someone).ok());
    REQUIRE(both([&] { return told.desk().waiting("base") == 0 && job(other)->start == job(told)->start; }));
    CHECK(told.desk().disputes("base").empty());
}

TEST_CASE_METHOD(Sessions, "without the server both go on working; when it is back each has the other's work, once") {
    REQUIRE(ready());
    cluster.stop();
    command::CreateReport tell;
    tell.report.category = "nid_de_poule";
    tell.report.place = {3, 43};
    tell.report.description = "sans réseau A";
    REQUIRE(both([&] { return a->statuses()[0].health == SourceHealth::offline && b->statuses()[0].health == SourceHealth::offline; }));
    REQUIRE(a->execute({tell}, someone).ok());
    tell.report.description = "sans réseau B";
    REQUIRE(b->execute({tell}, someone).ok());
    CHECK_FALSE(both([&] { return a->desk().waiting("base") == 0; }, std::chrono::milliseconds(300)));
    CHECK(a->desk().disputes("base").empty());  // a server that is away refuses nothing
    b.reset();                                  // this one is switched off meanwhile
    cluster.start();
    b = open("b", late);
    a->hub().retry_now("base");
    REQUIRE(both([&] { return a->desk().waiting("base") == 0 && b->desk().waiting("base") == 0 && a->world().reports().size() == 3 && b->world().reports().size() == 3; }));
    (void)both([] { return false; }, std::chrono::milliseconds(500));
    CHECK(a->world().reports().size() == 3);
    CHECK(b->world().reports().size() == 3);
    CHECK(cluster.ask(database, "SELECT count(*) FROM vigie.report") == "3");
}

TEST_CASE_METHOD(Sessions, "a database that is drawn by tiles asks for its password once; it is kept apart from the commune file, and its tables are there at the next start") {
    REQUIRE(cluster.connect(database).script("create table bancs (geom geometry(Point, 4326)); insert into bancs select st_setsrid(st_point(2.35, 43.2 + 0.0001 * i), 4326) from generate_series(1, 5) i; analyze bancs;"
                                             "do $$ begin create role geometre login password 'niveau' in role with_password; exception when duplicate_object then null; end $$; grant select on bancs to geometre").ok());
    const std::string address = cluster.url(database, "geometre");
    const auto secrets = std::make_shared<MemorySecrets>();
    const auto home = folder.path / "tiles";
    const auto open_with = [&](std::vector<std::filesystem::path> paths) {
        SessionOptions o;
        o.places = {VIGIE_BINARY_DIR "/share/vigie", home / "data", home / "config", home / "cache"};
        o.paths = std::move(paths);
        o.secrets = secrets;
        return std::move(Session::open(std::move(o), early, [] {})).value();
    };
    const auto until = [](Session& s, const std::function<bool()>& so) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (!so() && std::chrono::steady_clock::now() < end) {
            (void)s.tick();
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return so();
    };
    const auto file = home / "commune.gpkg";
    std::filesystem::create_directories(home);
    REQUIRE(create_commune(file, "Valmont", "", catalog_of({VIGIE_BINARY_DIR "/share/vigie", home, home, home}).catalog, early).ok());
    {
        const auto session = open_with({file});
        session->ask_service(address);
        REQUIRE(until(*session, [&] { return !session->service_answer().running; }));
        REQUIRE(session->service_answer().error);
        CHECK(session->service_answer().error->klass == ErrorClass::auth);
        session->ask_service(address, "niveau");
        REQUIRE(until(*session, [&] { return !session->service_answer().running; }));
        REQUIRE(session->service_answer().offer);
        const auto& layers = session->service_answer().offer->layers;
        REQUIRE(layers.size() == 1);
        session->add_paths({layers.front().address});
        REQUIRE(until(*session, [&] { return !session->reading() && !session->layers().empty(); }));
        CHECK(session->layers().front().layer->info.name == "Bancs");
        for (const auto& part : {"map_paths", "sources", "view"}) CHECK(session->desk().setting(part).find("niveau") == std::string::npos);
    }
    const auto again = open_with({file});
    REQUIRE(until(*again, [&] { return !again->reading() && !again->layers().empty(); }));
    CHECK(again->layers().front().layer->geometry.feature_count() == 5);
    CHECK_FALSE(again->layers().front().outage);
}
