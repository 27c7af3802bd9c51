// Pixels of any kind as bytes of grey or colour, through GDAL: palettes are spelt out, elevations stretched from their least
// to their most.
#pragma once

#include <gdal_priv.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vigie::gis {

// A view of `source`, which must live as long; null when its bytes are colours already.
[[nodiscard]] GDALDatasetUniquePtr as_colours(GDALDataset& source);

struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  // straight alpha, north row first
};
// A PNG, JPEG, WebP or GIF in memory; nothing when it is none, damaged, or larger than `most_side` px.
[[nodiscard]] std::optional<Pixels> decoded_picture(const std::string& bytes, int most_side);

} // namespace vigie::gis
