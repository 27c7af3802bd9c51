// A small off-screen stage for the symbol tests: context, fonts, atlas, overlay pass, a texture to draw into, and the
// colours of INTERFACE.md §2 for day and night.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "render/glyph_atlas.hpp"
#include "render/gpu.hpp"
#include "render/overlay_pass.hpp"

namespace vigie::render::stage {

struct Inks {
    Rgba surface, halo, text_strong, text_weak, line, accent, on_accent, selection, crew, on_crew, flag, ground, warn_edge, warn_glyph;
    std::array<Rgba, 6> full, on;  // new, active, warn, danger, done, idle
};
[[nodiscard]] const Inks& inks(bool night);

constexpr FrameTime settled{.now = gis::Time{}, .wall_s = 10, .settled = true};

// Plane units are interface pixels, y up, origin at the top left of the picture.
[[nodiscard]] Camera sheet_camera(int width, int height, float ratio);

// nullptr (and the reason) when this machine has no OpenGL or no fonts.
class Stage {
public:
    static std::unique_ptr<Stage> open(std::string& why_not);
    ~Stage();

    GpuContext& gpu() { return *gpu_; }
    GlyphAtlas& atlas() { return *atlas_; }
    OverlayPass& overlay() { return *overlay_; }
    // Clears to the map's ground and draws the overlay with it.
    Image draw(const Camera& camera, const FrameTime& time, Rgba ground);
    // For another pass: clears, calls, reads back.
    template <class Draw>
    Image with(const Camera& camera, Rgba ground, Draw&& draw) {
        begin(camera, ground);
        draw();
        return read(camera);
    }

private:
    Stage() = default;
    void begin(const Camera& camera, Rgba ground);
    Image read(const Camera& camera);

    std::unique_ptr<OffscreenContext> context_;
    std::unique_ptr<GpuContext> gpu_;
    std::unique_ptr<GlyphAtlas> atlas_;
    std::unique_ptr<OverlayPass> overlay_;
    Texture texture_;
    Framebuffer framebuffer_;
};

// With tests/symbols/golden/<name>.png: see tests/render/golden.hpp.
[[nodiscard]] std::string compare_golden(const Image& image, const std::string& name);

// An empty overlay in the colours of a theme.
[[nodiscard]] Overlay themed(bool night);
enum Family : std::uint8_t { fresh, active, warn, danger, done, idle };
// Full or hollow marker in a family's colours.
[[nodiscard]] Marker marker(MarkerShape shape, Family family, bool full, bool night, const char* icon, gis::PlanePoint at);
void badge(Marker& m, Glyph glyph, Family family, bool night, Outline outline = Outline::circle);
[[nodiscard]] Marker crew(bool night, const char* name, const char* eta, float heading, gis::PlanePoint at);

} // namespace vigie::render::stage
