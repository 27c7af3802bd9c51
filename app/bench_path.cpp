#include "app/bench_path.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace vigie::app {

namespace {

gis::Error unreadable(const std::filesystem::path& file, std::string detail) {
    return {gis::ErrorClass::input, {"bench.error.camera", {{"file", file.string()}}}, {"bench.remedy.camera", {}}, std::move(detail)};
}

} // namespace

gis::Result<BenchPath> read_bench_path(const std::filesystem::path& camera_json, const std::filesystem::path& data, int width,
                                       int height) {
    std::ifstream in(camera_json);
    const nlohmann::json j = nlohmann::json::parse(in, nullptr, false);
    if (j.is_discarded()) return unreadable(camera_json, "not JSON");
    const std::string name = data.stem().string();
    if (!j.contains("datasets") || !j["datasets"].contains(name)) return unreadable(camera_json, "no data set " + name);
    BenchPath path;
    try {
        const auto& set = j["datasets"][name];
        path.epsg = set.at("epsg").get<int>();
        for (const auto& frame : set.at("frames")) {
            const auto e = frame.at("ext").get<std::vector<double>>();
            if (e.size() != 4) return unreadable(camera_json, "ext");
            render::Camera camera = render::Camera::framing({e[0], e[1], e[2], e[3]}, width, height);
            path.views.push_back({camera, "x" + std::to_string(frame.at("z").get<int>())});
        }
    } catch (const nlohmann::json::exception& error) {
        return unreadable(camera_json, error.what());
    }
    return path;
}

BenchPath bench_path_over(const gis::PlaneBox& extent, int width, int height) {
    BenchPath path;
    const double aspect = double(width) / std::max(1, height);
    const double w = extent.width(), h = std::max(extent.height(), extent.width() / aspect);
    const auto view = [&](double fx, double fy, int zoom) {
        render::Camera camera;
        camera.centre = {extent.min_x + fx * w, extent.min_y + fy * extent.height()};
        camera.units_per_px = std::max(1e-3, h / zoom / std::max(1, height));
        camera.width = width;
        camera.height = height;
        path.views.push_back({camera, "x" + std::to_string(zoom)});
    };
    constexpr double x = 0.53, y = 0.47;
    view(0.5, 0.5, 1);
    for (int zoom = 2; zoom <= 64; zoom *= 2) view(x, y, zoom);
    for (int i = 1; i <= 6; ++i) view(x + i * 0.1 * aspect / 16, y, 16);
    for (int i = 1; i <= 6; ++i) view(x - i * 0.1 * aspect / 4, y, 4);
    for (int i = 1; i <= 5; ++i) view(0.5 + i * 0.1 * aspect * 0.5, 0.5, 1);
    for (int i = 1; i <= 6; ++i) view(x, y - i * 0.1 / 8, 8);
    return path;
}

} // namespace vigie::app
