// The planning workspace alone in a window, with a full week and a proposal when asked for.
#pragma once

#include <functional>
#include <optional>

#include "panels/planning_workspace.hpp"
#include "tests/ui/ui_driver.hpp"
#include "week_fixture.hpp"

namespace vigie::board_test {

struct Scene {
    ui::Stage stage;
    panels::PlanningState state;
    std::optional<gis::Proposal> proposal;
    std::vector<gis::Scenario> scenarios;
    std::optional<gis::OpenRoads> open_roads;  // none: all of stage.roads, always
    double draw_ms = 0;  // of the last frame: the panel alone, without ImGui's own work and without GL
    ui::UiDriver ui;

    explicit Scene(const ui::StageOptions& options = {}, int width = 1600, int height = 925);
    void propose(gis::Seconds budget = gis::Seconds{1});
    // From the middle of an item to an hour of a crew-day; the hand stays down unless `release`.
    [[nodiscard]] bool drag(const std::string& item, const std::string& crew, int day, double hour, bool release = true);
    // The last command of a kind, or nothing.
    template <class T>
    [[nodiscard]] const T* last() const {
        return stage.commands.empty() ? nullptr : std::get_if<T>(&stage.commands.back());
    }
};

} // namespace vigie::board_test
