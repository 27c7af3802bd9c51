// Pictures of the interface with the fixture commune, to look at while building it: vigie_ui_shots OUT_FOLDER
#include <cstdio>
#include <filesystem>

#include "tests/ui/ui_driver.hpp"

int main(int argc, char** argv) {
    const std::filesystem::path out = argc > 1 ? argv[1] : "shots";
    std::filesystem::create_directories(out);
    for (const bool night : {false, true}) {
        vigie::ui::Stage stage({.night = night});
        vigie::ui::UiDriver ui(stage);
        const std::string suffix = night ? "-night.png" : "-day.png";
        struct Shot {
            vigie::panels::Workspace workspace;
            const char* name;
        };
        for (const Shot& shot : {Shot{vigie::panels::Workspace::map, "map"}, Shot{vigie::panels::Workspace::planning, "planning"},
                                 Shot{vigie::panels::Workspace::sources, "sources"}}) {
            stage.view.workspace = shot.workspace;
            ui.frames(4);
            const auto file = out / (shot.name + suffix);
            std::printf("%s %s\n", ui.screenshot(file) ? "wrote" : "could not write", file.c_str());
        }
        stage.view.workspace = vigie::panels::Workspace::map;
        for (const vigie::gis::Report& report : stage.desk->world().reports())
            if (report.number == 1187) stage.view.selection.entities = {{vigie::gis::EntityKind::report, report.id.value}};
        ui.frames(4);
        static_cast<void>(ui.screenshot(out / ("selected" + suffix)));
        ui.key(ImGuiKey_K, true);
        ui.type("affecter voi");
        static_cast<void>(ui.screenshot(out / ("palette" + suffix)));
        ui.key(ImGuiKey_Escape);
        stage.view.settings_open = true;
        ui.frames(4);
        static_cast<void>(ui.screenshot(out / ("settings" + suffix)));
        ui.key(ImGuiKey_Escape);
        stage.view.help_open = true;
        ui.frames(4);
        static_cast<void>(ui.screenshot(out / ("help" + suffix)));
        ui.key(ImGuiKey_Escape);
    }
    return 0;
}
