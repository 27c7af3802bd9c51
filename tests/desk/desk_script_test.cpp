// The dock and the inspector driven as hands do: what is typed and clicked, and the commands that come of it.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "gis/model/words.hpp"
#include "tests/desk/hands.hpp"

using namespace vigie;
using namespace vigie::desk_test;

namespace {

gis::EntityRef alert_in(const ui::Stage& stage, gis::AlertState state) {
    for (const gis::Alert& a : stage.desk->world().alerts())
        if (a.state == state) return {gis::EntityKind::alert, a.id.value};
    FAIL("no such alert");
    return {};
}

void choose(ui::Stage& stage, ui::UiDriver& ui, gis::EntityRef ref) {
    stage.view.selection.entities = {ref};
    ui.frames(3);
}

} // namespace

TEST_CASE("a row clicked in the list is what the inspector shows") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    ui.frames(3);
    const auto ref = report_numbered(stage, 1187);
    REQUIRE(ui.click("reports." + std::to_string(ref.id)));
    CHECK(stage.view.selection.primary() == ref);
    CHECK(stage.view.right_open);
    CHECK(ui.exists("report.create"));
}

TEST_CASE("the next object of the list is one step away") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    choose(stage, ui, report_numbered(stage, 1187));
    const auto first = stage.view.selection.primary();
    REQUIRE(ui.click("inspector.next"));
    ui.frames(2);
    CHECK(stage.view.selection.primary() != first);
    REQUIRE(ui.click("inspector.previous"));
    ui.frames(2);
    CHECK(stage.view.selection.primary() == first);
}

TEST_CASE("create makes one prefilled intervention for the report") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto ref = report_numbered(stage, 1187);
    choose(stage, ui, ref);
    REQUIRE(ui.click("report.create"));
    ui.frames(2);
    const auto made = pushed<command::CreateIntervention>(stage);
    REQUIRE(made.size() == 1);
    CHECK(made[0].intervention.reports == std::vector<gis::ReportId>{{ref.id}});
    CHECK_FALSE(made[0].intervention.kind.empty());
    CHECK(made[0].intervention.duration.count() > 0);
    CHECK(stage.refused.empty());
    CHECK(std::any_of(stage.desk->world().interventions().begin(), stage.desk->world().interventions().end(),
                      [&](const gis::Intervention& i) { return i.reports == std::vector<gis::ReportId>{{ref.id}}; }));
}

TEST_CASE("sending a crew to an alert creates and assigns in one gesture, forced with its reason when it must be") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto alert = alert_in(stage, gis::AlertState::raised);
    choose(stage, ui, alert);
    REQUIRE(ui.click("crew.1"));   // nobody has the skills: the card asks
    ui.frames(3);
    REQUIRE(ui.exists("dialog.yes"));
    CHECK(stage.commands.empty());
    ui.click("dialog.yes");        // not without a reason
    ui.frames(2);
    CHECK(stage.commands.empty());
    REQUIRE(ui.click("force.reason"));
    ui.type("Fuite sur la chaussée");
    REQUIRE(ui.click("dialog.yes"));
    ui.frames(3);
    const auto made = pushed<command::CreateIntervention>(stage);
    const auto sent = pushed<command::Assign>(stage);
    REQUIRE(made.size() == 1);
    REQUIRE(sent.size() == 1);
    CHECK_FALSE(sent[0].intervention);   // the one just created
    CHECK(sent[0].crews.size() == 1);
    CHECK(sent[0].override_reason == "Fuite sur la chaussée");
    REQUIRE(stage.refused.empty());
    REQUIRE(stage.receipts.size() == 1);   // one gesture, one undo
    CHECK(stage.desk->world().find(gis::AlertId{alert.id})->state == gis::AlertState::in_intervention);
}

TEST_CASE("an alert is taken in charge once, then the button says why not") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    choose(stage, ui, alert_in(stage, gis::AlertState::raised));
    REQUIRE(ui.click("alert.take"));
    ui.frames(3);
    CHECK(pushed<command::TakeAlert>(stage).size() == 1);
    ui.click("alert.take");
    ui.frames(3);
    CHECK(pushed<command::TakeAlert>(stage).size() == 1);
}

TEST_CASE("a rejection needs its reason and carries it") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto ref = report_numbered(stage, 1187);
    choose(stage, ui, ref);
    REQUIRE(ui.click("report.reject"));
    ui.frames(3);
    CHECK(stage.commands.empty());
    REQUIRE(ui.click("other"));
    ui.frames(2);
    ui.click("dialog.yes");   // no reason yet: nothing happens
    ui.frames(2);
    CHECK(stage.commands.empty());
    REQUIRE(ui.click("dialog.reason"));
    ui.type("Déjà réparé");
    ui.key(ImGuiKey_Enter);
    ui.frames(3);
    const auto said = pushed<command::SetReportState>(stage);
    REQUIRE(said.size() == 1);
    CHECK(said[0].report.value == ref.id);
    CHECK(said[0].state == gis::ReportState::rejected);
    CHECK(said[0].reason == "Déjà réparé");
    CHECK_FALSE(ui.exists("dialog.yes"));
}

TEST_CASE("Esc leaves a question without a trace") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    choose(stage, ui, report_numbered(stage, 1187));
    REQUIRE(ui.click("report.reject"));
    ui.frames(3);
    REQUIRE(ui.exists("dialog.yes"));
    ui.key(ImGuiKey_Escape);
    ui.frames(3);
    CHECK_FALSE(ui.exists("dialog.yes"));
    CHECK(stage.commands.empty());
}

TEST_CASE("Esc closes the report form at once while nothing was said, and takes back the field first when something was") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    stage.view.report_form_open = true;
    ui.frames(4);
    ui.key(ImGuiKey_Escape);
    ui.frames(3);
    CHECK_FALSE(stage.view.report_form_open);

    stage.view.report_form_open = true;
    ui.frames(4);
    ui.type("27 avenue");
    ui.frames(2);
    ui.key(ImGuiKey_Escape);
    ui.frames(3);
    CHECK(stage.view.report_form_open);
    ui.key(ImGuiKey_N);   // the keyboard is back in the first field that is missing
    ui.frames(3);
    CHECK(ImGui::GetIO().WantTextInput);
    ui.key(ImGuiKey_Escape);
    ui.frames(3);
    CHECK_FALSE(stage.view.report_form_open);
    CHECK(stage.commands.empty());
}

TEST_CASE("Tab takes the first suggestion and goes to the field below, so that no typed word is lost") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const gis::Report* near = stage.desk->world().find(gis::ReportId{report_numbered(stage, 1187).id});
    REQUIRE(near != nullptr);
    stage.view.report_form_open = true;
    stage.view.report_form_place = near->place;
    ui.frames(4);
    ui.type("nid");
    ui.frames(2);
    ui.key(ImGuiKey_Tab);
    ui.frames(3);
    ui.type("trou profond");
    ui.key(ImGuiKey_Tab);
    ui.frames(3);
    ui.type("Mme Durand");
    ui.key(ImGuiKey_Enter);
    ui.frames(3);
    const auto made = pushed<command::CreateReport>(stage);
    REQUIRE(made.size() == 1);
    CHECK(made[0].report.category == "nid_de_poule");
    CHECK(made[0].report.description == "trou profond");
    CHECK(made[0].reporter.name == "Mme Durand");
}

TEST_CASE("similar reports are merged into the oldest") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto young = report_numbered(stage, 1187), old = report_numbered(stage, 1175);
    choose(stage, ui, young);
    REQUIRE(ui.click("report.compare"));
    ui.frames(3);
    REQUIRE(ui.click("dialog.yes"));
    ui.frames(3);
    const auto said = pushed<command::MergeReports>(stage);
    REQUIRE(said.size() == 1);
    CHECK(said[0].kept.value == old.id);
    CHECK(said[0].duplicates == std::vector<gis::ReportId>{{young.id}});
    CHECK(stage.refused.empty());
    CHECK(stage.desk->world().find(gis::ReportId{young.id})->state == gis::ReportState::duplicate);
}

TEST_CASE("a report is taken in by keyboard alone: place, category, Enter") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const gis::Report* near = stage.desk->world().find(gis::ReportId{report_numbered(stage, 1187).id});
    REQUIRE(near != nullptr);
    stage.view.report_form_open = true;
    stage.view.report_form_place = near->place;
    stage.view.report_form_address = "27, avenue de Saint-Maur";
    ui.frames(4);
    CHECK(std::any_of(ui.items().begin(), ui.items().end(), [&](const auto& item) {
        return item.label.ends_with("###duplicate." + std::to_string(near->id.value));
    }));   // the same hole is already known: it shows before anything is typed
    ui.type("nid");
    ui.frames(2);
    ui.key(ImGuiKey_Enter);
    ui.frames(3);
    const auto made = pushed<command::CreateReport>(stage);
    REQUIRE(made.size() == 1);
    CHECK(made[0].report.category == "nid_de_poule");
    CHECK(made[0].report.place == near->place);
    CHECK(made[0].report.address == "27, avenue de Saint-Maur");
    CHECK(made[0].report.channel == "phone");
    // It is what the next keys are about: I makes it an intervention.
    ui.key(ImGuiKey_I);
    ui.frames(3);
    const auto work = pushed<command::CreateIntervention>(stage);
    REQUIRE(work.size() == 1);
    CHECK(work[0].intervention.address == "27, avenue de Saint-Maur");
    CHECK_FALSE(made[0].report.has_reporter);
    CHECK_FALSE(stage.view.report_form_open);
    CHECK(stage.refused.empty());
}

TEST_CASE("the form says what is missing and keeps what was typed") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    stage.view.report_form_open = true;
    ui.frames(4);
    ui.type("xyzzy");
    ui.key(ImGuiKey_Enter);
    ui.frames(3);
    CHECK(stage.commands.empty());
    CHECK(stage.view.report_form_open);
    CHECK(ui.exists("form.submit"));
}

TEST_CASE("an intervention goes through its life by its main button") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    gis::InterventionId id;
    for (const gis::Intervention& i : stage.desk->world().interventions())
        if (i.state == gis::InterventionState::on_site) id = i.id;
    REQUIRE(id);
    choose(stage, ui, {gis::EntityKind::intervention, id.value});
    for (gis::InterventionState next : {gis::InterventionState::finished, gis::InterventionState::checked, gis::InterventionState::closed}) {
        REQUIRE(ui.click("intervention.next"));
        ui.frames(3);
        if (next == gis::InterventionState::finished) {  // asks what it took
            REQUIRE(ui.click("dialog.yes"));
            ui.frames(3);
        }
        CAPTURE(gis::name(next));
        REQUIRE(stage.refused.empty());
        REQUIRE(stage.desk->world().find(id)->state == next);
    }
}

TEST_CASE("a crew's status is set with one press, an absence with a period typed in digits") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const gis::CrewId crew = stage.desk->world().crews().rows().front().id;
    choose(stage, ui, {gis::EntityKind::crew, crew.value});
    REQUIRE(ui.click("crew.status.on_break"));
    ui.frames(3);
    REQUIRE(pushed<command::SetCrewStatus>(stage).size() == 1);
    CHECK(stage.desk->world().find(crew)->status == gis::CrewStatus::on_break);
    REQUIRE(ui.click("crew.absence"));
    ui.frames(3);
    REQUIRE(ui.click("to.day"));
    ui.key(ImGuiKey_A, true);
    ui.type("2611");
    ui.frames(2);
    REQUIRE(ui.click("dialog.yes"));
    ui.frames(3);
    const auto said = pushed<command::AddAbsence>(stage);
    REQUIRE(said.size() == 1);
    using namespace std::chrono;
    CHECK(said[0].absence.crew == crew);
    CHECK(said[0].absence.from == gis::Time{sys_days{year{2026} / 11 / 24} + hours{7}});   // 08:00 in Paris
    CHECK(said[0].absence.to == gis::Time{sys_days{year{2026} / 11 / 26} + hours{16}});    // 17:00 in Paris
}

TEST_CASE("several objects get the bar of what can be done with all of them") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    stage.view.selection.entities = {report_numbered(stage, 1186), report_numbered(stage, 1185)};
    ui.frames(4);
    CHECK(ui.exists("several.assign"));
    REQUIRE(ui.click("several.create"));
    ui.frames(3);
    const auto made = pushed<command::CreateIntervention>(stage);
    REQUIRE(made.size() == 1);
    CHECK(made[0].intervention.reports.size() == 2);
    REQUIRE(ui.click("several.clear"));
    ui.frames(2);
    CHECK(stage.view.selection.empty());
}

TEST_CASE("an empty list says so and offers one thing") {
    ui::Stage stage({.empty = true});
    ui::UiDriver ui(stage);
    stage.view.filter = {};
    ui.frames(4);
    REQUIRE(ui.click("dock.new_report"));
    CHECK(stage.view.report_form_open);
    stage.view.report_form_open = false;
    stage.view.filter.quartier = "Nulle part";
    ui.frames(3);
    REQUIRE(ui.click("dock.clear_filters"));
    CHECK(stage.view.filter.active_count() == 0);
}
