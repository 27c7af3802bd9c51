// Translucent lines: as strong where they lie over themselves or others of their layer as everywhere else.
#include "tests/render/map_stage.hpp"

using namespace vigie;
using namespace vigie::render;
using namespace vigie::test;

namespace {

// Two lines that cross at (100, 100) of a 200 px square, the second one sharply bent at (150, 50).
gis::LayerPtr crossing(const char* theme) {
    LayerMaker maker(theme);
    const auto from = [](std::vector<double> px) {
        for (std::size_t i = 0; i < px.size(); i += 2) px[i] += corner.x, px[i + 1] = corner.y + 200 - px[i + 1];
        return px;
    };
    maker.add(GeometryType::line, {from({20, 100, 180, 100})}, 0);
    maker.add(GeometryType::line, {from({100, 190, 100, 20, 170, 20, 150, 50, 175, 80})}, 1);
    return maker.make();
}

Image drawn(const std::vector<gis::LayerPtr>& layers, const std::string& rules, Painting painting, double turned = 0) {
    Gl gl;
    const auto view = gl.view(layers, style_of(rules), 1, painting);
    Camera camera = looking_at(100, 100, 1, 200, 200);
    camera.rotation_deg = turned;
    (void)view->draw_complete(camera, {});
    return view->read_back();
}

constexpr Painting both[] = {Painting::opengl, Painting::processor};

} // namespace

TEST_CASE("a translucent line is no darker where it crosses itself, turns sharply, or crosses another of its layer") {
    for (const Painting painting : both) {
        const Image image = drawn({crossing("t")}, R"({"theme": "t", "paint": {"line-color": "#C00000", "line-width": 20, "line-opacity": 0.5}})", painting);
        const Colour plain = at(image, 50, 100);
        CHECK(alike(plain, {223, 128, 128}));
        CHECK(at(image, 100, 100) == plain);  // two features
        CHECK(at(image, 100, 150) == plain);
        for (int x = 142; x < 160; ++x)       // the bend
            for (int y = 45; y < 56; ++y) CHECK(alike(at(image, x, y), plain));
        CHECK(at(image, 30, 30) == Colour{255, 255, 255});
    }
    const Image turned = drawn({crossing("t")}, R"({"theme": "t", "paint": {"line-color": "#C00000", "line-width": 20, "line-opacity": 0.5}})", Painting::opengl, 90);
    CHECK(at(turned, 100, 100) == at(turned, 100, 60));
}

TEST_CASE("what is translucent by its colour or in a pattern of dashes is even too") {
    for (const Painting painting : both) {
        const Image coloured = drawn({crossing("t")}, R"({"theme": "t", "paint": {"line-color": "#C0000080", "line-width": 20}})", painting);
        CHECK(at(coloured, 100, 100) == at(coloured, 50, 100));
        const Image dashed = drawn({crossing("t")}, R"({"theme": "t", "paint": {"line-color": "#C00000", "line-width": 20, "line-opacity": 0.5, "line-dasharray": [100, 1]}})", painting);
        CHECK(at(dashed, 100, 100) == at(dashed, 50, 100));
    }
}

TEST_CASE("each translucent line keeps its own opacity, the later one in front") {
    const char* rules = R"({"theme": "t", "paint": {"line-color": ["match", ["get", "category"], 0, "#C00000", "#0000C0"], "line-width": 20,
                            "line-opacity": ["match", ["get", "category"], 0, 1, 0.25]}})";
    for (const Painting painting : both) {
        const Image image = drawn({crossing("t")}, rules, painting);
        CHECK(alike(at(image, 50, 100), {192, 0, 0}));
        CHECK(alike(at(image, 100, 150), {191, 191, 239}));
        const Colour middle = at(image, 100, 100);
        CHECK((alike(middle, at(image, 50, 100)) || alike(middle, at(image, 100, 150))));
    }
}

TEST_CASE("the casing of a translucent line does not show through it, and layers still show through one another") {
    const char* cased = R"({"theme": "t", "paint": {"line-color": "#C00000", "line-width": 12, "line-casing-color": "#000000", "line-casing-width": 4, "line-opacity": 0.5}})";
    const char* under = R"({"theme": "u", "order": -1, "paint": {"line-color": "#00C000", "line-width": 20}},)";
    for (const Painting painting : both) {
        const Image image = drawn({crossing("t")}, cased, painting);
        CHECK(alike(at(image, 50, 100), {223, 128, 128}));
        CHECK(alike(at(image, 50, 108), {128, 128, 128}));
        CHECK(at(image, 100, 108) == at(image, 50, 100));  // the crossing is open
        const Image over = drawn({crossing("u"), crossing("t")}, std::string(under) + cased, painting);
        CHECK(alike(at(over, 50, 100), {96, 96, 0}));
    }
}

TEST_CASE("the translucent outlines of neighbours are no darker where they meet") {
    LayerMaker maker("t");
    for (const double x : {40.0, 100.0}) {
        const auto ring = [&] { return std::vector<double>{corner.x + x, corner.y + 40, corner.x + x + 60, corner.y + 40, corner.x + x + 60, corner.y + 160, corner.x + x, corner.y + 160, corner.x + x, corner.y + 40}; };
        maker.add(GeometryType::polygon, {ring()});
    }
    for (const Painting painting : both) {
        const Image image = drawn({maker.make()}, R"({"theme": "t", "paint": {"fill-outline-color": "#000000", "fill-outline-width": 8, "fill-opacity": 0.5}})", painting);
        CHECK(at(image, 100, 100) == at(image, 40, 100));
        CHECK(alike(at(image, 40, 100), {128, 128, 128}));
    }
}
