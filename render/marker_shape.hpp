// The outlines of markers as exact distances, one definition for painting, picking and obstacles. px at scale 1, relative
// to the marker's place on the map (the tip of a drop, the middle of everything else), y down. Pure, any thread.
#pragma once

#include "render/overlay.hpp"
#include "render/px_box.hpp"
#include "render/state_glyphs.hpp"

namespace vigie::render {

struct ShapeLook {
    float width = 0, height = 0;      // of the shape without halo
    GlyphPoint middle;                // of its box
    GlyphPoint icon_at;               // where icon or mark stands
    float icon_px = 0;
    GlyphPoint badge_at;
    float badge_px = 0;               // over all, halo included
};

inline constexpr float marker_halo_px = 2;

// The shape at its own size; `scale` = size_px / own size (1 when size_px is 0) is applied by the caller.
[[nodiscard]] ShapeLook shape_look(MarkerShape shape);
// Factor from the shape's own size to the one the marker asks for.
[[nodiscard]] float shape_scale(const Marker& marker);
// Distance to the outline, negative inside.
[[nodiscard]] float shape_distance(MarkerShape shape, GlyphPoint p);
// A disc and nothing else: drawn as a point, without a sprite, so that there may be a hundred thousand.
[[nodiscard]] bool is_plain_disc(const Marker& marker);
// The heading wedge points to the side where a flag would stand.
[[nodiscard]] bool wedge_points(const Marker& marker, bool left);
// Everything the painted marker touches with badge and halo, px at scale 1 around its place.
[[nodiscard]] PxBox painted_box(const Marker& marker);

} // namespace vigie::render
