// Pictures that people take, made ready to be kept: read with GDAL (JPEG, PNG, WebP, HEIF, TIFF), turned upright as the
// camera says, made no larger than needed, and written anew as JPEG, so that nothing of what a camera writes beside the
// picture (place, owner, serial number) stays. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "gis/model/command.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

inline constexpr std::uintmax_t max_photo_bytes = 48u << 20;
inline constexpr int max_photo_px = 20'000;   // a side of what is read
inline constexpr int kept_photo_px = 1'600;   // long side of what is kept
inline constexpr int small_photo_px = 320;    // of the small one

// Refused with the reason: too large, not a picture, cannot be read. The original is not touched.
[[nodiscard]] Result<KeptPicture> keep_picture(const std::filesystem::path& file);
[[nodiscard]] Result<KeptPicture> keep_picture(std::string_view bytes, const std::string& called);

struct PhotoPixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  // opaque, first row on top
};
// A picture that was kept, to be shown.
[[nodiscard]] Result<PhotoPixels> decode_picture(std::string_view jpeg);

} // namespace vigie::gis
