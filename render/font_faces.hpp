// Inter Regular and SemiBold and the icon font through FreeType, for what the map writes: coverage bitmaps at the exact
// pixel size (crisp, upright text) and signed distances (labels that turn). Digits of Inter are tabular: every digit has
// the widest one's advance. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::render {

struct MapFonts {
    std::filesystem::path regular, semibold, icons;  // Inter, Inter SemiBold, Material Design Icons
};

enum class Face : std::uint8_t { regular, semibold, icons };

struct GlyphBitmap {
    int width = 0, height = 0;
    int left = 0, top = 0;       // px from the pen to the left column, from the baseline up to the top row
    std::vector<std::uint8_t> pixels;
};

struct FaceMetrics {
    float ascent = 0, descent = 0;  // px, both positive
    float cap_height = 0;           // px, of 'H'
};

class FontFaces {
public:
    // Fails with the file's name when one cannot be read.
    static gis::Result<std::unique_ptr<FontFaces>> open(const MapFonts& files);
    ~FontFaces();
    FontFaces(const FontFaces&) = delete;
    FontFaces& operator=(const FontFaces&) = delete;

    [[nodiscard]] FaceMetrics metrics(Face face, float em_px);
    // Pen advance in px; tabular for digits.
    [[nodiscard]] float advance(Face face, std::uint32_t codepoint, float em_px);
    [[nodiscard]] float width(Face face, std::string_view text, float em_px);
    // 0 … 255 coverage with the pen at `x_fraction` of a pixel; digits are centred in their tabular advance. A code point
    // the face lacks shows its blank box.
    [[nodiscard]] GlyphBitmap coverage(Face face, std::uint32_t codepoint, float em_px, float x_fraction = 0);
    // 128 on the outline, 0 `spread_px` outside, 255 inside.
    [[nodiscard]] GlyphBitmap distance(Face face, std::uint32_t codepoint, float em_px, int spread_px);

private:
    FontFaces();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::render
