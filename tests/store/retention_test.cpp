// What is kept of where crews were and of who reported: only at work, only as long as the catalogue says.
#include "bench_desk.hpp"

using namespace vigie::test;

namespace {

Catalog catalog() {
    Catalog c;
    c.domains.push_back({"voirie", {"Voirie", ""}, "", false});
    c.domains.push_back({"police", {"Police municipale", ""}, "", true});
    InterventionTemplate salting;
    salting.id = "salage";
    salting.domain = "voirie";
    salting.proof_of_service = true;
    c.interventions.push_back(salting);
    return c;
}

Positioned seen(const char* crew, Time at, double lat = 43) { return {{"sim", crew, ""}, {{}, at, {3, lat}, 90.0, 4.0, 8.0}}; }

Desk desk_with(const Catalog& catalog, const TestClock& clock) {
    DeskOptions options;
    options.catalog = &catalog;
    options.clock = &clock;
    options.personal_key = std::string(32, 'k');
    return open_desk(std::move(options));
}

Shift shift_of(CrewId crew, Time from, Time to) {
    Shift s;
    s.crew = crew;
    s.start = from;
    s.end = to;
    return s;
}

CrewId crew_of(Desk& desk, const char* name) {
    for (const Crew& c : desk.world().crews())
        if (c.name == name) return c.id;
    FAIL("no such crew");
    return {};
}

using std::chrono::hours;
using std::chrono::days;

} // namespace

TEST_CASE("a crew is followed at work and not after it, and its last place at work stays with its age") {
    const Catalog c = catalog();
    TestClock clock;  // Monday 10:00
    Desk desk = desk_with(c, clock);
    must(desk.accept(batch_of({upsert(crew_named("A"), "c1"), upsert(crew_named("Sans horaire"), "c2")})));
    const CrewId a = crew_of(desk, "A");
    must(desk.derive({.put = {shift_of(a, clock.t - hours{2}, clock.t + hours{6})}}, {"x", {}}, false));
    must(desk.accept(batch_of({seen("c1", clock.t, 43.1), seen("c1", clock.t + hours{6}, 43.2), seen("c1", clock.t + hours{6} + Seconds{1}, 43.3), seen("c1", clock.t + hours{20}, 43.4)})));
    CHECK(desk.world().find(a)->place == LonLat{3, 43.2});
    CHECK(desk.world().find(a)->fix_at == clock.t + hours{6});
    CHECK(desk.world().trail(a).size() == 2);
    // Nobody knows when the other one works.
    must(desk.accept(batch_of({seen("c2", clock.t + hours{20})})));
    CHECK(desk.world().trail(crew_of(desk, "Sans horaire")).size() == 1);
}

TEST_CASE("a night call is work from the departure until it is finished") {
    const Catalog c = catalog();
    TestClock clock;
    Desk desk = desk_with(c, clock);
    must(desk.accept(batch_of({upsert(crew_named("A"), "c1")})));
    const CrewId a = crew_of(desk, "A");
    must(desk.derive({.put = {shift_of(a, clock.t - hours{2}, clock.t + hours{6})}}, {"x", {}}, false));
    const Time night = clock.t + hours{17};
    must(desk.accept(batch_of({seen("c1", night)})));
    CHECK(desk.world().trail(a).empty());
    Intervention call;
    call.state = InterventionState::en_route;
    call.state_since = night;
    call.crews = {a};
    call.place = {3, 43};
    must(desk.derive({.put = {call}}, {"x", {}}, false));
    must(desk.accept(batch_of({seen("c1", night + Seconds{60}), seen("c1", night + hours{1})})));
    CHECK(desk.world().trail(a).size() == 2);
    Intervention done = only<Intervention>(desk.world());
    done.state = InterventionState::finished;
    done.actual_start = night;
    done.actual_end = night + hours{2};
    must(desk.derive({.put = {done}}, {"x", {}}, false));
    must(desk.accept(batch_of({seen("c1", night + hours{2}), seen("c1", night + hours{3})})));
    CHECK(desk.world().trail(a).size() == 3);
}

TEST_CASE("a source that tells the crew itself with its place cannot follow it home either") {
    const Catalog c = catalog();
    TestClock clock;
    Desk desk = desk_with(c, clock);
    Crew crew = crew_named("A");
    crew.place = LonLat{3, 43};
    crew.fix_at = clock.t;
    must(desk.accept(batch_of({upsert(crew, "c1")})));
    const CrewId a = crew_of(desk, "A");
    must(desk.derive({.put = {shift_of(a, clock.t - hours{2}, clock.t + hours{6})}}, {"x", {}}, false));
    crew.place = LonLat{3, 43.5};
    crew.fix_at = clock.t + hours{9};
    crew.status = CrewStatus::out_of_service;
    must(desk.accept(batch_of({upsert(crew, "c1")})));
    CHECK(desk.world().find(a)->place == LonLat{3, 43});
    CHECK(desk.world().find(a)->fix_at == clock.t);
    CHECK(desk.world().find(a)->status == CrewStatus::out_of_service);
}

TEST_CASE("positions go after two months, of patrols after one, and stay a year where they prove the service") {
    const Catalog c = catalog();
    const Folder folder;
    TestClock clock;
    DeskOptions options = options_for(folder.file(), clock);
    options.catalog = &c;
    Desk desk = open_desk(std::move(options));
    Crew roads = crew_named("Voirie"), patrol = crew_named("Patrouille");
    roads.domain = "voirie";
    patrol.domain = "police";
    must(desk.accept(batch_of({upsert(roads, "c1"), upsert(patrol, "c2")})));
    std::vector<Change> seen_then;
    for (int i = 0; i < 60; ++i) {
        seen_then.push_back(seen("c1", clock.t + Seconds{60 * i}));
        seen_then.push_back(seen("c2", clock.t + Seconds{60 * i}));
    }
    must(desk.accept(batch_of(seen_then)));
    Intervention salting;
    salting.kind = "salage";
    salting.crews = {crew_of(desk, "Voirie")};
    salting.state = InterventionState::finished;
    salting.actual_start = clock.t + Seconds{600};
    salting.actual_end = clock.t + Seconds{1200};
    must(desk.derive({.put = {salting}}, {"x", {}}, false));

    clock.pass(days{29});
    CHECK(*desk.forget_old() == 2);  // the two last places: nobody wants to see on a map where a crew stood a month ago
    CHECK_FALSE(desk.world().find(crew_of(desk, "Voirie"))->place);
    CHECK_FALSE(desk.world().find(crew_of(desk, "Voirie"))->fix_at);
    clock.pass(days{2});
    CHECK(*desk.forget_old() == 60);  // the patrol's
    clock.pass(days{32});
    CHECK(*desk.forget_old() == 49);  // minutes 10 to 20 were salting
    clock.pass(days{301});
    CHECK(*desk.forget_old() == 0);
    clock.pass(days{2});
    CHECK(*desk.forget_old() == 11);
    CHECK_FALSE(desk.first_broken_link());
}

TEST_CASE("the catalogue says how long, and a commune may say less") {
    Catalog c = catalog();
    c.retention.positions = days{1};
    TestClock clock;
    Desk desk = desk_with(c, clock);
    must(desk.accept(batch_of({upsert(crew_named("A"), "c1")})));
    must(desk.accept(batch_of({seen("c1", clock.t), seen("c1", clock.t + hours{12})})));
    clock.pass(hours{30});
    CHECK(*desk.forget_old() == 1);
}

TEST_CASE("what was turned down is forgotten after two months, who reported after a year, and no line of the journal tells it again") {
    const Catalog c = catalog();
    TestClock clock;
    Desk desk = desk_with(c, clock);
    for (const char* words : {"Mon voisin M. Untel gare sa voiture devant chez moi", "Trou"}) {
        auto made = new_report(words);
        made.report.category.clear();
        made.report.photos = {"p.jpg"};
        made.reporter = {"Mme Ferrand", "0612345678", ""};
        must(desk.execute(made, dispatcher));
    }
    const ReportId turned_down{1}, settled{2};
    must(desk.execute(command::SetReportState{turned_down, ReportState::rejected, "mise en cause d’une personne"}, dispatcher));
    must(desk.execute(command::SetReportState{settled, ReportState::forwarded, "chez le département"}, dispatcher));
    must(desk.execute(command::SetReportState{settled, ReportState::closed, {}}, dispatcher));
    clock.pass(days{61});
    CHECK(*desk.forget_old() == 0);
    clock.pass(days{2});
    CHECK(*desk.forget_old() == 1);
    CHECK(desk.world().find(turned_down)->description.empty());
    CHECK(desk.world().find(turned_down)->photos.empty());
    CHECK_FALSE(desk.world().find(turned_down)->has_reporter);
    CHECK_FALSE(desk.reporter(turned_down).ok());
    CHECK(desk.world().find(turned_down)->reason == "mise en cause d’une personne");
    CHECK(desk.world().find(settled)->description == "Trou");
    CHECK(desk.reporter(settled).ok());
    const JournalEntry line = desk.journal(1).at(0);
    CHECK(line.gesture == "forget_old");
    CHECK(line.touched == std::vector<EntityRef>{{EntityKind::report, 1}});
    CHECK(line.before_json.find("voisin") == std::string::npos);
    clock.pass(days{303});
    CHECK(*desk.forget_old() == 1);
    CHECK_FALSE(desk.reporter(settled).ok());
    CHECK(desk.world().find(settled)->description == "Trou");
    CHECK_FALSE(desk.first_broken_link());
}
