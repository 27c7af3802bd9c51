#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <cmath>
#include <random>

#include "gis/layers/point_field.hpp"

using namespace vigie::gis;

namespace {

FeatureGeometry points(unsigned seed, int count, PlanePoint corner, double side) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> place(0, side);
    FeatureGeometry g;
    g.part_begin.push_back(0);
    g.vertex_begin.push_back(0);
    for (int i = 0; i < count; ++i) {
        g.xy.insert(g.xy.end(), {corner.x + place(random), corner.y + place(random)});
        g.vertex_begin.push_back(static_cast<std::uint32_t>(i + 1));
        g.part_begin.push_back(static_cast<std::uint32_t>(i + 1));
        g.type.push_back(GeometryType::point);
    }
    return g;
}

} // namespace

TEST_CASE("each point is in exactly one tile of every level, at its place") {
    for (const PlanePoint corner : {PlanePoint{770'000, 6'279'000}, PlanePoint{-3'000, -5'000}, PlanePoint{-20'000'000, 5'000'000}}) {
        const FeatureGeometry g = points(3, 2000, corner, 9000);
        const std::vector<std::uint16_t> rules(2000, 0);
        const PointField field(g, rules);
        REQUIRE(field.size() == 2000);
        for (const int level : {-9, -4, -1, 2, 6}) {
            const TileRange range = tiles_in({corner.x, corner.y, corner.x + 9000, corner.y + 9000}, level);
            std::vector<PlaceVertex> found;
            std::size_t sum = 0;
            const int stride = level > 2 ? 17 : 1;  // fine levels have very many tiles: a sample of them
            for (std::int32_t y = range.min_y; y <= range.max_y; y += stride)
                for (std::int32_t x = range.min_x; x <= range.max_x; x += stride) {
                    found.clear();
                    const TileKey key{level, x, y};
                    field.collect(key, found);
                    sum += found.size();
                    const PlaneBox box = tile_box(key);
                    std::size_t expected = 0;
                    for (std::size_t i = 0; level <= 2 ? false : i < 2000; ++i)
                        if (g.xy[2 * i] >= box.min_x && g.xy[2 * i] < box.max_x && g.xy[2 * i + 1] >= box.min_y && g.xy[2 * i + 1] < box.max_y) ++expected;
                    if (level > 2) CHECK(found.size() == expected);
                    for (const PlaceVertex& p : found) {
                        const double px = box.min_x + (p.x + 0.5) * units_per_quantum(level), py = box.min_y + (p.y + 0.5) * units_per_quantum(level);
                        double nearest = 1e300;
                        for (std::size_t i = 0; i < 2000 && nearest > units_per_quantum(level); ++i)
                            nearest = std::min(nearest, std::max(std::abs(g.xy[2 * i] - px), std::abs(g.xy[2 * i + 1] - py)));
                        CHECK(nearest <= units_per_quantum(level));
                    }
                }
            if (level <= 2) CHECK(sum == 2000);
        }
    }
}

TEST_CASE("very many points stand in one order: along the curve, and at one place as in the file, wherever they crowd") {
    constexpr std::size_t n = 400'000;
    FeatureGeometry g = points(11, n, {775'000, 6'279'000}, 9000);
    std::vector<std::uint16_t> rules(n);
    for (std::size_t i = 0; i < n; ++i) {
        rules[i] = static_cast<std::uint16_t>(i % 50'000);
        if (i % 3 == 0) g.xy[2 * i] = 776'000 + static_cast<double>(i % 7), g.xy[2 * i + 1] = 6'280'000;  // a crowd
        if (i % 10 == 1) rules[i] = 0xffff;  // not drawn
    }
    const PointField field(g, rules);
    std::vector<std::pair<std::uint64_t, std::uint16_t>> wanted;
    for (std::size_t i = 0; i < n; ++i)
        if (rules[i] != 0xffff) wanted.emplace_back(field.order_of({g.xy[2 * i], g.xy[2 * i + 1]}), rules[i]);
    std::ranges::stable_sort(wanted, {}, &std::pair<std::uint64_t, std::uint16_t>::first);
    REQUIRE(field.size() == wanted.size());
    std::vector<PlaceVertex> found;
    field.collect({-4, 47, 383}, found);  // all of it is in this tile
    REQUIRE(found.size() == wanted.size());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < found.size(); ++i) wrong += found[i].rule != wanted[i].second;
    CHECK(wrong == 0);
}

TEST_CASE("only points that others hide are dropped, and the order of the rest is kept") {
    std::mt19937 random(8);
    std::uniform_int_distribution<int> place(4000, 4400);
    std::vector<PlaceVertex> all;
    for (std::uint16_t i = 0; i < 20'000; ++i)
        all.push_back({static_cast<std::int16_t>(place(random)), static_cast<std::int16_t>(place(random)), 0, i});
    const DiscReach reach{40, 24};
    std::vector<PlaceVertex> left = all;
    drop_covered(left, {&reach, 1});
    CHECK(left.size() < all.size() / 2);
    CHECK(std::ranges::is_sorted(left, {}, &PlaceVertex::size));
    // Every place that a dropped disc touches lies well inside one that was kept and comes later.
    std::vector<std::uint8_t> kept(all.size(), 0);
    for (const PlaceVertex& p : left) kept[p.size] = 1;
    int looked = 0;
    for (std::size_t i = 0; i < all.size() && looked < 200; ++i) {
        if (kept[i]) continue;
        ++looked;
        for (int k = 0; k < 40; ++k) {
            const double angle = k * 0.157, r = 40.0 * std::sqrt((k % 10 + 1) / 10.0);
            const double x = all[i].x + r * std::cos(angle), y = all[i].y + r * std::sin(angle);
            const bool hidden = std::ranges::any_of(left, [&](const PlaceVertex& p) {
                return p.size > i && std::hypot(p.x - x, p.y - y) <= 24.0 + 6.0;  // a cell's diagonal of slack
            });
            CHECK(hidden);
        }
    }
    CHECK(looked == 200);
    // Translucent discs hide nothing.
    std::vector<PlaceVertex> glass = all;
    const DiscReach see_through{40, 0};
    drop_covered(glass, {&see_through, 1});
    CHECK(glass.size() == all.size());
}

TEST_CASE("in the order of the field no disc is hidden by others of its size, and small ones are by larger ones") {
    constexpr int n = 60'000;
    const FeatureGeometry g = points(4, n, {775'000, 6'279'000}, 60);  // four pixels of the level below
    std::vector<std::uint16_t> rules(n);
    for (std::size_t i = 0; i < n; ++i) rules[i] = static_cast<std::uint16_t>(i % 2);
    std::vector<PlaceVertex> all;
    const PointField field(g, rules);
    field.collect({-4, 47, 383}, all);
    REQUIRE(all.size() == n);
    const auto left = [&](std::vector<DiscReach> reach) {
        std::vector<PlaceVertex> kept = all;
        drop_covered(kept, reach);
        return std::pair(can_hide(reach), kept.size());
    };
    CHECK(left({{40, 24}, {40, 24}}) == std::pair(false, std::size_t{n}));
    const auto [can, kept] = left({{40, 24}, {104, 88}});
    CHECK(can);
    CHECK(kept < n * 2 / 3);
    CHECK_FALSE(left({{40, 24}, {104, 0}}).first);  // the large ones are translucent
}
