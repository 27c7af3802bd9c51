// What the overlay's shaders read: one struct per instanced picture, and how they are built from a scene. Places are
// floats relative to `origin` (plane units), so that 1 cm stays exact across a commune.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "render/glyph_atlas.hpp"
#include "render/overlay_scene.hpp"
#include "render/symbol_sprites.hpp"

namespace vigie::render {

// One sprite. Drawn at whole pixels unless it turns or pulses.
struct SymbolInstance {
    float from[2], at[2];      // relative to the origin
    float time_s[2];           // of its clock; a pulse: when it began
    float offset_px[2];        // of the sprite's top left from the place; a turning one: its anchor inside the sprite
    float spread_px[2];        // added with the easing
    float turn;                // radians clockwise; only when `mode` turns
    std::uint16_t slot[4];     // texels: x, y, width, height
    std::uint8_t alpha, clock, mode, unused;  // clock: Motion
};
static_assert(sizeof(SymbolInstance) == 56);
enum class SymbolMode : std::uint8_t { upright, turns, pulses };

// A plain disc, drawn as a GL point.
struct PointInstance {
    float from[2], at[2];
    float time_s[2];
    std::uint8_t fill[4], halo[4];
    std::uint8_t diameter_px4, halo_px4, clock, alpha;  // quarter pixels
};
static_assert(sizeof(PointInstance) == 36);

// A straight piece of a trail, route, measuring line or lasso.
struct SegmentInstance {
    float a[2], b[2];
    float along;               // plane units from the line's beginning
    float half_width_px;
    std::uint8_t color[4], halo[4];
    std::uint8_t dotted, round, unused[2];
};
static_assert(sizeof(SegmentInstance) == 36);

struct OverlayBatch {
    bool points = false;       // else symbols
    std::uint32_t first = 0, count = 0;
};

struct OverlayInstances {
    std::vector<SymbolInstance> symbols;
    std::vector<PointInstance> points;
    std::vector<OverlayBatch> batches;     // in drawing order
};

struct BuildContext {
    GlyphAtlas& atlas;
    float scale = 1;                       // pixel ratio
    gis::PlanePoint origin;
    std::optional<gis::PlaneBox> groups_in = {};  // where groups are looked at; everywhere without
};

inline void put(std::uint8_t (&out)[4], Rgba c) {
    out[0] = c.r;
    out[1] = c.g;
    out[2] = c.b;
    out[3] = c.a;
}
inline void put(float (&out)[2], gis::PlanePoint p, gis::PlanePoint origin) {
    out[0] = static_cast<float>(p.x - origin.x);
    out[1] = static_cast<float>(p.y - origin.y);
}
// A sprite that neither moves nor eases, its anchor (dx, dy) pixels from the place.
[[nodiscard]] SymbolInstance fixed_symbol(const BuildContext& context, gis::PlanePoint at, const Sprite& sprite, float dx, float dy);

// Clusters and markers with wedges, flags, captions. `pulse_start` remembers when an alert began to pulse (wall seconds).
[[nodiscard]] OverlayInstances build_items(const OverlayScene& scene, const BuildContext& context,
                                           const std::unordered_map<std::uint64_t, double>& pulse_start);
// Route flags, sights and callouts, in that order. `to_left[i]`: callout i stands left of its place.
[[nodiscard]] std::vector<SymbolInstance> build_tops(const OverlayScene& scene, const BuildContext& context,
                                                     const std::vector<bool>& to_left);
[[nodiscard]] std::vector<SegmentInstance> build_trails(const Overlay& overlay, const BuildContext& context);
[[nodiscard]] std::vector<SegmentInstance> build_routes(const Overlay& overlay, const BuildContext& context);
[[nodiscard]] std::vector<SegmentInstance> build_measure(const Overlay& overlay, const BuildContext& context);
[[nodiscard]] std::vector<SymbolInstance> build_knots(const Overlay& overlay, const BuildContext& context);
// Even-odd filling (veil) and outline of the lasso on this screen; the filling is made of pixel rows.
[[nodiscard]] std::vector<SegmentInstance> build_lasso(const Overlay& overlay, const BuildContext& context, const Camera& camera);

// What flags, captions, route flags and callouts cover on this screen.
[[nodiscard]] std::vector<PxBox> word_boxes(const OverlayScene& scene, FontFaces& faces, const Camera& camera, const FrameTime& time);
[[nodiscard]] std::vector<bool> callout_sides(const OverlayScene& scene, GlyphAtlas& atlas, const Camera& camera);
// Interface px from a marker's place to the near side of its flag, on the flag's side.
[[nodiscard]] float flag_distance_px(const Marker& marker, bool left);
// Clear of what stands at the callout's place, interface px.
[[nodiscard]] float callout_distance_px(const OverlayScene& scene, const Callout& callout);
// The point half way along a line; the first one when it has no length.
[[nodiscard]] gis::PlanePoint middle_of(const std::vector<gis::PlanePoint>& points);

} // namespace vigie::render
