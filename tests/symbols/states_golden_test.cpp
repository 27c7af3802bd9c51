// Every state of the vocabulary on the map and in tables' size, crews, alerts, routes, callouts, measuring, an opened stack.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>

#include "render/painter.hpp"
#include "render/state_glyphs.hpp"
#include "stage.hpp"

using namespace vigie;
using namespace vigie::render;
using namespace vigie::render::stage;

namespace {

struct State {
    Outline outline;
    Glyph glyph;
    Family family;
};

// INTERFACE.md §4, row by row.
const std::vector<std::vector<State>> vocabulary{
    {{Outline::circle, Glyph::full, fresh}, {Outline::circle, Glyph::ringed_dot, fresh}, {Outline::circle, Glyph::quarter, active},
     {Outline::circle, Glyph::clock, active}, {Outline::circle, Glyph::half, active}, {Outline::circle, Glyph::tick, done},
     {Outline::circle, Glyph::hollow_tick, idle}, {Outline::circle, Glyph::return_arrow, warn}, {Outline::circle, Glyph::two_circles, idle},
     {Outline::circle, Glyph::cross, idle}, {Outline::circle, Glyph::outward_arrow, idle}},
    {{Outline::sheet, Glyph::full, fresh}, {Outline::sheet, Glyph::bang, warn}, {Outline::sheet, Glyph::tick, done}, {Outline::sheet, Glyph::cross, idle}},
    {{Outline::square, Glyph::dashes, idle}, {Outline::square, Glyph::hollow, fresh}, {Outline::square, Glyph::clock, active},
     {Outline::square, Glyph::quarter, active}, {Outline::square, Glyph::chevron, active}, {Outline::square, Glyph::full, active},
     {Outline::square, Glyph::pause, warn}, {Outline::square, Glyph::tick, done}, {Outline::square, Glyph::double_tick, done},
     {Outline::square, Glyph::hollow_tick, idle}},
    {{Outline::circle, Glyph::ringed_dot, done}, {Outline::lozenge, Glyph::bang, warn}, {Outline::triangle, Glyph::bang, danger},
     {Outline::circle, Glyph::slash, idle}, {Outline::square, Glyph::cross, idle}, {Outline::dashed_circle, Glyph::hollow, idle}},
    {{Outline::triangle, Glyph::bang, danger}, {Outline::triangle, Glyph::hollow_bang, danger}, {Outline::triangle, Glyph::full, active},
     {Outline::triangle, Glyph::hollow, idle}},
    {{Outline::circle, Glyph::full, done}, {Outline::circle, Glyph::chevron, active}, {Outline::square, Glyph::full, active},
     {Outline::circle, Glyph::pause, warn}, {Outline::circle, Glyph::cross, idle}, {Outline::circle, Glyph::dashes, idle},
     {Outline::circle, Glyph::down_arrow, active}, {Outline::circle, Glyph::pause, idle}, {Outline::square, Glyph::cross, danger}}};

GlyphInks inks_of(const State& s, bool night) {
    const Inks& i = inks(night);
    const auto f = static_cast<std::size_t>(s.family);
    return {.main = i.full[f], .ground = {0, 0, 0, 0}, .on = i.on[f], .edge = s.family == warn ? i.warn_edge : Rgba{0, 0, 0, 0}};
}

Image opaque(PaintedImage painted, Rgba ground) {
    Image out{.width = painted.width, .height = painted.height, .rgba = std::move(painted.rgba)};
    for (std::size_t i = 0; i < out.rgba.size(); i += 4) {
        const int keep = 255 - out.rgba[i + 3];
        const std::array<int, 3> under{ground.r, ground.g, ground.b};
        for (std::size_t c = 0; c < 3; ++c) out.rgba[i + c] = static_cast<std::uint8_t>(out.rgba[i + c] + under[c] * keep / 255);
        out.rgba[i + 3] = 255;
    }
    return out;
}

Overlay scene(bool night) {
    const Inks& i = inks(night);
    Overlay o = themed(night);
    o.trails.push_back({.points = {{30, -200}, {80, -170}, {110, -185}, {150, -140}, {210, -140}}, .color = i.crew, .width_px = 3});
    o.routes.push_back({.points = {{60, -60}, {60, -120}, {30, -160}, {110, -240}}, .color = i.full[1], .halo = i.halo, .width_px = 4, .dotted = false,
                        .flag = {}, .flag_fill = {}, .flag_text = {}});
    o.routes.push_back({.points = {{250, -150}, {330, -180}, {300, -250}, {420, -290}}, .color = i.accent, .halo = i.halo, .width_px = 4, .dotted = true,
                        .flag = "0,8 km, arrivée 14:36", .flag_fill = i.accent, .flag_text = i.on_accent});
    Marker alert = marker(MarkerShape::alert_triangle, danger, true, night, "opacity", {60, -60});
    alert.pulses = true;
    alert.order = 60;
    o.markers.push_back(alert);
    o.callouts.push_back({.at = {60, -60}, .title = "Fuite probable, 1,8 bar", .text = "6 alertes, 1 incident, 14:29", .ground = i.surface,
                          .border = i.full[3], .title_color = i.text_strong, .text_color = i.text_weak});
    o.callouts.push_back({.at = {560, -40}, .title = {}, .text = "Refusé : habilitation BR manquante", .ground = i.surface, .border = i.full[3],
                          .title_color = i.text_strong, .text_color = i.text_weak});
    Marker a = crew(night, "Voirie A", "4 min", 110, {250, -150});
    badge(a, Glyph::full, done, night);
    Marker b = crew(night, "Éclairage", "", -1, {210, -140});
    badge(b, Glyph::full, active, night, Outline::square);
    Marker c = crew(night, "Espaces verts 1", "", -1, {420, -290});
    badge(c, Glyph::pause, warn, night);
    Marker old = crew(night, "Propreté 2", "il y a 12 min", -1, {480, -150});
    badge(old, Glyph::dashes, idle, night);
    old.alpha = 0.55f;
    for (const Marker& m : {a, b, c, old}) o.markers.push_back(m);
    Marker level = marker(MarkerShape::triangle, danger, true, night, "opacity", {560, -200});
    level.caption = "2,1 m";
    o.markers.push_back(level);
    Marker broken = marker(MarkerShape::square_cross, idle, false, night, "", {560, -260});
    o.markers.push_back(broken);
    Marker never = marker(MarkerShape::dashed_circle, idle, false, night, "", {600, -260});
    o.markers.push_back(never);
    Marker chosen = marker(MarkerShape::drop, fresh, false, night, "construction", {500, -240});
    badge(chosen, Glyph::ringed_dot, fresh, night);
    o.markers.push_back(chosen);
    o.selected.push_back(chosen.key);
    Marker hovered = marker(MarkerShape::square, active, true, night, "build", {170, -270});
    o.markers.push_back(hovered);
    o.hovered.push_back(hovered.key);
    for (int k = 0; k < 5; ++k) {
        Marker m = marker(MarkerShape::drop, static_cast<Family>(k), k != 1, night, "delete_outline", {680, -150});
        badge(m, Glyph::full, static_cast<Family>(k), night);
        m.clusters = true;
        o.markers.push_back(m);
    }
    o.measure = {.points = {{560, -320}, {620, -290}, {680, -330}}, .closed = false, .label = "142,6 m"};
    o.lasso = {{230, -330}, {260, -280}, {330, -310}, {300, -345}};
    return o;
}

} // namespace

TEST_CASE("every state glyph looks as agreed at the sizes of tables, map and council") {
    for (const bool night : {false, true})
        for (const float ratio : {1.0f, 2.0f}) {
            Painter painter(static_cast<int>(560 * ratio), static_cast<int>(330 * ratio));
            const auto draw = [&](const State& s, float x, float y, float size) {
                painter.commands(state_glyph(s.outline, s.glyph), inks_of(s, night), {x * ratio, y * ratio}, size * ratio / glyph_box);
            };
            float y = 8;
            for (const auto& row : vocabulary) {
                float x = 8;
                for (const State& s : row) {
                    for (const float size : {12.0f, 16.0f}) {
                        draw(s, x, y + (size < 14 ? 2.0f : 0.0f), size);
                        x += size + 6;
                    }
                    x += 10;
                }
                y += 26;
            }
            float x = 8;
            for (const auto& row : vocabulary) {
                draw(row[1], x, y + 4, 30);
                draw(row[2], x + 40, y + 4, 30);
                x += 90;
            }
            const std::string name = std::string("states-") + (night ? "night" : "day") + (ratio > 1 ? "-2x" : "");
            CHECK(compare_golden(opaque(std::move(painter).take({}), inks(night).surface), name) == "");
        }
}

TEST_CASE("crews, alerts, routes, callouts, an opened stack, measuring and lasso look as agreed") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    for (const bool night : {false, true})
        for (const float ratio : {1.0f, 2.0f}) {
            Overlay o = scene(night);
            const std::uint64_t stacked = o.markers.back().key;
            stage->overlay().set(std::move(o));
            const Camera c = sheet_camera(760, 360, ratio);
            (void)stage->draw(c, settled, inks(night).ground);
            REQUIRE(stage->overlay().spread(stacked));
            const Image image = stage->draw(c, settled, inks(night).ground);
            CHECK(compare_golden(image, std::string("scene-") + (night ? "night" : "day") + (ratio > 1 ? "-2x" : "")) == "");
            stage->overlay().gather();
        }
}

TEST_CASE("what lies over the map is known before the first draw, words included") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    Overlay o = themed(false);
    o.markers.push_back(crew(false, "Eau et réseaux", "3 min", -1, {300, -200}));
    stage->overlay().set(o);
    const Camera c = sheet_camera(760, 360, 1);
    const auto boxes = stage->overlay().obstacles(c, settled);
    const auto covers = [&](float x, float y) {
        return std::any_of(boxes.begin(), boxes.end(), [&](const PxBox& b) { return b.left < x && x < b.right && b.top < y && y < b.bottom; });
    };
    CHECK(covers(300, 200));   // the disc
    CHECK(covers(400, 200));   // its flag
    CHECK(!covers(500, 200));
    // The boxes are where the pixels are: nothing but ground outside of them.
    const Image image = stage->draw(c, settled, {255, 255, 255, 255});
    std::size_t outside = 0;
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const std::size_t i = (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) * 4;
            if (image.rgba[i] < 200 && !covers(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f)) ++outside;
        }
    CHECK(outside == 0);
}

TEST_CASE("a sight at a marker's place is drawn around the marker as if it were named") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    const Camera c = sheet_camera(200, 120, 1);
    Overlay named = themed(false);
    named.markers.push_back(marker(MarkerShape::drop, fresh, true, false, "brush", {100, -80}));
    Overlay placed = named;
    named.selected = {named.markers.front().key};
    placed.sights = {{100, -80}};
    stage->overlay().set(named);
    const Image first = stage->draw(c, settled, {255, 255, 255, 255});
    stage->overlay().set(placed);
    const Image second = stage->draw(c, settled, {255, 255, 255, 255});
    CHECK(first.rgba == second.rgba);
    placed.sights = {{100, -81}};
    stage->overlay().set(placed);
    CHECK(stage->draw(c, settled, {255, 255, 255, 255}).rgba != second.rgba);
}
