// What an overlay answers without being drawn: places in time, picking, lasso, opened stacks.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "render/marker_shape.hpp"
#include "render/overlay_geometry.hpp"
#include "render/overlay_scene.hpp"

using namespace vigie;
using namespace vigie::render;

namespace {

Camera camera(double units_per_px = 1, float ratio = 1) {
    Camera c;
    c.width = 800;
    c.height = 600;
    c.units_per_px = units_per_px;
    c.pixel_ratio = ratio;
    return c;
}

Marker at(std::uint64_t key, double x, double y, MarkerShape shape = MarkerShape::circle, bool clusters = false) {
    Marker m;
    m.key = key;
    m.at = m.from = {x, y};
    m.shape = shape;
    m.icon = 0xe55f;
    m.clusters = clusters;
    return m;
}

gis::Time time_of(double seconds) { return gis::time_from_ms(static_cast<std::int64_t>(seconds * 1000)); }

struct Shown {
    OverlayScene scene;
    Camera view = camera();
    FrameTime time{.now = time_of(0), .wall_s = 0, .settled = true};

    explicit Shown(Overlay overlay, const Camera& c = camera()) : view(c) {
        scene.set(std::move(overlay));
        scene.arrange(view, time);
    }
    std::vector<std::uint64_t> keys(PxPoint p) {
        std::vector<std::uint64_t> out;
        for (const std::size_t i : scene.items_at(p, view, time))
            for (const std::uint64_t key : scene.keys_of(scene.items()[i])) out.push_back(key);
        return out;
    }
};

} // namespace

TEST_CASE("a marker glides between its two fixes and never past the last one") {
    Overlay o;
    Marker m = at(1, 100, 0);
    m.from = {0, 0};
    m.from_time = time_of(1'700'000'000);
    m.at_time = time_of(1'700'000'010);
    o.markers = {m};
    OverlayScene scene;
    scene.set(o);
    FrameTime time{.now = m.from_time};
    scene.arrange(camera(), time);
    const auto x_at = [&](double seconds) {
        time.now = time_of(1'700'000'000 + seconds);
        return scene.place(scene.items().front(), camera(), time).x - 400;
    };
    CHECK(std::abs(x_at(-5) - 0) < 1e-6);
    CHECK(std::abs(x_at(0) - 0) < 1e-6);
    CHECK(std::abs(x_at(2.5) - 25) < 1e-6);
    CHECK(std::abs(x_at(10) - 100) < 1e-6);
    CHECK(std::abs(x_at(1000) - 100) < 1e-6);
    CHECK(scene.moving({.now = time_of(1'700'000'005)}));
    CHECK(!scene.moving({.now = time_of(1'700'000'010)}));
}

TEST_CASE("picking follows the exact shape: inside a drop's head, not in the corner of its box") {
    Overlay o;
    o.markers = {at(7, 0, 0, MarkerShape::drop)};
    Shown shown(o);
    CHECK(shown.keys({400, 300}) == std::vector<std::uint64_t>{7});        // tip
    CHECK(shown.keys({400, 280}) == std::vector<std::uint64_t>{7});        // head
    CHECK(shown.keys({411, 280}) == std::vector<std::uint64_t>{7});
    CHECK(shown.keys({411, 301}).empty());                                  // beside the tip, inside the box
    CHECK(shown.keys({400, 310}).empty());
    CHECK(shown.keys({100, 100}).empty());
}

TEST_CASE("small markers answer in a target of 24 px") {
    Overlay o;
    Marker m = at(3, 0, 0);
    m.size_px = 8;
    o.markers = {m};
    Shown shown(o);
    CHECK(shown.keys({411, 300}).size() == 1);
    CHECK(shown.keys({416, 300}).empty());
}

TEST_CASE("the topmost marker comes first, by order and then by south") {
    Overlay o;
    o.markers = {at(1, 0, 0), at(2, 0, -3), at(3, 0, 3)};
    o.markers[0].order = 5;
    Shown shown(o);
    CHECK(shown.keys({400, 300}) == std::vector<std::uint64_t>{1, 2, 3});
}

TEST_CASE("picking agrees with looking at every marker, on random markers") {
    for (const std::uint32_t seed : {1u, 2u, 3u}) {
        INFO("seed " << seed);
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> x(-400, 400), y(-300, 300);
        std::uniform_int_distribution<int> shape(0, 8), kind(0, 3);
        Overlay o;
        for (std::uint64_t k = 1; k <= 400; ++k) {
            Marker m = at(k, x(random), y(random), static_cast<MarkerShape>(shape(random)));
            if (kind(random) == 0) {
                m.from = {m.at.x + 50, m.at.y - 20};
                m.from_time = time_of(0);
                m.at_time = time_of(10);
            }
            o.markers.push_back(m);
        }
        Shown shown(o);
        shown.time.now = time_of(4);
        for (int i = 0; i < 300; ++i) {
            const PxPoint p{400 + x(random), 300 + y(random)};
            std::set<std::uint64_t> expected;
            for (const Marker& m : o.markers) {
                const bool moving = m.from_time < m.at_time;
                const gis::PlanePoint there = moving ? gis::PlanePoint{m.from.x + (m.at.x - m.from.x) * 0.4, m.from.y + (m.at.y - m.from.y) * 0.4} : m.at;
                const GlyphPoint q{static_cast<float>(p.x - 400 - there.x), static_cast<float>(p.y - 300 + there.y)};
                const GlyphPoint middle = shape_look(m.shape).middle;
                if (shape_distance(m.shape, q) <= 2 || std::hypot(q.x - middle.x, q.y - middle.y) <= 14) expected.insert(m.key);
            }
            const auto found = shown.keys(p);
            CHECK(std::set<std::uint64_t>(found.begin(), found.end()) == expected);
        }
    }
}

TEST_CASE("a cluster answers with all its members and the lasso counts them where they are") {
    Overlay o;
    for (std::uint64_t k = 0; k < 12; ++k) o.markers.push_back(at(100 + k, static_cast<double>(k), 0, MarkerShape::circle, true));
    o.markers.push_back(at(1, 300, 0, MarkerShape::circle, true));
    Shown shown(o);
    CHECK(shown.scene.items().size() == 2);
    CHECK(shown.keys({405, 300}).size() == 12);
    const std::vector<PxPoint> left_half{{390, 280}, {405.5, 280}, {405.5, 320}, {390, 320}};
    CHECK(shown.scene.markers_in(left_half, shown.view, shown.time).size() == 6);
    const std::vector<PxPoint> everything{{0, 0}, {800, 0}, {800, 600}, {0, 600}};
    CHECK(shown.scene.markers_in(everything, shown.view, shown.time).size() == 13);
    CHECK(shown.scene.markers_in(std::vector<PxPoint>{{0, 0}, {1, 1}}, shown.view, shown.time).empty());
}

TEST_CASE("a selected marker leaves its cluster") {
    Overlay o;
    for (std::uint64_t k = 0; k < 5; ++k) o.markers.push_back(at(10 + k, 0, 0, MarkerShape::drop, true));
    o.selected = {12};
    Shown shown(o);
    CHECK(shown.scene.items().size() == 2);
    CHECK(shown.scene.item_of(12).has_value());
    CHECK(!shown.scene.item_of(11).has_value());
}

TEST_CASE("the cluster that holds a hovered marker is known") {
    Overlay o;
    for (std::uint64_t k = 0; k < 5; ++k) o.markers.push_back(at(10 + k, 0, 0, MarkerShape::drop, true));
    for (std::uint64_t k = 0; k < 5; ++k) o.markers.push_back(at(20 + k, 300, 0, MarkerShape::drop, true));
    o.hovered = {22};
    Shown shown(o);
    REQUIRE(shown.scene.items().size() == 2);
    for (const SceneItem& item : shown.scene.items()) CHECK(shown.scene.holds_hovered(item) == (item.at.x > 100));
}

TEST_CASE("a stack of up to eight opens into a spider without touching legs, a larger one stays") {
    for (std::uint64_t count = 2; count <= 9; ++count) {
        INFO(count << " members");
        Overlay o;
        for (std::uint64_t k = 0; k < count; ++k) o.markers.push_back(at(k + 1, 5, 5, MarkerShape::drop, true));
        Shown shown(o);
        REQUIRE(shown.scene.items().size() == 1);
        CHECK(shown.scene.spread(1) == (count <= 8));
        shown.scene.arrange(shown.view, shown.time);
        CHECK(shown.scene.items().size() == (count <= 8 ? count : 1));
        for (std::size_t i = 0; i < shown.scene.items().size(); ++i)
            for (std::size_t j = i + 1; j < shown.scene.items().size(); ++j) {
                const PxPoint a = shown.scene.place(shown.scene.items()[i], shown.view, shown.time), b = shown.scene.place(shown.scene.items()[j], shown.view, shown.time);
                CHECK(std::hypot(a.x - b.x, a.y - b.y) >= 26);  // drops are 24 wide
            }
        shown.scene.gather();
        shown.scene.arrange(shown.view, shown.time);
        CHECK(shown.scene.items().size() == 1);
        CHECK(!shown.scene.spread(999));
    }
}

TEST_CASE("an opened stack stays open and still when a new overlay comes in") {
    Overlay o;
    for (std::uint64_t k = 0; k < 4; ++k) o.markers.push_back(at(k + 1, 5, 5, MarkerShape::drop, true));
    Shown shown(o);
    shown.time = {.now = {}, .wall_s = 10};
    REQUIRE(shown.scene.spread(1));
    shown.scene.arrange(shown.view, shown.time);
    CHECK(shown.scene.easing(shown.time));
    shown.time.wall_s = 11;
    const PxPoint before = shown.scene.place(shown.scene.items().front(), shown.view, shown.time);
    o.hovered = {3};
    shown.scene.set(o);
    shown.scene.arrange(shown.view, shown.time);
    CHECK(shown.scene.items().size() == 4);
    CHECK(!shown.scene.easing(shown.time));
    const PxPoint after = shown.scene.place(shown.scene.items().front(), shown.view, shown.time);
    CHECK(std::hypot(after.x - before.x, after.y - before.y) < 1e-6);
}

TEST_CASE("panning never regroups, zooming does and eases from where things were") {
    std::mt19937 random(4);
    std::uniform_real_distribution<double> place(-300, 300);
    Overlay o;
    for (std::uint64_t k = 1; k < 200; ++k) o.markers.push_back(at(k, place(random), place(random), MarkerShape::drop, true));
    OverlayScene scene;
    scene.set(o);
    FrameTime time{.now = {}, .wall_s = 1};
    Camera view = camera(1);
    CHECK(scene.arrange(view, time));
    view.centre = {150, -70};
    CHECK(!scene.arrange(view, time));
    const std::size_t coarse = scene.items().size();
    view.units_per_px = 0.4;
    time.wall_s = 2;
    CHECK(scene.arrange(view, time));
    CHECK(scene.items().size() > coarse);
    CHECK(scene.easing(time));
    time.wall_s = 2.2;
    CHECK(!scene.easing(time));
    for (const SceneItem& item : scene.items()) {
        const PxPoint p = scene.place(item, view, time), q = view.screen_from_plane(item.at);
        CHECK(std::hypot(p.x - q.x, p.y - q.y) < 1e-6);
    }
}

TEST_CASE("an empty overlay, and one of a single place, are answered") {
    Shown nothing(Overlay{});
    CHECK(nothing.scene.items().empty());
    CHECK(nothing.keys({1, 1}).empty());
    CHECK(nothing.scene.obstacles(nothing.view, nothing.time).empty());
    CHECK(middle_of({}).x == 0);
    CHECK(middle_of({{3, 4}}).x == 3);
    CHECK(middle_of({{0, 0}, {0, 0}, {10, 0}, {10, 10}}).x == 10);
}

TEST_CASE("obstacles cover the markers on the screen") {
    Overlay o;
    o.markers = {at(1, 0, 0, MarkerShape::disc), at(2, 50'000, 0)};
    Shown shown(o);
    const auto boxes = shown.scene.obstacles(shown.view, shown.time);
    REQUIRE(boxes.size() == 1);
    CHECK(boxes.front().left < 386.0f);
    CHECK(boxes.front().right > 414.0f);
}
