#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/bench.hpp"
#include "app/bench_path.hpp"
#include "app/bench_wider.hpp"
#include "gis/layers/open.hpp"

namespace fs = std::filesystem;
using namespace vigie;
using Catch::Approx;

namespace {

fs::path folder() {
    const fs::path path = fs::path(VIGIE_BINARY_DIR) / "bench_test";
    fs::create_directories(path);
    return path;
}

// A grid of squares near Montpellier, in degrees.
fs::path squares() {
    nlohmann::json features = nlohmann::json::array();
    for (int i = 0; i < 400; ++i) {
        const double x = 3.87 + (i % 20) * 0.0004, y = 43.6 + (i / 20) * 0.0003, w = 0.0002, h = 0.00015;
        features.push_back({{"type", "Feature"},
                            {"properties", {{"category", i % 8}}},
                            {"geometry", {{"type", "Polygon"}, {"coordinates", {{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}, {x, y}}}}}}});
    }
    const fs::path file = folder() / "squares.geojson";
    std::ofstream(file) << nlohmann::json{{"type", "FeatureCollection"}, {"features", features}};
    return file;
}

app::BenchRequest request() {
    app::BenchRequest r;
    r.shaders = fs::path(VIGIE_SOURCE_DIR) / "shaders";
    r.width = 320;
    r.height = 200;
    return r;
}

} // namespace

TEST_CASE("the benchmark reports every field of the table, and they agree with each other") {
    app::BenchRequest r = request();
    r.paths = {squares()};
    const auto report = app::run_map_bench(r);
    REQUIRE(report.ok());
    const nlohmann::json j = nlohmann::json::parse(app::bench_json(r, *report));
    CHECK(j["dataset"] == "squares");
    CHECK(j["features"] == 400);
    CHECK(j["frames_ms"].size() == 30);
    double sum = 0;
    for (const double f : j["frames_ms"]) sum += f;
    CHECK(j["path_mean_ms"].get<double>() == Approx(sum / 30).margin(0.02));
    for (const char* field : {"open_to_first_image_ms", "second_open_to_first_image_ms", "path_p95_ms", "path_cpu_mean_ms", "peak_rss_mb",
                              "features_drawn", "vertices_drawn", "bytes_uploaded", "init_ms"}) {
        INFO(field);
        CHECK(j[field].get<double>() > 0);
    }
    CHECK(j["by_zoom_ms"].size() == 7);
    CHECK(j["open_ms"].get<double>() < j["open_to_first_image_ms"].get<double>());
    CHECK(app::bench_text(*report).find("llvmpipe") != std::string::npos);
}

TEST_CASE("the camera path is the one of the rivals' benchmark") {
    const char* shared = std::getenv("VIGIE_SHARED");
    const fs::path file = (shared ? fs::path(shared) : fs::path(VIGIE_SOURCE_DIR).parent_path() / "shared") / "bench" / "camera.json";
    if (!fs::exists(file)) SKIP("no shared benchmark folder beside the project");
    const auto path = app::read_bench_path(file, "points_1M.gpkg", 1600, 1000);
    REQUIRE(path.ok());
    CHECK(path->epsg == 2154);
    REQUIRE(path->views.size() == 30);
    // The built-in path over the same extent gives the same views.
    const app::BenchPath own = app::bench_path_over({840000, 6515000, 850000, 6525000}, 1600, 1000);
    REQUIRE(own.views.size() == 30);
    for (std::size_t i = 0; i < 30; ++i) {
        INFO("view " << i);
        CHECK(own.views[i].zoom == path->views[i].zoom);
        CHECK(own.views[i].camera.units_per_px == Approx(path->views[i].camera.units_per_px));
        CHECK(std::abs(own.views[i].camera.centre.x - path->views[i].camera.centre.x) < 1e-6);
        CHECK(std::abs(own.views[i].camera.centre.y - path->views[i].camera.centre.y) < 1e-6);
    }
    CHECK_FALSE(app::read_bench_path(file, "unknown.gpkg", 1600, 1000).ok());
}

TEST_CASE("a missing file or camera is an error with a sentence, not a crash") {
    app::BenchRequest r = request();
    r.paths = {"/nowhere/at/all.gpkg"};
    CHECK_FALSE(app::run_map_bench(r).ok());
    r.paths = {squares()};
    r.camera = "/nowhere/camera.json";
    const auto report = app::run_map_bench(r);
    REQUIRE_FALSE(report.ok());
    CHECK(report.error().text.key == "bench.error.camera");
}

TEST_CASE("more of the same data beside the view is all there, and the views of the path do not see it") {
    app::BenchRequest r = request();
    r.paths = {squares()};
    r.wider = 3;
    const auto report = app::run_map_bench(r);
    REQUIRE(report.ok());
    CHECK(report->wider_frames_ms.size() == 30);
    CHECK(report->wider_warm_frames_ms.size() == 30);
    const gis::OpenedData data = gis::open_paths({squares()}, {});
    REQUIRE(data.layers.size() == 1);
    const gis::Layer& one = *data.layers.front();
    const gis::LayerPtr three = app::repeated_beside(one, 3);
    CHECK(three->info.features == 1200);
    CHECK(three->index.query(one.info.bounds).size() == 400);
    CHECK(three->column("category")->shown(1199) == one.column("category")->shown(399));
    const gis::PlaneBox last = three->box(1199), first = one.box(399);
    CHECK(last.width() == Approx(first.width()));
    CHECK(last.min_x - first.min_x > 2 * one.info.bounds.width());
}

TEST_CASE("frames between two fixes upload nothing, however many points glide") {
    app::BenchRequest r = request();
    r.live = 500;
    r.seconds = 0.05;
    const fs::path fonts = fs::path(VIGIE_BINARY_DIR) / "share/vigie/fonts";
    if (!fs::exists(fonts / "Inter-Regular.otf")) SKIP("no fonts beside the program");
    r.fonts = {fonts / "Inter-Regular.otf", fonts / "Inter-SemiBold.otf", fonts / "MaterialIcons-Regular.ttf"};
    const auto report = app::run_map_bench(r);
    REQUIRE(report.ok());
    CHECK(report->live.glide_bytes == 0);
    CHECK(report->live.glide_ms.size() == 60);
    CHECK(report->live.cluster_ms.size() == 12);
    const nlohmann::json j = nlohmann::json::parse(app::bench_json(r, *report));
    for (const char* field : {"updates_per_s", "still_frame_ms", "glide_frame_ms", "fix_frame_ms", "cluster_max_ms", "zoom_frame_ms"}) {
        INFO(field);
        CHECK(j[field].get<double>() > 0);
    }
}
