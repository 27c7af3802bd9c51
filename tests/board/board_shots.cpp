// Pictures of the week board with a full week, to compare with the mockup: vigie_board_shots OUT_FOLDER
#include <cstdio>
#include <filesystem>

#include "scene.hpp"

using namespace vigie;
using board_test::Scene;

namespace {

void shoot(Scene& scene, const std::filesystem::path& file) {
    scene.ui.frames(3);
    std::printf("%s %s\n", scene.ui.screenshot(file) ? "wrote" : "could not write", file.c_str());
}

void shoot_theme(const std::filesystem::path& out, bool night) {
    const std::string end = night ? "-night.png" : "-day.png";
    Scene scene({.night = night});
    board_test::put_week(scene.stage);
    shoot(scene, out / ("week" + end));
    if (const auto from = scene.ui.find("board.cell.Voirie A.2"), to = scene.ui.find("board.cell.Voirie B.3"); from && to) {
        scene.ui.drag_between(ImVec2(from->min.x + 2, from->min.y + 3), ImVec2(to->max.x - 3, to->max.y - 4));
        scene.ui.frames(2);
        for (const auto& lane : scene.state.board.model.lanes)
            if (lane.name == "Voirie A" && scene.drag("board.bar." + std::to_string(scene.stage.desk->world().find(lane.days[2].bars[0].id)->number), "Éclairage", 2, 10, false))
                shoot(scene, out / ("group" + end));
        scene.ui.key(ImGuiKey_Escape);
        scene.ui.release();
        scene.ui.frames(2);
    }
    scene.stage.view.selection = {};
    board_test::put_late(scene.stage);
    shoot(scene, out / ("late" + end));
    if (scene.drag("board.bar.431", "Voirie A", 2, 11.75, false)) shoot(scene, out / ("late-drag" + end));
    scene.ui.key(ImGuiKey_Escape);
    scene.ui.release();
    scene.ui.frames(2);
    scene.stage.view.selection = {};
    board_test::put_due(scene.stage);
    scene.state.showing_due = true;
    scene.ui.frames(3);
    (void)scene.ui.click("due.controle_jeux_parcs." + std::to_string(board_test::asset_named(scene.stage, "Square des Lilas").value));
    shoot(scene, out / ("due" + end));
    scene.state.showing_due = false;
    for (const char* zoom : {"hours", "day", "two_weeks", "four_weeks", "capacity"}) {
        (void)scene.ui.click(std::string("board.scope.") + zoom);
        shoot(scene, out / (std::string("zoom-") + zoom + end));
    }
    (void)scene.ui.click("board.scope.week");
    const auto monday = scene.stage.view.monday;
    scene.stage.view.monday = monday + std::chrono::days{28};
    shoot(scene, out / ("holidays" + end));
    scene.stage.view.monday = monday;
    scene.propose();
    shoot(scene, out / ("proposal" + end));
    scene.scenarios.push_back({"Semaine sans la balayeuse", scene.stage.view.monday, scene.stage.clock.now(), *scene.proposal});
    if (scene.ui.click("board.scenario.compare")) shoot(scene, out / ("scenarios" + end));
    scene.ui.key(ImGuiKey_Escape);
    scene.ui.frames(2);
    scene.scenarios.clear();
    if (scene.drag("backlog.I-0428", "Voirie B", 4, 10, false)) shoot(scene, out / ("drag" + end));
    scene.ui.release();
}

} // namespace

int main(int argc, char** argv) {
    const std::filesystem::path out = argc > 1 ? argv[1] : "shots";
    std::filesystem::create_directories(out);
    shoot_theme(out, false);
    shoot_theme(out, true);
    for (const int crews : {16, 60}) {
        Scene scene;
        board_test::put_crowd(scene.stage, crews, crews * 50);
        shoot(scene, out / ("crowd-" + std::to_string(crews) + ".png"));
    }
    return 0;
}
