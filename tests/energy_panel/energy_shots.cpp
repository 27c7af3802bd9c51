// Pictures of « Énergie et eau » with the made-up November, to compare with the mockup: vigie_energy_shots OUT_FOLDER [all]
#include <cstdio>
#include <filesystem>
#include <string_view>

#include "scene.hpp"

using namespace vigie;
using energy_test::Scene;

namespace {

std::filesystem::path out;

void shoot(Scene& scene, const std::string& name) {
    scene.ui.frames(12);
    std::printf("%s %s\n", scene.ui.screenshot(out / (name + ".png")) ? "wrote" : "could not write", name.c_str());
}

void pointer(Scene& scene, const char* item, float x, float y) {
    if (const auto box = scene.ui.find(item)) scene.ui.move_to(ImVec2(box->min.x + (box->max.x - box->min.x) * x, box->min.y + (box->max.y - box->min.y) * y));
}

void tour(const std::string& end, const ui::StageOptions& options) {
    Scene scene(options);
    shoot(scene, "energy" + end);
    pointer(scene, "energy.heat", 20.5f / 30, 9.5f / 24);
    shoot(scene, "heat" + end);
    pointer(scene, "energy.curve", 0.55f, 0.4f);
    shoot(scene, "curve" + end);
    (void)scene.ui.click("energy.bill");
    shoot(scene, "bill" + end);
    scene.ui.key(ImGuiKey_Escape);
    (void)scene.ui.click("energy.meters");
    shoot(scene, "meters" + end);
    scene.ui.key(ImGuiKey_Escape);
    (void)scene.ui.click("energy.valves");
    shoot(scene, "valves" + end);
    scene.ui.key(ImGuiKey_Escape);
    scene.ui.key(ImGuiKey_F, true);
    scene.ui.frames(2);
    scene.ui.type("ecole");
    shoot(scene, "find" + end);
    scene.ui.key(ImGuiKey_Escape);
    (void)scene.ui.click("energy.history");
    pointer(scene, "energy.months", 0.5f, 0.5f);
    shoot(scene, "history" + end);
}

void empties() {
    {
        Scene scene;
        scene.stage.energy = nullptr;
        scene.stage.energy_running = true;
        shoot(scene, "running");
    }
    {
        ui::StageOptions bare;
        Scene scene(bare, 1600, 1000, 0);
        scene.picture.meter_count = 0;
        shoot(scene, "no-meters");
    }
    {
        Scene scene;
        for (auto& h : scene.picture.month.hours) h.measured.reset();
        shoot(scene, "monthly");
        scene.picture.history.clear();
        scene.picture.findings.clear();
        scene.picture.leaks.clear();
        scene.picture.operat.reset();
        scene.picture.bill.reset();
        shoot(scene, "nothing-read");
    }
    {
        Scene scene;
        scene.picture.weather_known = false;
        scene.picture.ask.beside_last_year = scene.stage.view.energy.beside_last_year = true;
        for (auto& p : scene.picture.curve.points) p.expected.reset();
        shoot(scene, "no-year-before");
    }
}

} // namespace

int main(int argc, char** argv) {
    out = argc > 1 ? argv[1] : "shots";
    std::filesystem::create_directories(out);
    tour("", {});
    if (argc < 3) return 0;
    tour("-night", {.night = true});
    tour("-en", {.language = "en"});
    empties();
    for (const auto& [width, height, scale] : {std::tuple(1300, 900, 1.0f), std::tuple(1040, 800, 1.0f), std::tuple(1600, 1000, 2.0f), std::tuple(2400, 1500, 1.5f)}) {
        Scene scene({.scale = scale}, width, height);
        shoot(scene, "size-" + std::to_string(width) + "x" + std::to_string(int(scale * 100)));
    }
    Scene many({}, 1600, 1000, 400);
    shoot(many, "many");
    Scene water;
    water.picture = energy_test::november(water.stage, water.buildings, gis::Fluid::water);
    water.stage.view.energy.fluid = gis::Fluid::water;
    shoot(water, "water");
    return 0;
}
