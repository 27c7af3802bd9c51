// What came from a public service becomes a GeoPackage of one layer for the commune: unpacked within a bound, narrowed to the
// commune, WGS 84. Any thread; blocks; gives up within a second of the token.
#pragma once

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/layers/commune/public_dataset.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

// Of the commune's own dataset (theme "boundary").
struct CommuneBoundary {
    std::string name;
    double west = 0, south = 0, east = 0, north = 0;  // WGS 84, degrees
};

struct PrepareRequest {
    const PublicDataset& dataset;
    std::vector<std::filesystem::path> raw;  // one a district
    std::vector<std::string> codes;          // of the commune and its districts: rows to keep
    std::filesystem::path boundary;          // prepared before; asked for when the dataset is `within` it
    std::filesystem::path out;               // .gpkg, replaced as a whole or not at all
};

// Features that were written.
[[nodiscard]] Result<std::size_t> prepare(const PrepareRequest& request, const std::stop_token& stop);

// Of a prepared boundary; its name from the column "nom".
[[nodiscard]] Result<CommuneBoundary> boundary_of(const std::filesystem::path& prepared);

} // namespace vigie::gis
