// Pictures against pictures, the one way for all tests: a file beside the test's sources holds what was agreed. A difference
// writes actual.png and diff.png into the build folder and says where; VIGIE_UPDATE_GOLDENS=1 accepts what is drawn.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "render/gpu.hpp"

namespace vigie::test {

struct Difference {
    std::size_t pixels = 0;  // off by more than 3 in a channel, which processors that round otherwise stay below
    int worst = 0;
    double share = 0;        // of all
    render::Image image;     // white where both are alike, the darker red the further apart
};

// Of two pictures of one size.
inline Difference difference(const render::Image& a, const render::Image& b) {
    constexpr int tolerance = 3;
    Difference d;
    d.image = {a.width, a.height, std::vector<std::uint8_t>(a.rgba.size(), 255)};
    for (std::size_t i = 0; i < a.rgba.size(); i += 4) {
        int most = 0;
        for (std::size_t c = 0; c < 3; ++c) most = std::max(most, std::abs(int(a.rgba[i + c]) - int(b.rgba[i + c])));
        d.worst = std::max(d.worst, most);
        if (most > tolerance) ++d.pixels;
        d.image.rgba[i + 1] = d.image.rgba[i + 2] = static_cast<std::uint8_t>(255 - std::min(255, most * 8));
    }
    d.share = double(d.pixels) / (double(a.width) * a.height);
    return d;
}

// Empty when the picture is that of the file but for this share of its pixels; else what is wrong. `name` tells it from
// others in the build folder.
inline std::string compare_golden(const render::Image& image, const std::filesystem::path& expected_file, const std::string& name, double free_share = 0.0001) {
    if (std::getenv("VIGIE_UPDATE_GOLDENS") != nullptr) {
        std::filesystem::create_directories(expected_file.parent_path());
        return render::write_png(image, expected_file).ok() ? "" : "cannot write " + expected_file.string();
    }
    const auto expected = render::read_png(expected_file);
    if (!expected.ok()) return "no golden " + expected_file.string();
    const bool same_size = expected->width == image.width && expected->height == image.height;
    const Difference d = same_size ? difference(image, *expected) : Difference{};
    if (same_size && d.share <= free_share) return {};
    const std::filesystem::path out = std::filesystem::path(VIGIE_BINARY_DIR) / "golden" / name;
    std::filesystem::create_directories(out);
    (void)render::write_png(image, out / "actual.png");
    if (!same_size) return name + ": another size than " + expected_file.string() + "; see " + out.string();
    (void)render::write_png(d.image, out / "diff.png");
    return name + ": " + std::to_string(d.pixels) + " pixels differ, worst by " + std::to_string(d.worst) + "; see " + out.string();
}

} // namespace vigie::test
