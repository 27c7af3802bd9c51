#include "bench_desk.hpp"
#include "gis/model/words.hpp"

using namespace vigie::test;

TEST_CASE("a report taken by phone survives a restart with its number, its clock and its history") {
    const Folder folder;
    TestClock clock;
    EntityRef made;
    Picture before;
    {
        Desk desk = open_desk(folder.file(), clock);
        const Receipt receipt = must(desk.execute(new_report(), dispatcher));
        made = receipt.created.at(0);
        CHECK(receipt.summary == Text{"gesture.create_report", {{"report", "S-0001"}}});
        const Report& r = only<Report>(desk.world());
        CHECK(r.state == ReportState::received);
        CHECK(r.received_at == clock.t);
        CHECK(r.due_at.has_value());
        clock.pass(Seconds{60});
        must(desk.execute(command::QualifyReport{r.id, "", 2}, dispatcher));
        before = picture_of(desk.world());
    }
    Desk desk = open_desk(folder.file(), clock);
    CHECK(picture_of(desk.world()) == before);
    const auto history = desk.history(made, 10);
    REQUIRE(history.size() == 2);
    CHECK(history[0].gesture == "qualify_report");
    CHECK(history[0].actor == "C. Delmas");
    CHECK(history[0].after_json.find("\"severity\":2") != std::string::npos);
    CHECK(history[0].before_json.find("\"severity\":4") != std::string::npos);
    CHECK_FALSE(desk.first_broken_link());
    CHECK(must(desk.execute(new_report(), dispatcher)).created.at(0).id > made.id);
    CHECK(desk.world().reports().size() == 2);
}

TEST_CASE("a refused command changes nothing, writes nothing and says why") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    must(desk.execute(new_report(), dispatcher));
    const ReportId id = only<Report>(desk.world()).id;
    const auto lines = desk.journal(100).size();
    const Picture before = picture_of(desk.world());
    const std::pair<Command, const char*> refused[] = {
        {command::SetReportState{id, ReportState::closed, ""}, "desk.refused.transition"},
        {command::SetReportState{id, ReportState::rejected, ""}, "desk.refused.reason"},
        {command::QualifyReport{id, "", 9}, "desk.refused.severity"},
        {command::QualifyReport{{999}, "", 2}, "desk.refused.gone"},
        {command::MergeReports{id, {id}}, "desk.refused.merge_with_itself"},
        {command::SplitReport{id}, "desk.refused.not_duplicate"},
        {command::CreateReport{}, "desk.refused.report_empty"},
        {command::CreateIntervention{}, "desk.refused.no_title"},
        {command::Assign{{999}, {}, clock.t, ""}, "desk.refused.gone"},
        {command::AddAbsence{}, "desk.refused.nobody_absent"},
        {command::ImportAssets{}, "desk.refused.nothing_to_import"},
        {command::AdoptPlan{}, "desk.refused.nothing_chosen"},
    };
    for (const auto& [command, key] : refused) {
        const auto receipt = desk.execute(command, dispatcher);
        CAPTURE(key);
        REQUIRE_FALSE(receipt.ok());
        CHECK(receipt.error().text.key == key);
    }
    const Command pair[] = {new_report(), command::SplitReport{id}};
    CHECK_FALSE(desk.execute(pair, dispatcher).ok());  // all or nothing
    const Actor mayor{.name = "Mme Roux", .post = "maire", .role = Role::council};
    CHECK(desk.execute(new_report(), mayor).error().text.key == "desk.refused.role");
    CHECK(picture_of(desk.world()) == before);
    CHECK(desk.journal(100).size() == lines);
    CHECK(desk.world().next_number(EntityKind::report) == 2);
}

TEST_CASE("an intervention walks from report to done, and its report with it") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    must(desk.accept(batch_of({upsert(crew_named("Voirie A"), "c1")})));
    must(desk.execute(new_report(), dispatcher));
    const ReportId report = only<Report>(desk.world()).id;
    const CrewId crew = only<Crew>(desk.world()).id;
    command::CreateIntervention create;
    create.intervention.title = "Nid-de-poule";
    create.intervention.reports = {report};
    const Command gesture[] = {create, command::Assign{{}, {crew}, clock.t + Minutes{30}, ""}};
    const Receipt receipt = must(desk.execute(gesture, dispatcher));
    CHECK(receipt.summary.key == "gesture.create_and_assign");
    const InterventionId id = only<Intervention>(desk.world()).id;
    const auto state = [&] { return desk.world().find(id)->state; };
    const auto report_state = [&] { return desk.world().find(report)->state; };
    CHECK(state() == InterventionState::assigned);
    CHECK(report_state() == ReportState::scheduled);
    must(desk.execute(command::SetInterventionState{id, InterventionState::en_route, ""}, dispatcher));
    must(desk.execute(command::SetInterventionState{id, InterventionState::on_site, ""}, dispatcher));
    CHECK(report_state() == ReportState::in_progress);
    CHECK(desk.world().find(id)->actual_start == clock.t);
    CHECK_FALSE(desk.execute(command::SetInterventionState{id, InterventionState::suspended, ""}, dispatcher).ok());
    must(desk.execute(command::SetInterventionState{id, InterventionState::finished, ""}, dispatcher));
    CHECK(report_state() == ReportState::service_done);
    REQUIRE(desk.undo_summary());
    must(desk.undo(dispatcher));
    CHECK(state() == InterventionState::on_site);
    CHECK(report_state() == ReportState::in_progress);
    must(desk.redo(dispatcher));
    CHECK(report_state() == ReportState::service_done);
}

TEST_CASE("later work is planned, today's is assigned, and planning again frees the crew and the report") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    must(desk.accept(batch_of({upsert(crew_named("Voirie A"), "c1")})));
    must(desk.execute(new_report(), dispatcher));
    command::CreateIntervention create;
    create.intervention.title = "Enrobés";
    create.intervention.reports = {only<Report>(desk.world()).id};
    must(desk.execute(create, dispatcher));
    const InterventionId id = only<Intervention>(desk.world()).id;
    CHECK(only<Report>(desk.world()).state == ReportState::taken);
    must(desk.execute(command::Assign{id, {only<Crew>(desk.world()).id}, clock.t + std::chrono::hours{48}, ""}, dispatcher));
    CHECK(desk.world().find(id)->state == InterventionState::planned);
    must(desk.execute(command::SetLocked{id, true}, dispatcher));
    CHECK(desk.execute(command::Unassign{id}, dispatcher).error().text.key == "desk.refused.locked");
    must(desk.execute(command::SetLocked{id, false}, dispatcher));
    must(desk.execute(command::Unassign{id}, dispatcher));
    CHECK(desk.world().find(id)->crews.empty());
    CHECK_FALSE(desk.world().find(id)->start);
    CHECK(only<Report>(desk.world()).state == ReportState::taken);
}

TEST_CASE("an assignment that is not feasible is refused with every reason, and forced only by a role that may") {
    TestClock clock;
    DeskOptions options = options_for({}, clock);
    const World* seen = nullptr;
    std::size_t interventions_seen = 0;
    options.check_assign = [&](const World& world, const command::Assign&) {
        seen = &world;
        interventions_seen = world.interventions().size();
        return std::vector<Text>{{"a", {}}, {"b", {}}};
    };
    Desk desk = open_desk(std::move(options));
    must(desk.accept(batch_of({upsert(crew_named("Voirie A"), "c1")})));
    const CrewId crew = only<Crew>(desk.world()).id;
    command::CreateIntervention create;
    create.intervention.title = "Taille";
    const Command gesture[] = {create, command::Assign{{}, {crew}, clock.t, ""}};
    const auto refused = desk.execute(gesture, dispatcher);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().reasons == std::vector<Text>{{"a", {}}, {"b", {}}});
    CHECK(interventions_seen == 1);  // the check sees what the gesture itself makes
    CHECK(desk.world().interventions().empty());
    must(desk.execute(create, dispatcher));
    const InterventionId id = only<Intervention>(desk.world()).id;
    const command::Assign forced{id, {crew}, clock.t, "urgence"};
    const Actor agent{.name = "A", .post = "", .role = Role::agent};
    CHECK_FALSE(desk.execute(forced, agent).ok());
    const Receipt receipt = must(desk.execute(forced, dispatcher));
    CHECK(receipt.summary.key == "gesture.assign_forced");
    CHECK(desk.world().find(id)->reason == "urgence");
    CHECK(desk.journal(1).at(0).after_json.find("urgence") != std::string::npos);
}

TEST_CASE("duplicates stay one flat group, and undo takes the whole gesture back") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    for (int i = 0; i < 3; ++i) must(desk.execute(new_report(), dispatcher));
    const auto id = [](std::uint64_t n) { return ReportId{n}; };
    must(desk.execute(command::MergeReports{id(2), {id(3)}}, dispatcher));
    must(desk.execute(command::MergeReports{id(1), {id(2)}}, dispatcher));
    CHECK(desk.world().find(id(3))->duplicate_of == id(1));
    CHECK(desk.world().find(id(2))->state == ReportState::duplicate);
    must(desk.undo(dispatcher));
    CHECK(desk.world().find(id(3))->duplicate_of == id(2));
    CHECK(desk.world().find(id(2))->state == ReportState::received);
}

TEST_CASE("undo is refused when somebody changed the same field since, and works around other fields") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    Report r;
    r.category = "depot";
    r.severity = 4;
    must(desk.accept(batch_of({upsert(r, "r1")})));
    const ReportId id = only<Report>(desk.world()).id;
    must(desk.execute(command::QualifyReport{id, "", 2}, dispatcher));
    REQUIRE(desk.settle(desk.outbox("sim", 9).at(0).id, SettleAs::done, "r1", "2", "").ok());
    r.description = "vu du camion";
    must(desk.accept(batch_of({upsert(r, "r1", {}, {"description"})})));
    must(desk.undo(dispatcher));
    CHECK(only<Report>(desk.world()).severity == 4);
    CHECK(only<Report>(desk.world()).description == "vu du camion");
    must(desk.redo(dispatcher));
    REQUIRE(desk.settle(desk.outbox("sim", 9).at(0).id, SettleAs::done, "r1", "3", "").ok());
    REQUIRE(desk.settle(desk.outbox("sim", 9).at(0).id, SettleAs::done, "r1", "4", "").ok());
    r.severity = 1;
    must(desk.accept(batch_of({upsert(r, "r1", {}, {"severity"})})));
    const auto refused = desk.undo(dispatcher);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().klass == ErrorClass::conflict);
    CHECK(only<Report>(desk.world()).severity == 1);
    REQUIRE(desk.undo_summary());  // still there, for when the other change is gone
}

TEST_CASE("personal data is sealed in the file, read with the key, refused without one") {
    const Folder folder;
    TestClock clock;
    ReportId id;
    {
        Desk desk = open_desk(folder.file(), clock);
        auto c = new_report();
        c.reporter = {"Mme Ferrand", "0612345678", "ferrand@example.org"};
        must(desk.execute(c, dispatcher));
        id = only<Report>(desk.world()).id;
        CHECK(only<Report>(desk.world()).has_reporter);
        CHECK(desk.reporter(id)->phone == "0612345678");
        must(desk.undo(dispatcher));
        CHECK_FALSE(desk.reporter(id).ok());
        must(desk.redo(dispatcher));
        CHECK(desk.reporter(id)->name == "Mme Ferrand");
    }
    std::string bytes;
    for (const auto& entry : fs::directory_iterator(folder.path)) {
        std::ifstream in(entry.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(in), {});
    }
    CHECK(bytes.find("Ferrand") == std::string::npos);
    CHECK(bytes.find("0612345678") == std::string::npos);
    DeskOptions other = options_for(folder.file(), clock);
    other.personal_key = std::string(32, 'x');
    {
        Desk desk = open_desk(std::move(other));
        CHECK(desk.reporter(id).error().klass == ErrorClass::auth);
    }
    DeskOptions none = options_for(folder.file(), clock);
    none.personal_key.clear();
    Desk desk = open_desk(std::move(none));
    auto c = new_report();
    c.reporter = {"M. Blanc", "", ""};
    must(desk.execute(c, dispatcher));
    CHECK_FALSE(desk.world().find(ReportId{id.value + 1})->has_reporter);
    REQUIRE_FALSE(desk.notices().empty());
    CHECK(desk.notices().back().text.key == "store.personal.not_kept");
}

TEST_CASE("ids and numbers of what was undone are not given again after a restart") {
    const Folder folder;
    TestClock clock;
    {
        Desk desk = open_desk(folder.file(), clock);
        must(desk.execute(new_report(), dispatcher));
        must(desk.execute(new_report(), dispatcher));
        must(desk.undo(dispatcher));
    }
    Desk desk = open_desk(folder.file(), clock);
    const Receipt receipt = must(desk.execute(new_report(), dispatcher));
    CHECK(receipt.created.at(0).id == 3);
    CHECK(receipt.summary.args.at(0).second == "S-0003");
}

TEST_CASE("a clock that went back is said once, and the journal's times never go back") {
    const Folder folder;
    TestClock clock;
    {
        Desk desk = open_desk(folder.file(), clock);
        must(desk.execute(new_report(), dispatcher));
    }
    const Time late = clock.t;
    clock.pass(-std::chrono::hours{3});
    Desk desk = open_desk(folder.file(), clock);
    REQUIRE(desk.notices().size() == 1);
    CHECK(desk.notices()[0].text.key == "store.clock_backwards");
    must(desk.execute(new_report(), dispatcher));
    CHECK(desk.journal(1).at(0).at == late);
    CHECK(desk.notices().size() == 1);
}

TEST_CASE("settings and cursors live with the commune") {
    const Folder folder;
    TestClock clock;
    {
        Desk desk = open_desk(folder.file(), clock);
        REQUIRE(desk.set_setting("commune_name", "Valmont").ok());
        must(desk.accept(batch_of({}, "page 7")));
    }
    Desk desk = open_desk(folder.file(), clock);
    CHECK(desk.setting("commune_name") == "Valmont");
    CHECK(desk.setting("nothing").empty());
    CHECK(desk.cursor("sim") == "page 7");
    CHECK(desk.cursor("other").empty());
}

TEST_CASE("importing assets again brings them up to date instead of doubling them") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    Asset a;
    a.kind = "candelabre";
    a.code = "L-12";
    a.geometry = {.type = GeometryType::point, .points = {{3, 43}}, .parts = {0}};
    command::ImportAssets import{{a, a}, "lampadaires.csv"};
    import.assets[1].code = "L-13";
    must(desk.execute(import, dispatcher));
    CHECK(desk.world().assets().size() == 2);
    import.assets[0].name = "Candélabre de la mairie";
    must(desk.execute(import, dispatcher));
    CHECK(desk.world().assets().size() == 2);
    CHECK(desk.world().find(AssetId{1})->name == "Candélabre de la mairie");
}
