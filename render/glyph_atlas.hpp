// Every letter and symbol of the map in two textures: distances of glyphs for labels (one channel), painted sprites for
// markers, flags, donuts and callouts (premultiplied RGBA at exact pixel size, so a marker costs one textured quad).
// Filled on demand, uploaded once per frame, emptied and filled again when full. GL thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "render/atlas_slot.hpp"
#include "render/font_faces.hpp"
#include "render/gpu.hpp"

namespace vigie::render {

struct LabelGlyph {
    AtlasSlot slot;
    float left = 0, top = 0;  // em: from the pen to the slot's left edge, from the baseline up to its top edge
    float width = 0, height = 0, advance = 0;  // em
};

// A painted image with the point that stands on the map.
struct Sprite {
    AtlasSlot slot;
    float anchor_x = 0, anchor_y = 0;  // px from the slot's top left
};

struct PaintedImage {
    int width = 0, height = 0;
    float anchor_x = 0, anchor_y = 0;
    std::vector<std::uint8_t> rgba;  // premultiplied
};

class GlyphAtlas {
public:
    static gis::Result<std::unique_ptr<GlyphAtlas>> create(GpuContext& gpu, const MapFonts& fonts);
    ~GlyphAtlas();

    [[nodiscard]] FontFaces& faces();
    // A glyph for labels; nothing for an empty one (a space keeps its advance through FontFaces).
    [[nodiscard]] LabelGlyph label_glyph(Face face, std::uint32_t codepoint);
    // The sprite of that key, painted now if it is not there. Keys say everything the picture depends on.
    [[nodiscard]] Sprite sprite(const std::string& key, const std::function<PaintedImage()>& paint);

    // Sends what is new to the GPU. Call once before drawing.
    void upload();
    [[nodiscard]] const Texture& label_texture() const;
    [[nodiscard]] const Texture& sprite_texture() const;
    // Grow each time a texture was emptied to make room: kept slots are stale, ask for them again.
    [[nodiscard]] std::uint64_t label_generation() const;
    [[nodiscard]] std::uint64_t sprite_generation() const;

    static constexpr float label_em_px = 32;    // size the distances were made at
    static constexpr int label_spread_px = 8;

private:
    GlyphAtlas();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::render
