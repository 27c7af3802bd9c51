// Driving the window with a layer of a file on the map, and waiting for the table's worker. For the scripts of table and
// editing.
#pragma once

#include <chrono>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "tests/table/layer_builder.hpp"
#include "tests/ui/ui_driver.hpp"

namespace vigie::tests {

// Twenty trees of a file around the middle of the view, 40 m apart.
inline gis::LayerPtr file_of_trees(const ui::Stage& stage) {
    LayerBuilder builder;
    std::vector<std::string> species;
    std::vector<double> height;
    const gis::PlanePoint c = stage.view.rig.camera.centre;
    for (int i = 0; i < 20; ++i) {
        species.push_back(i % 2 ? "Platane" : "Érable");
        height.push_back(20 - i);
    }
    builder.text("espece", species).number("hauteur", height);
    for (int i = 0; i < 20; ++i) builder.point(c.x - 100 + 40 * (i % 5), c.y - 60 + 40 * (i / 5));
    auto layer = std::make_shared<gis::Layer>(*builder.done());
    layer->info.id = "file:arbres";
    layer->info.name = "Arbres du fichier";
    layer->info.theme = "tree";
    layer->info.source = "arbres.gpkg";
    return layer;
}

struct Script {
    ui::Stage stage;
    ui::UiDriver ui;
    Script() : ui(stage) {
        stage.more_layers = {file_of_trees(stage)};
        stage.remake_layers();
        ui.frames(3);
    }
    // Until the worker has nothing more to say.
    void settle() {
        for (int i = 0; i < 400; ++i) {
            ui.frames(1);
            if (i > 30 && !stage.tables.searching() && !stage.tables.describing() && !stage.tables.writing()) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    void open_table() {
        stage.view.table_layer = "file:arbres";
        stage.view.bottom_tab = panels::BottomTab::table;
        settle();
    }
    [[nodiscard]] ImVec2 screen(gis::PlanePoint p) const {
        const auto canvas = ui.find("map.canvas");
        REQUIRE(canvas);
        const render::PxPoint px = stage.view.rig.camera.screen_from_plane(p);
        return {canvas->min.x + float(px.x), canvas->min.y + float(px.y)};
    }
    template <class T>
    [[nodiscard]] std::vector<T> pushed() const {
        std::vector<T> found;
        for (const gis::Command& c : stage.commands)
            if (const auto* one = std::get_if<T>(&c)) found.push_back(*one);
        return found;
    }
    [[nodiscard]] std::size_t chosen() const {
        const auto it = stage.view.selection.features.find("file:arbres");
        return it == stage.view.selection.features.end() ? 0 : it->second->size();
    }
};

} // namespace vigie::tests
