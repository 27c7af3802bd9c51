// A map scene from a folder: scene.json (camera, theme, scale, layers with their features) and style.json, as
// `load_style` reads it. What the golden tests draw, and other tests build their layers with. Features may have
// "properties", texts or numbers; "words" asks for names and symbols; "variants" draws the scene by day and by night, at
// scale 1 and 2, into expected-day.png, expected-day-2.png, expected-night.png, expected-night-2.png.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <variant>
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
    bool words = false, variants = false;
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
    // Of the feature added last; a field has texts or numbers, null where nothing is said.
    LayerMaker& with(const std::string& field, std::variant<double, std::string> value);
    gis::LayerPtr make();

private:
    std::shared_ptr<gis::Layer> layer_;
    std::vector<double> categories_;
    std::map<std::string, std::map<std::size_t, std::variant<double, std::string>>> fields_;
};

} // namespace vigie::test
