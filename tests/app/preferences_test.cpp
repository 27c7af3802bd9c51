#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "app/machine_memory.hpp"
#include "app/preferences.hpp"

using namespace vigie;
using namespace vigie::app;

namespace {
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-preferences-" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
};
} // namespace

TEST_CASE("preferences come back as they were saved") {
    const Folder folder;
    Preferences p;
    p.settings.language = "en";
    p.settings.night = true;
    p.settings.text_scale = 1.35f;
    p.settings.actor_name = "C. Delmas";
    p.settings.role = gis::Role::director;
    p.settings.memory_budget_mb = 768;
    p.recent = {{"Valmont-sur-Aude", {}}, {"Ailleurs", "/srv/ailleurs.gpkg"}};
    p.window_width = 1234;
    REQUIRE(save_preferences(p, folder.path).ok());
    const LoadedPreferences back = load_preferences(folder.path);
    CHECK(back.notices.empty());
    CHECK(back.preferences.settings == p.settings);
    CHECK(back.preferences.recent == p.recent);
    CHECK(back.preferences.window_width == 1234);
}

TEST_CASE("damaged preferences are kept beside and said, absent ones are not an event") {
    const Folder folder;
    CHECK(load_preferences(folder.path).notices.empty());
    std::ofstream(folder.path / "settings.json") << "{\"language\":";
    const LoadedPreferences back = load_preferences(folder.path);
    CHECK(back.notices.size() == 1);
    CHECK(std::filesystem::exists(folder.path / "settings.damaged.json"));
    panels::Settings usual;
    usual.memory_budget_mb = default_map_memory_mb();
    CHECK(back.preferences.settings == usual);
}

TEST_CASE("values of the wrong type or out of bounds fall back one by one") {
    const Folder folder;
    std::ofstream(folder.path / "settings.json") << R"({"language":3,"text_scale":99,"night":true,"role":77})";
    const panels::Settings s = load_preferences(folder.path).preferences.settings;
    CHECK(s.language == "fr");
    CHECK(s.text_scale == 2.0f);
    CHECK(s.night);
    CHECK(s.role == panels::Settings{}.role);
}

TEST_CASE("preferences that cannot be written say where and why") {
    const auto saved = save_preferences({}, "/proc/vigie");
    REQUIRE_FALSE(saved.ok());
    CHECK(saved.error().klass == gis::ErrorClass::storage);
}

TEST_CASE("the view comes back with its place, and nonsense leaves it as it was") {
    panels::ViewState a, b;
    a.workspace = panels::Workspace::planning;
    a.hidden_layers = {"x", "live.sensors"};
    a.rig.camera.centre = {648'512.4, 6'237'901.8};
    a.rig.camera.units_per_px = 0.75;
    a.fit_commune = false;
    a.saved_filters = {{"Haies", "backlog", {}, {.text = "haie", .needs_skill = true, .to_arbitrate = true, .quartier = "Centre", .sort = panels::BacklogSort::duration}},
                       {"Urgent", "reports", {.quartier = "Berges", .domains = {"voirie"}, .max_severity = 2, .text = "nid", .open_only = false, .to_arbitrate = true}, {}}};
    restore_view(view_json(a), b);
    CHECK(b.saved_filters == a.saved_filters);
    CHECK(b.workspace == a.workspace);
    CHECK(b.hidden_layers == a.hidden_layers);
    CHECK(b.rig.camera.centre == a.rig.camera.centre);
    CHECK_FALSE(b.fit_commune);
    panels::ViewState c;
    for (const char* text : {"", "[]", "{\"saved_filters\":[7,{\"name\":\"x\"},{\"name\":\"x\",\"list\":\"backlog\",\"sort\":99}]}", "{\"units_per_px\":-1,\"x\":0}", "{\"workspace\":99}", "{\"workspace\":\"x\"}"}) restore_view(text, c);
    CHECK(c.fit_commune);
    CHECK(c.workspace == panels::Workspace::map);
    REQUIRE(c.saved_filters.size() <= 1);
    for (const panels::SavedFilter& f : c.saved_filters) CHECK(f.backlog.sort == panels::BacklogSort::urgency);
}
