// A map without a window whose ground is white, for tests of pictures on it: shows layers, reads single pixels.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <filesystem>
#include <memory>
#include <vector>

#include "render/map_view.hpp"

namespace vigie::test {

struct PictureStage {
    std::unique_ptr<render::OffscreenContext> offscreen;
    std::unique_ptr<render::GpuContext> gpu;
    std::unique_ptr<render::MapView> view;
    PictureStage() {
        auto made = render::OffscreenContext::create();
        REQUIRE(made.ok());
        offscreen = std::move(made).value();
        auto context = render::GpuContext::create(std::filesystem::path(VIGIE_SOURCE_DIR) / "shaders");
        REQUIRE(context.ok());
        gpu = std::move(context).value();
        auto map = render::MapView::create(*gpu, {});
        REQUIRE(map.ok());
        view = std::move(map).value();
        auto style = std::make_shared<gis::MapStyle>(gis::bench_style());
        style->background = {{255, 255, 255}, {0, 0, 0}};
        view->set_style(style, false);
    }
    void show(const std::vector<gis::LayerPtr>& layers, bool raster_visible = true) {
        std::vector<render::MapLayerState> states;
        for (const auto& l : layers) states.push_back({l, raster_visible || !l->raster, true});
        view->set_layers(states);
    }
    gis::Rgba at(const render::Camera& camera, gis::PlanePoint p) {
        const render::Image image = view->read_back();
        const render::PxPoint px = camera.screen_from_plane(p);
        const std::uint8_t* c = image.rgba.data() + (static_cast<std::size_t>(px.y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(px.x)) * 4;
        return {c[0], c[1], c[2], 255};
    }
};

inline bool is_near(gis::Rgba c, gis::Rgba d) { return std::abs(c.r - d.r) < 8 && std::abs(c.g - d.g) < 8 && std::abs(c.b - d.b) < 8; }

} // namespace vigie::test
