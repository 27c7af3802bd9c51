// How long the board takes to build a frame with 60 crews, 5 days and 3,000 interventions: vigie_board_bench [FRAMES]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "scene.hpp"

using namespace vigie;
using board_test::Scene;

namespace {

void measure(Scene& scene, const char* what, int frames) {
    std::vector<double> ms;
    for (int i = 0; i < frames; ++i) {
        scene.ui.frames(1);
        ms.push_back(scene.draw_ms);
    }
    std::ranges::sort(ms);
    std::printf("%-28s median %6.2f ms   95 %% %6.2f ms   most %6.2f ms\n", what, ms[ms.size() / 2], ms[ms.size() * 95 / 100], ms.back());
}

} // namespace

int main(int argc, char** argv) {
    const int frames = argc > 1 ? std::max(1, std::atoi(argv[1])) : 200;
    Scene scene;
    board_test::put_crowd(scene.stage, 60, 3000);
    scene.ui.frames(3);
    for (const char* zoom : {"hours", "day", "week", "two_weeks", "four_weeks", "capacity"}) {
        if (!scene.ui.click(std::string("board.scope.") + zoom)) return 1;
        scene.ui.frames(3);
        measure(scene, zoom, frames);
    }
    if (!scene.ui.click("board.scope.week") || !scene.ui.click("backlog.tab.due")) return 1;
    scene.ui.frames(3);
    measure(scene, "week, due list", frames);
    if (!scene.ui.click("backlog.tab.cards")) return 1;
    // A change every frame: laid out again each time.
    std::vector<double> ms;
    for (int i = 0; i < std::min(frames, 50); ++i) {
        const auto& one = *scene.stage.desk->world().interventions().begin();
        if (const auto done = scene.stage.desk->execute(gis::command::SetLocked{one.id, !one.locked}, {}); !done.ok()) return 1;
        scene.ui.frames(1);
        ms.push_back(scene.draw_ms);
    }
    std::ranges::sort(ms);
    std::printf("%-28s median %6.2f ms   most %6.2f ms\n", "week, changed each frame", ms[ms.size() / 2], ms.back());
    const auto cell = scene.ui.find("board.cell.\u00c9quipe 5.2");
    const auto bar = scene.ui.find("board.bar.1");
    if (!cell || !bar) return 1;
    scene.ui.drag_between(ImVec2((bar->min.x + bar->max.x) / 2, (bar->min.y + bar->max.y) / 2), ImVec2((cell->min.x + cell->max.x) / 2, (cell->min.y + cell->max.y) / 2), false);
    ms.clear();
    for (int i = 0; i < frames; ++i) {
        scene.ui.move_to(ImVec2(cell->min.x + static_cast<float>(i % 100), cell->min.y + static_cast<float>(i % 7)));
        ms.push_back(scene.draw_ms);
    }
    if (!scene.state.board.drag.active()) return 1;
    scene.ui.key(ImGuiKey_Escape);
    scene.ui.release();
    std::ranges::sort(ms);
    std::printf("%-28s median %6.2f ms   95 %% %6.2f ms   most %6.2f ms\n", "week, drag", ms[ms.size() / 2], ms[ms.size() * 95 / 100], ms.back());
    return 0;
}
