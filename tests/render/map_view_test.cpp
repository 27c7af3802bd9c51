// What a map shows: exact when panned, the same from any thread, painted by the processor or by OpenGL.
#include <chrono>
#include <thread>

#include "tests/render/map_stage.hpp"

using namespace vigie;
using namespace vigie::test;

TEST_CASE("a view reached by pans of whole pixels is the view drawn at once") {
    Gl gl;
    const auto layers = commune(1, 3000, 400, 2000);
    auto panned = gl.view(layers, bench());
    for (unsigned seed = 0; seed < 6; ++seed) {
        std::mt19937 random(seed);
        std::uniform_int_distribution<int> step(-150, 150);
        Camera camera = looking_at(1000, 1000, 0.6 * std::exp2(seed % 3));
        for (int i = 0; i < 12; ++i) {
            camera.centre.x += step(random) * camera.units_per_px;
            camera.centre.y += step(random) * camera.units_per_px;
            (void)panned->draw_complete(camera, {});
        }
        auto fresh = gl.view(layers, bench());
        (void)fresh->draw_complete(camera, {});
        const Apart d = apart(panned->read_back(), fresh->read_back());
        INFO("seed " << seed << ": " << d.pixels << " pixels differ, worst " << d.worst);
        CHECK(d.pixels <= 12);  // 0.01 %
    }
}

TEST_CASE("a view that comes back to a zoom is drawn from its old picture, and is the view drawn at once") {
    Gl gl;
    const auto layers = commune(7, 3000, 400, 2000);
    auto style = std::make_shared<gis::MapStyle>(gis::bench_style());
    for (auto& rule : style->rules) rule.line_width_m = 6;  // other widths at every zoom
    auto view = gl.view(layers, style);
    const auto differs = [&](const Camera& camera) {
        auto fresh = gl.view(layers, style);
        (void)fresh->draw_complete(camera, {});
        return apart(view->read_back(), fresh->read_back());
    };
    const Camera far = looking_at(1000, 1000, 2), near = looking_at(1040, 1020, 0.5);
    (void)view->draw_complete(far, {});
    (void)view->draw_complete(near, {});
    Camera back = far;
    back.centre.x += 40 * back.units_per_px;
    const FrameStats returned = view->draw_complete(back, {});
    CHECK(returned.redrawn);
    CHECK(differs(back).pixels <= 12);
    const FrameStats unmoved = view->draw_complete(near, {});
    CHECK(unmoved.draw_calls == 0);  // all of it was there
    CHECK(differs(near).pixels == 0);

    // What the pictures show changes: none of them may be shown again.
    std::vector<MapLayerState> fewer;
    for (const auto& l : layers) fewer.push_back({l, l != layers.front(), true});
    view->set_layers(fewer);
    (void)view->draw_complete(near, {});
    const FrameStats other = view->draw_complete(back, {});
    CHECK(other.draw_calls > 0);
    CHECK(differs(back).pixels > 100);
}

TEST_CASE("the coarse picture is the fine one, seen from farther away") {
    Gl gl;
    const auto layers = commune(2, 6000, 800, 1500);
    for (const double units : {1.3, 2.5, 5.1, 7.9}) {
        auto coarse = gl.view(layers, bench());
        (void)coarse->draw_complete(looking_at(1000, 1000, units, 240, 240), {});
        // Eight times as near with everything drawn eight times as large, then averaged: the ideal picture.
        auto fine = gl.view(layers, bench());
        Camera near = looking_at(1000, 1000, units / 8, 240 * 8, 240 * 8);
        near.pixel_ratio = 8;
        (void)fine->draw_complete(near, {});
        const Apart d = apart(coarse->read_back(), shrunk(fine->read_back(), 8));
        INFO(units << " units a pixel: mean difference " << d.mean << ", worst " << d.worst);
        CHECK(d.mean < 8.0);  // a picture one pixel off: 40
    }
}

TEST_CASE("the processor paints what OpenGL paints, whole and in parts, but for rounding") {
    Gl gl;
    const auto layers = commune(8, 4000, 500, 4000);
    auto style = std::make_shared<gis::MapStyle>(gis::bench_style());
    for (std::size_t i = 0; i < style->rules.size(); ++i) {
        gis::PaintRule& rule = style->rules[i];
        rule.order = static_cast<int>(i % 3);
        rule.line_width = 1 + static_cast<double>(i);
        if (i % 2 == 0) {
            rule.line_casing_color = gis::DayNight{{20, 20, 20, 255}, {20, 20, 20, 255}};
            rule.line_casing_width = 1.2;
            rule.circle_stroke_color = gis::DayNight{{255, 255, 255, 200}, {255, 255, 255, 200}};
            rule.circle_stroke_width = 1.5;
        }
        if (i == 3) rule.line_dasharray = {3, 2};             // left to the shader, in the middle of the picture
        if (i == 5) rule.fill_color = gis::DayNight{{200, 40, 40, 128}, {200, 40, 40, 128}};
        if (i == 6) rule.fill_outline_color.reset();
    }
    for (const double units : {0.11, 0.7, 3.0, 9.0}) {
        auto by_opengl = gl.view(layers, style, 1, Painting::opengl), by_processor = gl.view(layers, style, 1, Painting::processor);
        Camera camera = looking_at(1000, 1000, units, 640, 480);
        for (int i = 0; i < 3; ++i) {  // whole, then the edge of a pan
            (void)by_opengl->draw_complete(camera, {});
            (void)by_processor->draw_complete(camera, {});
            const Apart d = apart(by_opengl->read_back(), by_processor->read_back());
            INFO(units << " units a pixel, frame " << i << ": mean " << d.mean << ", " << d.pixels << " pixels differ, worst " << d.worst);
            CHECK(d.mean < 0.25);
            CHECK(d.pixels < 640 * 480 / 200);
            camera.centre.x += 37 * units;
            camera.centre.y -= 21 * units;
        }
    }
}

TEST_CASE("a tile of more corners than two bytes count is the same by the processor and by OpenGL") {
    Gl gl;
    auto layer = std::make_shared<gis::Layer>();
    gis::FeatureGeometry& g = layer->geometry;
    g.part_begin.push_back(0);
    g.vertex_begin.push_back(0);
    std::mt19937 random(5);
    std::uniform_real_distribution<double> place(0, 600);
    for (int i = 0; i < 40'000; ++i) {
        const double x = corner.x + place(random), y = corner.y + place(random);
        g.xy.insert(g.xy.end(), {x, y, x + 3, y + i % 3});
        g.vertex_begin.push_back(static_cast<std::uint32_t>(2 * i + 2));
        g.part_begin.push_back(static_cast<std::uint32_t>(i + 1));
        g.ring_is_hole.push_back(0);
        g.type.push_back(GeometryType::line);
    }
    layer->finish();
    for (const char* dashes : {"", R"(, "line-dasharray": [2, 1])"}) {
        const auto style = style_of(R"({"theme": "*", "paint": {"line-color": "#204060", "line-width": 1)" + std::string(dashes) + "}}");
        auto by_opengl = gl.view({layer}, style, 1, Painting::opengl), by_processor = gl.view({layer}, style, 1, Painting::processor);
        const Camera camera = looking_at(300, 300, 1, 600, 600);
        CHECK(by_opengl->draw_complete(camera, {}).vertices > 65'536);
        (void)by_processor->draw_complete(camera, {});
        const Image picture = by_opengl->read_back();
        const Apart d = apart(picture, by_processor->read_back());
        INFO(d.mean << ", " << d.pixels << " pixels differ, worst " << d.worst);
        CHECK(d.mean < 0.25);
        // Something is drawn everywhere, also of what came last.
        for (int y = 50; y < 600; y += 100)
            for (int x = 50; x < 600; x += 100) {
                int dark = 0;
                for (int k = 0; k < 100; ++k) dark += !alike(at(picture, x - 5 + k % 10, y - 5 + k / 10), {255, 255, 255});
                CHECK(dark > 10);
            }
    }
}

TEST_CASE("a frame without news uploads nothing and draws nothing") {
    Gl gl;
    auto view = gl.view(commune(3, 500, 50, 500), bench());
    const Camera camera = looking_at(1000, 1000, 2);
    CHECK(view->draw_complete(camera, {}).redrawn);
    for (int i = 0; i < 3; ++i) {
        const FrameStats again = view->draw(camera, {});
        CHECK_FALSE(again.redrawn);
        CHECK(again.bytes_uploaded == 0);
        CHECK(again.draw_calls == 0);
        CHECK_FALSE(view->wants_frame({}));
    }
}

TEST_CASE("night is another table of colours, not another geometry") {
    Gl gl;
    const auto layers = commune(4, 2000, 100, 500);
    auto style = std::make_shared<gis::MapStyle>(gis::bench_style());
    style->background.night = {0, 0, 0};
    for (auto& rule : style->rules) rule.fill_color->night = {10, 20, 30};
    auto view = gl.view(layers, style);
    const Camera camera = looking_at(1000, 1000, 1);
    (void)view->draw_complete(camera, {});
    const Image day = view->read_back();
    view->set_style(style, true);
    const FrameStats stats = view->draw(camera, {});
    CHECK(stats.complete);
    CHECK(stats.bytes_uploaded < 100'000);
    CHECK(apart(day, view->read_back()).mean > 20);
}

TEST_CASE("the picture does not depend on how many threads prepare it, nor on the upload budget") {
    Gl gl;
    const auto layers = commune(5, 3000, 300, 3000);
    const Camera camera = looking_at(900, 1100, 2.2, 500, 400);
    std::vector<Image> images;
    for (const int workers : {0, 1, 3}) {
        auto view = gl.view(layers, bench(), workers);
        (void)view->draw_complete(camera, {});
        images.push_back(view->read_back());
    }
    CHECK(apart(images[0], images[1]).worst == 0);
    CHECK(apart(images[0], images[2]).worst == 0);
    MapOptions slow;
    slow.upload_bytes_per_frame = 1;
    auto made = MapView::create(*gl.gpu, slow);
    REQUIRE(made.ok());
    MapView& view = **made;
    view.set_style(bench(), false);
    std::vector<MapLayerState> states;
    for (const auto& l : layers) states.push_back({l});
    view.set_layers(states);
    int drawn = 0;
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);  // of a busy machine
    for (bool complete = false; !complete && std::chrono::steady_clock::now() < patience; std::this_thread::yield()) {
        const FrameStats stats = view.draw(camera, {});
        complete = stats.complete;
        if (stats.redrawn) ++drawn;
    }
    CHECK(drawn > 3);
    CHECK(apart(images[0], view.read_back()).pixels <= 20);
}

TEST_CASE("a style of more rules than a table holds draws every one of them") {
    Gl gl;
    constexpr int rules = 700;
    const auto color_of = [](int i) { return gis::Rgba{static_cast<std::uint8_t>(i % 256), static_cast<std::uint8_t>(i / 256 * 80), 128, 255}; };
    auto style = std::make_shared<gis::MapStyle>();
    style->background = {{255, 255, 255}, {}};
    test::LayerMaker points("p"), areas("a");
    for (int i = 0; i < rules; ++i) {
        gis::PaintRule rule;
        rule.theme = "*";
        rule.field = "category";
        rule.values = {std::to_string(i)};
        rule.circle_color = rule.fill_color = gis::DayNight{color_of(i), {}};
        rule.circle_radius = 4;
        style->rules.push_back(rule);
        const double x = corner.x + 20 * (i % 30) + 10, y = corner.y + 20 * (i / 30) + 10;
        points.add(GeometryType::point, {{x, y}}, i);
        areas.add(GeometryType::polygon, {box_ring(x - corner.x, y - corner.y + 600, 12, 12, 0)}, i);
    }
    auto view = gl.view({points.make(), areas.make()}, style);
    Camera camera;
    camera.centre = {corner.x + 300, corner.y + 550};
    camera.units_per_px = 1;
    camera.width = 600;
    camera.height = 1100;
    CHECK(view->draw_complete(camera, {}).complete);
    const Image image = view->read_back();
    const auto pixel = [&](double x, double y) {
        const auto at = 4 * (static_cast<std::size_t>(1100 - y) * 600 + static_cast<std::size_t>(x));
        return gis::Rgba{image.rgba[at], image.rgba[at + 1], image.rgba[at + 2], 255};
    };
    int wrong = 0;
    for (int i = 0; i < rules; ++i) {
        wrong += pixel(20 * (i % 30) + 10, 20 * (i / 30) + 10) != color_of(i);
        wrong += pixel(20 * (i % 30) + 10, 20 * (i / 30) + 610) != color_of(i);
    }
    CHECK(wrong == 0);
    CHECK(view->notices().empty());
}

TEST_CASE("something translucent that arrives tile by tile has no seams") {
    Gl gl;
    test::LayerMaker maker("areas");
    const double x = corner.x, y = corner.y;
    maker.add(GeometryType::polygon, {{x, y, x + 4000, y, x + 4000, y + 4000, x, y + 4000, x, y}}, 3);
    const std::vector<gis::LayerPtr> layers{maker.make()};
    auto style = std::make_shared<gis::MapStyle>(gis::bench_style());
    for (auto& rule : style->rules) {
        rule.fill_color = gis::DayNight{{20, 60, 120, 100}, {20, 60, 120, 100}};
        rule.fill_outline_color.reset();
    }
    const Camera camera = looking_at(2000, 2000, 1.9, 900, 700);  // several tiles
    for (const Painting painting : {Painting::opengl, Painting::processor}) {
        MapOptions slow;
        slow.upload_bytes_per_frame = 1;
        slow.painting = painting;
        auto made = MapView::create(*gl.gpu, slow);
        REQUIRE(made.ok());
        MapView& view = **made;
        view.set_style(style, false);
        view.set_layers({{layers.front()}});
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);  // of a busy machine
        while (!view.draw(camera, {}).complete && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
        auto whole = gl.view(layers, style, 1, painting);
        (void)whole->draw_complete(camera, {});
        const Apart d = apart(whole->read_back(), view.read_back());
        INFO(d.pixels << " pixels differ, worst " << d.worst);
        CHECK(d.pixels == 0);
    }
}

TEST_CASE("a centimetre is a centimetre at street scale, a thousand kilometres from the origin") {
    Gl gl;
    auto style = std::make_shared<gis::MapStyle>();
    style->background = {{255, 255, 255}, {}};
    gis::PaintRule rule;
    rule.theme = "*";
    rule.line_color = rule.circle_color = gis::DayNight{{0, 0, 0}, {}};
    rule.line_width = 1;
    rule.circle_radius = 1.5;
    style->rules.push_back(rule);
    // Upright lines every 20 cm, each a centimetre farther than even, at 1 cm a pixel: columns 20·i + i/… exactly.
    test::LayerMaker lines("s");
    for (int i = 0; i < 15; ++i) {
        const double x = corner.x + 0.005 + i * 0.21;
        lines.add(GeometryType::line, {{x, corner.y - 5, x, corner.y + 5}});
    }
    auto view = gl.view({lines.make()}, style);
    Camera camera{{corner.x + 2.0, corner.y}, 0.01, 0, 400, 20, 1};
    (void)view->draw_complete(camera, {});
    const Image image = view->read_back();
    for (int i = 0; i < 15; ++i) {
        const int column = i * 21;  // 0.5 cm right of its edge: the middle of that pixel
        for (const int x : {column - 1, column, column + 1}) {
            if (x < 0) continue;
            const int value = image.rgba[static_cast<std::size_t>((10 * 400 + x) * 4)];
            INFO("line " << i << ", column " << x << ", value " << value);
            if (x == column) CHECK(value < 45);
            else CHECK(value > 210);
        }
    }
}

TEST_CASE("picking finds what brute force finds, topmost first") {
    Gl gl;
    const auto layers = commune(7, 1500, 150, 800);
    auto view = gl.view(layers, bench());
    const Camera camera = looking_at(1000, 1000, 0.9, 800, 600);
    (void)view->draw_complete(camera, {});
    std::mt19937 random(21);
    std::uniform_real_distribution<double> x(0, 800), y(0, 600);
    int found = 0;
    for (int i = 0; i < 1200; ++i) {
        const PxPoint p{x(random), y(random)};
        std::vector<std::pair<std::string, std::uint32_t>> expected, actual;
        for (const auto& layer : layers) {
            const gis::FeatureGeometry& g = layer->geometry;
            for (std::uint32_t f = 0; f < g.feature_count(); ++f) {
                double best = 1e300;
                bool in = false;
                const std::size_t begin = g.vertex_begin[g.part_begin[f]], end = g.vertex_begin[g.part_begin[f + 1]];
                for (std::size_t v = begin; v < end; ++v) {
                    const PxPoint a = camera.screen_from_plane({g.xy[2 * v], g.xy[2 * v + 1]});
                    if (g.type[f] == GeometryType::point) best = std::hypot(a.x - p.x, a.y - p.y) - 2;
                    if (v + 1 == end) continue;
                    const PxPoint b = camera.screen_from_plane({g.xy[2 * v + 2], g.xy[2 * v + 3]});
                    const double dx = b.x - a.x, dy = b.y - a.y, l2 = dx * dx + dy * dy;
                    const double t = l2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / l2, 0.0, 1.0) : 0;
                    const double d = std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy) - (g.type[f] == GeometryType::line ? 0.75 : 0);
                    best = std::min(best, d);
                    if ((a.y > p.y) != (b.y > p.y) && p.x < dx * (p.y - a.y) / dy + a.x) in = !in;
                }
                if (g.type[f] == GeometryType::polygon && in) best = 0;
                if (best <= 4) expected.emplace_back(layer->info.id, f);
            }
        }
        for (const FeatureHit& hit : view->pick_features(p, 4)) actual.emplace_back(hit.layer, hit.feature);
        found += int(actual.size());
        const auto height = [](const std::string& layer) { return layer == "p" ? 2 : layer == "s" ? 1 : 0; };
        for (std::size_t k = 1; k < actual.size(); ++k) CHECK(height(actual[k - 1].first) >= height(actual[k].first));
        std::ranges::sort(expected);
        std::ranges::sort(actual);
        CHECK(actual == expected);
    }
    CHECK(found > 100);
}
