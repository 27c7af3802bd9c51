// A small map for the tests of MapView: a context without a window, a made commune, cameras, and how far two pictures are apart.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "render/map_view.hpp"
#include "tests/render/scene.hpp"

namespace vigie::test {

namespace fs = std::filesystem;
using namespace render;
using gis::GeometryType;

inline constexpr gis::PlanePoint corner{771'000, 6'279'000};  // where French data lies

struct Gl {
    std::unique_ptr<OffscreenContext> offscreen;
    std::unique_ptr<GpuContext> gpu;
    Gl() {
        auto made = OffscreenContext::create();
        REQUIRE(made.ok());
        offscreen = std::move(made).value();
        auto context = GpuContext::create(fs::path(VIGIE_SOURCE_DIR) / "shaders");
        REQUIRE(context.ok());
        gpu = std::move(context).value();
    }
    std::unique_ptr<MapView> view(const std::vector<gis::LayerPtr>& layers, std::shared_ptr<const gis::MapStyle> style, int workers = 1,
                                  Painting painting = Painting::automatic) {
        MapOptions options;
        options.workers = workers;
        options.painting = painting;
        auto made = MapView::create(*gpu, options);
        REQUIRE(made.ok());
        std::unique_ptr<MapView> v = std::move(made).value();
        v->set_style(std::move(style), false);
        std::vector<MapLayerState> states;
        for (const auto& l : layers) states.push_back({l});
        v->set_layers(states);
        return v;
    }
};

inline std::shared_ptr<const gis::MapStyle> bench() { return std::make_shared<gis::MapStyle>(gis::bench_style()); }

// The layers of a style on white, in JSON.
inline std::shared_ptr<const gis::MapStyle> style_of(const std::string& layers) {
    gis::LoadedStyle loaded = gis::read_style(R"({"background-color": "#FFFFFF", "layers": [)" + layers + "]}", "test");
    REQUIRE(loaded.notices.empty());
    return std::make_shared<gis::MapStyle>(std::move(loaded.style));
}

using Colour = std::array<int, 3>;
inline Colour at(const Image& image, int x, int y) {
    const std::size_t i = (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) * 4;
    return {image.rgba[i], image.rgba[i + 1], image.rgba[i + 2]};
}
inline bool alike(Colour a, Colour b) {
    for (std::size_t c = 0; c < 3; ++c)
        if (std::abs(a[c] - b[c]) > 2) return false;
    return true;
}

inline std::vector<double> box_ring(double x, double y, double w, double h, double angle) {
    std::vector<double> ring;
    for (const auto& [u, v] : {std::pair{-.5, -.5}, {.5, -.5}, {.5, .5}, {-.5, .5}, {-.5, -.5}}) {
        ring.push_back(corner.x + x + u * w * std::cos(angle) - v * h * std::sin(angle));
        ring.push_back(corner.y + y + u * w * std::sin(angle) + v * h * std::cos(angle));
    }
    return ring;
}

// A small commune: buildings, streets and points over 2 km, the same for the same seed.
inline std::vector<gis::LayerPtr> commune(unsigned seed, int buildings, int streets, int points) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> place(0, 2000), size(6, 22), angle(0, 1.5), step(4, 12), bend(-0.4, 0.4);
    LayerMaker b("a"), s("s"), p("p");
    for (int i = 0; i < buildings; ++i)
        b.add(GeometryType::polygon, {box_ring(place(random), place(random), size(random), size(random), angle(random))}, i % 8);
    for (int i = 0; i < streets; ++i) {
        double x = place(random), y = place(random), a = angle(random) * 4;
        std::vector<double> line;
        for (int k = 0; k < 25; ++k) {
            line.push_back(corner.x + x);
            line.push_back(corner.y + y);
            a += bend(random);
            x += std::cos(a) * step(random);
            y += std::sin(a) * step(random);
        }
        s.add(GeometryType::line, {line}, i % 8);
    }
    for (int i = 0; i < points; ++i) p.add(GeometryType::point, {{corner.x + place(random), corner.y + place(random)}}, i % 8);
    return {b.make(), s.make(), p.make()};
}

inline Camera looking_at(double x, double y, double units_per_px, int width = 400, int height = 300) {
    return {{corner.x + x, corner.y + y}, units_per_px, 0, width, height, 1};
}

struct Apart {
    double mean = 0;
    int worst = 0;
    std::size_t pixels = 0;  // off by more than 3
};
inline Apart apart(const Image& a, const Image& b) {
    Apart d;
    REQUIRE(a.rgba.size() == b.rgba.size());
    for (std::size_t i = 0; i < a.rgba.size(); i += 4) {
        int most = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            const int off = std::abs(int(a.rgba[i + c]) - int(b.rgba[i + c]));
            d.mean += off;
            most = std::max(most, off);
        }
        d.worst = std::max(d.worst, most);
        if (most > 3) ++d.pixels;
    }
    d.mean /= double(a.rgba.size()) * 3 / 4;
    return d;
}

inline Image shrunk(const Image& image, int by) {
    Image out{image.width / by, image.height / by, {}};
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x)
            for (int c = 0; c < 4; ++c) {
                int sum = 0;
                for (int j = 0; j < by; ++j)
                    for (int i = 0; i < by; ++i)
                        sum += image.rgba[static_cast<std::size_t>(((y * by + j) * image.width + x * by + i) * 4 + c)];
                out.rgba.push_back(static_cast<std::uint8_t>((sum + by * by / 2) / (by * by)));
            }
    return out;
}

} // namespace vigie::test
