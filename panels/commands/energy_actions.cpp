#include <imgui.h>

#include "panels/commands/action_lists.hpp"
#include "panels/energy/figures.hpp"
#include "panels/energy/month_gesture.hpp"

namespace vigie::panels::commands {

namespace {

template <gis::Fluid fluid>
void show_fluid(Frame& f) {
    choose_fluid(f, fluid);
    f.view.workspace = Workspace::energy;
}

template <int months>
void show_month(Frame& f) {
    step_month(f, months);
    f.view.workspace = Workspace::energy;
}

std::optional<gis::Text> last_month(const Frame& f) { return asked_month(f) >= live_month(f) ? because("energy.month.last") : std::nullopt; }

} // namespace

std::vector<Action> energy_actions() {
    return {
        {.id = "energy.electricity", .icon = "flash_on", .shortcut = {}, .group = "view", .blocked = {}, .run = show_fluid<gis::Fluid::electricity>},
        {.id = "energy.gas", .icon = "whatshot", .shortcut = {}, .group = "view", .blocked = {}, .run = show_fluid<gis::Fluid::gas>},
        {.id = "energy.water", .icon = "opacity", .shortcut = {}, .group = "view", .blocked = {}, .run = show_fluid<gis::Fluid::water>},
        {.id = "energy.previous_month", .icon = "chevron_left", .shortcut = {}, .group = "view", .blocked = {}, .run = show_month<-1>},
        {.id = "energy.next_month", .icon = "chevron_right", .shortcut = {}, .group = "view", .blocked = last_month, .run = show_month<1>},
        {.id = "energy.compare", .icon = "compare_arrows", .shortcut = {}, .group = "view", .blocked = {},
         .run = [](Frame& f) { f.view.energy.beside_last_year = !f.view.energy.beside_last_year; f.view.workspace = Workspace::energy; }},
        {.id = "energy.import", .icon = "file_upload", .shortcut = {}, .group = "view", .blocked = {}, .run = [](Frame& f) { f.view.file_task = FileTask::add_readings; }},
    };
}

} // namespace vigie::panels::commands
