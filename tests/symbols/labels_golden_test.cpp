// Names as they look: along streets, in a park, on water, beside points, by day and night; and how they come and go.
#include <catch2/catch_test_macros.hpp>

#include <cmath>

#include "render/label_pass.hpp"
#include "stage.hpp"

using namespace vigie;
using namespace vigie::render;
using namespace vigie::render::stage;

namespace {

gis::Rgba hex(std::uint32_t v, std::uint8_t a = 255) {
    return {static_cast<std::uint8_t>(v >> 16), static_cast<std::uint8_t>(v >> 8), static_cast<std::uint8_t>(v), a};
}

gis::PaintRule rule(const char* theme, gis::DayNight ink, int priority, bool bold = false) {
    gis::PaintRule r;
    r.theme = theme;
    r.text_field = "name";
    r.text_color = ink;
    r.text_halo_color = gis::DayNight{hex(0xFFFFFF, 235), hex(0x0E1418, 235)};
    r.text_size = bold ? 12 : 11.6;
    r.text_bold = bold;
    r.text_minzoom = 0;
    r.text_priority = priority;
    r.text_along_line = true;
    return r;
}

std::shared_ptr<const gis::MapStyle> style() {
    auto out = std::make_shared<gis::MapStyle>();
    out->rules = {rule("main", {hex(0x3A3833), hex(0xCBD4DA)}, 60, true), rule("street", {hex(0x55524A), hex(0xA9B5BD)}, 24),
                  rule("park", {hex(0x4B6B33), hex(0x7FB38F)}, 30), rule("water", {hex(0x2F6E8C), hex(0x6FB3D6)}, 40),
                  rule("place", {hex(0x55524A), hex(0xA9B5BD)}, 5)};
    out->rules.back().circle_color = out->rules.back().text_color;
    out->rules.back().circle_radius = 3;
    return out;
}

struct Named {
    const char* name;
    std::vector<gis::PlanePoint> points;
};

gis::LayerPtr layer(const char* theme, gis::GeometryType type, const std::vector<Named>& features) {
    auto out = std::make_shared<gis::Layer>();
    out->info.id = theme;
    out->info.theme = theme;
    gis::Column names;
    names.name = "name";
    names.text_begin = {0};
    out->geometry.part_begin = {0};
    out->geometry.vertex_begin = {0};
    for (const Named& f : features) {
        for (const gis::PlanePoint p : f.points) out->geometry.xy.insert(out->geometry.xy.end(), {p.x, p.y});
        out->geometry.vertex_begin.push_back(static_cast<std::uint32_t>(out->geometry.xy.size() / 2));
        out->geometry.part_begin.push_back(static_cast<std::uint32_t>(out->geometry.vertex_begin.size() - 1));
        out->geometry.ring_is_hole.push_back(0);
        out->geometry.type.push_back(type);
        names.pool += f.name;
        names.text_begin.push_back(static_cast<std::uint32_t>(names.pool.size()));
    }
    out->columns.push_back(names);
    out->finish();
    return out;
}

std::vector<gis::PlanePoint> arc(double cx, double cy, double r, double from_deg, double to_deg) {
    std::vector<gis::PlanePoint> out;
    for (int i = 0; i <= 40; ++i) {
        const double a = (from_deg + (to_deg - from_deg) * i / 40) * 3.14159265358979 / 180;
        out.push_back({cx + r * std::cos(a), cy + r * std::sin(a)});
    }
    return out;
}

std::vector<NamedLayer> quarter() {
    using T = gis::GeometryType;
    const std::vector<gis::LayerPtr> layers{layer("main", T::line, {{"Boulevard Ernest Renan", {{20, -380}, {420, -60}}}, {"Avenue de Saint-Maur", {{560, -390}, {600, -20}}}}),
            layer("street", T::line,
                  {{"Rue du Professeur Léon Vallois", arc(180, -450, 110, 20, 160)}, {"Rue de l’Estragon", {{40, -60}, {240, -140}}},
                   {"Rue Cœur-d’Œillet", {{430, -380}, {430, -200}}}, {"Impasse 12", {{300, -330}, {480, -330}}},
                   {"Allée", {{10, -10}, {30, -10}}}}),
            layer("park", T::polygon, {{"Parc des Berges", {{640, -80}, {790, -80}, {790, -190}, {640, -190}}}}),
            layer("water", T::polygon, {{"Étang de la Grande Sagne", {{640, -230}, {790, -230}, {790, -380}, {640, -380}}}}),
            layer("place", T::point, {{"École Jules-Verne", {{300, -40}}}, {"8 bis", {{100, -250}}}})};
    std::vector<NamedLayer> named;
    for (const gis::LayerPtr& one : layers) named.push_back({one, {}});
    return named;
}

Camera camera(float ratio, double rotation = 0) {
    Camera c;
    c.width = static_cast<int>(800 * ratio);
    c.height = static_cast<int>(400 * ratio);
    c.centre = {400, -200};
    c.units_per_px = 1 / static_cast<double>(ratio);
    c.pixel_ratio = ratio;
    c.rotation_deg = rotation;
    return c;
}

std::unique_ptr<LabelPass> pass(Stage& stage) {
    auto made = LabelPass::create(stage.gpu(), stage.atlas(), {});
    REQUIRE(made.ok());
    return std::move(*made);
}

} // namespace

TEST_CASE("names look as agreed, by day and night, at scale 1 and 2, and turned") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    const auto labels = pass(*stage);
    const auto the_style = style();
    const FrameTime settled{.now = {}, .wall_s = 5, .settled = true};
    for (const bool turned : {false, true})
        for (const bool night : {false, true})
            for (const float ratio : {1.0f, 2.0f}) {
                labels->set(quarter(), the_style, night);
                labels->prepare_all();
                const Camera c = camera(ratio, turned ? 140 : 0);
                const Image image = stage->with(c, inks(night).ground, [&] { labels->draw(c, settled, {}); });
                if (!turned) CHECK(labels->labels_drawn() == 10);
                CHECK(compare_golden(image, std::string("labels-") + (turned ? "turned-" : "") + (night ? "night" : "day") + (ratio > 1 ? "-2x" : "")) == "");
            }
}

TEST_CASE("names fade in over 150 ms and then ask for no more frames") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    const auto labels = pass(*stage);
    labels->set(quarter(), style(), false);
    labels->prepare_all();
    const Camera c = camera(1);
    const auto ink_at = [&](double wall_s) {
        const FrameTime time{.now = {}, .wall_s = wall_s};
        const Image image = stage->with(c, {255, 255, 255, 255}, [&] { labels->draw(c, time, {}); });
        std::uint64_t dark = 0;
        for (std::size_t i = 0; i < image.rgba.size(); i += 4) dark += 255u - image.rgba[i];
        return dark;
    };
    const std::uint64_t first = ink_at(100), half = ink_at(100.075), full = ink_at(100.2), later = ink_at(103);
    CHECK(first == 0);
    CHECK(half > full / 4);
    CHECK(half < full * 3 / 4);
    CHECK(full == later);
    CHECK(labels->wants_frame({.now = {}, .wall_s = 100.1}));
    CHECK(!labels->wants_frame({.now = {}, .wall_s = 103}));
    // Gone under an obstacle, it fades out instead of vanishing.
    const std::vector<PxBox> all{{0, 0, 800, 400}};
    const auto covered = [&](double wall_s) {
        const FrameTime time{.now = {}, .wall_s = wall_s};
        const Image image = stage->with(c, {255, 255, 255, 255}, [&] { labels->draw(c, time, all); });
        std::uint64_t dark = 0;
        for (std::size_t i = 0; i < image.rgba.size(); i += 4) dark += 255u - image.rgba[i];
        return dark;
    };
    CHECK(covered(104) == full);
    CHECK(covered(104.075) < full * 3 / 4);
    CHECK(covered(104.2) == 0);
}

TEST_CASE("a pan inside the margin uploads nothing") {
    std::string why_not;
    const auto stage = Stage::open(why_not);
    if (!stage) SKIP("no off-screen OpenGL or fonts: " << why_not);
    const auto labels = pass(*stage);
    labels->set(quarter(), style(), false);
    labels->prepare_all();
    Camera c = camera(1);
    const FrameTime time{.now = {}, .wall_s = 1};
    (void)stage->with(c, {255, 255, 255, 255}, [&] { labels->draw(c, time, {}); });
    const auto before = stage->gpu().counts().bytes_uploaded;
    c.centre.x += 25;
    (void)stage->with(c, {255, 255, 255, 255}, [&] { labels->draw(c, time, {}); });
    CHECK(stage->gpu().counts().bytes_uploaded == before);
}
