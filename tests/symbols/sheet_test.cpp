// Golden pictures of every kind of marker and state, the strip of the component sheet first.
#include <catch2/catch_test_macros.hpp>

#include "render/symbol_sprites.hpp"
#include "stage.hpp"

using namespace vigie;
using namespace vigie::render;
using namespace vigie::render::stage;

namespace {

void donut(Overlay& o, gis::PlanePoint at, FamilyCounts counts, bool night) {
    for (std::size_t f = 0; f < counts.size(); ++f)
        for (std::uint32_t n = 0; n < counts[f]; ++n) {
            Marker m = marker(MarkerShape::circle, static_cast<Family>(f), true, night, "", at);
            m.clusters = true;
            o.markers.push_back(m);
        }
}

// "Sur la carte" of the component sheet: drops, sensors, squares, a crew, donuts, the sight.
Overlay strip(bool night) {
    Overlay o = themed(night);
    const auto report = [&](float x, Family family, bool full, const char* icon, Glyph state) {
        Marker m = marker(MarkerShape::drop, family, full, night, icon, {x, -66});
        badge(m, state, family, night);
        o.markers.push_back(m);
    };
    report(35, fresh, true, "delete_outline", Glyph::full);
    report(75, fresh, false, "construction", Glyph::ringed_dot);
    report(115, active, false, "nature", Glyph::clock);
    report(155, active, true, "brush", Glyph::half);
    report(195, warn, true, "opacity", Glyph::return_arrow);
    report(235, done, true, "construction", Glyph::tick);
    o.markers.push_back(marker(MarkerShape::circle, done, false, night, "opacity", {281, -50}));
    o.markers.push_back(marker(MarkerShape::lozenge, warn, true, night, "delete_outline", {319, -50}));
    o.markers.push_back(marker(MarkerShape::triangle, danger, true, night, "opacity", {359, -49}));
    Marker mute = marker(MarkerShape::dashed_circle, idle, false, night, "", {397, -50});
    mute.glyph = Glyph::slash;
    o.markers.push_back(mute);
    o.markers.push_back(marker(MarkerShape::square, active, false, night, "build", {435, -50}));
    o.markers.push_back(marker(MarkerShape::square, active, true, night, "build", {471, -50}));
    o.markers.push_back(marker(MarkerShape::square, done, true, night, "brush", {507, -50}));
    Marker voirie = crew(night, "Voirie A", "4 min", 330, {553, -50});
    badge(voirie, Glyph::full, done, night);
    o.markers.push_back(voirie);
    donut(o, {709, -50}, {3, 4, 0, 0, 0, 0}, night);
    donut(o, {35, -108}, {2, 0, 0, 0, 1, 0}, night);
    donut(o, {97, -108}, {6, 4, 3, 0, 1, 0}, night);
    donut(o, {172, -108}, {40, 50, 0, 8, 32, 0}, night);
    donut(o, {258, -108}, {90, 160, 20, 0, 100, 0}, night);
    o.sights.push_back({655, -108});
    return o;
}

} // namespace

TEST_CASE("the map strip of the component sheet looks as agreed") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    for (const bool night : {false, true})
        for (const float ratio : {1.0f, 2.0f}) {
            stage->overlay().set(strip(night));
            const Image image = stage->draw(sheet_camera(760, 145, ratio), settled, inks(night).ground);
            const std::string name = std::string("strip-") + (night ? "night" : "day") + (ratio > 1 ? "-2x" : "");
            CHECK(compare_golden(image, name) == "");
        }
}
