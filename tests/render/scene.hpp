// A map scene from a folder: scene.json (camera, theme, scale, layers with their features) and style.json, as
// `load_style` reads it. What the golden tests draw, and other tests build their layers with.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/layers/style.hpp"
#include "render/camera.hpp"

namespace vigie::test {

struct Scene {
    std::vector<gis::LayerPtr> layers;
    std::shared_ptr<const gis::MapStyle> style;
    render::Camera camera;
    bool night = false;
    struct Highlight {
        std::string layer;
        std::vector<std::uint32_t> features;
        gis::Rgba color;
    };
    std::vector<Highlight> highlights;
    std::vector<render::Camera> before;  // views drawn first (pans that keep the picture)
};
Scene read_scene(const std::filesystem::path& folder);

// Builds a layer feature by feature.
class LayerMaker {
public:
    explicit LayerMaker(std::string theme);
    // Rings or lines as {x, y, x, y, …}; for polygons the first is the exterior, the others its holes.
    LayerMaker& add(gis::GeometryType type, const std::vector<std::vector<double>>& parts, double category = 0);
    gis::LayerPtr make();

private:
    std::shared_ptr<gis::Layer> layer_;
    std::vector<double> categories_;
};

} // namespace vigie::test
