// What lies over the map: markers, clusters, trails, routes, callouts, the selection sight. Plain values; render knows
// shapes and colours, never a crew from a tree. Built by panels from the World when a Delta says so, not every frame.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "gis/layers/style.hpp"
#include "gis/model/geometry.hpp"
#include "gis/model/time.hpp"

namespace vigie::render {

using gis::Rgba;

// Colours of a marker: `fill` inside, `edge` its rim (transparent = none), `glyph_color` icon or mark, `halo` the 2 px
// outline that every marker wears. A hollow state is fill = surface, edge = glyph = family; a full one fill = family.
// To glide after a fix that has just come in, give the place shown now as `from` and a moment ahead as `at_time`.
//
// Outline says the kind (INTERFACE.md §4): drop 24×32, circle 17, lozenge 25, triangle 27 (38 for alerts), square 21,
// disc 28 with heading wedge, dashed circle 17.
enum class MarkerShape : std::uint8_t { drop, circle, lozenge, triangle, alert_triangle, square, disc, dashed_circle, square_cross };

// The filling says progress. One vocabulary, drawn in a 16-unit box with stroke 1.7, from 12 px to 30 px; the same ids
// draw in tables (panels) and on the map.
enum class Glyph : std::uint8_t {
    none, full, ringed_dot, quarter, clock, half, tick, hollow_tick, return_arrow, two_circles, cross, outward_arrow, bang,
    hollow_bang, dashes, hollow, chevron, pause, double_tick, slash, down_arrow
};

// What a state glyph's outline says: the kind of thing (report, intervention, alert or alarm, watch, request, silent).
enum class Outline : std::uint8_t { circle, square, triangle, lozenge, sheet, dashed_circle };

struct Marker {
    std::uint64_t key = 0;          // stable identity: picking gives it back; EntityRef packed by the maker
    gis::PlanePoint at;             // where it is at `at_time`
    gis::PlanePoint from;           // where it was at `from_time`: movement is interpolated in the shader, never extrapolated
    gis::Time at_time{}, from_time{};
    MarkerShape shape = MarkerShape::circle;
    Rgba fill, edge, glyph_color, halo;
    float size_px = 0;              // 0 = the shape's own
    float alpha = 1;                // old positions fade to 0.55
    float heading_deg = -1;         // < 0: no wedge
    std::uint32_t icon = 0;         // code point of the icon font, 0 = none
    Glyph glyph = Glyph::none;      // mark inside the shape when there is no icon
    Glyph badge = Glyph::none;
    Outline badge_outline = Outline::circle;
    Rgba badge_fill, badge_glyph;   // family colour; the mark on a full badge (hollow ones use `halo` as ground)
    Rgba badge_edge{0, 0, 0, 0};    // dark rim of the warn family
    std::string flag;               // name flag beside it ("Voirie A")
    std::string flag_weak;          // weaker part ("4 min")
    std::string caption;            // under it, with a halo: the value of a sensor ("2,1 m")
    std::uint8_t family = 0;        // for cluster donuts: 0 new, 1 active, 2 warn, 3 danger, 4 done, 5 idle
    bool clusters = true;           // crews and alerts never do
    bool pulses = false;
    int order = 0;                  // draw order among kinds
};

struct Trail {                     // fades with age
    std::vector<gis::PlanePoint> points;
    Rgba color;
    float width_px = 2;
};

struct RouteLine {
    std::vector<gis::PlanePoint> points;
    Rgba color, halo;
    float width_px = 4;
    bool dotted = false;
    std::string flag;               // "0,8 km, arrivée 14:36", at the middle
    Rgba flag_fill, flag_text;
};

struct Callout {                   // sentence box attached to a place
    gis::PlanePoint at;
    std::string title, text;
    Rgba ground, border, title_color, text_color;
};

struct MeasureLine {
    std::vector<gis::PlanePoint> points;
    bool closed = false;
    std::string label;
};

struct Overlay {
    std::vector<Marker> markers;
    std::vector<Trail> trails;
    std::vector<RouteLine> routes;
    std::vector<Callout> callouts;
    std::vector<gis::PlanePoint> sights;  // selection marks at places without a marker
    std::vector<std::uint64_t> hovered;   // marker keys drawn raised
    std::vector<std::uint64_t> selected;  // marker keys that wear the sight (it follows them) and leave their cluster
    MeasureLine measure;
    std::vector<gis::PlanePoint> lasso;
    // day or night: families for donuts, text on markers
    std::array<Rgba, 6> families{};
    Rgba cluster_ground, cluster_text, sight, sight_halo, flag_ground, flag_text, flag_weak, flag_border, accent;
    std::uint64_t revision = 0;           // changes when anything above does
};

} // namespace vigie::render
