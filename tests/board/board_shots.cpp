// Pictures of the week board with a full week, to compare with the mockup: vigie_board_shots OUT_FOLDER
#include <cstdio>
#include <filesystem>

#include "gis/planning/calendar.hpp"
#include "panels/planning_workspace.hpp"
#include "tests/ui/ui_driver.hpp"
#include "week_fixture.hpp"

using namespace vigie;

namespace {

struct Scene {
    ui::Stage stage;
    panels::PlanningState state;
    std::optional<gis::Proposal> proposal;
    ui::UiDriver ui;
    Scene(const ui::StageOptions& options, int width, int height)
        : stage(options), ui(stage, width, height, [this](panels::Frame& frame) {
              if (proposal) frame.proposal = &*proposal;
              const auto* viewport = ImGui::GetMainViewport();
              ImGui::SetNextWindowPos(viewport->Pos);
              ImGui::SetNextWindowSize(viewport->Size);
              ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
              ImGui::Begin("board", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings);
              ImGui::PopStyleVar();
              ImGui::PushFont(frame.theme.fonts.body);
              panels::draw_planning(frame, state);
              ImGui::PopFont();
              ImGui::End();
          }) {}
    void propose() {
        const auto& s = stage;
        proposal = gis::propose_week({s.desk->world(), s.catalog, s.travel, "Europe/Paris", s.clock.now()}, s.view.monday, gis::Seconds{1}, {});
    }
    void shoot(const std::filesystem::path& file) { std::printf("%s %s\n", ui.screenshot(file) ? "wrote" : "could not write", file.c_str()); }
};

void shoot_theme(const std::filesystem::path& out, bool night) {
    const std::string end = night ? "-night.png" : "-day.png";
    Scene scene({.night = night}, 1600, 925);
    board_test::put_week(scene.stage);
    scene.ui.frames(3);
    scene.shoot(out / ("week" + end));
    scene.propose();
    scene.ui.frames(3);
    scene.shoot(out / ("proposal" + end));
    const auto card = scene.ui.find("backlog.I-0428"), cell = scene.ui.find("board.cell.Voirie B.4");
    if (card && cell) {
        scene.ui.drag_between(ImVec2(card->min.x + 40, card->min.y + 20), ImVec2(cell->min.x + 60, cell->min.y + 30), false);
        scene.ui.frames(2);
        scene.shoot(out / ("drag" + end));
        scene.ui.release();
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::filesystem::path out = argc > 1 ? argv[1] : "shots";
    std::filesystem::create_directories(out);
    shoot_theme(out, false);
    shoot_theme(out, true);
    for (const int crews : {16, 60}) {
        Scene scene({}, 1600, 925);
        board_test::put_crowd(scene.stage, crews, crews * 50);
        scene.ui.frames(3);
        scene.shoot(out / ("crowd-" + std::to_string(crews) + ".png"));
    }
    return 0;
}
