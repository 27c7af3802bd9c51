// The views of a benchmark: from camera.json, or made from the data's extent.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gis/model/geometry.hpp"
#include "gis/model/result.hpp"
#include "render/camera.hpp"

namespace vigie::app {

struct BenchView {
    render::Camera camera;
    std::string zoom;  // "x1" … "x64"
};

struct BenchPath {
    int epsg = 0;  // of the views; 0 = whatever the data is shown in
    std::vector<BenchView> views;
};

// The data set of camera.json is the one named like the file (without its ending).
[[nodiscard]] gis::Result<BenchPath> read_bench_path(const std::filesystem::path& camera_json, const std::filesystem::path& data,
                                                     int width, int height);
// Full extent, ×2 … ×64 into it, then pans of a tenth of the view at ×16, ×4, ×1 and ×8: 30 views.
[[nodiscard]] BenchPath bench_path_over(const gis::PlaneBox& extent, int width, int height);

} // namespace vigie::app
