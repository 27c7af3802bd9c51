// Reports sorted as hands do it: by keyboard through the queue, doubles, one answer for all, the object meant, the numbers to
// call first; and crews compared where the pointer is.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>

#include "gis/model/words.hpp"
#include "panels/forms/dialogs.hpp"
#include "panels/inspect/knowledge.hpp"
#include "tests/desk/hands.hpp"
#include "tests/pace.hpp"

using namespace vigie;
using namespace vigie::desk_test;

namespace {

const gis::Report& report_of(const ui::Stage& stage, gis::EntityRef ref) { return *stage.desk->world().find(gis::ReportId{ref.id}); }

void choose(ui::Stage& stage, ui::UiDriver& ui, std::vector<gis::EntityRef> refs) {
    stage.view.selection = {};
    stage.view.selection.entities = std::move(refs);
    ui.frames(3);
}

void derive(ui::Stage& stage, ui::UiDriver& ui, const gis::EditSet& edits) {
    auto delta = stage.desk->derive(edits, {"x", {}}, false);
    REQUIRE(delta.ok());
    stage.delta.merge(*delta);
    ui.frames(2);
}

template <class Change>
void change(ui::Stage& stage, ui::UiDriver& ui, gis::EntityRef ref, Change edit) {
    gis::Report r = report_of(stage, ref);
    edit(r);
    derive(stage, ui, {.put = {r}});
}

} // namespace

TEST_CASE("a report is turned down with a coded reason by three keys, and the queue goes on where it was") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    ui.frames(3);
    ui.key(ImGuiKey_J);
    ui.key(ImGuiKey_J);
    ui.key(ImGuiKey_J);
    ui.frames(2);
    while (report_of(stage, stage.view.selection.primary()).state != gis::ReportState::qualified) {
        ui.key(ImGuiKey_J);
        ui.frames(2);
    }
    const auto ref = stage.view.selection.primary();
    ui.key(ImGuiKey_J);
    ui.frames(2);
    const auto next = stage.view.selection.primary();
    ui.key(ImGuiKey_K);
    ui.frames(2);
    REQUIRE(stage.view.selection.primary() == ref);
    ui.key(ImGuiKey_R);
    ui.frames(3);
    REQUIRE(ui.exists("hors_competence"));
    ui.key(ImGuiKey_3);
    ui.frames(1);
    ui.key(ImGuiKey_Enter);
    ui.frames(3);
    const auto said = pushed<command::SetReportState>(stage);
    REQUIRE(said.size() == 1);
    CHECK(said[0].report.value == ref.id);
    CHECK(said[0].state == gis::ReportState::rejected);
    CHECK(said[0].reason == stage.catalog.reject_reasons[2].name.fr);
    ui.key(ImGuiKey_J);
    ui.frames(2);
    CHECK(stage.view.selection.primary() == next);
}

TEST_CASE("who is competent for the category comes first among those a report is passed on to") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    choose(stage, ui, {report_numbered(stage, 1171)});  // a leak
    ui.key(ImGuiKey_T);
    ui.frames(3);
    const auto water = ui.find("eau"), county = ui.find("departement");
    REQUIRE(water);
    REQUIRE(county);
    CHECK(water->min.y < county->min.y);
    ui.key(ImGuiKey_Enter);
    ui.frames(3);
    const auto said = pushed<command::SetReportState>(stage);
    REQUIRE(said.size() == 1);
    CHECK(said[0].state == gis::ReportState::forwarded);
    CHECK(said[0].reason == "chez le délégataire de l’eau");
}

TEST_CASE("doubles tell why they are proposed, and a digit leaves one out") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto young = report_numbered(stage, 1187), old = report_numbered(stage, 1175);
    change(stage, ui, young, [](gis::Report& r) { r.description = "gros trou devant la boulangerie"; });
    change(stage, ui, old, [](gis::Report& r) { r.description = "trou profond, boulangerie"; });
    choose(stage, ui, {young});
    ui.key(ImGuiKey_M);
    ui.frames(3);
    REQUIRE(ui.exists("dialog.yes"));
    ui.key(ImGuiKey_1);  // the younger one is no double after all
    ui.frames(2);
    ui.key(ImGuiKey_Enter);
    ui.frames(2);
    CHECK(stage.commands.empty());  // nothing is left to merge
    ui.key(ImGuiKey_1);
    ui.frames(2);
    ui.key(ImGuiKey_Enter);
    ui.frames(3);
    const auto said = pushed<command::MergeReports>(stage);
    REQUIRE(said.size() == 1);
    CHECK(said[0].kept.value == old.id);
    choose(stage, ui, {young});
    ui.key(ImGuiKey_X);  // and out of it again
    ui.frames(3);
    CHECK(pushed<command::SplitReport>(stage).size() == 1);
    CHECK(report_of(stage, young).state == gis::ReportState::qualified);
}

TEST_CASE("one answer is prepared for the whole group, changed, copied and noted with every report") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto kept = report_numbered(stage, 1175), twin = report_numbered(stage, 1187);
    change(stage, ui, kept, [](gis::Report& r) { r.has_reporter = true; });
    change(stage, ui, twin, [&](gis::Report& r) {
        r.state = gis::ReportState::duplicate;
        r.duplicate_of = gis::ReportId{kept.id};
    });
    choose(stage, ui, {twin});
    ui.key(ImGuiKey_W);
    ui.frames(3);
    REQUIRE(ui.exists("answer.text"));
    REQUIRE(ui.click("answer.text"));
    ui.key(ImGuiKey_A, true);
    ui.type("Bonjour, c’est réparé.");
    ui.key(ImGuiKey_Enter);  // a new line, no answer yet
    ui.frames(2);
    CHECK(stage.commands.empty());
    REQUIRE(ui.click("dialog.yes"));
    ui.frames(3);
    const auto said = pushed<command::AnswerReports>(stage);
    REQUIRE(said.size() == 1);
    CHECK(said[0].reports == std::vector<gis::ReportId>{{kept.id}, {twin.id}});
    CHECK(said[0].text.starts_with("Bonjour, c’est réparé."));
    CHECK(stage.refused.empty());
    for (const auto ref : {kept, twin}) {
        const auto entries = stage.desk->history(ref, 10);
        const auto answer = panels::last_answer(entries);
        REQUIRE(answer);
        CHECK(answer->by == "C. Delmas");
    }
    stage.ask.undo = true;
    ui.frames(2);
    CHECK_FALSE(panels::last_answer(stage.desk->history(kept, 10)));
    stage.ask.redo = true;
    ui.frames(2);
    CHECK(panels::last_answer(stage.desk->history(kept, 10)));
}

TEST_CASE("a template is broken into lines for the eye and copied without those breaks") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto kept = report_numbered(stage, 1175);
    change(stage, ui, kept, [](gis::Report& r) { r.has_reporter = true; });
    choose(stage, ui, {kept});
    REQUIRE(ui.click("report.reply"));
    ui.frames(3);
    REQUIRE(ui.click("dialog.yes"));
    ui.frames(3);
    const auto said = pushed<command::AnswerReports>(stage);
    REQUIRE(said.size() == 1);
    CHECK(said[0].text.find(" \n") == std::string::npos);
    CHECK(said[0].text.find("« Nid-de-poule », 29, avenue de Saint-Maur est pris en compte. Une équipe va être désignée.") != std::string::npos);
    CHECK(panels::unwrapped("a \nb\n\nc") == "a b\n\nc");
}

TEST_CASE("a smell of gas shows the number to call before anything else, in the queue and while it is typed in") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto ref = report_numbered(stage, 1187);
    change(stage, ui, ref, [](gis::Report& r) { r.category = "odeur_gaz"; r.severity = 1; });
    choose(stage, ui, {ref});
    REQUIRE(ui.exists("emergency.gaz"));
    REQUIRE(ui.click("emergency.gaz"));
    ui.frames(1);
    CHECK(ui.find("emergency.gaz")->min.y < ui.find("emergency.pompiers")->min.y);
    choose(stage, ui, {});
    CHECK_FALSE(ui.exists("emergency.gaz"));
    stage.view.report_form_open = true;
    stage.view.report_form_place = report_of(stage, ref).place;
    stage.view.report_form_address = "27, avenue de Saint-Maur";
    ui.frames(6);
    ui.type("odeur de gaz");
    ui.key(ImGuiKey_Tab);
    ui.frames(3);
    CHECK(ui.exists("emergency.gaz"));
}

TEST_CASE("a number plate typed into a report is told and masked before anybody keeps it") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    stage.view.report_form_open = true;
    stage.view.report_form_place = report_of(stage, report_numbered(stage, 1187)).place;
    stage.view.report_form_address = "27, avenue de Saint-Maur";
    ui.frames(6);
    ui.type("stationnement");
    ui.key(ImGuiKey_Tab);
    ui.frames(3);
    CHECK_FALSE(ui.exists("form.mask"));
    ui.type("la voiture AB-123-CD bloque");
    ui.frames(2);
    REQUIRE(ui.click("form.mask"));
    ui.frames(2);
    CHECK_FALSE(ui.exists("form.mask"));
    REQUIRE(ui.click("form.submit"));
    ui.frames(3);
    const auto made = pushed<command::CreateReport>(stage);
    REQUIRE(made.size() == 1);
    CHECK(made[0].report.description == "la voiture […] bloque");
}

TEST_CASE("the lamp meant is linked by one key, taken in with the form, and let go again") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto ref = report_numbered(stage, 1174);
    gis::Asset lamp;
    lamp.id = {stage.desk->world().next_id()};
    lamp.kind = "candelabre";
    lamp.code = "EP-0412";
    lamp.geometry = {.type = gis::GeometryType::point, .points = {{report_of(stage, ref).place.lon + 5e-5, report_of(stage, ref).place.lat}}};
    derive(stage, ui, {.put = {lamp}});
    choose(stage, ui, {ref});
    REQUIRE(ui.exists("report.link"));
    ui.key(ImGuiKey_F);
    ui.frames(3);
    CHECK(report_of(stage, ref).asset == lamp.id);
    CHECK_FALSE(ui.exists("report.link"));
    stage.ask.undo = true;
    ui.frames(3);
    CHECK_FALSE(report_of(stage, ref).asset);
    choose(stage, ui, {});
    stage.view.report_form_open = true;
    stage.view.report_form_place = report_of(stage, ref).place;
    stage.view.report_form_address = "rue de la Cavalerie";
    ui.frames(6);
    ui.type("point lumineux");
    ui.key(ImGuiKey_Tab);
    ui.frames(3);
    REQUIRE(ui.click("form.submit"));
    ui.frames(3);
    const auto made = pushed<command::CreateReport>(stage);
    REQUIRE(made.size() == 1);
    CHECK(made[0].report.asset == lamp.id);
}

TEST_CASE("the third time in six months leads to the times before") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const auto ref = report_numbered(stage, 1187);
    gis::Report before = report_of(stage, ref);
    before.id = {stage.desk->world().next_id()};
    before.number = 900;
    before.state = gis::ReportState::closed;
    before.received_at -= std::chrono::days{100};
    derive(stage, ui, {.put = {before}});
    change(stage, ui, report_numbered(stage, 1175), [](gis::Report& r) { r.state = gis::ReportState::closed; });
    choose(stage, ui, {ref});
    REQUIRE(ui.click("report.repeats"));
    ui.frames(3);
    CHECK(stage.view.selection.entities == std::vector<gis::EntityRef>{{gis::EntityKind::report, before.id.value}, report_numbered(stage, 1175), ref});
}

TEST_CASE("a right click on a report compares the crews for it, and a digit sends one") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    ui.frames(3);
    const gis::Report report = free_report(stage, ui);
    ui.click_at(on_screen(stage, ui, report.place), ImGuiMouseButton_Right);
    ui.frames(3);
    REQUIRE(ui.click("menu.nearest"));
    ui.frames(3);
    CHECK(stage.view.nearest_for == gis::EntityRef{gis::EntityKind::report, report.id.value});
    for (const gis::Crew& crew : stage.desk->world().crews()) CHECK(ui.exists("nearest." + std::to_string(crew.id.value)));
    ui.key(ImGuiKey_1);
    ui.frames(3);
    CHECK_FALSE(stage.view.nearest_open);
    const bool asked = bool(stage.view.dialog_crew), done = !pushed<command::Assign>(stage).empty();
    CHECK((asked || done));
}

TEST_CASE("a right click on open ground compares the crews for the place, shows the way of the one under the pointer and the crew itself when pressed") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    ui.frames(3);
    const auto canvas = ui.find("map.canvas");
    ui.click_at({canvas->min.x + 330, canvas->max.y - 120}, ImGuiMouseButton_Right);
    ui.frames(3);
    REQUIRE(ui.click("menu.nearest"));
    ui.frames(3);
    CHECK_FALSE(stage.view.nearest_for);
    const std::string row = "nearest." + std::to_string(crew_named(stage, "Voirie A").id.value);
    REQUIRE(ui.hover(row));
    CHECK(stage.view.hovered == gis::EntityRef{gis::EntityKind::crew, crew_named(stage, "Voirie A").id.value});
    REQUIRE(ui.click(row));
    ui.frames(2);
    CHECK(stage.commands.empty());
    CHECK(stage.view.selection.primary() == gis::EntityRef{gis::EntityKind::crew, crew_named(stage, "Voirie A").id.value});
    CHECK_FALSE(stage.view.nearest_open);
}

TEST_CASE("a crew's status goes round by one key, and is set from a right click on the crew") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    ui.frames(3);
    const gis::CrewId crew = crew_named(stage, "Voirie A").id;
    const auto status = [&] { return stage.desk->world().find(crew)->status; };
    choose(stage, ui, {{gis::EntityKind::crew, crew.value}});
    using enum gis::CrewStatus;
    for (const gis::CrewStatus expected : {en_route, on_site, available}) {
        ui.key(ImGuiKey_Y);
        ui.frames(3);
        CHECK(status() == expected);
    }
    choose(stage, ui, {});
    ui.click_at(on_screen(stage, ui, *crew_named(stage, "Voirie A").place), ImGuiMouseButton_Right);
    ui.frames(3);
    REQUIRE(ui.click("menu.status.on_break"));
    ui.frames(3);
    CHECK(status() == on_break);
}

TEST_CASE("several chosen reports are dragged onto a crew as one piece of work") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    stage.view.bottom_tab = panels::BottomTab::reports;
    ui.frames(3);
    const gis::Report first = free_report(stage, ui);
    const auto other = report_numbered(stage, first.number == 1185 ? 1186 : 1185);
    choose(stage, ui, {other, {gis::EntityKind::report, first.id.value}});
    const gis::Crew& crew = crew_named(stage, "Voirie A");
    ui.drag_between(on_screen(stage, ui, first.place), on_screen(stage, ui, *crew.place));
    ui.frames(2);
    const auto made = pushed<command::CreateIntervention>(stage);
    if (made.empty()) {  // refused for its reasons: the question is about both
        CHECK(stage.view.dialog_crew == crew.id);
        CHECK(stage.view.selection.entities.size() == 2);
    } else {
        CHECK(made[0].intervention.reports.size() == 2);
    }
}

TEST_CASE("an absence is told on the crew's sheet until it is over, and taken back when somebody returns") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    const gis::CrewId crew = crew_named(stage, "Voirie A").id;
    choose(stage, ui, {{gis::EntityKind::crew, crew.value}});
    gis::Absence away;
    away.id = {stage.desk->world().next_id()};
    away.crew = crew;
    away.from = stage.clock.now() - std::chrono::hours{1};
    away.to = stage.clock.now() + std::chrono::hours{20};
    away.reason = "Maladie";
    derive(stage, ui, {.put = {away}});
    REQUIRE(stage.desk->world().absences().size() == 1);
    // The last little button of the sheet: the position's comes before it.
    std::optional<panels::RecordedItem> cross;
    for (const panels::RecordedItem& item : ui.items())
        if (item.label == "action" && item.visible && (!cross || item.min.y > cross->min.y)) cross = item;
    REQUIRE(cross);
    ui.click_at({(cross->min.x + cross->max.x) / 2, (cross->min.y + cross->max.y) / 2});
    ui.frames(3);
    CHECK(stage.desk->world().absences().empty());
}

TEST_CASE("ten thousand reports in the queue: the next one is there at once") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    gis::EditSet many;
    const gis::Report like = report_of(stage, report_numbered(stage, 1186));
    for (int i = 0; i < 10'000; ++i) {
        gis::Report r = like;
        r.id = {};
        r.number = 0;
        r.place.lon += 0.00002 * (i % 100);
        r.place.lat += 0.00002 * (i / 100);
        r.received_at -= gis::Minutes{i};
        r.description = "matelas et gravats au coin, tas numéro " + std::to_string(i);
        many.put.emplace_back(std::move(r));
    }
    derive(stage, ui, many);
    ui.key(ImGuiKey_J);
    ui.frames(3);
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 10; ++i) {
        ui.key(ImGuiKey_J);
        ui.frames(1);
    }
    const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count() / 10;
    CHECK(ms < 400 * tests::slower);  // two frames of the whole window on a software rasteriser, map and all
    WARN("one step through ten thousand reports: " << ms << " ms");
}
