// Pictures of the dock and the inspector with the fixture commune: vigie_desk_shots OUT_FOLDER [language] [scale] [night]
#include <cstdio>
#include <cstdlib>
#include <filesystem>

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

} // namespace

int main(int argc, char** argv) {
    const std::filesystem::path out = argc > 1 ? argv[1] : "shots";
    std::filesystem::create_directories(out);
    ui::Stage stage({.language = argc > 2 ? argv[2] : "fr", .night = argc > 4, .scale = argc > 3 ? float(std::atof(argv[3])) : 1.0f});
    ui::UiDriver driver(stage);
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
