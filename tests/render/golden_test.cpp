// The map's goldens: tests/golden/<case>/ holds scene.json, style.json and expected.png, or expected-<variant>.png of scenes
// with variants.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "render/map_view.hpp"
#include "tests/render/golden.hpp"
#include "tests/render/scene.hpp"

namespace fs = std::filesystem;
using namespace vigie;
using namespace vigie::render;

namespace {

constexpr double painter_share = 0.005;

Image drawn(GpuContext& gpu, const test::Scene& scene, Painting painting) {
    MapOptions options;
    options.painting = painting;
    const fs::path fonts = fs::path(VIGIE_BINARY_DIR) / "share/vigie/fonts";
    if (scene.words) options.fonts = {fonts / "Inter-Regular.otf", fonts / "Inter-SemiBold.otf", fonts / "MaterialIcons-Regular.ttf"};
    auto made = MapView::create(gpu, options);
    REQUIRE(made.ok());
    MapView& view = **made;
    view.set_plane(1);
    view.set_style(scene.style, scene.night);
    std::vector<MapLayerState> layers;
    for (const auto& l : scene.layers) layers.push_back({l});
    view.set_layers(layers);
    for (const auto& h : scene.highlights) view.set_highlight(h.layer, h.features, h.color);
    for (const Camera& before : scene.before) (void)view.draw_complete(before, gis::Time{});
    CHECK(view.draw_complete(scene.camera, gis::Time{}).complete);
    return view.read_back();
}

void check(GpuContext& gpu, const fs::path& folder, const test::Scene& scene, const std::string& variant) {
    const std::string name = folder.filename().string() + variant;
    const Image actual = drawn(gpu, scene, Painting::opengl);
    CHECK(test::compare_golden(actual, folder / ("expected" + variant + ".png"), name) == "");
    // Painted by the processor it is the same picture but for rounding on edges.
    const test::Difference by_processor = test::difference(drawn(gpu, scene, Painting::processor), actual);
    INFO(by_processor.pixels << " pixels differ when the processor paints, worst by " << by_processor.worst);
    CHECK(by_processor.share < painter_share);
}

void check(GpuContext& gpu, const fs::path& folder) {
    test::Scene scene = test::read_scene(folder);
    if (!scene.variants) return check(gpu, folder, scene, "");
    const Camera camera = scene.camera;
    const std::vector<Camera> before = scene.before;
    const auto scaled = [](Camera c, int scale) {
        c.width *= scale;
        c.height *= scale;
        c.units_per_px /= scale;
        c.pixel_ratio = static_cast<float>(scale);
        return c;
    };
    for (const bool night : {false, true})
        for (const int scale : {1, 2}) {
            scene.night = night;
            scene.camera = scaled(camera, scale);
            for (std::size_t i = 0; i < before.size(); ++i) scene.before[i] = scaled(before[i], scale);
            check(gpu, folder, scene, std::string(night ? "-night" : "-day") + (scale == 2 ? "-2" : ""));
        }
}

} // namespace

TEST_CASE("every golden scene is drawn as expected") {
    auto offscreen = OffscreenContext::create();
    REQUIRE(offscreen.ok());
    auto gpu = GpuContext::create(fs::path(VIGIE_SOURCE_DIR) / "shaders");
    REQUIRE(gpu.ok());
    int cases = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(VIGIE_SOURCE_DIR) / "tests" / "golden")) {
        if (!fs::exists(entry.path() / "scene.json")) continue;
        DYNAMIC_SECTION(entry.path().filename().string()) { check(**gpu, entry.path()); }
        ++cases;
    }
    CHECK(cases >= 10);
}
