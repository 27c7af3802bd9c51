// Two desks on one database: they see each other at once, meet in conflicts that a person settles, and lose and double
// nothing when a desk or the server goes away.
#include "tests/postgis/desks.hpp"

#include <algorithm>

#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

using namespace vigie::test;

namespace {

struct TwoDesks {
    Cluster& cluster = Cluster::shared();
    TestFolder folder;
    std::string database = shared_commune(cluster, folder);
    SharedDesk a{folder.path / "a.gpkg", cluster.config(database)};
    SharedDesk b{folder.path / "b.gpkg", cluster.config(database)};
    TwoDesks() {
        INFO(a.status().detail);
        REQUIRE(until({&a, &b}, [&] { return a.ready() && b.ready(); }));
    }
    std::optional<std::chrono::milliseconds> both(const std::function<bool()>& so) { return until({&a, &b}, so); }
    static const Intervention& job(const SharedDesk& d, const char* title = "Nid-de-poule") {
        const auto* i = named<Intervention>(d.world(), title);
        REQUIRE(i);
        return *i;
    }
    static const Crew& crew(const SharedDesk& d, const char* name) {
        const auto* c = named<Crew>(d.world(), name);
        REQUIRE(c);
        return *c;
    }
    static command::Assign assign(const SharedDesk& d, const char* title, const char* name, Time start) {
        return {.intervention = job(d, title).id, .crews = {crew(d, name).id}, .start = start, .override_reason = "vu"};
    }
    static std::string crews_of(const SharedDesk& d, const char* title = "Nid-de-poule") {
        std::string names;
        for (const CrewId id : job(d, title).crews) names += d.world().find(id)->name;
        return names;
    }
};

const Time nine = *time_from_rfc3339("2026-11-30T09:00:00Z");

} // namespace

TEST_CASE_METHOD(TwoDesks, "an assignment on one desk is on the other at once") {
    a.does({assign(a, "Nid-de-poule", "Voirie A", nine)});
    const auto took = both([&] { return crews_of(b) == "Voirie A"; });
    REQUIRE(took);
    CHECK(*took < std::chrono::seconds(10));  // `vigie bench --desks` measures how soon
    CHECK(job(b).start == nine);
    REQUIRE(both([&] { return a.settled(); }));
    CHECK(job(a).origin.version == job(b).origin.version);
}

TEST_CASE_METHOD(TwoDesks, "a report made on one desk and the intervention for it are on the other, once, with their link and numbers of the commune") {
    command::CreateReport tell;
    tell.report.category = "eau";
    tell.report.place = {3, 43};
    tell.report.description = "fuite";
    a.does({tell});
    b.does({tell});  // at the same time: both think it is the next number
    REQUIRE(both([&] { return a.settled() && b.settled() && a.world().reports().size() == 3 && b.world().reports().size() == 3; }));
    for (const SharedDesk* d : {&a, &b})
        CHECK(both([&] {  // the one that came second gets its number back from the database
            std::set<std::uint32_t> numbers;
            for (const Report& r : d->world().reports()) numbers.insert(r.number);
            return numbers.size() == 3;
        }));
    a.sending = false;  // offline: both in one go afterwards
    a.does({tell});
    command::CreateIntervention make;
    make.intervention.title = "Réparer";
    make.intervention.kind = "reprise";
    make.intervention.place = {3, 43};
    for (const Report& r : a.world().reports())
        if (r.origin.source.empty()) make.intervention.reports = {r.id};
    REQUIRE(make.intervention.reports.size() == 1);
    a.does({make});
    a.sending = true;
    REQUIRE(both([&] { return a.settled() && named<Intervention>(b.world(), "Réparer") && b.world().reports().size() == 4; }));
    REQUIRE(both([&] { return job(b, "Réparer").reports.size() == 1; }));
    CHECK(b.world().find(job(b, "Réparer").reports[0])->origin.remote_id == a.world().find(job(a, "Réparer").reports[0])->origin.remote_id);
}

TEST_CASE_METHOD(TwoDesks, "different fields of one entity merge without asking") {
    a.sending = b.sending = false;
    const auto report = [](const SharedDesk& d) { return d.world().reports().begin()->id; };
    a.does({command::QualifyReport{.report = report(a), .category = "eau", .severity = 2}});
    command::EditReport edit;
    edit.report = report(b);
    edit.description = "au n° 12";
    b.does({edit});
    a.sending = b.sending = true;
    REQUIRE(both([&] { return a.settled() && b.settled() && a.world().reports().begin()->description == "au n° 12" && b.world().reports().begin()->category == "eau"; }));
    for (const SharedDesk* d : {&a, &b}) {
        CHECK(d->world().reports().begin()->severity == 2);
        CHECK(d->world().reports().begin()->description == "au n° 12");
    }
    CHECK(a.desk().disputes("base").empty());
    CHECK(b.desk().disputes("base").empty());
}

TEST_CASE_METHOD(TwoDesks, "the same field on both is a conflict on one of them, settled by a person either way") {
    a.sending = b.sending = false;
    a.does({assign(a, "Nid-de-poule", "Voirie A", nine)});
    b.does({assign(b, "Nid-de-poule", "Voirie B", nine + std::chrono::hours(1))});
    a.sending = true;
    REQUIRE(both([&] { return a.settled(); }));
    b.sending = true;
    REQUIRE(both([&] { return !b.desk().disputes("base").empty(); }));
    CHECK(a.desk().disputes("base").empty());
    CHECK(crews_of(b) == "Voirie B");  // nothing is overwritten
    const OutboxItem dispute = b.desk().disputes("base").at(0);
    CHECK(dispute.why == "@postgis.conflict.changed");
    CHECK(nlohmann::json::parse(dispute.theirs_json)["crews"] == nlohmann::json::array({crew(b, "Voirie A").id.value}));
    SECTION("theirs") {
        REQUIRE(b.desk().decide(dispute.id, false, someone).ok());
        CHECK(crews_of(b) == "Voirie A");
        CHECK(job(b).start == nine);
    }
    SECTION("mine") {
        REQUIRE(b.desk().decide(dispute.id, true, someone).ok());
        REQUIRE(both([&] { return crews_of(a) == "Voirie B"; }));
        CHECK(job(a).start == nine + std::chrono::hours(1));
    }
    REQUIRE(both([&] { return a.settled() && b.settled() && crews_of(a) == crews_of(b); }));
    CHECK(b.desk().disputes("base").empty());
}

TEST_CASE_METHOD(TwoDesks, "one crew given two jobs for the same hours at once: one desk is told, the other is not disturbed") {
    const char* mine = GENERATE("Fuite", "Neuve");
    a.sending = b.sending = false;
    a.does({assign(a, "Nid-de-poule", "Voirie A", nine)});
    if (mine == std::string("Neuve")) {  // made and assigned in one gesture
        command::CreateIntervention make;
        make.intervention.title = mine;
        make.intervention.kind = "reprise";
        make.intervention.place = {3, 43};
        b.does({make, command::Assign{.intervention = {}, .crews = {crew(b, "Voirie A").id}, .start = nine + std::chrono::minutes(30), .override_reason = "vu"}});
    } else {
        b.does({assign(b, mine, "Voirie A", nine + std::chrono::minutes(30))});
    }
    a.sending = true;
    REQUIRE(both([&] { return a.settled() && crews_of(b) == "Voirie A"; }));
    b.sending = true;  // B acted before it knew
    REQUIRE(both([&] { return !b.desk().disputes("base").empty(); }));
    const OutboxItem dispute = b.desk().disputes("base").at(0);
    CHECK(dispute.why == "@postgis.conflict.crew_taken");
    CHECK(a.desk().disputes("base").empty());
    SECTION("given up") {
        REQUIRE(b.desk().decide(dispute.id, false, someone).ok());
        CHECK(crews_of(b, mine).empty());
        CHECK_FALSE(job(b, mine).start);
        CHECK(job(b, mine).state == InterventionState::to_plan);
    }
    SECTION("kept all the same") {
        REQUIRE(b.desk().decide(dispute.id, true, someone).ok());
        REQUIRE(both([&] { return named<Intervention>(a.world(), mine) && crews_of(a, mine) == "Voirie A"; }));
    }
    REQUIRE(both([&] { return a.settled() && b.settled() && b.desk().disputes("base").empty(); }));
    REQUIRE(both([&] { return named<Intervention>(a.world(), mine) && crews_of(a, mine) == crews_of(b, mine); }));
    CHECK(a.world().interventions().size() == b.world().interventions().size());
}

TEST_CASE_METHOD(TwoDesks, "a second job for a crew's same hours, given knowingly, is no conflict") {
    a.does({assign(a, "Nid-de-poule", "Voirie A", nine)});
    a.does({assign(a, "Fuite", "Voirie A", nine)});  // the desk's own, before its echo
    REQUIRE(both([&] { return a.settled() && crews_of(b, "Fuite") == "Voirie A"; }));
    CHECK(a.desk().disputes("base").empty());
    b.does({assign(b, "Fuite", "Voirie A", nine + std::chrono::minutes(10))});  // seen
    REQUIRE(both([&] { return b.settled() && job(a, "Fuite").start == nine + std::chrono::minutes(10); }));
    CHECK(b.desk().disputes("base").empty());
}

TEST_CASE_METHOD(TwoDesks, "what one removes is gone on the other; an edit of it is told") {
    b.sending = false;
    REQUIRE(cluster.connect(database).script("DELETE FROM vigie.entity WHERE kind = 'report'").ok());
    b.does({command::QualifyReport{.report = b.world().reports().begin()->id, .category = "eau", .severity = {}}});
    b.sending = true;
    REQUIRE(both([&] { return !b.desk().disputes("base").empty() && a.world().reports().size() == 0; }));
    const OutboxItem dispute = b.desk().disputes("base").at(0);
    CHECK(dispute.why == "@postgis.edit.gone");
    REQUIRE(b.desk().decide(dispute.id, false, someone).ok());
    CHECK(b.world().reports().size() == 0);
    CHECK(b.settled());
}

TEST_CASE("clocks an hour apart do no harm") {
    Cluster& cluster = Cluster::shared();
    const TestFolder folder;
    const std::string database = shared_commune(cluster, folder);
    SharedDesk a{folder.path / "a.gpkg", cluster.config(database), std::chrono::minutes(-60)};
    SharedDesk b{folder.path / "b.gpkg", cluster.config(database), std::chrono::minutes(60)};
    REQUIRE(until({&a, &b}, [&] { return a.ready() && b.ready(); }));
    for (int turn = 0; turn < 6; ++turn) {
        SharedDesk& mine = turn % 2 == 0 ? a : b;
        SharedDesk& other = turn % 2 == 0 ? b : a;
        mine.does({TwoDesks::assign(mine, "Fuite", turn % 3 == 0 ? "Voirie A" : "Voirie B", nine + std::chrono::minutes(turn))});
        REQUIRE(until({&a, &b}, [&] { return TwoDesks::job(other, "Fuite").start == nine + std::chrono::minutes(turn) && mine.settled(); }));
    }
    CHECK(a.desk().disputes("base").empty());
    CHECK(b.desk().disputes("base").empty());
    CHECK(TwoDesks::crews_of(a, "Fuite") == TwoDesks::crews_of(b, "Fuite"));
}
