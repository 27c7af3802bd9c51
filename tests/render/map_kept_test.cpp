// What a map keeps, replaces and lets go: styles and layers that change, a bound on memory, large selections, the end.
#include <chrono>
#include <numeric>
#include <thread>

#include "render/highlight.hpp"
#include "tests/render/map_stage.hpp"

using namespace vigie;
using namespace vigie::test;

TEST_CASE("another style leaves the picture as it is until its own is ready") {
    Gl gl;
    const auto layers = commune(3, 300, 20, 300);
    auto view = gl.view(layers, bench(), 0);  // without workers nothing is made but in draw_complete
    const Camera camera = looking_at(1000, 1000, 2);
    CHECK(view->draw_complete(camera, {}).complete);
    const Image before = view->read_back();
    gis::MapStyle other = gis::bench_style();
    for (gis::PaintRule& rule : other.rules) rule.fill_color = rule.line_color = rule.circle_color = gis::DayNight{{0, 0, 0}, {0, 0, 0}};
    view->set_style(std::make_shared<gis::MapStyle>(other), false);
    for (int i = 0; i < 3; ++i) CHECK_FALSE(view->draw(camera, {}).complete);
    CHECK(apart(before, view->read_back()).pixels == 0);
    CHECK(view->draw_complete(camera, {}).complete);
    CHECK(apart(before, view->read_back()).pixels > 1000);
}

TEST_CASE("a layer that was read anew is shown as it was until its own tiles are there, wherever one looks meanwhile") {
    Gl gl;
    const auto first = commune(3, 300, 20, 300), second = commune(4, 300, 20, 300);
    auto view = gl.view(first, bench(), 0);  // without workers nothing is made but in draw_complete
    const Camera camera = looking_at(1000, 1000, 2);
    CHECK(view->draw_complete(camera, {}).complete);
    const Image before = view->read_back();
    view->set_layers({{second[0]}, {second[1]}, {second[2]}});
    for (int i = 0; i < 3; ++i) CHECK_FALSE(view->draw(camera, {}).complete);
    CHECK(apart(before, view->read_back()).pixels == 0);
    (void)view->draw(looking_at(1040, 1000, 2), {});
    (void)view->draw(camera, {});
    CHECK(apart(before, view->read_back()).pixels < 3000);  // what was off the view was never drawn
    view->set_layers({{first[0]}, {second[1]}, {first[2]}});  // another before that one was there
    for (int i = 0; i < 3; ++i) (void)view->draw(camera, {});
    CHECK(apart(before, view->read_back()).pixels < 3000);
    view->set_layers({{second[0]}, {second[1]}, {second[2]}});
    CHECK(view->draw_complete(camera, {}).complete);
    CHECK(apart(before, view->read_back()).pixels > 1000);
    auto fresh = gl.view(second, bench(), 0);
    CHECK(fresh->draw_complete(camera, {}).complete);
    CHECK(apart(fresh->read_back(), view->read_back()).worst == 0);
}

TEST_CASE("a layer that goes or is switched off leaves nothing behind, also when it was being replaced") {
    Gl gl;
    const auto first = commune(3, 300, 20, 300), second = commune(4, 300, 20, 300);
    const Camera camera = looking_at(1000, 1000, 2);
    auto view = gl.view({}, bench(), 0);
    CHECK(view->draw_complete(camera, {}).complete);
    const Image empty = view->read_back();
    for (const bool off : {false, true}) {
        view->set_layers({{first[0]}, {first[1]}, {first[2]}});
        CHECK(view->draw_complete(camera, {}).complete);
        CHECK(apart(empty, view->read_back()).pixels > 1000);
        view->set_layers({{second[0]}, {second[1]}, {second[2]}});
        (void)view->draw(camera, {});
        if (off) view->set_layers({{second[0], false}, {second[1], false}, {second[2], false}});
        else view->set_layers({});
        (void)view->draw(camera, {});
        CHECK(apart(empty, view->read_back()).pixels == 0);
    }
}

TEST_CASE("a camera that wanders keeps the map within its memory, and the picture is the one of a map that has plenty") {
    Gl gl;
    const auto layers = commune(11, 6000, 800, 5000);
    constexpr std::int64_t little = 4 << 20;
    std::int64_t most = 0;
    std::vector<Image> pictures;
    for (const std::int64_t bytes : {std::int64_t{1} << 30, little}) {
        auto view = gl.view(layers, bench());
        view->set_memory(bytes);
        std::size_t place = 0;
        for (const int round : {0, 1})
            for (const double units : {4.0, 1.0, 0.5})
                for (const double x : {300.0, 1000.0, 1700.0})
                    for (const double y : {300.0, 1000.0, 1700.0}) {
                        CHECK(view->draw_complete(looking_at(x, y, units), {}).complete);
                        most = std::max(most, view->memory_used());
                        if (bytes == little) CHECK(view->memory_used() <= little);
                        if (round == 0) continue;
                        if (bytes != little) pictures.push_back(view->read_back());
                        else CHECK(apart(pictures[place++], view->read_back()).pixels == 0);
                    }
    }
    CHECK(most > 2 * little);  // there was something to drop
}

TEST_CASE("a selection of very many features holds no frame up, and in the end looks as if it had been there at once") {
    Gl gl;
    const auto layers = commune(7, 100, 20, 60'000);
    std::vector<std::uint32_t> all(layers.back()->geometry.feature_count());
    std::iota(all.begin(), all.end(), 0u);
    REQUIRE(all.size() > Highlight::at_once);
    const Camera camera = looking_at(1000, 1000, 4);
    auto view = gl.view(layers, bench()), patient = gl.view(layers, bench());
    (void)view->draw_complete(camera, {});
    const Image bare = view->read_back();
    for (MapView* v : {view.get(), patient.get()}) v->set_highlight("p", all, {255, 0, 0, 255});
    (void)view->draw(camera, {});
    CHECK(apart(bare, view->read_back()).pixels == 0);  // not there yet: it is being gathered
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    (void)patient->draw_complete(camera, {});
    while (apart(patient->read_back(), view->read_back()).pixels != 0 && std::chrono::steady_clock::now() < patience) {
        if (view->wants_frame({})) (void)view->draw(camera, {});
        else std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    CHECK(apart(patient->read_back(), view->read_back()).pixels == 0);
    CHECK(apart(bare, view->read_back()).pixels > 1000);
}

TEST_CASE("after the map is gone the GPU holds nothing of it") {
    Gl gl;
    {
        auto view = gl.view(commune(6, 800, 60, 900), bench());
        for (const double units : {8.0, 2.0, 0.5}) (void)view->draw_complete(looking_at(1000, 1000, units), {});
        view->set_highlight("a", {1, 2, 3}, {255, 0, 0, 255});
        Camera turned = looking_at(1000, 1000, 1);
        turned.rotation_deg = 20;
        (void)view->draw_complete(turned, {});
        CHECK(gl.gpu->counts().buffers > 0);
    }
    gl.gpu->collect();
    const GpuCounts& left = gl.gpu->counts();
    CHECK(left.buffers == 0);
    CHECK(left.textures == 0);
    CHECK(left.vertex_arrays == 0);
    CHECK(left.framebuffers == 0);
    CHECK(left.bytes == 0);
}
