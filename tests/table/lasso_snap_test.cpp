// What a lasso takes and what a vertex clings to, against plain arithmetic.
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <random>

#include "gis/layers/features_within.hpp"
#include "gis/layers/snap.hpp"
#include "gis/layers/validity.hpp"
#include "layer_builder.hpp"

using namespace vigie::gis;
using namespace vigie::tests;
using Rows = std::vector<std::uint32_t>;

namespace {

bool inside(const std::vector<PlanePoint>& ring, PlanePoint p) {
    bool in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
        if ((ring[i].y > p.y) != (ring[j].y > p.y) && p.x < (ring[j].x - ring[i].x) * (p.y - ring[i].y) / (ring[j].y - ring[i].y) + ring[i].x) in = !in;
    return in;
}

} // namespace

TEST_CASE("the points a lasso takes are those inside it, whatever its form") {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> place(0, 1000);
    LayerBuilder builder;
    std::vector<PlanePoint> at;
    for (int i = 0; i < 5000; ++i) {
        at.push_back({place(random), place(random)});
        builder.point(at.back().x, at.back().y);
    }
    const LayerPtr layer = builder.done();
    for (int round = 0; round < 40; ++round) {
        std::vector<PlanePoint> lasso(3 + random() % 60);
        for (PlanePoint& p : lasso) p = {place(random), place(random)};
        Rows expected;
        for (std::uint32_t i = 0; i < at.size(); ++i)
            if (inside(lasso, at[i])) expected.push_back(i);
        CHECK(LassoArea(lasso).features_of(*layer) == expected);
    }
}

TEST_CASE("a lasso takes lines it cuts and areas it lies within, not what it leaves alone") {
    const LayerPtr layer = LayerBuilder()
                               .feature(GeometryType::line, {{0, 50, 100, 50}})                                   // right through
                               .feature(GeometryType::polygon, {{-500, -500, 500, -500, 500, 500, -500, 500}})    // all around
                               .feature(GeometryType::polygon, {{-500, -500, 500, -500, 500, 500, -500, 500}, {-400, -400, 400, -400, 400, 400, -400, 400}}, {0, 1})  // we are in its hole
                               .feature(GeometryType::line, {{0, 200, 100, 200}})
                               .done();
    CHECK(LassoArea({{40, 40}, {60, 40}, {60, 60}, {40, 60}}).features_of(*layer) == Rows{0, 1});
    CHECK(LassoArea({{40, 40}, {60, 40}}).features_of(*layer).empty());
}

TEST_CASE("a lasso over a million points answers within a frame or two") {
    std::mt19937 random(9);
    std::uniform_real_distribution<double> place(0, 10'000);
    LayerBuilder builder;
    for (int i = 0; i < 1'000'000; ++i) builder.point(place(random), place(random));
    const LayerPtr layer = builder.done();
    std::vector<PlanePoint> lasso;
    for (int i = 0; i < 200; ++i) lasso.push_back({5000 + 4500 * std::cos(i * 0.0314159), 5000 + 4500 * std::sin(i * 0.0314159)});
    const auto begin = std::chrono::steady_clock::now();
    const Rows taken = LassoArea(lasso).features_of(*layer);
    const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    WARN("lasso over a million points: " << taken.size() << " taken in " << ms << " ms");
    CHECK(taken.size() > 600'000);
    CHECK(ms < 1500);
}

TEST_CASE("a vertex wins over a nearer edge, the shape itself is looked over, and nothing out of reach is met") {
    const std::vector<LayerPtr> layers{LayerBuilder().feature(GeometryType::line, {{0, 0, 100, 0}}).done(),
                                       LayerBuilder().feature(GeometryType::polygon, {{200, 0, 300, 0, 300, 100}}).point(105, 3).done()};
    const auto edge = snap(layers, {50, 4}, 5);
    REQUIRE(edge);
    CHECK_FALSE(edge->on_vertex);
    CHECK(edge->at == PlanePoint{50, 0});
    const auto vertex = snap(layers, {97, 1}, 5);
    REQUIRE(vertex);
    CHECK(vertex->on_vertex);
    CHECK(vertex->at == PlanePoint{100, 0});
    CHECK(snap(layers, {104, 2}, 5)->at == PlanePoint{105, 3});
    CHECK_FALSE(snap(layers, {50, 6}, 5));
    CHECK_FALSE(snap(layers, {50, 4}, 5, std::pair<const Layer*, std::uint32_t>{layers[0].get(), 0}));
    const auto closing = snap(layers, {250, 52}, 5);  // the edge that closes the ring
    REQUIRE(closing);
    CHECK(closing->layer == layers[1].get());
    CHECK(std::abs(closing->at.x - 200 - closing->at.y) < 1e-9);
}

TEST_CASE("what is wrong with a drawn shape is said, with its place when it has one") {
    const auto said = [](const Geometry& g) { const auto p = geometry_problem(g); return p ? p->text.key : std::string(); };
    const auto polygon = [](std::vector<LonLat> ring) { return Geometry{GeometryType::polygon, std::move(ring), {0}, {0}}; };
    CHECK(said({}) == "geometry.problem.empty");
    CHECK(said({GeometryType::point, {{2, 43}}}).empty());
    CHECK(said({GeometryType::point, {{2, 143}}}) == "desk.refused.place");
    CHECK(said({GeometryType::point, {{std::nan(""), 43}}}) == "desk.refused.place");
    CHECK(said({GeometryType::line, {{2, 43}, {2, 43}}, {0}}) == "geometry.problem.short_line");
    CHECK(said({GeometryType::line, {{2, 43}, {2, 44}, {3, 43}, {1, 43.5}}, {0}}).empty());  // a street may cross itself
    CHECK(said(polygon({{0, 0}, {1, 0}, {1, 0}})) == "geometry.problem.few_corners");
    CHECK(said(polygon({{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}})).empty());
    CHECK(said(polygon({{0, 0}, {1, 0}, {1, 1}, {0, 1}})).empty());
    const auto bow = geometry_problem(polygon({{0, 0}, {1, 1}, {1, 0}, {0, 1}}));
    REQUIRE(bow);
    CHECK(bow->text.key == "geometry.problem.crossing");
    REQUIRE(bow->at);
    CHECK(std::abs(bow->at->lon - 0.5) < 1e-9);
    CHECK(std::abs(bow->at->lat - 0.5) < 1e-9);
    const Geometry hole{GeometryType::polygon, {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}, {5, 5}, {6, 5}, {6, 6}, {5, 5}}, {0, 5}, {0}};
    CHECK(said(hole) == "geometry.problem.hole_outside");
}
