#include "render/font_faces.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MODULE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "render/utf8.hpp"

namespace vigie::render {

namespace {

constexpr float fixed = 64;  // FreeType's 26.6

struct LibraryCloser {
    void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
struct FaceCloser {
    void operator()(FT_Face face) const { FT_Done_Face(face); }
};
using LibraryHandle = std::unique_ptr<FT_LibraryRec_, LibraryCloser>;
using FaceHandle = std::unique_ptr<FT_FaceRec_, FaceCloser>;

GlyphBitmap copy_of(const FT_GlyphSlot slot) {
    const FT_Bitmap& bitmap = slot->bitmap;
    GlyphBitmap out;
    out.width = static_cast<int>(bitmap.width);
    out.height = static_cast<int>(bitmap.rows);
    out.left = slot->bitmap_left;
    out.top = slot->bitmap_top;
    out.pixels.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    for (int y = 0; y < out.height; ++y) {
        const unsigned char* row = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
        std::copy_n(row, out.width, out.pixels.begin() + static_cast<std::ptrdiff_t>(y) * out.width);
    }
    return out;
}

bool is_digit(std::uint32_t c) { return c >= '0' && c <= '9'; }

} // namespace

struct FontFaces::Impl {
    LibraryHandle library;
    std::array<FaceHandle, 3> faces;
    std::array<float, 3> digit_em{};  // widest digit's advance, em
    std::array<std::map<std::uint32_t, float>, 3> advance_em;

    [[nodiscard]] FT_Face at(Face face) const { return faces[static_cast<std::size_t>(face)].get(); }

    FT_Face sized(Face face, float em_px) {
        const FT_Face f = at(face);
        FT_Set_Char_Size(f, 0, static_cast<FT_F26Dot6>(std::lround(em_px * fixed)), 72, 72);
        return f;
    }
    // Advance as designed, in em: text keeps its proportions at every size.
    float natural_advance_em(Face face, std::uint32_t codepoint) {
        auto& known = advance_em[static_cast<std::size_t>(face)];
        if (const auto found = known.find(codepoint); found != known.end()) return found->second;
        const FT_Face f = at(face);
        float em = 0;
        if (FT_Load_Glyph(f, FT_Get_Char_Index(f, codepoint), FT_LOAD_NO_SCALE) == 0)
            em = static_cast<float>(f->glyph->metrics.horiAdvance) / static_cast<float>(f->units_per_EM);
        known.emplace(codepoint, em);
        return em;
    }
    // How far a digit moves to stand in the middle of the tabular advance, em.
    float digit_shift_em(Face face, std::uint32_t codepoint) {
        return is_digit(codepoint) ? (digit_em[static_cast<std::size_t>(face)] - natural_advance_em(face, codepoint)) / 2 : 0;
    }
};

FontFaces::FontFaces() : impl_(std::make_unique<Impl>()) {}
FontFaces::~FontFaces() = default;

gis::Result<std::unique_ptr<FontFaces>> FontFaces::open(const MapFonts& files) {
    std::unique_ptr<FontFaces> out(new FontFaces);
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0)
        return gis::Error{.klass = gis::ErrorClass::internal, .text = {.key = "render.error.font_library", .args = {}}, .remedy = {}, .detail = {}};
    out->impl_->library.reset(library);
    const std::array<const std::filesystem::path*, 3> paths{&files.regular, &files.semibold, &files.icons};
    for (std::size_t i = 0; i < paths.size(); ++i) {
        FT_Face face = nullptr;
        if (FT_New_Face(library, paths[i]->c_str(), 0, &face) != 0)
            return gis::Error{.klass = gis::ErrorClass::config,
                              .text = {.key = "render.error.font", .args = {{"file", paths[i]->string()}}},
                              .remedy = {.key = "render.remedy.fonts", .args = {}},
                              .detail = {}};
        out->impl_->faces[i].reset(face);
        for (std::uint32_t digit = '0'; digit <= '9'; ++digit)
            out->impl_->digit_em[i] =
                std::max(out->impl_->digit_em[i], out->impl_->natural_advance_em(static_cast<Face>(i), digit));
    }
    return out;
}

FaceMetrics FontFaces::metrics(Face face, float em_px) {
    const FT_Face f = impl_->at(face);
    const float scale = em_px / static_cast<float>(f->units_per_EM);
    FaceMetrics out;
    out.ascent = static_cast<float>(f->ascender) * scale;
    out.descent = static_cast<float>(-f->descender) * scale;
    if (FT_Load_Char(f, 'H', FT_LOAD_NO_SCALE) == 0) out.cap_height = static_cast<float>(f->glyph->metrics.horiBearingY) * scale;
    return out;
}

float FontFaces::advance(Face face, std::uint32_t codepoint, float em_px) {
    const float em = is_digit(codepoint) ? impl_->digit_em[static_cast<std::size_t>(face)]
                                         : impl_->natural_advance_em(face, codepoint);
    return em * em_px;
}

float FontFaces::width(Face face, std::string_view text, float em_px) {
    float total = 0;
    while (!text.empty()) total += advance(face, next_codepoint(text), em_px);
    return total;
}

GlyphBitmap FontFaces::coverage(Face face, std::uint32_t codepoint, float em_px, float x_fraction) {
    const FT_Face f = impl_->sized(face, em_px);
    // Light hinting snaps heights to whole pixels and leaves widths alone, as in the panels' fonts. Icons stay as drawn.
    const FT_Int32 mode = face == Face::icons ? FT_LOAD_NO_HINTING : FT_LOAD_TARGET_LIGHT;
    if (FT_Load_Char(f, codepoint, FT_LOAD_NO_BITMAP | mode) != 0) return {};
    const float shift = x_fraction + impl_->digit_shift_em(face, codepoint) * em_px;
    FT_Outline_Translate(&f->glyph->outline, std::lround(shift * fixed), 0);
    if (FT_Render_Glyph(f->glyph, FT_RENDER_MODE_NORMAL) != 0) return {};
    return copy_of(f->glyph);
}

GlyphBitmap FontFaces::distance(Face face, std::uint32_t codepoint, float em_px, int spread_px) {
    FT_Property_Set(impl_->library.get(), "bsdf", "spread", &spread_px);
    const FT_Face f = impl_->sized(face, em_px);
    if (FT_Load_Char(f, codepoint, FT_LOAD_NO_BITMAP | FT_LOAD_NO_HINTING) != 0) return {};
    FT_Outline_Translate(&f->glyph->outline, std::lround(impl_->digit_shift_em(face, codepoint) * em_px * fixed), 0);
    // From the antialiased picture: a tenth of the time that distances to the outline take.
    if (f->glyph->outline.n_points == 0 || FT_Render_Glyph(f->glyph, FT_RENDER_MODE_NORMAL) != 0 || FT_Render_Glyph(f->glyph, FT_RENDER_MODE_SDF) != 0)
        return {};
    return copy_of(f->glyph);
}

} // namespace vigie::render
