// The whole window on « Énergie et eau » with the picture made up in picture_fixture; what is asked stays in stage.view.energy.
#pragma once

#include "picture_fixture.hpp"
#include "tests/ui/ui_driver.hpp"

namespace vigie::energy_test {

struct Scene {
    ui::Stage stage;
    std::vector<gis::BuildingId> buildings;
    gis::EnergyPicture picture;
    ui::UiDriver ui;

    explicit Scene(const ui::StageOptions& options = {}, int width = 1600, int height = 1000, std::size_t building_count = 14);
    [[nodiscard]] std::string row(std::size_t i) const { return "energy.building." + std::to_string(buildings[i].value); }
    // As the engine answers: the picture follows what was asked, its figures stay.
    void answer();
};

} // namespace vigie::energy_test
