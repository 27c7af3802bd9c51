// Corners of lines: how far mitres reach, and which turns are rounded.
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_approx.hpp>

#include <cmath>

#include "gis/layers/tiles.hpp"

using namespace vigie::gis;
using Catch::Approx;

namespace {

struct Corners {
    double furthest = 0;    // half widths
    std::size_t count = 0;
    std::size_t triangles = 0;
};

// A line of 2 px that turns by an angle at the middle of a tile, in a style with these paint properties.
Corners turning(double degrees, const std::string& properties) {
    auto layer = std::make_shared<Layer>();
    FeatureGeometry& g = layer->geometry;
    const double a = degrees * 3.14159265358979 / 180;
    g.xy = {100, 100, 200, 100, 200 + 100 * std::cos(a), 100 + 100 * std::sin(a)};
    g.part_begin = {0, 1};
    g.vertex_begin = {0, 3};
    g.ring_is_hole = {0};
    g.type = {GeometryType::line};
    layer->finish();
    const LoadedStyle loaded = read_style(R"({"layers": [{"theme": "*", "paint": {"line-color": "#000000", "line-cap": "butt", "line-width": 2, )" + properties + "}}]}", "test");
    REQUIRE(loaded.notices.empty());
    const TileMesh mesh = build_tile(*styled(layer, std::make_shared<MapStyle>(loaded.style), 1), {0, 0, 0});
    Corners corners{0, mesh.strokes.vertices.size(), mesh.strokes.indices.size() / 3};
    for (const StrokeVertex& v : mesh.strokes.vertices) corners.furthest = std::max(corners.furthest, std::hypot(double(v.out_x), double(v.out_y)) / double(stroke_unit));
    return corners;
}

} // namespace

TEST_CASE("a mitre is as long as its limit lets it be, and bevelled beyond") {
    constexpr const char* mitred = R"("line-join": "miter")";
    CHECK(turning(100, mitred).furthest == Approx(1 / std::cos(50 * 3.14159265 / 180)).margin(0.01));
    CHECK(turning(140, mitred).furthest == Approx(1).margin(0.01));  // 2 is the limit unless another is written
    CHECK(turning(140, R"("line-join": "miter", "line-miter-limit": 3)").furthest == Approx(1 / std::cos(70 * 3.14159265 / 180)).margin(0.01));
    CHECK(turning(160, R"("line-join": "miter", "line-miter-limit": 6)").furthest == Approx(1 / std::cos(80 * 3.14159265 / 180)).margin(0.01));
    CHECK(turning(178, R"("line-join": "miter", "line-miter-limit": 1000)").furthest == Approx(1).margin(0.01));
    CHECK(turning(40, R"("line-join": "miter", "line-miter-limit": 1.05)").furthest == Approx(1).margin(0.01));
    CHECK(turning(30, R"("line-join": "miter", "line-miter-limit": 1.05)").furthest > 1.03);
    CHECK(turning(40, R"("line-miter-limit": 1)").furthest == Approx(1).margin(0.01));  // automatic joins of thin lines are mitres
}

TEST_CASE("a tile reaches as far over its edge as the mitres of its lines") {
    auto layer = std::make_shared<Layer>();
    FeatureGeometry& g = layer->geometry;
    const double edge = tile_px;  // plane units at level 0
    // The tip of a sharp turn stands outside of the tile, its mitre reaches into it.
    g.xy = {edge + 200, 100, edge + 70, 120, edge + 200, 140};
    g.part_begin = {0, 1};
    g.vertex_begin = {0, 3};
    g.ring_is_hole = {0};
    g.type = {GeometryType::line};
    layer->finish();
    const auto strokes = [&](const char* limit) {
        const LoadedStyle loaded = read_style(std::string(R"({"layers": [{"theme": "*", "paint": {"line-color": "#000000", "line-join": "miter", "line-width": 30, "line-miter-limit": )") + limit + "}}]}", "test");
        REQUIRE(loaded.notices.empty());
        return build_tile(*styled(layer, std::make_shared<MapStyle>(loaded.style), 1), {0, 0, 0}).strokes.indices.size();
    };
    CHECK(strokes("2") == 0);
    CHECK(strokes("7.5") > 0);
}

TEST_CASE("where round joins are asked for, the round limit says which turns are mitred instead") {
    const std::size_t plain = turning(5, R"("line-join": "round")").triangles;
    CHECK(turning(30, R"("line-join": "round")").triangles > plain);
    CHECK(turning(30, R"("line-join": "round", "line-round-limit": 1.05)").triangles == plain);
    CHECK(turning(50, R"("line-join": "round", "line-round-limit": 1.05)").triangles > plain);
}
