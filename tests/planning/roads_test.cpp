#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <chrono>
#include <cmath>
#include <random>

#include "gis/planning/travel.hpp"
#include "tests/pace.hpp"

using namespace vigie::gis;

namespace {

struct Street {
    std::vector<PlanePoint> line;
    std::string klass = "residential";
    std::string oneway = "";
    double maxspeed = std::nan("");
};

LayerPtr streets(const std::vector<Street>& list) {
    auto layer = std::make_shared<Layer>();
    layer->info.theme = "street";
    Column klass{"highway", Column::Type::text, {}, "", {0}}, oneway{"oneway", Column::Type::text, {}, "", {0}},
        speed{"maxspeed", Column::Type::number, {}, "", {}};
    auto& g = layer->geometry;
    g.part_begin.push_back(0);
    g.vertex_begin.push_back(0);
    for (const auto& s : list) {
        for (const auto& p : s.line) {
            g.xy.push_back(p.x);
            g.xy.push_back(p.y);
        }
        g.vertex_begin.push_back(static_cast<std::uint32_t>(g.xy.size() / 2));
        g.part_begin.push_back(static_cast<std::uint32_t>(g.vertex_begin.size() - 1));
        g.type.push_back(GeometryType::line);
        klass.pool += s.klass;
        klass.text_begin.push_back(static_cast<std::uint32_t>(klass.pool.size()));
        oneway.pool += s.oneway;
        oneway.text_begin.push_back(static_cast<std::uint32_t>(oneway.pool.size()));
        speed.numbers.push_back(s.maxspeed);
    }
    layer->columns = {klass, oneway, speed};
    return layer;
}

constexpr double residential_ms = 28 / 3.6;

} // namespace

TEST_CASE("a one-way street is driven one way and gone round the other way") {
    // A square of 100 m streets; the bottom one is one-way eastwards.
    const auto graph = RoadGraph::build({streets({{{{0, 0}, {100, 0}}, "residential", "yes"},
                                                  {{{100, 0}, {100, 100}}},
                                                  {{{100, 100}, {0, 100}}},
                                                  {{{0, 100}, {0, 0}}}})}, 1);
    CHECK(graph.node_count() == 4);
    CHECK(graph.pieces().count == 1);
    const auto with = graph.route({0, 0}, {100, 0}), against = graph.route({100, 0}, {0, 0});
    REQUIRE(with);
    REQUIRE(against);
    CHECK_THAT(with->length_m, Catch::Matchers::WithinAbs(100, 1e-6));
    CHECK_THAT(against->length_m, Catch::Matchers::WithinAbs(300, 1e-6));
    CHECK(with->time.count() == std::llround(100 / residential_ms));
    CHECK(against->time.count() == std::llround(300 / residential_ms));
    CHECK(against->line.size() == 4);
}

TEST_CASE("streets that cross without a shared vertex are not joined, ends within half a metre are") {
    const auto bridge = RoadGraph::build({streets({{{{0, 0}, {100, 0}}}, {{{50, -50}, {50, 50}}}})}, 1);
    CHECK(bridge.pieces().count == 2);
    const auto joined = RoadGraph::build({streets({{{{0, 0}, {100, 0}}}, {{{100.3, 0.2}, {200, 0}}}})}, 1);
    CHECK(joined.pieces().count == 1);
    CHECK(joined.node_count() == 3);
}

TEST_CASE("a place beside the street walks to it, and a place halfway starts there") {
    const auto graph = RoadGraph::build({streets({{{{0, 0}, {1000, 0}}}})}, 1);
    const auto route = graph.route({250, 30}, {750, 0});
    REQUIRE(route);
    CHECK_THAT(route->length_m, Catch::Matchers::WithinAbs(530, 1e-6));
    CHECK(std::abs(route->time.count() - std::llround(500 / residential_ms + 30 / (20 / 3.6))) <= 1);
}

TEST_CASE("footpaths are not driven and limits slow a street down") {
    const auto graph = RoadGraph::build({streets({{{{0, 0}, {100, 0}}, "footway", ""},
                                                  {{{0, 0}, {50, 100}, {100, 0}}, "residential", "", 10}})}, 1);
    const auto route = graph.route({0, 0}, {100, 0});
    REQUIRE(route);
    const double length = 2 * std::hypot(50, 100);
    CHECK_THAT(route->length_m, Catch::Matchers::WithinAbs(length, 1e-6));
    CHECK(std::abs(route->time.count() - std::llround(length / (10 / 3.6))) <= 1);
}

TEST_CASE("no road between two places: no route, and times fall back to the straight line") {
    const auto graph = RoadGraph::build({streets({{{{0, 0}, {100, 0}}}, {{{5000, 0}, {5100, 0}}}})}, 1);
    CHECK(graph.pieces().count == 2);
    CHECK_FALSE(graph.route({0, 0}, {5000, 0}));
    const std::vector<PlanePoint> places{{0, 0}, {5000, 0}};
    const auto m = graph.matrix(places);
    CHECK(m[1] == std::llround(1.3 * 5000 / (30 / 3.6)));
    CHECK(m[0] == 0);
    CHECK(RoadGraph().matrix(places)[1] == m[1]);
    CHECK(RoadGraph::build({}, 1).empty());
}

TEST_CASE("routes, single times and matrices agree with Floyd and Warshall on random street plans") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    for (int round = 0; round < 40; ++round) {
        const int n = 4 + static_cast<int>(rng() % 20);
        std::uniform_real_distribution<double> at(0, 2000);
        std::vector<PlanePoint> nodes;
        for (int i = 0; i < n; ++i) nodes.push_back({std::round(at(rng)) * 3, std::round(at(rng)) * 3 + i * 0.01});
        std::vector<Street> list;
        const double none = 1e18;
        std::vector<double> best(static_cast<std::size_t>(n * n), none);
        const auto cell = [&](int a, int b) -> double& { return best[static_cast<std::size_t>(a * n + b)]; };
        for (int i = 0; i < n; ++i) cell(i, i) = 0;
        const auto join = [&](int a, int b) {
            if (a == b) return;
            Street s{{nodes[static_cast<std::size_t>(a)], nodes[static_cast<std::size_t>(b)]}};
            const int way = static_cast<int>(rng() % 4);
            s.oneway = way == 0 ? "yes" : way == 1 ? "-1" : "";
            s.klass = rng() % 2 ? "residential" : "primary";
            const double speed = (s.klass == "primary" ? 45 : 28) / 3.6;
            const double cost = std::hypot(s.line[0].x - s.line[1].x, s.line[0].y - s.line[1].y) / speed;
            if (way != 1) cell(a, b) = std::min(cell(a, b), cost);
            if (way != 0) cell(b, a) = std::min(cell(b, a), cost);
            list.push_back(std::move(s));
        };
        for (int i = 1; i < n; ++i) join(static_cast<int>(rng() % static_cast<unsigned>(i)), i);
        for (int i = 0; i < n; ++i) join(static_cast<int>(rng() % static_cast<unsigned>(n)), static_cast<int>(rng() % static_cast<unsigned>(n)));
        for (int k = 0; k < n; ++k)
            for (int i = 0; i < n; ++i)
                for (int j = 0; j < n; ++j) cell(i, j) = std::min(cell(i, j), cell(i, k) + cell(k, j));
        const auto graph = RoadGraph::build({streets(list)}, 1);
        REQUIRE(graph.node_count() == nodes.size());
        const auto matrix = graph.matrix(nodes);
        for (int i = 0; i < n; ++i)
            for (int j = 0; j < n; ++j) {
                if (i == j) continue;
                const auto from = nodes[static_cast<std::size_t>(i)], to = nodes[static_cast<std::size_t>(j)];
                const auto route = graph.route(from, to);
                INFO("round " << round << " from " << i << " to " << j);
                REQUIRE(route.has_value() == (cell(i, j) < none));
                const auto row = matrix[static_cast<std::size_t>(i * n + j)];
                REQUIRE(graph.seconds(from, to).count() == row);
                if (!route) continue;
                REQUIRE(std::abs(static_cast<double>(route->time.count()) - cell(i, j)) <= 1.0);
                REQUIRE(row == route->time.count());
                REQUIRE(route->line.front() == from);
                REQUIRE(route->line.back() == to);
                // The drawn line is a real way: never shorter than the straight one, never faster than a primary.
                REQUIRE(route->length_m >= std::hypot(from.x - to.x, from.y - to.y) - 1e-6);
                REQUIRE(route->length_m <= cell(i, j) * 45 / 3.6 + 1);
            }
    }
}

TEST_CASE("a matrix of 300 places on a commune of 10,000 crossings is ready within its second") {
    std::vector<Street> list;
    constexpr int side = 100;
    std::mt19937 rng(7);
    std::uniform_real_distribution<double> shake(-20, 20);
    std::vector<PlanePoint> p;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) p.push_back({x * 80 + shake(rng), y * 80 + shake(rng)});
    const auto node = [&](int x, int y) { return p[static_cast<std::size_t>(y * side + x)]; };
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            if (x + 1 < side) list.push_back({{node(x, y), node(x + 1, y)}});
            if (y + 1 < side) list.push_back({{node(x, y), node(x, y + 1)}});
        }
    const auto graph = RoadGraph::build({streets(list)}, 1);
    CHECK(graph.node_count() == side * side);
    std::vector<PlanePoint> places;
    std::uniform_real_distribution<double> at(0, side * 80);
    for (int i = 0; i < 300; ++i) places.push_back({at(rng), at(rng)});
    const auto begin = std::clock();
    const auto matrix = graph.matrix(places);
    const double cpu_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    WARN("300 x 300 by road: " << cpu_s * 1000 << " ms of processor time");
    CHECK(matrix.size() == 90000);
    CHECK(cpu_s < 3 * vigie::tests::slower);  // unoptimised build on a shared machine; the release build stays under 1
}
