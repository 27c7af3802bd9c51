#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>

#include "bench_desk.hpp"

using namespace vigie::test;
using namespace std::chrono_literals;

namespace {

const std::filesystem::path catalogue = std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/catalog";

struct Town {
    Folder folder;
    TestClock clock;
    Catalog catalog = load_catalog({catalogue}).catalog;
    [[nodiscard]] Desk open() {
        DeskOptions o = options_for(folder.file(), clock);
        o.catalog = &catalog;
        return open_desk(std::move(o));
    }
};

AlertRule full_bin() {
    return {.id = {}, .name = "Verre plein", .kind = "remplissage_colonne", .asset_kind = {}, .quartier = "Centre", .sensor = {}, .below = false, .bound = 85.5, .hold = 30min,
            .clear = 80, .period = RulePeriod::except_night, .severity = 3, .crew = {}, .on = true};
}

} // namespace

TEST_CASE("a rule is saved, journaled, undone and still there when the commune is opened again") {
    Town town;
    {
        Desk desk = town.open();
        const Receipt made = must(desk.execute(command::PutAlertRule{full_bin()}, dispatcher));
        CHECK(made.summary.key == "gesture.put_rule_on");
        REQUIRE(desk.alerting().rules.size() == 1);
        AlertRule rule = desk.alerting().rules.front();
        CHECK(rule.id == "r1");
        CHECK(desk.journal(1).at(0).actor == dispatcher.name);
        CHECK(desk.journal(1).at(0).after_json.find("85.5") != std::string::npos);
        CHECK(desk.journal(1).at(0).before_json.find("null") != std::string::npos);
        must(desk.undo(dispatcher));
        CHECK(desk.alerting().rules.empty());
        must(desk.redo(dispatcher));
        CHECK(desk.alerting().rules.size() == 1);
        rule.on = false;
        CHECK(must(desk.execute(command::PutAlertRule{rule}, dispatcher)).summary.key == "gesture.rule_off");
        must(desk.execute(command::PutAlertRule{full_bin()}, dispatcher));
        CHECK(desk.alerting().rules.back().id == "r2");
        must(desk.execute(command::RemoveAlertRule{"r1"}, dispatcher));
    }
    Desk again = town.open();
    REQUIRE(again.alerting().rules.size() == 1);
    AlertRule expected = full_bin();
    expected.id = "r2";
    CHECK(again.alerting().rules.front() == expected);
    CHECK_FALSE(again.first_broken_link());
}

TEST_CASE("a rule that makes no sense is refused with its reason") {
    Town town;
    Desk desk = town.open();
    const auto refusal = [&](auto change) {
        AlertRule rule = full_bin();
        change(rule);
        const auto result = desk.execute(command::PutAlertRule{rule}, dispatcher);
        return result ? std::string("accepted") : result.error().text.key;
    };
    CHECK(refusal([](AlertRule& r) { r.kind = "inconnu"; }) == "desk.refused.rule_kind");
    CHECK(refusal([](AlertRule& r) { r.clear = 90; }) == "desk.refused.rule_clear_above");
    CHECK(refusal([](AlertRule& r) { r.below = true; }) == "desk.refused.rule_clear_below");
    CHECK(refusal([](AlertRule& r) { r.hold = 8 * 24h; }) == "desk.refused.rule_hold");
    CHECK(refusal([](AlertRule& r) { r.severity = 7; }) == "desk.refused.rule_severity");
    CHECK(refusal([](AlertRule& r) { r.bound = std::numeric_limits<double>::quiet_NaN(); }) == "desk.refused.rule_bound");
    CHECK(refusal([](AlertRule& r) { r.sensor = {999}; }) == "desk.refused.gone");
    CHECK(desk.alerting().rules.empty());
    CHECK(desk.journal(10).empty());
    const Actor agent{.name = "J. Roux", .post = "voirie", .role = Role::agent};
    CHECK(desk.execute(command::PutAlertRule{full_bin()}, agent).error().text.key == "desk.refused.role");
}

TEST_CASE("the astreinte board keeps its turns, and a night's replacement beats the week") {
    Town town;
    Desk desk = town.open();
    must(desk.execute(command::SetOnCallLevels{{{"Exploitation", 10min}, {"Décision", 20min}}, 1, 8h}, dispatcher));
    const std::string zone = "Europe/Paris";
    const Time monday = handover_before(desk.alerting().on_call, town.clock.t, zone);
    CHECK(rfc3339(monday) == "2026-11-23T07:00:00.000Z");  // 8:00 in Paris
    const Time next = handover_after(desk.alerting().on_call, town.clock.t, zone);
    CHECK(next - monday == 7 * 24h);
    must(desk.execute(command::SetOnCallTurn{{0, {}, "M. Ferrand", "06 12 34 56 78", monday, next}}, dispatcher));
    must(desk.execute(command::SetOnCallTurn{{0, {}, "L. Martin", "", monday + 12h, monday + 24h}}, dispatcher));
    const OnCall& board = desk.alerting().on_call;
    CHECK(on_duty(board, 0, monday)->name == "M. Ferrand");
    CHECK(on_duty(board, 0, monday + 13h)->name == "L. Martin");
    CHECK(on_duty(board, 0, monday + 24h)->name == "M. Ferrand");
    CHECK(on_duty(board, 0, next) == nullptr);
    CHECK(on_duty(board, 1, monday) == nullptr);
    must(desk.execute(command::SetOnCallTurn{{0, {}, "P. Roy", "", monday, next}}, dispatcher));  // in place of the first
    CHECK(on_duty(desk.alerting().on_call, 0, monday)->name == "P. Roy");
    CHECK(desk.alerting().on_call.turns.size() == 2);
    must(desk.execute(command::SetOnCallTurn{{0, {}, "", "", monday, next}}, dispatcher));
    CHECK(on_duty(desk.alerting().on_call, 0, monday) == nullptr);
    CHECK(desk.execute(command::SetOnCallTurn{{2, {}, "X", "", monday, next}}, dispatcher).error().text.key == "desk.refused.on_call_level");
    must(desk.undo(dispatcher));
    CHECK(on_duty(desk.alerting().on_call, 0, monday)->name == "P. Roy");
}

TEST_CASE("a hand-over keeps its wall-clock hour through the clock change") {
    OnCall board;
    board.handover_day = 5;
    const std::string zone = "Europe/Paris";
    const Time before = *time_from_rfc3339("2026-10-24T12:00:00Z");  // the Saturday before the change
    CHECK(rfc3339(handover_before(board, before, zone)) == "2026-10-23T06:00:00.000Z");
    CHECK(rfc3339(handover_after(board, before, zone)) == "2026-10-30T07:00:00.000Z");
}

TEST_CASE("a muted sensor is in the journal under its own name, and a mute without end lifts it") {
    Town town;
    Desk desk = town.open();
    Sensor sensor;
    sensor.kind = "pression";
    sensor.name = "Pression Aubes";
    must(desk.accept(batch_of({upsert(sensor, "p1")})));
    const SensorId id = only<Sensor>(desk.world()).id;
    must(desk.execute(command::MuteSensor{id, town.clock.t, town.clock.t + 2h, "Travaux"}, dispatcher));
    CHECK(mute_of(desk.alerting(), id, town.clock.t + 1h) != nullptr);
    CHECK(mute_of(desk.alerting(), id, town.clock.t + 2h) == nullptr);
    REQUIRE(desk.history({EntityKind::sensor, id.value}, 10).size() == 1);
    CHECK(desk.history({EntityKind::sensor, id.value}, 10).front().summary.key == "gesture.mute_because");
    must(desk.execute(command::MuteSensor{id, town.clock.t, {}, {}}, dispatcher));
    CHECK(desk.alerting().mutes.empty());
    must(desk.undo(dispatcher));
    CHECK(desk.alerting().mutes.size() == 1);
    CHECK(desk.history({EntityKind::sensor, id.value}, 10).size() == 3);
}

TEST_CASE("quiet hours hold back what is not critical, through midnight and on the week-end") {
    QuietHours quiet{.on = true, .from = 20h, .to = 7h, .weekends = true, .critical = 2};
    const std::string zone = "Europe/Paris";
    const auto at = [](const char* t) { return *time_from_rfc3339(t); };
    CHECK(is_quiet(quiet, 3, at("2026-11-24T22:30:00Z"), zone));
    CHECK(is_quiet(quiet, 3, at("2026-11-24T05:59:00Z"), zone));
    CHECK_FALSE(is_quiet(quiet, 3, at("2026-11-24T06:00:00Z"), zone));  // 7:00
    CHECK_FALSE(is_quiet(quiet, 2, at("2026-11-24T22:30:00Z"), zone));
    CHECK(is_quiet(quiet, 4, at("2026-11-28T11:00:00Z"), zone));         // a Saturday
    quiet.on = false;
    CHECK_FALSE(is_quiet(quiet, 4, at("2026-11-28T11:00:00Z"), zone));
}

TEST_CASE("settings that another program garbled leave the rest as it is, and say so") {
    Town town;
    {
        Desk desk = town.open();
        must(desk.execute(command::PutAlertRule{full_bin()}, dispatcher));
        std::string text = desk.setting("alerting.rules");
        text.insert(1, R"({"id":5},{"kind":"pression"},)");
        REQUIRE(desk.set_setting("alerting.rules", text).ok());
        REQUIRE(desk.set_setting("alerting.quiet", "[").ok());
    }
    Desk again = town.open();
    CHECK(again.alerting().rules.size() == 1);
    CHECK(again.alerting().quiet == QuietHours{});
    const auto told = std::ranges::count_if(again.notices(), [](const Notice& n) { return n.text.key == "store.alerting_unreadable"; });
    CHECK(told == 2);
}
