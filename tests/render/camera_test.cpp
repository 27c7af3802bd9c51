#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <random>

#include "render/camera.hpp"

using namespace vigie;
using namespace vigie::render;
using Catch::Approx;

namespace {

CameraRig rig_at(double units_per_px) {
    CameraRig rig;
    rig.camera = Camera{{770'000, 6'280'000}, units_per_px, 0, 800, 600, 1};
    return rig;
}

void settle(CameraRig& rig) {
    for (int i = 0; i < 1000 && rig.advance(0.016); ++i) {}
    REQUIRE_FALSE(rig.moving());
}

} // namespace

TEST_CASE("screen and plane are each other's inverse at any rotation, to a hundredth of a millimetre") {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> angle(-180, 180), offset(-2000, 2000);
    for (int i = 0; i < 200; ++i) {
        Camera camera{{770'000 + offset(random), 6'280'000 + offset(random)}, 0.05, angle(random), 1600, 1000, 1};
        const gis::PlanePoint p{camera.centre.x + offset(random) / 40, camera.centre.y + offset(random) / 40};
        const gis::PlanePoint q = camera.plane_from_screen(camera.screen_from_plane(p));
        CHECK(std::hypot(p.x - q.x, p.y - q.y) < 1e-5);
    }
}

TEST_CASE("zooming keeps the point under the cursor, while moving and when settled") {
    CameraRig rig = rig_at(1);
    const PxPoint cursor{123, 456};
    const gis::PlanePoint under = rig.camera.plane_from_screen(cursor);
    rig.zoom_at(cursor, 8);
    for (int i = 0; i < 200 && rig.advance(0.016); ++i) {
        const PxPoint now = rig.camera.screen_from_plane(under);
        CHECK(std::hypot(now.x - cursor.x, now.y - cursor.y) < 1e-3);
    }
    CHECK(rig.camera.units_per_px == Approx(1.0 / 8));
    CHECK_FALSE(rig.moving());
}

TEST_CASE("a released pan slows down, moves whole pixels and stops") {
    CameraRig rig = rig_at(0.5);
    const double start = rig.camera.centre.x;
    rig.release_pan(900, 0);
    double last = 1e9;
    while (rig.moving()) {
        const double before = rig.camera.centre.x;
        rig.advance(0.016);
        const double px = (before - rig.camera.centre.x) / 0.5;
        CHECK(std::abs(px - std::round(px)) < 1e-6);
        CHECK(px <= last + 1);
        last = px;
    }
    CHECK(rig.camera.centre.x < start);
}

TEST_CASE("a flight arrives exactly, and at once when motion is reduced") {
    gis::PlaneBox box;
    box.include(771'000, 6'281'000);
    box.include(771'400, 6'281'300);
    CameraRig rig = rig_at(4), still = rig_at(4);
    rig.fly_to(box, 20);
    CHECK(rig.moving());
    settle(rig);
    still.reduce_motion = true;
    still.fly_to(box, 20);
    CHECK_FALSE(still.moving());
    CHECK(rig.camera.centre == still.camera.centre);
    CHECK(rig.camera.units_per_px == still.camera.units_per_px);
    const gis::PlaneBox seen = rig.camera.visible();
    CHECK(seen.contains(box.min_x, box.min_y));
    CHECK(seen.contains(box.max_x, box.max_y));
}

TEST_CASE("the map cannot be lost far outside its bounds") {
    CameraRig rig = rig_at(1);
    rig.bounds.include(769'000, 6'279'000);
    rig.bounds.include(771'000, 6'281'000);
    for (int i = 0; i < 50; ++i) rig.pan_px(500, -300);
    CHECK(rig.bounds.contains(rig.camera.centre.x, rig.camera.centre.y));
    for (int i = 0; i < 20; ++i) {
        rig.zoom_at({400, 300}, 0.5);
        settle(rig);
    }
    CHECK(rig.camera.units_per_px <= 2 * 2000.0 / 600 + 1e-9);
}
