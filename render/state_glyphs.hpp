// The status vocabulary of INTERFACE.md §4 as geometry: one source for the map (painted into sprites) and for panels
// (ImGui draw lists), so a state looks the same in a table and on the map. Coordinates in a 16-unit box, y down, stroke
// 1.7; the caller scales. The outline says the kind, the filling says the progress. Pure functions, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "render/overlay.hpp"

namespace vigie::render {

inline constexpr float glyph_box = 16;

// What a command is painted with. `ground` fills hollow outlines (leave it transparent in tables), `on` is the mark on a
// full shape, `edge` the dark rim of the warn family (transparent = none).
enum class Ink : std::uint8_t { main, ground, on, edge };

struct GlyphPoint {
    float x = 0, y = 0;
};

struct GlyphCommand {
    enum class Kind : std::uint8_t {
        disc,         // filled: centre, radius
        pie,          // filled sector: centre, radius, from, to
        polygon,      // filled, convex: points
        rounded_rect, // filled: points[0] top left, points[1] bottom right, radius of the corners
        rect_line,    // the same, stroked along its line
        polyline,     // stroked: points, `closed`; round joins, round caps
        arc           // stroked: centre, radius, from, to (flat caps); a whole circle when to − from ≥ 2π
    };
    Kind kind = Kind::disc;
    Ink ink = Ink::main;
    float width = 0;              // of strokes
    GlyphPoint centre{};
    float radius = 0;
    float from = 0, to = 0;       // radians, clockwise from east (y down), as ImGui's PathArcTo
    bool closed = false;
    std::uint8_t count = 0;
    std::array<GlyphPoint, 6> points{};

    [[nodiscard]] std::span<const GlyphPoint> path() const { return {points.data(), count}; }
};

// At most 20 commands, painted in order.
class GlyphCommands {
public:
    void add(const GlyphCommand& command) {
        if (count_ < commands_.size()) commands_[count_++] = command;
    }
    [[nodiscard]] const GlyphCommand* begin() const { return commands_.data(); }
    [[nodiscard]] const GlyphCommand* end() const { return commands_.data() + count_; }
    [[nodiscard]] std::size_t size() const { return count_; }

private:
    std::array<GlyphCommand, 20> commands_{};
    std::size_t count_ = 0;
};

// Outline and filling together: badges, tables, chips.
[[nodiscard]] GlyphCommands state_glyph(Outline outline, Glyph filling);
// The filling alone, for a shape that draws its own outline.
[[nodiscard]] GlyphCommands state_mark(Outline outline, Glyph filling);
// True when the filling sits on a full shape (its mark is drawn with Ink::on).
[[nodiscard]] bool is_full(Glyph filling);

} // namespace vigie::render
