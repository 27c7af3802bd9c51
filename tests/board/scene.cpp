#include "scene.hpp"

#include <chrono>

namespace vigie::board_test {

Scene::Scene(const ui::StageOptions& options, int width, int height)
    : stage(options), ui(stage, width, height, [this](panels::Frame& frame) {
          if (proposal) frame.proposal = &*proposal;
          frame.scenarios = &scenarios;
          if (open_roads) frame.open_roads = &*open_roads;
          const auto* viewport = ImGui::GetMainViewport();
          ImGui::SetNextWindowPos(viewport->Pos);
          ImGui::SetNextWindowSize(viewport->Size);
          ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
          ImGui::Begin("board", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings);
          ImGui::PopStyleVar();
          ImGui::PushFont(frame.theme.fonts.body);
          const auto begin = std::chrono::steady_clock::now();
          panels::draw_planning(frame, state);
          draw_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
          ImGui::PopFont();
          ImGui::End();
      }) {}

void Scene::propose(gis::Seconds budget) {
    proposal = gis::propose_week({stage.desk->world(), stage.catalog, stage.travel, "Europe/Paris", stage.clock.now()}, stage.view.monday, budget, {});
}

bool Scene::drag(const std::string& item, const std::string& crew, int day, double hour, bool release) {
    const auto from = ui.find(item), cell = ui.find("board.cell." + crew + "." + std::to_string(day));
    if (!from || !cell) return false;
    const float x = cell->min.x + static_cast<float>(state.board.model.axis.share(hour)) * (cell->max.x - cell->min.x - 1);
    ui.drag_between(ImVec2((from->min.x + from->max.x) / 2, (from->min.y + from->max.y) / 2), ImVec2(x, (cell->min.y + cell->max.y) / 2), release);
    return true;
}

} // namespace vigie::board_test
