#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "gis/layers/triangulate.hpp"

using namespace vigie::gis;

namespace {

using Ring = std::vector<QPoint>;

struct Shape {
    std::vector<QPoint> points;
    std::vector<std::uint32_t> first{0};
    void add(const Ring& ring) {
        points.insert(points.end(), ring.begin(), ring.end());
        first.push_back(static_cast<std::uint32_t>(points.size()));
    }
};

struct Cover {
    std::int64_t area2 = 0;      // of all triangles
    bool all_left = true;        // every triangle counter-clockwise
    std::size_t triangles = 0;
};

Cover cover(const Shape& shape) {
    Triangulator triangulator;
    std::vector<std::uint32_t> t;
    triangulator.run(shape.points, shape.first, t);
    Cover result;
    result.triangles = t.size() / 3;
    for (std::size_t i = 0; i + 2 < t.size(); i += 3) {
        const std::int64_t area2 = cross(shape.points[t[i]], shape.points[t[i + 1]], shape.points[t[i + 2]]);
        result.area2 += area2;
        result.all_left = result.all_left && area2 > 0;
    }
    return result;
}

std::int64_t area2_of(const Shape& shape) {
    std::int64_t sum = 0;
    for (std::size_t r = 0; r + 1 < shape.first.size(); ++r) {
        const Ring ring(shape.points.begin() + shape.first[r], shape.points.begin() + shape.first[r + 1]);
        sum += (r ? -1 : 1) * std::abs(ring_area2(ring));
    }
    return sum;
}

// A ring around a centre whose corners go round once: simple whatever the radii, star-shaped seen from the centre.
Ring star(std::mt19937& random, QPoint centre, int corners, double least, double most) {
    std::uniform_real_distribution<double> radius(least, most), jitter(0.05, 0.95);
    Ring ring;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * 3.14159265358979 * (i + jitter(random)) / corners, r = radius(random);
        const QPoint p{centre.x + static_cast<int>(std::lround(r * std::cos(angle))),
                       centre.y + static_cast<int>(std::lround(r * std::sin(angle)))};
        if (ring.empty() || p != ring.back()) ring.push_back(p);
    }
    if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
    return ring;
}

Ring turned(Ring ring) {
    std::reverse(ring.begin(), ring.end());
    return ring;
}

} // namespace

TEST_CASE("triangles of a random ring cover its area exactly once, whichever way it runs") {
    for (unsigned seed = 0; seed < 400; ++seed) {
        std::mt19937 random(seed);
        const int corners = std::uniform_int_distribution<int>(3, seed % 10 == 0 ? 900 : 60)(random);
        Shape shape;
        Ring ring = star(random, {0, 0}, corners, 2000, 15000);
        shape.add(seed % 2 ? ring : turned(ring));
        const Cover c = cover(shape);
        INFO("seed " << seed << ", corners " << corners);
        // All triangles to the left and the sum exact: nothing is covered twice, nothing is missed.
        CHECK(c.all_left);
        CHECK(c.area2 == area2_of(shape));
    }
}

TEST_CASE("holes stay open, many of them, in any order and direction") {
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::mt19937 random(1000 + seed);
        Shape shape;
        shape.add(star(random, {0, 0}, 40, 14000, 16000));
        const int across = std::uniform_int_distribution<int>(1, 9)(random), step = 16000 / across;
        std::vector<QPoint> places;
        for (int y = 0; y < across; ++y)
            for (int x = 0; x < across; ++x)
                places.push_back({-8000 + step / 2 + x * step, -8000 + step / 2 + y * step});
        std::shuffle(places.begin(), places.end(), random);
        for (const QPoint p : places) {
            const Ring hole = star(random, p, 7, step * 0.1, step * 0.45);
            shape.add(random() % 2 ? hole : turned(hole));
        }
        const Cover c = cover(shape);
        INFO("seed " << seed << ", holes " << places.size());
        CHECK(c.all_left);
        CHECK(c.area2 == area2_of(shape));
    }
}

TEST_CASE("a comb with deep teeth and a spiral are covered exactly") {
    Shape comb;
    Ring ring{{0, 0}, {10000, 0}};
    for (int i = 100; i > 0; --i) {
        ring.push_back({i * 100, 9000});
        ring.push_back({i * 100 - 50, 10});
    }
    comb.add(ring);
    CHECK(cover(comb).area2 == area2_of(comb));
    Shape spiral;
    Ring out, back;
    for (int i = 0; i < 300; ++i) {
        const double a = i * 0.15, r = 300 + i * 40;
        out.push_back({static_cast<int>(r * std::cos(a)), static_cast<int>(r * std::sin(a))});
        back.push_back({static_cast<int>((r + 500) * std::cos(a)), static_cast<int>((r + 500) * std::sin(a))});
    }
    out.insert(out.end(), back.rbegin(), back.rend());
    spiral.add(out);
    CHECK(cover(spiral).area2 == area2_of(spiral));
}

TEST_CASE("rectilinear rings with many corners in a row on one line are covered exactly") {
    for (unsigned seed = 0; seed < 100; ++seed) {
        std::mt19937 random(seed);
        std::uniform_int_distribution<int> height(1, 6);
        Ring ring{{0, 0}};
        for (int x = 0; x < 40; ++x) ring.push_back({(x + 1) * 100, 0});
        for (int x = 40; x > 0; --x) {
            const int y = height(random) * 100;
            ring.push_back({x * 100, y});
            ring.push_back({x * 100 - 50, y});
            ring.push_back({(x - 1) * 100, y});
        }
        Shape shape;
        shape.add(ring);
        INFO("seed " << seed);
        CHECK(cover(shape).area2 == area2_of(shape));
    }
}

TEST_CASE("a hole that touches the outside, or another hole, at a corner is still open") {
    Shape touching;
    touching.add({{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}});
    touching.add({{0, 0}, {300, 100}, {100, 300}});
    touching.add({{300, 100}, {600, 200}, {500, 50}});
    CHECK(cover(touching).area2 == area2_of(touching));
    Shape twice;  // two holes from one corner
    twice.add({{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}});
    twice.add({{500, 500}, {700, 400}, {700, 600}});
    twice.add({{500, 500}, {300, 600}, {300, 400}});
    CHECK(cover(twice).area2 == area2_of(twice));
}

TEST_CASE("invalid rings neither hang nor crash, and give no triangle outside their box") {
    for (unsigned seed = 0; seed < 500; ++seed) {
        std::mt19937 random(seed);
        std::uniform_int_distribution<int> place(0, seed % 3 ? 8 : 8000), count(0, 80), rings(1, 4);
        Shape shape;
        for (int r = rings(random); r > 0; --r) {
            Ring ring;
            for (int i = count(random); i > 0; --i) ring.push_back({place(random), place(random)});
            shape.add(ring);
        }
        const Cover c = cover(shape);
        INFO("seed " << seed);
        CHECK(c.all_left);
        CHECK(c.triangles <= shape.points.size() + 2 * shape.first.size());
    }
    Shape nothing;
    nothing.add({});
    CHECK(cover(nothing).triangles == 0);
    Shape line;
    line.add({{0, 0}, {5, 5}, {10, 10}, {3, 3}});
    CHECK(cover(line).triangles == 0);
    Shape bow;
    bow.add({{0, 0}, {100, 100}, {100, 0}, {0, 120}});
    CHECK(cover(bow).triangles > 0);
}
