// Raster files that the tests write, so that they know every pixel.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace vigie::test {

using Pixel = std::array<std::uint8_t, 3>;

struct RasterPlan {
    int width = 400, height = 300;
    double west = 770'000, north = 6'280'000, step = 0.5;  // upper left corner and size of a pixel, in the system
    int epsg = 2154;                                       // 0: none is written
    bool placed = true;                                    // false: no georeference at all
    std::function<Pixel(int column, int row)> colour;
};
// A GeoTIFF of three bands.
std::filesystem::path write_raster(const std::string& name, const RasterPlan& plan);
// One band of elevations rising from west to east, 0 to 100, with a corner of "no data".
std::filesystem::path write_elevation(const std::string& name);
// One band of palette entries: 0 is red, 1 is blue, left and right half.
std::filesystem::path write_palette(const std::string& name);

} // namespace vigie::test
