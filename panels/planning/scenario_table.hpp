// What if: proposals kept under a name, two weeks side by side with their figures, one of them taken. A popup over the board. UI thread.
#pragma once

#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

struct ScenarioTable {
    bool open = false;             // asks for the popup
    std::string name;              // of the proposal to keep
    int left = 0, right = 1;       // the plan in force, the proposal where there is one, then the scenarios kept
    struct Known {
        std::string key;
        gis::ScenarioFigures figures;
    };
    std::vector<Known> known;      // figures found, newest last
};

void draw_scenarios(Frame& frame, ScenarioTable& table);

} // namespace vigie::panels
