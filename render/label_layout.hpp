// Chooses which names and symbols stand where on a screen: obstacles first, then by rank and length, so that panning does not
// reshuffle. Positions along a street are fractions of its length (a third, a half…), so they belong to the ground.
// No GL; one thread at a time (fonts).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "render/camera.hpp"
#include "render/font_faces.hpp"
#include "render/label_source.hpp"
#include "render/px_box.hpp"

namespace vigie::render {

struct PlacedGlyph {
    std::uint32_t codepoint = 0;
    gis::PlanePoint anchor;      // on the ground
    float pen_x = 0, pen_y = 0;  // px from the anchor to pen and baseline, before turning
    float turn = 0;              // radians clockwise on the screen
};

struct PlacedLabel {
    std::uint64_t id = 0;        // the same label in the next layout
    std::shared_ptr<const LabelSource> source;
    Face face = Face::regular;   // icons: one symbol
    float em_px = 12;
    gis::DayNight ink, halo;
    float halo_px = 0;
    bool upright = true;         // not along a line
    std::vector<PlacedGlyph> glyphs;
    std::vector<PxBox> boxes;    // what it covers on the screen
};

struct LabelLimits {
    static constexpr float margin_px = 160;          // laid out beyond the screen, so that a pan has labels ready
    static constexpr float same_name_px = 420;
    static constexpr float longest_bend_deg = 24;    // between neighbouring glyphs
    static constexpr float longest_corner_deg = 30;  // over three glyphs: on the inside of a corner letters would touch
    static constexpr float least_line = 1.12f;       // of the text's width
    static constexpr std::size_t most_candidates = 4000;
    static constexpr std::size_t longest_name = 90;  // characters: longer ones are remarks, not names
};

class LabelLayout {
public:
    explicit LabelLayout(FontFaces& faces) : faces_(faces) {}

    [[nodiscard]] std::vector<PlacedLabel> place(std::span<const std::shared_ptr<const LabelSource>> sources, const Camera& camera,
                                                 double metres_per_unit, std::span<const PxBox> obstacles);
    // Widths are kept per source; forget those of sources that are gone.
    void forget_all() { texts_.clear(); }

    struct Text {
        std::vector<std::uint32_t> codepoints;
        std::vector<float> advances;  // em
        float width = 0;              // em
    };

private:
    const Text& text_of(const LabelSource& source, std::uint32_t name, Face face, gis::TextTransform transform);

    FontFaces& faces_;
    std::unordered_map<const LabelSource*, std::unordered_map<std::uint64_t, Text>> texts_;
};

} // namespace vigie::render
