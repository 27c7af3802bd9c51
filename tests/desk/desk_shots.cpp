// Pictures of the dock and the inspector with the fixture commune: vigie_desk_shots OUT_FOLDER [language] [scale] [night] [triage]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "gis/layers/photo.hpp"
#include "gis/rules/escalation.hpp"
#include "gis/rules/storms.hpp"
#include "tests/desk/quarrel.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;

namespace {

template <class T>
gis::EntityRef with(const gis::World& world, gis::EntityKind kind, auto wanted) {
    for (const T& e : world.table<T>())
        if (wanted(e)) return {kind, e.id.value};
    return {};
}

// Rules, astreinte, quiet hours; then a storm in the list, an alert that went to the second level, a muted sensor.
void alerting_shots(ui::Stage& stage, ui::UiDriver& driver, const std::filesystem::path& out) {
    const auto shot = [&](const char* name) {
        driver.frames(4);
        const auto file = out / (std::string(name) + ".png");
        std::printf("%s %s\n", driver.screenshot(file) ? "wrote" : "could not write", file.c_str());
    };
    const gis::Actor actor{"C. Delmas", "régulation", gis::Role::dispatcher};
    const gis::World& world = stage.desk->world();
    stage.view.selection = {};
    stage.view.alerting_open = true;
    stage.view.alerting_rule = "remplissage_colonne.above";
    driver.frames(3);
    driver.click("rule.duplicate");
    driver.frames(2);
    driver.click("rule.bound");
    driver.key(ImGuiKey_A, true);
    driver.type("85,5");
    driver.click("rule.clear");
    driver.key(ImGuiKey_A, true);
    driver.type("80");
    driver.click("rule.hold");
    driver.frames(2);
    shot("rule_hold");
    driver.click("rule.hold.0");
    driver.frames(2);
    driver.click("replay.run");
    shot("rule_replayed");
    driver.click("alerting.on_call");
    shot("on_call_empty");
    driver.click("on_call.begin");
    driver.frames(3);
    const gis::OnCall& board = stage.desk->alerting().on_call;
    gis::Time from = gis::handover_before(board, stage.clock.now(), "Europe/Paris");
    for (int week = 0; week < 5; ++week) {
        const gis::Time to = gis::handover_after(board, from, "Europe/Paris");
        for (std::size_t level = 0; level < 2; ++level) {
            const gis::Agent& agent = world.agents().rows()[(std::size_t(week) + level) % world.agents().size()];
            (void)stage.desk->execute(gis::command::SetOnCallTurn{{level, agent.id, {}, "06 12 34 56 78", from, to}}, actor);
        }
        from = to;
    }
    shot("on_call");
    driver.click("on_call.replace");
    shot("on_call_turn");
    driver.click("turn.cancel");
    driver.click("on_call.levels");
    shot("on_call_levels");
    driver.click("alerting.quiet");
    shot("quiet");
    driver.click("alerting.close");
    gis::EditSet edits;
    const gis::Alert like = *std::ranges::find(world.alerts(), gis::AlertState::raised, &gis::Alert::state);
    for (int i = 0; i < 23; ++i) {
        gis::Alert a = like;
        a.id = {};
        a.number = 0;
        a.place.lon += 0.0005 * (i + 1);
        a.quartier = i % 2 ? "Centre" : "Les Aubes";
        a.raised_at = a.state_since = like.raised_at - gis::Seconds{20 * i};
        edits.put.emplace_back(a);
    }
    const auto derive = [&](const gis::EditSet& some) {
        if (auto delta = stage.desk->derive(some, {}, false)) stage.delta.merge(*delta);
    };
    derive(edits);
    for (int level = 0; level < 2; ++level) {
        const gis::EscalationStep step = gis::escalate(world, stage.desk->alerting(), stage.clock.now() + gis::Minutes{level * 6});
        derive(step.edits);
    }
    stage.view.bottom_tab = panels::BottomTab::alerts;
    const std::string storm = "storm." + std::to_string(gis::storms_of(world, stage.catalog).front().first.value);
    shot("storm_closed");
    driver.click(storm);
    driver.frames(2);
    driver.click(storm);
    shot("storm_open");
    stage.view.selection.entities = {{gis::EntityKind::alert, gis::storms_of(world, stage.catalog).front().first.value}};
    shot("alert_called");
    const auto sensor = with<gis::Sensor>(world, gis::EntityKind::sensor, [](const auto& s) { return s.kind == "pression"; });
    (void)stage.desk->execute(gis::command::MuteSensor{{sensor.id}, stage.clock.now(), stage.clock.now() + gis::Minutes{120}, "Travaux sur place"}, actor);
    stage.view.bottom_tab = panels::BottomTab::sensors;
    stage.view.selection.entities = {sensor};
    shot("sensor_muted");
}

// Triage: a smell of gas, a group with its answer, the object meant, crews compared for a report and for a place, a crew with
// absences and a very long name, and ten thousand reports.
void triage_shots(ui::Stage& stage, ui::UiDriver& driver, const std::filesystem::path& out) {
    const auto shot = [&](const char* name) {
        driver.frames(4);
        const auto file = out / (std::string(name) + ".png");
        std::printf("%s %s\n", driver.screenshot(file) ? "wrote" : "could not write", file.c_str());
    };
    const gis::World& world = stage.desk->world();
    const auto derive = [&](const gis::EditSet& some) {
        if (auto delta = stage.desk->derive(some, {}, false)) stage.delta.merge(*delta);
        driver.frames(2);
    };
    const auto numbered = [&](std::uint32_t n) { return with<gis::Report>(world, gis::EntityKind::report, [&](const auto& r) { return r.number == n; }); };
    const auto report = [&](gis::EntityRef ref) { return *world.find(gis::ReportId{ref.id}); };
    const auto choose = [&](std::vector<gis::EntityRef> refs) {
        stage.view.selection = {};
        stage.view.selection.entities = std::move(refs);
        driver.frames(2);
    };
    stage.view.bottom_tab = panels::BottomTab::reports;
    const auto kept = numbered(1175), twin = numbered(1187), lamp_report = numbered(1174), gas = numbered(1186);
    gis::Report a = report(kept), b = report(twin), c = report(gas);
    a.has_reporter = b.has_reporter = true;
    a.description = "Trou profond devant la boulangerie, deux pneus crevés ce matin";
    b.state = gis::ReportState::duplicate;
    b.duplicate_of = a.id;
    c.category = "odeur_gaz";
    c.severity = 1;
    c.due_at = stage.clock.now() - gis::Minutes{5};
    gis::Asset lamp;
    lamp.id = {world.next_id()};
    lamp.kind = "candelabre";
    lamp.code = "EP-0412";
    lamp.geometry = {.type = gis::GeometryType::point, .points = {{report(lamp_report).place.lon + 5e-5, report(lamp_report).place.lat}}};
    derive({.put = {a, b, c, lamp}});
    choose({gas});
    shot("gas");
    choose({lamp_report});
    shot("object_meant");
    choose({kept});
    shot("group");
    driver.key(ImGuiKey_W);
    shot("answer_group");
    driver.click("dialog.yes");
    shot("answered");
    stage.view.dialog = panels::Dialog::forward;
    shot("forward");
    driver.key(ImGuiKey_Escape);
    stage.view.nearest_place = report(gas).place;
    stage.view.nearest_for = gas;
    stage.view.nearest_open = true;
    driver.frames(2);
    driver.hover("nearest." + std::to_string(world.crews().rows().front().id.value));
    shot("crews_for_report");
    stage.view.nearest_for = {};
    shot("crews_for_place");
    driver.key(ImGuiKey_Escape);
    choose({});
    stage.view.report_form_open = true;
    stage.view.report_form_place = report(lamp_report).place;
    stage.view.report_form_address = "rue de la Cavalerie";
    driver.frames(6);
    driver.type("point lumineux");
    driver.key(ImGuiKey_Tab);
    shot("form_object");
    driver.key(ImGuiKey_Escape);
    driver.key(ImGuiKey_Escape);
    stage.view.report_form_open = false;
    gis::Crew crew = world.crews().rows().front();
    crew.name = "Équipe mobile d’intervention rapide voirie, réseaux et espaces publics du secteur nord-ouest";
    gis::Absence away;
    away.id = {world.next_id()};
    away.crew = crew.id;
    away.from = stage.clock.now() - gis::Minutes{60};
    away.to = stage.clock.now() + gis::Minutes{1200};
    away.reason = "Maladie";
    derive({.put = {crew, away}});
    stage.view.bottom_tab = panels::BottomTab::crews;
    choose({{gis::EntityKind::crew, crew.id.value}});
    shot("crew_absent");
    stage.view.nearest_place = report(kept).place;
    stage.view.nearest_open = true;
    shot("crews_long_name");
    driver.key(ImGuiKey_Escape);
    gis::EditSet many;
    for (int i = 0; i < 10'000; ++i) {
        gis::Report r = c;
        r.id = {};
        r.number = 0;
        r.category = "depot_sauvage";
        r.severity = 3;
        r.place.lon += 0.00004 * (i % 100);
        r.place.lat += 0.00004 * (i / 100);
        r.received_at = stage.clock.now() - gis::Minutes{i};
        r.due_at = r.received_at + std::chrono::hours{48};
        many.put.emplace_back(std::move(r));
    }
    derive(many);
    stage.view.bottom_tab = panels::BottomTab::reports;
    choose({});
    driver.key(ImGuiKey_J);
    shot("ten_thousand");
}

// A picture made up of a sky, a wall and a hole that is mended in the second one.
std::shared_ptr<const gis::KeptPicture> picture(bool mended, int width, int height) {
    render::Image image;
    image.width = width;
    image.height = height;
    image.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double dx = x / double(width) - 0.5, dy = y / double(height) - 0.7;
            const bool hole = dx * dx * 4 + dy * dy * 9 < 0.12, sky = y < height / 3;
            const int grey = 120 + ((x * 7 + y * 13) % 23);
            const std::uint8_t c[4] = {std::uint8_t(sky ? 150 : hole ? (mended ? 70 : 40) : grey), std::uint8_t(sky ? 190 : hole ? (mended ? 70 : 30) : grey),
                                       std::uint8_t(sky ? 225 : hole ? (mended ? 72 : 20) : grey), 255};
            std::copy_n(c, 4, image.rgba.begin() + 4 * (std::ptrdiff_t(y) * width + x));
        }
    const auto file = std::filesystem::temp_directory_path() / "vigie-shot.png";
    (void)render::write_png(image, file);
    auto kept = gis::keep_picture(file);
    std::filesystem::remove(file);
    return kept ? std::make_shared<const gis::KeptPicture>(std::move(*kept)) : nullptr;
}

// Work orders: menu, states, question to the director, time and costs, pictures, the sheet of a thing, saved filters.
void work_shots(ui::Stage& stage, ui::UiDriver& driver, const std::filesystem::path& out) {
    const auto shot = [&](const char* name) {
        driver.frames(4);
        const auto file = out / (std::string(name) + ".png");
        std::printf("%s %s\n", driver.screenshot(file) ? "wrote" : "could not write", file.c_str());
    };
    const gis::World& world = stage.desk->world();
    std::uint64_t ref_id = 0;
    const gis::Actor actor{"Marie-Christine Delmas-Lapeyrouse", "régulation", gis::Role::dispatcher};
    const auto run = [&](const gis::Command& command) {
        auto receipt = stage.desk->execute(command, actor);
        stage.view.selection = {};
        stage.view.selection.entities = {{gis::EntityKind::intervention, ref_id}};
        if (receipt) stage.delta.merge(receipt->delta);
        else std::printf("refused %s\n", receipt.error().text.key.c_str());
    };
    const auto ref = with<gis::Intervention>(world, gis::EntityKind::intervention, [](const auto& i) { return i.state == gis::InterventionState::on_site; });
    const gis::InterventionId id{ref.id};
    ref_id = ref.id;
    stage.view.bottom_tab = panels::BottomTab::interventions;
    stage.view.selection = {};
    stage.view.selection.entities = {ref};
    shot("work_empty");
    driver.click("intervention.more");
    shot("work_menu");
    driver.key(ImGuiKey_Escape);
    const auto again = [&] { stage.view.selection.entities = {ref}; driver.frames(2); };
    again();
    again();
    stage.view.dialog = panels::Dialog::change_state;
    shot("work_state");
    driver.key(ImGuiKey_Escape);
    again();
    stage.view.dialog = panels::Dialog::escalate;
    shot("work_escalate");
    driver.key(ImGuiKey_Escape);
    again();
    stage.view.dialog = panels::Dialog::back_to_plan;
    shot("work_back");
    driver.key(ImGuiKey_Escape);
    again();
    stage.view.dialog = panels::Dialog::finish_work;
    driver.frames(3);
    driver.click("work.add_material");
    shot("work_material");
    driver.key(ImGuiKey_Escape);
    driver.frames(2);
    shot("work_finish");
    driver.click("dialog.no");
    run(gis::command::Escalate{id, "Le regard est sur la parcelle d’un riverain qui refuse l’accès ; faut-il passer par la voie de droit ou attendre le propriétaire ?"});
    run(gis::command::RecordWork{id, {{"Marie-Christine Delmas-Lapeyrouse", gis::Seconds{5400}, 27}, {"S. Petit", gis::Seconds{5400}, 27}},
                                 {{"Enrobé à froid en seau de vingt-cinq kilos, classe urbaine", "kg", 1250, 0.45}, {"Potelet", "u", 2, 85}}, {{"Fourgon V02", 12.5, 0.45, gis::Seconds{3600}, 18}}});
    for (int n = 0; n < 4; ++n) run(gis::command::AddPhoto{id, n < 2 ? gis::PhotoMoment::before : gis::PhotoMoment::after, n == 1 ? "Angle de la rue de l’Ancienne-Poste" : "", picture(n > 1, n == 1 ? 600 : 900 + n, n == 1 ? 900 : 600)});
    shot("work_full");
    stage.settings.role = gis::Role::director;
    shot("work_director");
    stage.view.dialog = panels::Dialog::record_work;
    shot("work_record");
    driver.click("dialog.no");
    stage.settings.role = gis::Role::dispatcher;
    driver.frames(3);
    stage.view.selection.entities = {ref};
    driver.frames(3);
    driver.move_to(ImVec2(1450, 500));
    driver.wheel(-30);
    shot("work_scrolled");
    if (const gis::Intervention* i = world.find(id); i && !i->photos.empty()) stage.view.photo_open = i->photos.back().id;
    shot("work_photo");
    driver.click("photo.close");
    stage.view.find_in_list = true;
    driver.frames(3);
    driver.click("filter.name");
    driver.type("Urgent, centre et berges, à arbitrer avant la fin de la semaine");
    driver.click("filter.keep");
    shot("work_filters");
    driver.key(ImGuiKey_Escape);
    const auto school = with<gis::Asset>(world, gis::EntityKind::asset, [](const auto& a) { return a.kind == "ecole"; });
    stage.view.selection.entities = {school};
    shot("sheet_empty");
    run(gis::command::LinkWork{id, school});
    gis::EditSet many;
    for (int n = 0; n < 40; ++n) {
        gis::Report r;
        r.category = stage.catalog.report_categories[std::size_t(n) % stage.catalog.report_categories.size()].id;
        r.asset = {school.id};
        r.number = 2000 + std::uint32_t(n);
        r.received_at = stage.clock.now() - std::chrono::hours{40 * n};
        many.put.emplace_back(r);
    }
    if (auto delta = stage.desk->derive(many, {}, false)) stage.delta.merge(*delta);
    run(gis::command::EditAsset{{school.id}, "E-07", std::nullopt, {}});
    stage.view.selection.entities = {school};
    shot("sheet");
}

} // namespace

int main(int argc, char** argv) {
    const std::filesystem::path out = argc > 1 ? argv[1] : "shots";
    std::filesystem::create_directories(out);
    ui::Stage stage({.language = argc > 2 ? argv[2] : "fr", .night = argc > 4 && std::string_view(argv[4]) == "night", .scale = argc > 3 ? float(std::atof(argv[3])) : 1.0f});
    ui::UiDriver driver(stage);
    if (std::string_view(argv[argc - 1]) == "triage") {
        triage_shots(stage, driver, out);
        return 0;
    }
    const gis::World& world = stage.desk->world();
    using gis::EntityKind;
    const auto shot = [&](const char* name, panels::BottomTab tab, std::vector<gis::EntityRef> chosen) {
        stage.view.bottom_tab = tab;
        stage.view.selection.entities = std::move(chosen);
        driver.frames(4);
        const auto file = out / (std::string(name) + ".png");
        std::printf("%s %s\n", driver.screenshot(file) ? "wrote" : "could not write", file.c_str());
    };
    const auto report = with<gis::Report>(world, EntityKind::report, [](const auto& r) { return r.number == 1187; });
    const auto other = with<gis::Report>(world, EntityKind::report, [](const auto& r) { return r.number == 1186; });
    shot("report", panels::BottomTab::reports, {report});
    shot("alert", panels::BottomTab::alerts, {with<gis::Alert>(world, EntityKind::alert, [](const auto&) { return true; })});
    shot("crew", panels::BottomTab::crews, {with<gis::Crew>(world, EntityKind::crew, [](const auto& c) { return c.name == "Voirie B"; })});
    shot("to_plan", panels::BottomTab::interventions,
         {with<gis::Intervention>(world, EntityKind::intervention, [](const auto& i) { return i.crews.empty(); })});
    shot("on_site", panels::BottomTab::interventions,
         {with<gis::Intervention>(world, EntityKind::intervention, [](const auto& i) { return i.state == gis::InterventionState::on_site; })});
    shot("sensor", panels::BottomTab::sensors, {with<gis::Sensor>(world, EntityKind::sensor, [](const auto& s) { return s.kind == "pression"; })});
    shot("asset", panels::BottomTab::feed, {with<gis::Asset>(world, EntityKind::asset, [](const auto& a) { return a.kind == "ecole"; })});
    shot("several", panels::BottomTab::reports, {report, other});
    stage.view.dialog = panels::Dialog::reject;
    shot("reject", panels::BottomTab::reports, {report});
    driver.key(ImGuiKey_Escape);
    for (auto [dialog, name] : {std::pair{panels::Dialog::merge, "merge"}, {panels::Dialog::assign, "assign"}, {panels::Dialog::qualify, "qualify"},
                                {panels::Dialog::reply, "reply"}}) {
        stage.view.dialog = dialog;
        shot(name, panels::BottomTab::reports, {report});
        driver.key(ImGuiKey_Escape);
    }
    stage.view.dialog = panels::Dialog::absence;
    stage.view.dialog_crew = world.crews().rows().front().id;
    shot("absence", panels::BottomTab::crews, {});
    driver.key(ImGuiKey_Escape);
    stage.view.report_form_open = true;
    stage.view.report_form_place = world.reports().rows()[2].place;
    shot("form", panels::BottomTab::reports, {});
    stage.view.report_form_open = false;
    work_shots(stage, driver, out);
    alerting_shots(stage, driver, out);
    stage.view.filter.quartier = "nulle part";
    shot("no_rows", panels::BottomTab::reports, {});
    ui::Quarrel quarrel(stage.options.language.c_str());
    ui::UiDriver beside(quarrel.stage);
    quarrel.stage.view.dialog = panels::Dialog::conflict;
    beside.frames(4);
    beside.key(ImGuiKey_RightArrow);
    beside.frames(3);
    const auto file = out / "conflict.png";
    std::printf("%s %s\n", beside.screenshot(file) ? "wrote" : "could not write", file.c_str());
    return 0;
}
