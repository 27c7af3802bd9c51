// Pictures against pictures: tests/golden/<case>/ holds scene.json, style.json and expected.png, or expected-<variant>.png of
// scenes with variants. A difference writes
// actual.png and diff.png into the build folder and says where. VIGIE_UPDATE_GOLDENS=1 accepts what is drawn.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>

#include "render/map_view.hpp"
#include "tests/render/scene.hpp"

namespace fs = std::filesystem;
using namespace vigie;
using namespace vigie::render;

namespace {

constexpr int tolerance_channel = 3;
constexpr double painter_share = 0.005;
constexpr double tolerance_share = 0.0001;

struct Difference {
    std::size_t pixels = 0;
    int worst = 0;
    Image image;
};

Difference compare(const Image& a, const Image& b) {
    Difference d;
    d.image = {a.width, a.height, std::vector<std::uint8_t>(a.rgba.size(), 255)};
    for (std::size_t i = 0; i < a.rgba.size(); i += 4) {
        int most = 0;
        for (std::size_t c = 0; c < 3; ++c) most = std::max(most, std::abs(int(a.rgba[i + c]) - int(b.rgba[i + c])));
        d.worst = std::max(d.worst, most);
        if (most > tolerance_channel) ++d.pixels;
        d.image.rgba[i + 1] = d.image.rgba[i + 2] = static_cast<std::uint8_t>(255 - std::min(255, most * 8));
    }
    return d;
}

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
    const fs::path expected_file = folder / ("expected" + variant + ".png");
    if (std::getenv("VIGIE_UPDATE_GOLDENS")) {
        REQUIRE(write_png(actual, expected_file).ok());
        return;
    }
    const auto expected = read_png(expected_file);
    INFO(name);
    REQUIRE(expected.ok());
    REQUIRE(expected->width == actual.width);
    REQUIRE(expected->height == actual.height);
    const Difference d = compare(actual, *expected);
    const double share = double(d.pixels) / (double(actual.width) * actual.height);
    if (share > tolerance_share) {
        const fs::path out = fs::path(VIGIE_BINARY_DIR) / "golden" / name;
        fs::create_directories(out);
        (void)write_png(actual, out / "actual.png");
        (void)write_png(d.image, out / "diff.png");
        FAIL_CHECK(name << ": " << d.pixels << " pixels differ, worst by " << d.worst << "; see " << out.string());
    }
    // Painted by the processor it is the same picture but for rounding on edges.
    const Difference by_processor = compare(drawn(gpu, scene, Painting::processor), actual);
    INFO(by_processor.pixels << " pixels differ when the processor paints, worst by " << by_processor.worst);
    CHECK(double(by_processor.pixels) / (double(actual.width) * actual.height) < painter_share);
}

void check(GpuContext& gpu, const fs::path& folder) {
    test::Scene scene = test::read_scene(folder);
    if (!scene.variants) return check(gpu, folder, scene, "");
    const Camera camera = scene.camera;
    for (const bool night : {false, true})
        for (const int scale : {1, 2}) {
            scene.night = night;
            scene.camera = camera;
            scene.camera.width *= scale;
            scene.camera.height *= scale;
            scene.camera.units_per_px /= scale;
            scene.camera.pixel_ratio = static_cast<float>(scale);
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
