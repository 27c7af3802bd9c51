#include "render/glyph_atlas.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "render/shelf_packer.hpp"

namespace vigie::render {

namespace {

// One texture and its copy in memory. Images are written to the copy; `send` uploads the rows that changed.
class Sheet {
public:
    static constexpr int least_px = 1024, most_px = 4096;

    explicit Sheet(PixelFormat format) : format_(format), channels_(format == PixelFormat::rgba8 ? 4u : 1u), packer_(least_px) {
        pixels_.resize(bytes());
    }
    // Nothing when the image is larger than the largest sheet. `emptied` tells that everything else was thrown away.
    std::optional<AtlasSlot> add(int width, int height, const std::vector<std::uint8_t>& image, bool& emptied) {
        emptied = false;
        std::optional<AtlasSlot> slot = packer_.place(width, height);
        while (!slot) {
            const bool was_alone = emptied;
            const int size = std::min(packer_.size_px() * 2, most_px);
            if (was_alone && packer_.size_px() == most_px) return {};
            packer_ = ShelfPacker(size);
            pixels_.assign(bytes(), 0);
            dirty_from_ = 0;
            dirty_to_ = size;
            emptied = true;
            slot = packer_.place(width, height);
        }
        write(*slot, image);
        return slot;
    }
    void send(GpuContext& gpu) {
        const int size = packer_.size_px();
        if (texture_.width != size) {
            texture_ = gpu.make_texture(size, size, format_, Filter::linear, std::as_bytes(std::span(pixels_)));
        } else if (dirty_from_ < dirty_to_) {
            const std::size_t row = static_cast<std::size_t>(size) * channels_;
            const std::span<const std::uint8_t> rows(pixels_.data() + row * static_cast<std::size_t>(dirty_from_),
                                                     row * static_cast<std::size_t>(dirty_to_ - dirty_from_));
            gpu.update(texture_, format_, {0, dirty_from_, size, dirty_to_ - dirty_from_}, std::as_bytes(rows));
        }
        dirty_from_ = most_px;
        dirty_to_ = 0;
    }
    [[nodiscard]] const Texture& texture() const { return texture_; }

private:
    [[nodiscard]] std::size_t bytes() const {
        return static_cast<std::size_t>(packer_.size_px()) * static_cast<std::size_t>(packer_.size_px()) * channels_;
    }
    void write(AtlasSlot slot, const std::vector<std::uint8_t>& image) {
        const std::size_t row = static_cast<std::size_t>(packer_.size_px()) * channels_, width = slot.width * channels_;
        for (std::size_t y = 0; y < slot.height; ++y)
            std::copy_n(image.begin() + static_cast<std::ptrdiff_t>(y * width), width,
                        pixels_.begin() + static_cast<std::ptrdiff_t>((slot.y + y) * row + slot.x * channels_));
        dirty_from_ = std::min<int>(dirty_from_, slot.y);
        dirty_to_ = std::max<int>(dirty_to_, slot.y + slot.height);
    }

    PixelFormat format_;
    std::size_t channels_;
    ShelfPacker packer_;
    std::vector<std::uint8_t> pixels_;
    Texture texture_;
    int dirty_from_ = most_px, dirty_to_ = 0;
};

} // namespace

struct GlyphAtlas::Impl {
    Impl(GpuContext& context, std::unique_ptr<FontFaces> opened) : gpu(context), faces(std::move(opened)) {}

    GpuContext& gpu;
    std::unique_ptr<FontFaces> faces;
    Sheet labels{PixelFormat::r8}, sprites{PixelFormat::rgba8};
    std::array<std::unordered_map<std::uint32_t, LabelGlyph>, 3> glyphs;
    std::unordered_map<std::string, Sprite> painted;
    std::uint64_t label_generation = 0, sprite_generation = 0;
};

GlyphAtlas::GlyphAtlas() = default;
GlyphAtlas::~GlyphAtlas() = default;

gis::Result<std::unique_ptr<GlyphAtlas>> GlyphAtlas::create(GpuContext& gpu, const MapFonts& fonts) {
    auto faces = FontFaces::open(fonts);
    if (!faces) return faces.error();
    std::unique_ptr<GlyphAtlas> out(new GlyphAtlas);
    out->impl_ = std::make_unique<Impl>(gpu, std::move(*faces));
    out->upload();
    return out;
}

FontFaces& GlyphAtlas::faces() { return *impl_->faces; }

LabelGlyph GlyphAtlas::label_glyph(Face face, std::uint32_t codepoint) {
    auto& known = impl_->glyphs[static_cast<std::size_t>(face)];
    if (const auto found = known.find(codepoint); found != known.end()) return found->second;
    const GlyphBitmap bitmap = impl_->faces->distance(face, codepoint, label_em_px, label_spread_px);
    LabelGlyph glyph;
    glyph.advance = impl_->faces->advance(face, codepoint, 1);
    if (bitmap.width > 0) {
        bool emptied = false;
        if (const auto slot = impl_->labels.add(bitmap.width, bitmap.height, bitmap.pixels, emptied)) glyph.slot = *slot;
        if (emptied) {
            for (auto& face_glyphs : impl_->glyphs) face_glyphs.clear();
            ++impl_->label_generation;
        }
        glyph.left = static_cast<float>(bitmap.left) / label_em_px;
        glyph.top = static_cast<float>(bitmap.top) / label_em_px;
        glyph.width = static_cast<float>(bitmap.width) / label_em_px;
        glyph.height = static_cast<float>(bitmap.height) / label_em_px;
    }
    known.emplace(codepoint, glyph);
    return glyph;
}

Sprite GlyphAtlas::sprite(const std::string& key, const std::function<PaintedImage()>& paint) {
    if (const auto found = impl_->painted.find(key); found != impl_->painted.end()) return found->second;
    const PaintedImage image = paint();
    Sprite sprite{.slot = {}, .anchor_x = image.anchor_x, .anchor_y = image.anchor_y};
    bool emptied = false;
    if (const auto slot = impl_->sprites.add(image.width, image.height, image.rgba, emptied)) sprite.slot = *slot;
    if (emptied) {
        impl_->painted.clear();
        ++impl_->sprite_generation;
    }
    impl_->painted.emplace(key, sprite);
    return sprite;
}

void GlyphAtlas::upload() {
    impl_->labels.send(impl_->gpu);
    impl_->sprites.send(impl_->gpu);
}

const Texture& GlyphAtlas::label_texture() const { return impl_->labels.texture(); }
const Texture& GlyphAtlas::sprite_texture() const { return impl_->sprites.texture(); }
std::uint64_t GlyphAtlas::label_generation() const { return impl_->label_generation; }
std::uint64_t GlyphAtlas::sprite_generation() const { return impl_->sprite_generation; }

} // namespace vigie::render
