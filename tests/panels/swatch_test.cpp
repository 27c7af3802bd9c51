// The samples of layers in the layer list: hatched where the map is hatched, dashed, cased, in the point's own shape.
#include <catch2/catch_test_macros.hpp>

#include "panels/left/swatch.hpp"
#include "tests/render/golden.hpp"
#include "tests/ui/ui_driver.hpp"

using namespace vigie;

namespace {

struct Row {
    const char* geometry;
    std::vector<std::string> paints;  // one sample each
};

const std::vector<Row>& rows() {
    static const std::vector<Row> all{
        {"polygon",
         {R"("fill-color": ["#C9DDB0", "#3B5233"], "fill-outline-color": ["#4B6B33", "#7FB38F"])",
          R"("fill-color": ["#2F6E8C", "#6FB3D6"], "fill-opacity": 0.4)",
          R"("fill-pattern": "hatch", "fill-pattern-color": ["#C0504D", "#E28A80"], "fill-outline-color": ["#C0504D", "#E28A80"], "fill-outline-width": 1)",
          R"("fill-pattern": "cross-hatch", "fill-pattern-color": ["#2F6E8C", "#6FB3D6"], "fill-color": ["#E4EEF4", "#1C2C36"])",
          R"("fill-pattern": "dots", "fill-pattern-color": ["#4B6B33", "#7FB38F"], "fill-pattern-width": 2, "fill-outline-color": ["#4B6B33", "#7FB38F"])",
          R"("fill-pattern": "hatch", "fill-pattern-angle": 0, "fill-pattern-color": ["#8A5A20", "#D9B066"], "fill-color": ["#F4E9D8", "#3A3122"])",
          R"("line-color": ["#6A5F82", "#B9AEDB"], "line-width": 1.5, "line-dasharray": [3, 2])"}},
        {"line",
         {R"("line-color": ["#2F6E8C", "#6FB3D6"], "line-width": 2)", R"("line-color": ["#2F6E8C", "#6FB3D6"], "line-width": 2, "line-dasharray": [2, 1])",
          R"("line-color": ["#6B4A2B", "#C79A6E"], "line-width": 2, "line-dasharray": [6, 2, 1, 2])",
          R"("line-color": ["#FFE9A8", "#6E6240"], "line-width": 4, "line-casing-color": ["#8A5A20", "#D9B066"], "line-casing-width": 1.5)",
          R"("line-color": ["#FFFFFF", "#48545E"], "line-width": 4, "line-casing-color": ["#8A8A8A", "#93A1AB"], "line-casing-width": 1, "line-dasharray": [2, 1])",
          R"("line-color": ["#C00000", "#FF6050"], "line-width": 5, "line-opacity": 0.4)", R"("line-color": ["#8A8A8A", "#93A1AB"], "line-width": 0.5)"}},
        {"point",
         {R"("circle-color": ["#2F6E8C", "#6FB3D6"], "circle-radius": 4)",
          R"("circle-color": ["#FFFFFF", "#131B21"], "circle-radius": 4, "circle-stroke-color": ["#C0504D", "#E28A80"], "circle-stroke-width": 1.5)",
          R"("circle-color": ["#4B6B33", "#7FB38F"], "circle-radius": 5, "circle-shape": "square")",
          R"("circle-color": ["#4B6B33", "#7FB38F"], "circle-radius": 5, "circle-shape": "triangle", "circle-stroke-color": ["#000000", "#FFFFFF"], "circle-stroke-width": 1)",
          R"("circle-color": ["#8A5A20", "#D9B066"], "circle-radius": 5, "circle-shape": "star")",
          R"("circle-color": ["#C0504D", "#E28A80"], "circle-radius": 5, "circle-shape": "x")",
          R"("circle-color": ["#B4534A", "#E28A80"], "circle-radius": 9, "icon-image": "school", "icon-size": 13, "icon-color": "#FFFFFF")",
          R"("circle-color": ["#B4534A", "#E28A80"], "circle-radius": 5, "icon-image": "hiking", "icon-color": "#FFFFFF")"}}};
    return all;
}

std::string theme_of(std::size_t row, std::size_t column) { return "t" + std::to_string(row) + "-" + std::to_string(column); }

std::shared_ptr<const gis::MapStyle> style() {
    std::string layers;
    for (std::size_t row = 0; row < rows().size(); ++row)
        for (std::size_t column = 0; column < rows()[row].paints.size(); ++column)
            layers += std::string(layers.empty() ? "" : ",") + R"({"theme": ")" + theme_of(row, column) + R"(", "paint": {)" + rows()[row].paints[column] + "}}";
    // Painted beside: seen in the sample too.
    layers += R"(, {"theme": "t1-0", "also": true, "order": 1, "paint": {"line-color": "#FFFFFF", "line-width": 1, "line-dasharray": [2, 2]}})";
    gis::LoadedStyle loaded = gis::read_style(R"({"layers": [)" + layers + "]}", "test");
    REQUIRE(loaded.notices.empty());
    return std::make_shared<gis::MapStyle>(std::move(loaded.style));
}

void draw_sheet(panels::Frame& frame) {
    const float x0 = frame.theme.px(16), y0 = frame.theme.px(14);
    for (std::size_t row = 0; row < rows().size(); ++row)
        for (std::size_t column = 0; column < rows()[row].paints.size(); ++column) {
            gis::Layer layer;
            layer.info.theme = theme_of(row, column);
            layer.info.geometry = rows()[row].geometry;
            panels::draw_swatch(frame, ImVec2(x0 + frame.theme.px(28) * float(column), y0 + frame.theme.px(22) * float(row)), layer, 1);
        }
}

} // namespace

TEST_CASE("a layer's sample shows its hatch, its dashes, its casing and its shape, by day and night, at scale 1 and 2") {
    for (const bool night : {false, true})
        for (const float scale : {1.0f, 2.0f}) {
            ui::Stage stage({.night = night, .scale = scale, .empty = true});
            stage.style = style();
            ui::UiDriver ui(stage, int(228 * scale), int(72 * scale), draw_sheet);
            const std::string name = std::string("swatches-") + (night ? "night" : "day") + (scale > 1 ? "-2" : "");
            CHECK(test::compare_golden(ui.picture(), std::filesystem::path(VIGIE_SOURCE_DIR) / "tests/panels/golden" / (name + ".png"), name) == "");
        }
}
