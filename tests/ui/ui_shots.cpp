// Pictures of the interface with the fixture commune, to look at while building it: vigie_ui_shots OUT_FOLDER [language] [scale]
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "gis/backends/hub.hpp"
#include "tests/ui/ui_driver.hpp"

namespace {

// Adding an MQTT source: its form, a message that came, what the mapping proposed from it gives.
void shoot_source_form(const vigie::ui::StageOptions& options, const std::filesystem::path& file) {
    vigie::ui::Stage stage(options);
    vigie::ui::UiDriver ui(stage, 1600, 1900);  // tall enough for the whole form
    vigie::gis::BackendHub hub(stage.clock, [] {});
    stage.backends = hub.backends();
    stage.view.workspace = vigie::panels::Workspace::sources;
    ui.frames(4);
    for (const char* what : {"sources.add", "source.backend", "backend.mqtt", "source.profile", "json"}) static_cast<void>(ui.click(what));
    static_cast<void>(ui.click("source.address"));
    ui.type("mqtt.valmont.fr");
    static_cast<void>(ui.click("source.device"));
    ui.type("id");
    static_cast<void>(ui.click("source.test"));
    stage.source_test.batch.emplace();
    stage.source_test.sample = vigie::gis::SourceSample{"ville/serre/3/etat", R"({"id":"serre-3","air":{"temperature":21.5,"humidity":43},"battery":88})", {"backends.mqtt.no_values", {}}};
    ui.frames(4);
    static_cast<void>(ui.click("source.sample_propose"));
    if (auto asked = std::exchange(stage.ask.try_sample, {})) {
        asked->config.config_json.insert(1, R"("topics":"ville/#",)");
        stage.source_test = {};
        if (auto given = hub.propose(asked->config, asked->where, asked->text)) stage.source_test.proposal = *given;
    }
    ui.frames(4);
    static_cast<void>(ui.click("source.sample_try"));
    if (auto asked = std::exchange(stage.ask.try_sample, {})) {
        asked->config.config_json.insert(1, R"("topics":"ville/#",)");
        stage.source_test = {};
        auto given = hub.try_sample(asked->config, asked->where, asked->text);
        if (given) stage.source_test.batch = *given;
        else stage.source_test.error = given.error();
    }
    ui.frames(4);
    static_cast<void>(ui.screenshot(file));
}

// The form of every kind of source as it opens.
void shoot_empty_forms(const vigie::ui::StageOptions& options, const std::filesystem::path& out) {
    vigie::ui::Stage stage(options);
    const vigie::gis::BackendHub hub(stage.clock, [] {});
    stage.backends = hub.backends();
    stage.view.workspace = vigie::panels::Workspace::sources;
    vigie::ui::UiDriver ui(stage, 1600, 1000);
    ui.frames(4);
    for (const vigie::gis::BackendDescription& backend : stage.backends) {
        const std::string entry = "backend." + backend.name;
        if (!ui.click("sources.add") || !ui.click("source.backend") || !ui.click(entry.c_str())) continue;
        ui.frames(4);
        static_cast<void>(ui.screenshot(out / ("form-" + backend.name + ".png")));
        ui.key(ImGuiKey_Escape);
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::filesystem::path out = argc > 1 ? argv[1] : "shots";
    std::filesystem::create_directories(out);
    vigie::ui::StageOptions options{.language = argc > 2 ? argv[2] : "fr", .night = false, .scale = argc > 3 ? static_cast<float>(std::atof(argv[3])) : 1.0f, .empty = false};
    shoot_empty_forms(options, out);
    for (const bool night : {false, true}) {
        options.night = night;
        vigie::ui::Stage stage(options);
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
        shoot_source_form(options, out / ("source-form" + suffix));
    }
    return 0;
}
