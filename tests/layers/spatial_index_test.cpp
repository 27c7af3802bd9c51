#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "gis/layers/layer.hpp"

using namespace vigie::gis;

namespace {
std::vector<PlaneBox> random_boxes(std::mt19937& random, std::size_t n, bool points = false) {
    std::uniform_real_distribution<double> place(0, 1000), size(0, 30), kind(0, 1);
    std::vector<PlaneBox> boxes(n);
    for (PlaneBox& b : boxes) {
        if (kind(random) < 0.05) continue;  // a feature without shape
        const double x = place(random), y = place(random), w = points || kind(random) < 0.3 ? 0 : size(random);
        b = {x, y, x + w, y + w};
    }
    return boxes;
}
std::vector<std::uint32_t> brute_force(const std::vector<PlaneBox>& boxes, const PlaneBox& query) {
    std::vector<std::uint32_t> hits;
    for (std::uint32_t i = 0; i < boxes.size(); ++i)
        if (!boxes[i].empty() && boxes[i].intersects(query)) hits.push_back(i);
    return hits;
}
} // namespace

TEST_CASE("the spatial index finds what brute force finds, for every size of tree") {
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> place(-50, 1050), size(0, 200);
    for (const std::size_t n : {0u, 1u, 2u, 15u, 16u, 17u, 255u, 256u, 257u, 4097u, 20'000u, 20'001u}) {
        const bool points = n % 2 == 1;
        const auto boxes = random_boxes(random, n, points);
        const SpatialIndex index{boxes};
        if (points) CHECK(index.packed().places.size() == index.packed().features.size());
        const SpatialIndex stored = SpatialIndex::from_packed(index.packed(), n);
        for (int q = 0; q < 60; ++q) {
            const double x = place(random), y = place(random);
            const PlaneBox query{x, y, x + size(random), y + size(random)};
            auto hits = index.query(query);
            std::ranges::sort(hits);
            REQUIRE(hits == brute_force(boxes, query));
            auto again = stored.query(query);
            std::ranges::sort(again);
            REQUIRE(again == hits);
        }
    }
}

TEST_CASE("a query stops when the visitor says so") {
    std::vector<PlaneBox> boxes(1000, PlaneBox{0, 0, 1, 1});
    int seen = 0;
    SpatialIndex(boxes).query({0, 0, 1, 1}, [&](std::uint32_t) { return ++seen < 7; });
    CHECK(seen == 7);
}

TEST_CASE("a stored index that lies about itself is empty instead of dangerous") {
    const std::vector<PlaneBox> boxes(500, PlaneBox{0, 0, 1, 1});
    const auto good = SpatialIndex(boxes).packed();
    auto short_boxes = good, wrong_level = good, wrong_feature = good;
    short_boxes.boxes.pop_back();
    wrong_level.level_end[0] += 1;
    wrong_feature.features[3] = 500;
    auto one_place = good;
    one_place.places.push_back({0, 0});
    for (const auto& bad : {short_boxes, wrong_level, wrong_feature, one_place})
        CHECK(SpatialIndex::from_packed(bad, 500).query({0, 0, 1, 1}).empty());
    const std::vector<PlaneBox> points(500, PlaneBox{1, 1, 1, 1});
    auto short_places = SpatialIndex(points).packed();
    short_places.places.pop_back();
    CHECK(SpatialIndex::from_packed(short_places, 500).query({0, 0, 1, 1}).empty());
    CHECK(SpatialIndex::from_packed(SpatialIndex(points).packed(), 500).query({0, 0, 1, 1}).size() == 500);
    CHECK(SpatialIndex::from_packed(good, 500).query({0, 0, 1, 1}).size() == 500);
}

TEST_CASE("a layer knows its boxes, its kind of geometry and its bounds") {
    Layer layer;
    layer.geometry.type = {GeometryType::point, GeometryType::none, GeometryType::line};
    layer.geometry.part_begin = {0, 1, 1, 2};
    layer.geometry.vertex_begin = {0, 1, 3};
    layer.geometry.xy = {5, 6, 0, 0, 10, 20};
    layer.geometry.ring_is_hole = {0, 0};
    layer.finish();
    CHECK(layer.info.geometry == "mixed");
    CHECK(layer.info.features == 3);
    CHECK(layer.box(0) == PlaneBox{5, 6, 5, 6});
    CHECK(layer.box(1).empty());
    CHECK(layer.box(2) == PlaneBox{0, 0, 10, 20});
    CHECK(layer.box(99).empty());
    CHECK(layer.info.bounds == PlaneBox{0, 0, 10, 20});
    CHECK(layer.index.query({9, 19, 11, 21}) == std::vector<std::uint32_t>{2});
}
