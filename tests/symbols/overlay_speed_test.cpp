// What many markers cost: uploads only when fixes come in, counters that return, bounds far above what is measured on a
// quiet machine (the figures are printed).
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <random>

#include "stage.hpp"

using namespace vigie;
using namespace vigie::render;
using namespace vigie::render::stage;

namespace {

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

Overlay movers(std::size_t count, std::uint32_t seed, gis::Time from, gis::Time to) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> x(0, 1600), y(-1000, 0), step(-3, 3);
    Overlay o = themed(false);
    o.markers.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        Marker m;
        m.key = i + 1;
        m.from = {x(random), y(random)};
        m.at = {m.from.x + step(random), m.from.y + step(random)};
        m.from_time = from;
        m.at_time = to;
        m.shape = MarkerShape::circle;
        m.size_px = 8;
        m.fill = inks(false).full[i % 6];
        m.edge = m.halo = {0, 0, 0, 0};
        m.clusters = false;
        o.markers.push_back(std::move(m));
    }
    return o;
}

Camera camera() {
    Camera c;
    c.width = 1600;
    c.height = 1000;
    c.centre = {800, -500};
    return c;
}

} // namespace

TEST_CASE("a frame in which only time passes uploads nothing") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    Overlay o = movers(2000, 3, gis::time_from_ms(0), gis::time_from_ms(10'000));
    o.markers.push_back(crew(false, "Voirie A", "4 min", 90, {400, -400}));
    o.markers.back().from = {300, -300};
    o.markers.back().at_time = gis::time_from_ms(10'000);
    stage->overlay().set(std::move(o));
    FrameTime time{.now = gis::time_from_ms(1000), .wall_s = 1};
    const Image first = stage->draw(camera(), time, inks(false).ground);
    const std::uint64_t uploaded = stage->gpu().counts().bytes_uploaded;
    time.now = gis::time_from_ms(6000);
    Camera panned = camera();
    panned.centre.x += 13;
    const Image second = stage->draw(panned, time, inks(false).ground);
    CHECK(stage->gpu().counts().bytes_uploaded == uploaded);
    CHECK(first.rgba != second.rgba);
    CHECK(stage->overlay().wants_frame(time));
    time.now = gis::time_from_ms(10'000);
    CHECK(!stage->overlay().wants_frame(time));
}

TEST_CASE("very many groups have their pictures around the view, and wherever it goes") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    Overlay o = movers(30'000, 7, {}, {});
    std::mt19937 random(8);
    std::uniform_real_distribution<double> place(-20'000, 20'000);
    for (Marker& m : o.markers) {
        m.at = m.from = {place(random), place(random)};
        m.clusters = true;
        m.family = static_cast<std::uint8_t>(m.key % 6);
    }
    stage->overlay().set(o);
    const FrameTime time{.now = {}, .wall_s = 1, .settled = true};
    Camera view = camera();
    view.units_per_px = 3;
    view.centre = {0, 0};
    (void)stage->draw(view, time, inks(false).ground);
    const std::uint64_t uploaded = stage->gpu().counts().bytes_uploaded;
    view.centre.x += 500 * view.units_per_px;
    (void)stage->draw(view, time, inks(false).ground);
    CHECK(stage->gpu().counts().bytes_uploaded == uploaded);
    for (const gis::PlanePoint centre : {gis::PlanePoint{9'000, 0}, {-12'000, 9'000}, {0, 0}}) {
        view.centre = centre;
        const Image moved = stage->draw(view, time, inks(false).ground);
        stage->overlay().set(o);
        const bool same = moved.rgba == stage->draw(view, time, inks(false).ground).rgba;
        CHECK(same);
    }
}

TEST_CASE("an alert pulses for 2.4 s and is still afterwards") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    Overlay o = themed(false);
    Marker alert = marker(MarkerShape::alert_triangle, danger, true, false, "opacity", {800, -500});
    alert.pulses = true;
    o.markers.push_back(alert);
    stage->overlay().set(o);
    const auto frame = [&](double wall_s) {
        const FrameTime time{.now = {}, .wall_s = wall_s};
        return stage->draw(camera(), time, inks(false).ground).rgba;
    };
    const auto begin = frame(50), growing = frame(50.4);
    CHECK(begin != growing);
    CHECK(stage->overlay().wants_frame({.now = {}, .wall_s = 51}));
    const auto still = frame(52.5);
    CHECK(still == frame(60));
    CHECK(!stage->overlay().wants_frame({.now = {}, .wall_s = 52.5}));
    // The same alert in the next overlay does not begin again.
    stage->overlay().set(o);
    CHECK(frame(61) == still);
    CHECK(!stage->overlay().wants_frame({.now = {}, .wall_s = 61}));
}

TEST_CASE("moving markers are drawn and updated fast enough") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    for (const std::size_t count : {std::size_t{10'000}, std::size_t{100'000}}) {
        constexpr int rounds = 5;
        double update_ms = 0, still_ms = 0;
        for (int round = 0; round <= rounds; ++round) {
            Overlay o = movers(count, static_cast<std::uint32_t>(round), gis::time_from_ms(round * 1000), gis::time_from_ms(round * 1000 + 1000));
            const FrameTime time{.now = gis::time_from_ms(round * 1000 + 500), .wall_s = round * 1.0};
            const double start = seconds();
            stage->overlay().set(std::move(o));
            (void)stage->draw(camera(), time, {255, 255, 255, 255});
            const double middle = seconds();
            (void)stage->draw(camera(), time, {255, 255, 255, 255});
            if (round == 0) continue;
            update_ms += (middle - start) * 1000 / rounds;
            still_ms += (seconds() - middle) * 1000 / rounds;
        }
        WARN(count << " markers: " << update_ms << " ms an update with new fixes, " << still_ms << " ms a frame without");
        CHECK(update_ms < (count > 50'000 ? 3000 : 600));
    }
}

TEST_CASE("overlays set again and again keep the counters of the GPU where they were") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    const auto round = [&](int i) {
        Overlay o = movers(500, static_cast<std::uint32_t>(i), gis::time_from_ms(0), gis::time_from_ms(1));
        for (int k = 0; k < 40; ++k) {
            Marker m = crew(i % 2 == 0, "Équipe", std::to_string(i * 40 + k).c_str(), static_cast<float>(k * 9), {k * 40.0, -300.0 - k});
            m.flag = "Équipe " + std::to_string(i) + "-" + std::to_string(k);
            o.markers.push_back(m);
        }
        stage->overlay().set(std::move(o));
        (void)stage->draw(camera(), {.now = {}, .wall_s = i * 1.0}, {255, 255, 255, 255});
    };
    for (int i = 0; i < 5; ++i) round(i);
    const GpuCounts before = stage->gpu().counts();
    for (int i = 5; i < 60; ++i) round(i);  // 2,400 different flags: the atlas is emptied on the way
    const GpuCounts after = stage->gpu().counts();
    CHECK(after.buffers == before.buffers);
    CHECK(after.textures == before.textures);
    CHECK(after.vertex_arrays == before.vertex_arrays);
}
