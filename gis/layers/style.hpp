// How layers look: a subset of the MapLibre style specification's vocabulary (https://maplibre.org/maplibre-style-spec/),
// day and night values side by side, line widths in px or in ground metres. Parsed from styles/*.json; every property is
// described in assets/styles/README.md, and listed once, in style_properties.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/expression.hpp"
#include "gis/layers/layer.hpp"
#include "gis/layers/style_color.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

enum class Pattern : std::uint8_t { none, hatch, cross_hatch, dots };
// automatic: thin lines are mitred and end square, wide ones are round, dashed ones end where they end.
enum class LineCap : std::uint8_t { automatic, butt, round, square };
enum class LineJoin : std::uint8_t { automatic, bevel, round, miter };
// Which part of the text stands at the point; automatic: beside its disc, wherever there is room.
enum class TextAnchor : std::uint8_t { automatic, center, left, right, top, bottom, top_left, top_right, bottom_left, bottom_right };
// What a point is drawn as: `circle-radius` is half the width of its box.
enum class PointShape : std::uint8_t { circle, square, diamond, triangle, star, cross, x, pentagon, hexagon };
enum class TextJustify : std::uint8_t { automatic, left, center, right };
enum class TextTransform : std::uint8_t { none, uppercase, lowercase };

struct StyleProperty;  // style_properties.hpp

// A property that is an expression. The rule's own member holds what it gives at zoom 15 without a feature.
struct DrivenProperty {
    const StyleProperty* property = nullptr;
    ExpressionPtr value;
};

struct PaintRule {
    std::string id;                    // as in the file, for messages; need not be unique
    std::string theme;                 // LayerInfo::theme it applies to; "*" = every one
    std::string beside;                // the theme whose features it paints beside whatever else does; `theme` is then a look of its own
    std::optional<std::string> field;  // filter: field in values (folded compare); empty = all features
    std::vector<std::string> values;
    int modulo = 0;                    // numbers are compared modulo this; 0 = as they are
    ExpressionPtr condition;           // a filter that says more than that
    double minzoom = 0, maxzoom = 24;  // Web Mercator zoom levels, computed from ground resolution
    int order = 0;                     // drawn from low to high
    std::optional<DayNight> fill_color, fill_outline_color;
    double fill_opacity = 1;           // of the fill, its pattern and its outline
    double fill_outline_width = 0.7;   // px
    Pattern fill_pattern = Pattern::none;
    std::optional<DayNight> fill_pattern_color;
    double fill_pattern_spacing = 8, fill_pattern_width = 1;  // px from line to line; of a line, or of a dot
    double fill_pattern_angle = 45;    // degrees of the lines, from east against the clock
    std::optional<DayNight> line_color, line_casing_color;
    double line_opacity = 1;           // of the line and its casing
    double line_width = 1.5;           // px, or
    double line_width_m = 0;           // ground metres (then line_width is the least, in px)
    double line_casing_width = 0;      // px each side
    double line_offset = 0;            // px to the right of its direction
    std::vector<double> line_dasharray;  // in line widths: dash, gap, dash, gap…
    LineCap line_cap = LineCap::automatic;
    LineJoin line_join = LineJoin::automatic;
    double line_miter_limit = 2;       // of a mitre's length to the line's width; sharper turns are bevelled
    double line_round_limit = 0;       // gentler turns are mitred where round joins are asked for; 0: automatic
    std::optional<DayNight> circle_color, circle_stroke_color;
    double circle_opacity = 1, circle_stroke_opacity = 1;
    double circle_radius = 2, circle_stroke_width = 0;  // px
    PointShape circle_shape = PointShape::circle;
    double circle_rotate = 0;          // degrees with the clock, of other shapes
    std::string icon_image;            // Material Design Icons name, drawn on the circle
    std::optional<DayNight> icon_color, icon_halo_color;
    double icon_size = 16;             // px
    double icon_halo_width = 0, icon_opacity = 1;
    double icon_minzoom = 0;
    bool icon_allow_overlap = false;
    std::string text_field;            // field name
    ExpressionPtr text;                // what is written, when it is more than a field
    ExpressionPtr symbol_sort_key;     // among equal priorities: low first
    std::optional<DayNight> text_color, text_halo_color;
    double text_size = 12;             // em px
    double text_halo_width = 1.6;      // px
    double text_opacity = 1;
    bool text_bold = false;
    bool text_along_line = false;
    bool text_allow_overlap = false;
    TextAnchor text_anchor = TextAnchor::automatic;
    TextTransform text_transform = TextTransform::none;
    double text_max_width = 0;         // em, then names that are not along lines are broken; 0: automatic
    double text_line_height = 1.2;     // em
    TextJustify text_justify = TextJustify::center;
    std::array<double, 2> text_offset{};  // em to the right and down
    double text_minzoom = 14, text_maxzoom = 24;
    int text_priority = 0;             // higher first
    std::vector<DrivenProperty> driven;

    [[nodiscard]] bool writes() const { return !text_field.empty() || text != nullptr; }
    [[nodiscard]] bool is_driven(std::string_view property) const;
};

// The rule with what its expressions give at a zoom; features count as not there. `scratch` holds it when it is another.
[[nodiscard]] const PaintRule& at_zoom(const PaintRule& rule, double zoom, PaintRule& scratch);

struct MapStyle {
    DayNight background;
    std::vector<PaintRule> rules;
};

struct LoadedStyle {
    MapStyle style;
    std::vector<Notice> notices;  // with line and column
};
// Our vocabulary in short, complete in assets/styles/municipal.json: {"colors": {name: [day, night]}, "background-color",
// "layers": [{"id", "theme", "filter", "minzoom", "maxzoom", "order", "paint": {…}, "layout": {…}}]}. A colour is a
// name, "#RRGGBB(AA)", [day, night] or an expression. A file that is no style at all gives an error and no rules; what is
// wrong inside one gives warnings, and the rest of it is read.
[[nodiscard]] LoadedStyle load_style(const std::filesystem::path& file);
// The same of a text; `file` is named in the notices.
[[nodiscard]] LoadedStyle read_style(std::string_view text, const std::string& file);
// Is it meant as a style, whole or not: JSON that speaks of layers with themes or paint, and is no GeoJSON?
[[nodiscard]] bool is_style_file(const std::filesystem::path& file);
// The style of the benchmarks: 8 categories by `category` modulo 8, 4 px discs, 1.5 px lines, 1 px darker outlines, white.
[[nodiscard]] MapStyle bench_style();

// Index into style.rules per feature (first rule whose theme and filter match), 0xffff = not drawn. `look`: the theme
// instead of the layer's own (LayerInfo::looks); rules for every theme do not apply to it.
[[nodiscard]] std::vector<std::uint16_t> classify(const Layer& layer, const MapStyle& style, std::string_view look = {});
// Does a rule speak of a layer seen with a look (empty: its own theme)?
[[nodiscard]] bool applies(const PaintRule& rule, const LayerInfo& layer, std::string_view look);

// The looks of the rules that paint beside a layer's own: it is drawn in them too, by their order.
[[nodiscard]] std::vector<std::string> looks_beside(const MapStyle& style, const LayerInfo& layer);

// What of a rule a layer's features may make their own: what shapes are drawn with, or what is written and the symbols.
enum class StyleScope : std::uint8_t { shapes, symbols };
// The rules in use by a layer, those that depend on features once per distinct result. A result that is continuous is
// rounded to steps nobody sees (style_properties.cpp says which), coarser ones when there would be more than `most_rules`.
struct ClassifiedLayer {
    static constexpr std::size_t most_rules = 16'384;
    std::vector<PaintRule> rules;
    std::vector<std::uint16_t> rule_of_feature;  // index into rules; 0xffff = not drawn
    std::vector<Notice> notices;                 // features left undrawn
};
[[nodiscard]] ClassifiedLayer classified(const Layer& layer, const MapStyle& style, StyleScope scope, std::string_view look = {});

} // namespace vigie::gis
