// Paints what the overlay shows: one picture per distinct look, in framebuffer pixels (`scale` = pixel ratio × user
// scale). Keys name a look completely, so that equal looks share a slot of the atlas. One thread at a time (fonts).
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>

#include "render/glyph_atlas.hpp"
#include "render/overlay.hpp"

namespace vigie::render {

// Members of a cluster by family (order of INTERFACE.md §4: new, active, warn, danger, done, idle in the donut).
using FamilyCounts = std::array<std::uint32_t, 6>;

[[nodiscard]] std::string marker_key(const Marker& marker, float scale);
[[nodiscard]] PaintedImage paint_marker(FontFaces& faces, const Marker& marker, float scale);

// The heading wedge, pointing up; anchored in the disc's middle.
[[nodiscard]] std::string wedge_key(const Marker& marker, float scale);
[[nodiscard]] PaintedImage paint_wedge(const Marker& marker, float scale);

// Two still rings of an alert nobody has taken in charge, and the one that grows while it pulses.
[[nodiscard]] std::string rings_key(Rgba color, float scale);
[[nodiscard]] PaintedImage paint_rings(Rgba color, float scale);
[[nodiscard]] std::string pulse_key(Rgba color, float scale);
[[nodiscard]] PaintedImage paint_pulse(Rgba color, float scale);

struct DonutInks {
    std::array<Rgba, 6> families;
    Rgba ground, text;
};
[[nodiscard]] float donut_diameter(std::size_t count);  // px at scale 1: 32, 40, 50, 60
[[nodiscard]] std::string donut_key(const FamilyCounts& counts, float scale);
// Paints many at once: what all donuts of a size share is worked out with the first.
class DonutPainter {
public:
    DonutPainter(const DonutInks& inks, float scale);
    ~DonutPainter();
    [[nodiscard]] PaintedImage paint(FontFaces& faces, const FamilyCounts& counts);

private:
    struct Blank;
    DonutInks inks_;
    float scale_;
    std::map<float, std::unique_ptr<const Blank>> blanks_;  // by diameter
};

struct FlagInks {
    Rgba ground, border, strong, weak;
};
// A rounded box with a strong and a weak part; anchored at its left, middle.
[[nodiscard]] std::string flag_key(const std::string& strong, const std::string& weak, const FlagInks& inks, float scale);
[[nodiscard]] PaintedImage paint_flag(FontFaces& faces, const std::string& strong, const std::string& weak,
                                      const FlagInks& inks, float scale);
// Text with a halo, anchored at its top, middle.
[[nodiscard]] std::string caption_key(const std::string& text, Rgba ink, Rgba halo, float scale);
[[nodiscard]] PaintedImage paint_caption(FontFaces& faces, const std::string& text, Rgba ink, Rgba halo, float scale);

// A sentence box whose pointer ends at the anchor; the box lies right of it, or left.
[[nodiscard]] std::string callout_key(const Callout& callout, bool to_left, float scale);
[[nodiscard]] PaintedImage paint_callout(FontFaces& faces, const Callout& callout, bool to_left, float scale);

// The selection sight: ring and four ticks with a halo. `radius_px` at scale 1.
[[nodiscard]] std::string sight_key(float radius_px, Rgba ink, Rgba halo, float scale);
[[nodiscard]] PaintedImage paint_sight(float radius_px, Rgba ink, Rgba halo, float scale);

// A point of the measuring line.
[[nodiscard]] std::string knot_key(Rgba ink, Rgba halo, float scale);
[[nodiscard]] PaintedImage paint_knot(Rgba ink, Rgba halo, float scale);

} // namespace vigie::render
