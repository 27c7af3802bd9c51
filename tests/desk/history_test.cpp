#include <catch2/catch_test_macros.hpp>

#include <filesystem>

#include "panels/forms/dialogs.hpp"
#include "panels/inspect/gestures.hpp"
#include "panels/inspect/history.hpp"

using namespace vigie;
using namespace vigie::panels;

namespace {

gis::Language words(const char* code) {
    return gis::Language::load(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/lang", code).value();
}

gis::JournalEntry line(const char* after) {
    gis::JournalEntry entry;
    entry.actor = "C. Delmas";
    entry.post = "régulation";
    entry.summary = {"desk.history.title", {}};
    entry.after_json = after;
    return entry;
}

constexpr gis::EntityRef report{gis::EntityKind::report, 12};

gis::World with(std::vector<gis::AnyEntity> entities) {
    gis::World world;
    gis::EditSet edits;
    edits.put = std::move(entities);
    static_cast<void>(world.apply(edits));
    return world;
}

} // namespace

TEST_CASE("a change of state is told by the state, with what came with it") {
    const std::vector<gis::JournalEntry> entries{line(R"({"report/12":{"state":"qualified","severity":2},"report/13":{"state":"closed"}})"),
                                                 line(R"({"report/12":{"state":"received","channel":"phone"}})"),
                                                 line(R"({"report/12":{"state":"rejected","reason":"hors compétence"}})")};
    const auto french = history_rows(entries, report, words("fr"));
    REQUIRE(french.size() == 3);
    CHECK(french[0].headline == "Qualifié");
    CHECK(french[0].rest == ", gravité 2");
    CHECK(french[0].by == "C. Delmas, régulation");
    CHECK(french[0].state == AnyState{gis::ReportState::qualified});
    CHECK(french[1].headline + french[1].rest == "Reçu par téléphone");
    CHECK(french[2].rest == ", hors compétence");
    CHECK(history_rows(entries, report, words("en"))[0].rest == ", severity 2");
}

TEST_CASE("a line about something else, or damaged, is told by its summary") {
    for (const char* after : {"", "null", "{", "[]", R"({"report/13":{"state":"closed"}})", R"({"report/12":{"address":"x"}})",
                              R"({"report/12":{"state":7}})", R"({"report/12":{"state":"flying"}})", R"({"report/12":[1]})"}) {
        CAPTURE(after);
        const std::vector<gis::JournalEntry> entries{line(after)};
        const auto rows = history_rows(entries, report, words("fr"));
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].headline == "Historique");
        CHECK(rows[0].state == AnyState{});
    }
}

TEST_CASE("what cannot be done says why") {
    gis::Report open, over;
    open.id = {1};
    over.id = {2};
    over.state = gis::ReportState::rejected;
    gis::Intervention answer;
    answer.id = {3};
    answer.number = 412;
    answer.state = gis::InterventionState::on_site;
    answer.reports = {{4}};
    gis::Report answered;
    answered.id = {4};
    answered.state = gis::ReportState::in_progress;
    const gis::World world = with({open, over, answer, answered});
    const auto ref = [](std::uint64_t id) { return std::vector<gis::EntityRef>{{gis::EntityKind::report, id}}; };
    CHECK_FALSE(create_blocked(world, ref(1)));
    CHECK(create_blocked(world, {})->key == "desk.blocked.nothing_selected");
    CHECK(create_blocked(world, ref(2))->key == "desk.blocked.no_work");
    CHECK(create_blocked(world, ref(4)) == gis::Text{"desk.blocked.has_intervention", {{"number", "I-0412"}}});
    CHECK(assign_blocked(world, ref(4))->key == "desk.blocked.under_way");
    CHECK(qualify_blocked(world, ref(2))->key == "desk.blocked.report_over");
    CHECK(take_alert_blocked(world, ref(1))->key == "desk.blocked.no_alert");
    CHECK(create_intervention(world, {}, ref(2), "fr").empty());
    CHECK(assign(world, {}, ref(4), {{9}}, {}, {}, "fr").empty());
}

TEST_CASE("a mixed selection only acts on what the gesture means") {
    gis::Report report_one;
    report_one.id = {1};
    gis::Alert raised, cleared;
    raised.id = {2};
    cleared.id = {3};
    cleared.state = gis::AlertState::cleared;
    const gis::World world = with({report_one, raised, cleared});
    const std::vector<gis::EntityRef> all{{gis::EntityKind::report, 1}, {gis::EntityKind::alert, 2}, {gis::EntityKind::alert, 3}};
    CHECK(take_alerts(world, all).size() == 1);
    CHECK(qualify(world, all, "", 2).size() == 1);
    CHECK(set_report_state(world, all, gis::ReportState::rejected, "x").size() == 1);
    CHECK(merge({1}, {{1}}).empty());
}

TEST_CASE("a typed period is read in the commune's zone and its faults are named") {
    using namespace std::chrono;
    const gis::Time now = sys_days{year{2026} / 11 / 24} + hours{13};
    DialogState typed;
    typed.from_day = "2411";
    typed.from_hour = "8";
    typed.to_day = "2611";
    typed.to_hour = "1730";
    const auto good = period_from_typed(typed, now, "Europe/Paris");
    REQUIRE(good.period);
    CHECK(good.period->from == sys_days{year{2026} / 11 / 24} + hours{7});
    CHECK(good.period->to == sys_days{year{2026} / 11 / 26} + hours{16} + minutes{30});
    typed.to_day = "2311";
    CHECK(period_from_typed(typed, now, "Europe/Paris").error == "desk.period.ends_before");
    typed.to_day = "3102";
    CHECK(period_from_typed(typed, now, "Europe/Paris").error == "desk.period.to_wrong");
    typed.from_hour = "25";
    CHECK(period_from_typed(typed, now, "Europe/Paris").error == "desk.period.from_wrong");
}
