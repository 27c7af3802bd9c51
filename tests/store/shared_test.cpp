// A commune that several desks share: what is made here goes to the shared source, and comes back as the same thing.
#include <nlohmann/json.hpp>

#include "bench_desk.hpp"

using namespace vigie::test;

namespace {

Desk shared_desk(const TestClock& clock, const fs::path& file = {}) {
    DeskOptions options = options_for(file, clock);
    options.shared_source = [] { return std::string("sim"); };
    return open_desk(std::move(options));
}

const OutboxItem& of_kind(const std::vector<OutboxItem>& items, EntityKind kind) {
    for (const OutboxItem& item : items)
        if (item.entity.kind == kind) return item;
    FAIL("no edit of this kind waits");
    return items.front();
}

nlohmann::json fields_of(const OutboxItem& item) { return nlohmann::json::parse(item.fields_json); }

} // namespace

TEST_CASE("what is made here goes to the shared source, and news of it before the answer doubles nothing") {
    const Folder folder;
    TestClock clock;
    std::string key;
    {
        Desk desk = shared_desk(clock, folder.file());
        must(desk.execute(new_report(), dispatcher));
        const OutboxItem item = of_kind(desk.outbox("sim", 10), EntityKind::report);
        CHECK(item.remote_id.empty());
        key = item.idempotency_key;
    }
    Desk desk = shared_desk(clock, folder.file());  // cut before the answer
    Report back = only<Report>(desk.world());
    const ReportId id = back.id;
    back.number = 77;
    must(desk.accept(batch_of({upsert(back, key)})));
    CHECK(only<Report>(desk.world()).id == id);
    CHECK(only<Report>(desk.world()).origin.remote_id == key);
    CHECK(only<Report>(desk.world()).number == 77);  // the commune's number
    REQUIRE(desk.settle(desk.outbox("sim", 10).at(0).id, SettleAs::done, key, "1", "").ok());
    CHECK(desk.waiting("sim") == 0);
    must(desk.accept(batch_of({upsert(back, key)})));
    CHECK(desk.world().reports().size() == 1);
}

TEST_CASE("links between things made here are named before the source knows them") {
    TestClock clock;
    Desk desk = shared_desk(clock);
    must(desk.accept(batch_of({upsert(crew_named("Voirie A"), "7")}, "cursor-3")));
    must(desk.execute(new_report(), dispatcher));
    const OutboxItem report = of_kind(desk.outbox("sim", 10), EntityKind::report);
    command::CreateIntervention make;
    make.intervention.title = "Nid-de-poule";
    make.intervention.kind = "reprise";
    make.intervention.place = {3, 43};
    make.intervention.reports = {only<Report>(desk.world()).id};
    const std::vector<Command> gesture{make, command::Assign{.intervention = {}, .crews = {only<Crew>(desk.world()).id}, .start = clock.t, .override_reason = ""}};
    must(desk.execute(gesture, dispatcher));
    const OutboxItem item = of_kind(desk.outbox("sim", 10), EntityKind::intervention);
    CHECK(fields_of(item)["reports"] == nlohmann::json::array({report.idempotency_key}));
    CHECK(fields_of(item)["crews"] == nlohmann::json::array({"7"}));
    CHECK(item.seen == "cursor-3");
}

TEST_CASE("a conflict about crews keeps theirs, and choosing it sets them") {
    TestClock clock;
    Desk desk = shared_desk(clock);
    Intervention job;
    job.title = "Fuite";
    job.state = InterventionState::to_plan;
    must(desk.accept(batch_of({upsert(crew_named("A"), "a"), upsert(crew_named("B"), "b"), upsert(job, "i")})));
    const InterventionId id = only<Intervention>(desk.world()).id;
    const CrewId a = desk.world().crews().begin()->id, b = std::next(desk.world().crews().begin())->id;
    must(desk.execute(command::Assign{.intervention = id, .crews = {a}, .start = clock.t, .override_reason = ""}, dispatcher));
    const OutboxItem item = desk.outbox("sim", 10).at(0);
    Intervention theirs = job;
    theirs.start = clock.t + std::chrono::hours(2);
    theirs.state = InterventionState::assigned;
    must(desk.accept(batch_of({upsert(theirs, "i", {{"crews", "b"}})})));
    REQUIRE(desk.settle(item.id, SettleAs::conflict, "i", "2", "ailleurs").ok());
    CHECK(desk.world().find(id)->crews == std::vector{a});  // nothing is overwritten
    const OutboxItem dispute = desk.disputes("sim").at(0);
    CHECK(nlohmann::json::parse(dispute.theirs_json)["crews"] == nlohmann::json::array({b.value}));
    must(desk.decide(dispute.id, false, dispatcher));
    CHECK(desk.world().find(id)->crews == std::vector{b});
    CHECK(desk.world().find(id)->start == clock.t + std::chrono::hours(2));
    CHECK(desk.disputes("sim").empty());
}

TEST_CASE("a source may make the entity and refuse a part of it: the rest becomes an edit of what it has") {
    TestClock clock;
    Desk desk = shared_desk(clock);
    must(desk.execute(new_report(), dispatcher));
    const OutboxItem item = desk.outbox("sim", 10).at(0);
    REQUIRE(desk.settle(item.id, SettleAs::conflict, item.idempotency_key, "1", "prise").ok());
    CHECK(only<Report>(desk.world()).origin.remote_id == item.idempotency_key);
    const OutboxItem dispute = desk.disputes("sim").at(0);
    CHECK(dispute.remote_id == item.idempotency_key);
    must(desk.decide(dispute.id, true, dispatcher));
    const OutboxItem again = desk.outbox("sim", 10).at(0);
    CHECK(again.expected_version == "1");
    CHECK(again.seen.empty());  // the person knows what happened since
}

TEST_CASE("the alert that another desk raised for the same thing is ours, not a second one") {
    TestClock clock;
    Desk desk = shared_desk(clock);
    Alert mine;
    mine.kind = "niveau";
    mine.title = "Niveau haut";
    mine.place = {3, 43};
    mine.raised_at = clock.t;
    must(desk.derive({.put = {mine}, .removed = {}, .observations = {}, .positions = {}}, {"app.rules_applied", {}}, true));
    Alert theirs = mine;
    theirs.state = AlertState::taken;
    theirs.raised_at = clock.t + std::chrono::minutes(3);
    must(desk.accept(batch_of({upsert(theirs, "k1")})));
    CHECK(only<Alert>(desk.world()).state == AlertState::taken);
    theirs.place = {3.1, 43};
    must(desk.accept(batch_of({upsert(theirs, "k2")})));
    CHECK(desk.world().alerts().size() == 2);
}
