#include <catch2/catch_test_macros.hpp>

#include "panels/left/layer_tree.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;

namespace {

gis::LayerPtr layer(const std::string& name, std::vector<std::string> groups, int position) {
    auto made = std::make_shared<gis::Layer>();
    made->info.id = made->info.name = name;
    made->info.domain = "eau";  // what it was recognised as does not move it
    if (position >= 0) made->info.place = gis::ProjectPlace{"Plan communal", std::move(groups), position};
    return made;
}

} // namespace

TEST_CASE("layers of a QGIS project stand in its groups and its order, before the domains") {
    ui::Stage stage({.empty = true});
    stage.layers = {{layer("Zones", {}, 4), false}, {layer("Vannes", {"Réseaux", "Eau"}, 1), false}, {layer("Arbres", {"Réseaux", "Eau"}, 0), false},
                    {layer("Ailleurs", {}, -1), false}, {layer("Bornes", {"Réseaux"}, 3), false}};
    panels::LayerTree tree;
    const std::vector<panels::TreeGroup> groups = tree.groups(stage.frame(), "");
    REQUIRE(groups.size() == 5);
    CHECK(groups[0].id == "live");
    CHECK(groups[1].name == "Réseaux › Eau");
    REQUIRE(groups[1].rows.size() == 2);
    CHECK(groups[1].rows[0].name == "Arbres");
    CHECK(groups[1].rows[1].name == "Vannes");
    CHECK(groups[2].name == "Réseaux");
    CHECK(groups[3].name == "Plan communal");
    CHECK(groups[4].rows.at(0).name == "Ailleurs");
}
