#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "gis/layers/clip.hpp"
#include "gis/layers/simplify.hpp"

using namespace vigie::gis;

namespace {

// A sheet of cells whose common borders wiggle: cell (x, y) shares every border point with its neighbours.
struct Sheet {
    int across = 8;
    std::map<std::pair<QPoint, QPoint>, std::vector<QPoint>> borders;  // from the lower corner to the upper
    explicit Sheet(unsigned seed) {
        std::mt19937 random(seed);
        std::uniform_int_distribution<int> wiggle(-40, 40), steps(0, 30);
        for (int y = 0; y <= across; ++y)
            for (int x = 0; x <= across; ++x) {
                if (x < across) add(random, {x, y}, {x + 1, y}, steps(random), wiggle);
                if (y < across) add(random, {x, y}, {x, y + 1}, steps(random), wiggle);
            }
    }
    static QPoint corner(QPoint c) { return {c.x * 1800 + 300, c.y * 1800 + 300}; }
    void add(std::mt19937& random, QPoint a, QPoint b, int steps, std::uniform_int_distribution<int>& wiggle) {
        std::vector<QPoint> line{corner(a)};
        for (int i = 1; i < steps; ++i)
            line.push_back({corner(a).x + (corner(b).x - corner(a).x) * i / steps + wiggle(random),
                            corner(a).y + (corner(b).y - corner(a).y) * i / steps + wiggle(random)});
        line.push_back(corner(b));
        borders[{a, b}] = line;
    }
    std::vector<QPoint> cell(int x, int y, bool turn) const {
        std::vector<QPoint> ring;
        const auto walk = [&](QPoint a, QPoint b, bool back) {
            std::vector<QPoint> line = borders.at({a, b});
            if (back) std::reverse(line.begin(), line.end());
            ring.insert(ring.end(), line.begin(), line.end() - 1);
        };
        walk({x, y}, {x + 1, y}, false);
        walk({x + 1, y}, {x + 1, y + 1}, false);
        walk({x, y + 1}, {x + 1, y + 1}, true);
        walk({x, y}, {x, y + 1}, true);
        if (turn) std::reverse(ring.begin(), ring.end());
        ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
        return ring;
    }
};

using Edge = std::pair<QPoint, QPoint>;
std::map<Edge, int> edges_of(const RingSet& rings) {
    std::map<Edge, int> count;
    for (std::size_t r = 0; r < rings.count(); ++r) {
        const auto ring = rings.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const QPoint a = ring[i], b = ring[(i + 1) % ring.size()];
            ++count[{std::min(a, b), std::max(a, b)}];
        }
    }
    return count;
}

double distance_to(QPoint p, const std::vector<QPoint>& line) {
    double best = 1e300;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const QPoint a = line[i - 1], b = line[i];
        const double dx = b.x - a.x, dy = b.y - a.y, l2 = dx * dx + dy * dy;
        const double t = l2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / l2, 0.0, 1.0) : 0;
        best = std::min(best, std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
    }
    return best;
}

} // namespace

TEST_CASE("neighbours simplified together share every edge: no gap and no overlap") {
    for (unsigned seed = 0; seed < 40; ++seed) {
        const Sheet sheet(seed);
        std::mt19937 random(seed);
        RingSet rings;
        for (int y = 0; y < sheet.across; ++y)
            for (int x = 0; x < sheet.across; ++x) {
                auto ring = sheet.cell(x, y, random() % 2);
                std::rotate(ring.begin(), ring.begin() + static_cast<long>(random() % ring.size()), ring.end());
                rings.points.insert(rings.points.end(), ring.begin(), ring.end());
                rings.first.push_back(static_cast<std::uint32_t>(rings.points.size()));
            }
        const RingSet out = simplified(rings, 24, -512, 16896);
        INFO("seed " << seed);
        REQUIRE(out.count() == rings.count());
        CHECK(out.points.size() < rings.points.size() * 3 / 4);
        // Inner borders are walked by exactly two cells; outer ones, on the sheet's rim, by one.
        std::set<QPoint> rim;
        for (const auto& [ends, line] : sheet.borders) {
            const auto [a, b] = ends;
            if ((a.x == b.x && (a.x == 0 || a.x == sheet.across)) || (a.y == b.y && (a.y == 0 || a.y == sheet.across)))
                rim.insert(line.begin(), line.end());
        }
        for (const auto& [edge, count] : edges_of(out))
            if (!rim.contains(edge.first) || !rim.contains(edge.second)) CHECK(count == 2);
    }
}

TEST_CASE("an island fills its hole exactly, wherever the two rings begin") {
    std::mt19937 random(5);
    std::uniform_int_distribution<int> wiggle(-30, 30);
    for (int round = 0; round < 100; ++round) {
        std::vector<QPoint> ring;
        for (int i = 0; i < 200; ++i)
            ring.push_back({8000 + static_cast<int>(3000 * std::cos(i * 0.0314159)) + wiggle(random),
                            8000 + static_cast<int>(3000 * std::sin(i * 0.0314159)) + wiggle(random)});
        std::vector<QPoint> again(ring.rbegin(), ring.rend());
        std::rotate(again.begin(), again.begin() + static_cast<long>(random() % again.size()), again.end());
        RingSet rings;
        for (const auto* r : {&ring, &again}) {
            rings.points.insert(rings.points.end(), r->begin(), r->end());
            rings.first.push_back(static_cast<std::uint32_t>(rings.points.size()));
        }
        const RingSet out = simplified(rings, 30, -512, 16896);
        for (const auto& [edge, count] : edges_of(out)) CHECK(count == 2);
        CHECK(out.ring(0).size() < 150);
    }
}

TEST_CASE("a simplified line stays within the tolerance and keeps its ends") {
    std::mt19937 random(9);
    std::uniform_int_distribution<int> step(-60, 60);
    for (int round = 0; round < 200; ++round) {
        std::vector<QPoint> line{{0, 0}};
        for (int i = 0; i < 300; ++i) line.push_back({line.back().x + 20 + step(random) / 3, line.back().y + step(random)});
        std::vector<std::uint8_t> keep;
        Stretches waiting;
        simplify_line(line, 40, keep, waiting);
        std::vector<QPoint> left;
        for (std::size_t i = 0; i < line.size(); ++i)
            if (keep[i]) left.push_back(line[i]);
        REQUIRE(left.front() == line.front());
        REQUIRE(left.back() == line.back());
        CHECK(left.size() < line.size());
        for (const QPoint p : line) CHECK(distance_to(p, left) <= 40.0 + 1e-9);
    }
}

TEST_CASE("clipping a ring keeps the area inside the box") {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> place(-300, 1300);
    const PlaneBox box{0, 0, 1000, 1000};
    for (int round = 0; round < 300; ++round) {
        // A triangle: convex, so its cut area can be checked by counting points.
        std::vector<PlanePoint> ring(3), scratch;
        for (auto& p : ring) p = {place(random), place(random)};
        const auto full = ring;
        clip_ring(ring, box, scratch);
        const auto inside = [](const std::vector<PlanePoint>& r, double x, double y) {
            bool in = false;
            for (std::size_t i = 0, j = r.size() - 1; i < r.size(); j = i++)
                if ((r[i].y > y) != (r[j].y > y) && x < (r[j].x - r[i].x) * (y - r[i].y) / (r[j].y - r[i].y) + r[i].x) in = !in;
            return in;
        };
        for (const PlanePoint p : ring) CHECK(box.contains(p.x, p.y));
        int differ = 0;
        for (int i = 0; i < 200; ++i) {
            const double x = std::uniform_real_distribution<double>(0, 1000)(random);
            const double y = std::uniform_real_distribution<double>(0, 1000)(random);
            if (inside(full, x, y) != (!ring.empty() && inside(ring, x, y))) ++differ;
        }
        CHECK(differ == 0);
    }
}

TEST_CASE("a line cut by the box comes as pieces that know their distance from its start") {
    ClippedLine out;
    clip_line({{-100, 50}, {150, 50}, {150, 200}, {50, 200}, {50, -100}}, {0, 0, 100, 100}, out);
    REQUIRE(out.pieces.size() == 2);
    CHECK(out.pieces[0].along == 100);
    CHECK(out.points[out.pieces[0].first] == PlanePoint{0, 50});
    CHECK(out.points[out.pieces[0].first + 1] == PlanePoint{100, 50});
    CHECK(out.pieces[1].along == 250 + 150 + 100 + 100);
    CHECK(out.points[out.pieces[1].first] == PlanePoint{50, 100});
    CHECK(out.points.back() == PlanePoint{50, 0});
    // The same cut walked the other way meets the border at the same places.
    ClippedLine back;
    clip_line({{50, -100}, {50, 200}, {150, 200}, {150, 50}, {-100, 50}}, {0, 0, 100, 100}, back);
    CHECK(back.points.front() == out.points.back());
    CHECK(back.points.back() == out.points.front());
}
