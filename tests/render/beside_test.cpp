// Layers of a style that say `also`: they paint their features beside whatever else does.
#include "tests/render/map_stage.hpp"

using namespace vigie;
using namespace vigie::render;
using namespace vigie::test;

namespace {

constexpr const char* first = R"({"theme": "t", "paint": {"line-color": "#000000", "line-width": 20}})";
constexpr const char* second = R"(, {"theme": "t", "order": 1, "also": true, "filter": ["==", ["get", "category"], 1], "paint": {"line-color": "#FF0000", "line-width": 6}})";
constexpr const char* every = R"(, {"theme": "*", "order": -1, "also": true, "paint": {"line-color": "#0000FF", "line-width": 40}})";

// Two level lines, at 50 and 150 px from the top.
gis::LayerPtr two_lines() {
    LayerMaker maker("t");
    for (const double y : {50.0, 150.0}) maker.add(GeometryType::line, {{corner.x + 10, corner.y + 200 - y, corner.x + 190, corner.y + 200 - y}}, y > 100 ? 1 : 0);
    return maker.make();
}

} // namespace

TEST_CASE("a feature is painted by the first rule that fits and by each that says also, in their order") {
    Gl gl;
    const auto view = gl.view({two_lines()}, style_of(first), 1);
    const Camera camera = looking_at(100, 100, 1, 200, 200);
    (void)view->draw_complete(camera, {});
    CHECK(at(view->read_back(), 100, 150) == Colour{0, 0, 0});
    view->set_style(style_of(std::string(first) + second + every), false);
    (void)view->draw_complete(camera, {});
    Image image = view->read_back();
    CHECK(at(image, 100, 150) == Colour{255, 0, 0});
    CHECK(at(image, 100, 157) == Colour{0, 0, 0});
    CHECK(at(image, 100, 165) == Colour{0, 0, 255});
    CHECK(at(image, 100, 50) == Colour{0, 0, 0});
    CHECK(at(image, 100, 65) == Colour{0, 0, 255});
    CHECK(view->pick_features({100, 150}).size() == 1);
    view->set_style(style_of(first), false);
    (void)view->draw_complete(camera, {});
    image = view->read_back();
    CHECK(at(image, 100, 150) == Colour{0, 0, 0});
    CHECK(at(image, 100, 165) == Colour{255, 255, 255});
}

TEST_CASE("what is painted beside can be picked where nothing else paints the feature") {
    Gl gl;
    const auto view = gl.view({two_lines()}, style_of(std::string(second).substr(2)), 1);
    (void)view->draw_complete(looking_at(100, 100, 1, 200, 200), {});
    CHECK(view->pick_features({100, 150}).size() == 1);
    CHECK(view->pick_features({100, 50}).empty());
}
