#include "scene.hpp"

namespace vigie::energy_test {

namespace {

ui::Stage& prepared(ui::Stage& stage, std::vector<gis::BuildingId>& buildings, gis::EnergyPicture& picture, std::size_t count) {
    buildings = put_buildings(stage, count);
    picture = november(stage, buildings);
    stage.energy = &picture;
    stage.view.workspace = panels::Workspace::energy;
    return stage;
}

} // namespace

Scene::Scene(const ui::StageOptions& options, int width, int height, std::size_t count) : stage(options), ui(prepared(stage, buildings, picture, count), width, height) {}

void Scene::answer() {
    const gis::EnergyAsk asked = stage.view.energy;
    const gis::EnergyAsk had = picture.ask;
    picture.ask = asked;
    if (!picture.ask.month) picture.ask.month = had.month;
    if (!picture.ask.building) picture.ask.building = had.building;
    if (picture.ask.week) picture.curve.monday = *picture.ask.week;
    ui.frames(2);
}

} // namespace vigie::energy_test
