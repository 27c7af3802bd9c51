// A small made-up commune written by GDAL as vector tiles: what it holds is known, and so is how GDAL reads it back.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gis/layers/guess_crs.hpp"

namespace vigie::test {

constexpr int written_zoom = 14;  // the finest

// Layers "building" (squares with a hole, across tiles), "transportation" (long lines), "poi" (points), at zooms 10 to 14
// around 4.85° E, 45.75° N.
[[nodiscard]] std::filesystem::path write_mbtiles(const std::filesystem::path& folder);
// The same as folder/{z}/{x}/{y}.pbf.
void write_tile_folder(const std::filesystem::path& folder);
// The squares of "building" and their holes.
[[nodiscard]] std::vector<gis::LonLatBox> written_squares();

struct Sums {
    std::size_t features = 0;  // pieces of tiles: a shape across two tiles counts twice
    double area = 0, length = 0, points_x = 0, points_y = 0;
};
// As GDAL reads a layer of the file at a zoom, in EPSG:3857.
[[nodiscard]] Sums read_by_gdal(const std::filesystem::path& mbtiles, const std::string& layer, int zoom);

} // namespace vigie::test
