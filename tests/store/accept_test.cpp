#include <limits>

#include "bench_desk.hpp"

using namespace vigie::test;

namespace {

Sensor level_sensor(const std::string& name = "Niveau") {
    Sensor s;
    s.kind = "niveau";
    s.name = name;
    s.unit = "%";
    s.place = {3, 43};
    return s;
}
Observed observed(const std::string& sensor, Time at, double value, const std::string& unit = "") {
    return {{"sim", sensor, ""}, at, value, unit};
}

} // namespace

TEST_CASE("links to what was not seen yet are set when it arrives, also after a restart") {
    const Folder folder;
    TestClock clock;
    InterventionId id;
    {
        Desk desk = open_desk(folder.file(), clock);
        Intervention i;
        i.title = "Fuite";
        must(desk.accept(batch_of({upsert(i, "i1", {{"crews", "c1"}, {"crews", "c2"}, {"asset", "v9"}})})));
        id = only<Intervention>(desk.world()).id;
        CHECK(desk.world().find(id)->crews.empty());
        must(desk.accept(batch_of({upsert(crew_named("B"), "c2")})));
        CHECK(desk.world().find(id)->crews.size() == 1);
    }
    Desk desk = open_desk(folder.file(), clock);
    must(desk.accept(batch_of({upsert(crew_named("A"), "c1"), upsert(Asset{}, "v9")})));
    const Intervention& i = *desk.world().find(id);
    REQUIRE(i.crews.size() == 2);
    CHECK(desk.world().find(i.crews[0])->name == "A");  // in the order the source gave
    CHECK(desk.world().find(i.crews[1])->name == "B");
    CHECK(i.asset);
}

TEST_CASE("a link inside one batch is set whatever the order, and taken away when the source no longer names it") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    Sensor s = level_sensor();
    must(desk.accept(batch_of({upsert(s, "s1", {{"asset", "a1"}}), upsert(Asset{}, "a1")})));
    CHECK(only<Sensor>(desk.world()).asset == only<Asset>(desk.world()).id);
    must(desk.accept(batch_of({upsert(s, "s1", {}, {"name"})})));
    CHECK(only<Sensor>(desk.world()).asset);
    must(desk.accept(batch_of({upsert(s, "s1", {}, {"asset"})})));
    CHECK_FALSE(only<Sensor>(desk.world()).asset);
}

TEST_CASE("what only we know of a report stays when its source tells it again") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    Report a, b;
    a.description = "un";
    b.description = "deux";
    must(desk.accept(batch_of({upsert(a, "a"), upsert(b, "b")})));
    must(desk.execute(command::MergeReports{{1}, {{2}}}, dispatcher));
    REQUIRE(desk.settle(desk.outbox("sim", 1).at(0).id, SettleAs::done, "b", "2", "").ok());
    b.description = "deux encore";
    b.state = ReportState::duplicate;
    must(desk.accept(batch_of({upsert(b, "b")})));
    const Report& r = *desk.world().find(ReportId{2});
    CHECK(r.description == "deux encore");
    CHECK(r.duplicate_of == ReportId{1});
    CHECK(r.number == 2);
    CHECK(r.due_at.has_value());
}

TEST_CASE("news does not undo an edit on its way, and the source's values are kept beside it") {
    const Folder folder;
    TestClock clock;
    {
        Desk desk = open_desk(folder.file(), clock);
        Report r;
        r.category = "depot";
        r.severity = 4;
        must(desk.accept(batch_of({upsert(r, "r1")})));
        must(desk.execute(command::QualifyReport{{1}, "", 2}, dispatcher));
        CHECK(desk.waiting("sim") == 1);
    }
    Desk desk = open_desk(folder.file(), clock);
    CHECK(desk.waiting("sim") == 1);
    const OutboxItem item = desk.outbox("sim", 10).at(0);
    CHECK(item.remote_id == "r1");
    CHECK(item.expected_version == "1");
    CHECK(item.idempotency_key.size() == 32);
    CHECK(item.fields_json.find("\"severity\":2") != std::string::npos);
    CHECK(item.fields_json.find("description") == std::string::npos);
    Report theirs;
    theirs.category = "depot";
    theirs.severity = 5;
    theirs.description = "nouveau";
    theirs.origin.version = "7";
    must(desk.accept(batch_of({upsert(theirs, "r1")})));
    CHECK(only<Report>(desk.world()).severity == 2);
    CHECK(only<Report>(desk.world()).description == "nouveau");
    REQUIRE(desk.settle(item.id, SettleAs::conflict, "r1", "7", "changé entre-temps").ok());
    CHECK(desk.waiting("sim") == 0);
    const OutboxItem dispute = desk.disputes("sim").at(0);
    CHECK(dispute.why == "changé entre-temps");
    CHECK(dispute.theirs_json.find("\"severity\":5") != std::string::npos);
    SECTION("a person keeps ours: it is sent again on top of theirs") {
        must(desk.decide(item.id, true, dispatcher));
        const OutboxItem again = desk.outbox("sim", 10).at(0);
        CHECK(again.idempotency_key == item.idempotency_key);
        CHECK(only<Report>(desk.world()).severity == 2);
    }
    SECTION("a person takes theirs") {
        must(desk.decide(item.id, false, dispatcher));
        CHECK(desk.disputes("sim").empty());
        CHECK(desk.outbox("sim", 10).empty());
        CHECK(only<Report>(desk.world()).severity == 5);
        CHECK(only<Report>(desk.world()).state == ReportState::received);
    }
    CHECK_FALSE(desk.first_broken_link());
}

TEST_CASE("what the source made of an edit holds once it has acknowledged it, and what it said after that") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    Report r;
    r.category = "depot";
    r.severity = 4;
    must(desk.accept(batch_of({upsert(r, "r1")})));
    must(desk.execute(command::QualifyReport{{1}, "", 2}, dispatcher));
    const OutboxItem item = desk.outbox("sim", 10).at(0);
    const auto says = [&](int severity, const char* version) {
        Report theirs = r;
        theirs.severity = severity;
        theirs.origin.version = version;
        must(desk.accept(batch_of({upsert(theirs, "r1")})));
        CHECK(only<Report>(desk.world()).severity == 2);  // ours is on its way
    };
    says(5, "6");
    int wanted = 2;
    SECTION("it took another value") {
        says(3, "7");
        wanted = 3;
    }
    SECTION("somebody changed it there since") {
        says(2, "7");
        says(1, "8");
        wanted = 1;
    }
    SECTION("it did not say") {}
    REQUIRE(desk.settle(item.id, SettleAs::done, "r1", "7", "").ok());
    CHECK(only<Report>(desk.world()).severity == wanted);
    CHECK(only<Report>(desk.world()).origin.version == (wanted == 1 ? "8" : "7"));
}

TEST_CASE("choosing theirs does not take back what a later edit says again") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    Report r;
    r.category = "depot";
    r.severity = 4;
    must(desk.accept(batch_of({upsert(r, "r1")})));
    must(desk.execute(command::QualifyReport{{1}, "", 2}, dispatcher));
    const OutboxItem first = desk.outbox("sim", 10).at(0);
    must(desk.execute(command::QualifyReport{{1}, "", 1}, dispatcher));
    REQUIRE(desk.settle(first.id, SettleAs::conflict, "r1", "7", "changé entre-temps").ok());
    must(desk.decide(first.id, false, dispatcher));
    CHECK(only<Report>(desk.world()).severity == 1);
    CHECK(desk.outbox("sim", 10).at(0).fields_json.find("\"severity\":1") != std::string::npos);
}

TEST_CASE("work given to a source's crew is sent there once, and the source's id is kept") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    must(desk.accept(batch_of({upsert(crew_named("A"), "c1")})));
    command::CreateIntervention create;
    create.intervention.title = "Taille";
    const Command gesture[] = {create, command::Assign{{}, {only<Crew>(desk.world()).id}, clock.t, ""}};
    must(desk.execute(gesture, dispatcher));
    const InterventionId id = only<Intervention>(desk.world()).id;
    must(desk.execute(command::SetLocked{id, true}, dispatcher));
    REQUIRE(desk.waiting("sim") == 2);
    const auto first = desk.outbox("sim", 10);
    REQUIRE(first.size() == 1);  // the second waits for the id that the first one's answer brings
    CHECK(first[0].remote_id.empty());
    CHECK(first[0].fields_json.find("\"crews\":[\"c1\"]") != std::string::npos);
    REQUIRE(desk.settle(first[0].id, SettleAs::retry, "", "", "").ok());
    CHECK(desk.outbox("sim", 10).at(0).attempts == 1);
    REQUIRE(desk.settle(first[0].id, SettleAs::done, "i77", "1", "").ok());
    REQUIRE(desk.settle(first[0].id, SettleAs::done, "i77", "1", "").ok());  // answered twice
    const auto second = desk.outbox("sim", 10);
    REQUIRE(second.size() == 1);
    CHECK(second[0].remote_id == "i77");
    CHECK(desk.world().find(id)->origin.remote_id == "i77");
    Intervention told;
    told.title = "Taille";
    told.state = InterventionState::on_site;
    must(desk.accept(batch_of({upsert(told, "i77", {}, {"state"})})));
    CHECK(desk.world().interventions().size() == 1);
    CHECK(desk.world().find(id)->state == InterventionState::on_site);
    CHECK(desk.journal(1).at(0).gesture == "news");
    CHECK(desk.history({EntityKind::intervention, id.value}, 10).size() == 3);
}

TEST_CASE("a number is borne by one entity only, whoever gave it first") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    must(desk.execute(new_report(), dispatcher));  // S-0001, ours
    Report theirs;
    theirs.number = 1;
    Report other;
    other.number = 40;
    must(desk.accept(batch_of({upsert(theirs, "a"), upsert(other, "b"), upsert(Report{}, "c")})));
    std::map<std::uint32_t, int> numbers;
    for (const Report& r : desk.world().reports()) ++numbers[r.number];
    CHECK(numbers.size() == 4);
    CHECK(desk.world().find(EntityKind::report, {"sim", "b", ""}).has_value());
    CHECK(numbers.contains(40));
    must(desk.accept(batch_of({upsert(theirs, "a")})));  // told again: our number stays
    numbers.clear();
    for (const Report& r : desk.world().reports()) ++numbers[r.number];
    CHECK(numbers.size() == 4);
}

TEST_CASE("a snapshot marks what it does not mention, removes it only when authoritative, and proves nothing when cut") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    must(desk.accept(batch_of({upsert(level_sensor("1"), "s1"), upsert(level_sensor("2"), "s2"), upsert(level_sensor("3"), "s3")})));
    const EntityRef second{EntityKind::sensor, 2};
    // Cut: begun twice, ended once, what was mentioned before the second begin does not count.
    must(desk.accept(batch_of({SnapshotMark{EntityKind::sensor, true, false}, upsert(level_sensor("1"), "s1")})));
    CHECK_FALSE(desk.is_missing(second));
    must(desk.accept(batch_of({SnapshotMark{EntityKind::sensor, true, false}, upsert(level_sensor("1"), "s1")})));
    must(desk.accept(batch_of({upsert(level_sensor("3"), "s3")})));
    must(desk.accept(batch_of({SnapshotMark{EntityKind::sensor, false, false}})));
    CHECK(desk.is_missing(second));
    CHECK_FALSE(desk.is_missing({EntityKind::sensor, 1}));
    CHECK(desk.world().sensors().size() == 3);
    must(desk.accept(batch_of({upsert(level_sensor("2"), "s2")})));
    CHECK_FALSE(desk.is_missing(second));
    must(desk.accept(batch_of({SnapshotMark{EntityKind::sensor, false, true}})));  // an end without a begin
    CHECK(desk.world().sensors().size() == 3);
    must(desk.accept(batch_of({SnapshotMark{EntityKind::sensor, true, false}, upsert(level_sensor("2"), "s2"),
                               SnapshotMark{EntityKind::sensor, false, true}})));
    CHECK(only<Sensor>(desk.world()).id == SensorId{2});
}

TEST_CASE("observations are kept raw and rolled up, twice is once, and strange ones are left out and said") {
    const Folder folder;
    TestClock clock;
    const Time hour = *time_from_rfc3339("2026-11-23T09:00:00Z");
    Picture before;
    {
        Desk desk = open_desk(folder.file(), clock);
        std::vector<Change> changes{upsert(level_sensor(), "s1")};
        for (int i = 0; i < 4; ++i) changes.push_back(observed("s1", hour + Minutes{10 * i}, 10.0 * i));
        changes.push_back(observed("s1", hour + Minutes{10}, 99));          // the same instant again
        changes.push_back(observed("s1", hour - Minutes{10}, -5));          // late
        changes.push_back(observed("s1", hour + Minutes{50}, 5, "m"));      // another unit
        changes.push_back(observed("nobody", hour, 5));
        changes.push_back(observed("s1", hour + Minutes{55}, std::numeric_limits<double>::quiet_NaN()));
        must(desk.accept(batch_of(changes)));
        const Sensor& s = only<Sensor>(desk.world());
        CHECK(s.last_value == 30);
        CHECK(s.last_at == hour + Minutes{30});
        CHECK(desk.observations(s.id, hour - std::chrono::hours{1}, hour + std::chrono::hours{1}).size() == 5);
        const auto hours = desk.observation_hours(s.id, hour, hour);
        REQUIRE(hours.size() == 1);
        CHECK(hours[0] == RolledUp{hour, 4, 15, 0, 30});
        const auto days = desk.observation_days(s.id, hour - std::chrono::hours{24}, hour + std::chrono::hours{24});
        REQUIRE(days.size() == 1);
        CHECK(days[0].count == 5);
        CHECK(days[0].min == -5);
        CHECK(desk.notices().size() == 3);
        before = picture_of(desk.world());
    }
    Desk desk = open_desk(folder.file(), clock);
    CHECK(picture_of(desk.world()) == before);
    CHECK(desk.world().recent({1}).size() == 5);
}

TEST_CASE("positions move the crew, make its trail, and are forgotten after their retention") {
    const Folder folder;
    TestClock clock;
    {
        Desk desk = open_desk(folder.file(), clock);
        std::vector<Change> changes{upsert(crew_named("A"), "c1")};
        for (int i = 0; i < 300; ++i)
            changes.push_back(Positioned{{"sim", "c1", ""}, {{}, clock.t + Seconds{i}, {3, 43 + i * 1e-5}, 90.0, 4.0, 8.0}});
        changes.push_back(Positioned{{"sim", "c1", ""}, {{}, clock.t + Seconds{999}, {3000, 43}, {}, {}, {}}});
        must(desk.accept(batch_of(changes)));
        CHECK(only<Crew>(desk.world()).place == LonLat{3, 43 + 299 * 1e-5});
        CHECK(desk.world().trail({1}).size() == max_trail_points);
    }
    Desk desk = open_desk(folder.file(), clock);
    CHECK(desk.world().trail({1}).size() == max_trail_points);
    CHECK(*desk.forget_old() == 0);
    clock.pass(std::chrono::hours{24 * 63});
    CHECK(*desk.forget_old() == 301);  // and the last place, which is shown for a day
    CHECK_FALSE(desk.first_broken_link());
}

TEST_CASE("rules give ids and numbers to what they raise, and leave a line in the journal when asked") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    Alert a;
    a.title = "Fuite probable";
    must(desk.derive({.put = {a}}, {"rule", {}}, true));
    CHECK(only<Alert>(desk.world()).number == 1);
    CHECK(desk.journal(5).size() == 1);
    CHECK(desk.undo_summary() == nullptr);
    Alert changed = only<Alert>(desk.world());
    changed.occurrences = 4;
    must(desk.derive({.put = {changed}}, {"rule", {}}, false));
    CHECK(only<Alert>(desk.world()).occurrences == 4);
    CHECK(desk.journal(5).size() == 1);
}
