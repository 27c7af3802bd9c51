// How layers look: a subset of the MapLibre style specification's vocabulary (https://maplibre.org/maplibre-style-spec/),
// day and night values side by side, line widths in px or in ground metres. Parsed from assets/styles/*.json.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

struct Rgba {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Rgba&) const = default;
};
// One colour for the day theme and one for the night theme.
struct DayNight {
    Rgba day, night;
    bool operator==(const DayNight&) const = default;
};

struct PaintRule {
    std::string id;                    // as in the file, for messages; need not be unique
    std::string theme;                 // LayerInfo::theme it applies to; "*" = every one
    std::optional<std::string> field;  // filter: field in values (folded compare); empty = all features
    std::vector<std::string> values;
    int modulo = 0;                    // numbers are compared modulo this; 0 = as they are
    double minzoom = 0, maxzoom = 24;  // Web Mercator zoom levels, computed from ground resolution
    int order = 0;                     // drawn from low to high
    std::optional<DayNight> fill_color, fill_outline_color;
    double fill_outline_width = 0.7;   // px
    std::optional<DayNight> line_color, line_casing_color;
    double line_width = 1.5;           // px, or
    double line_width_m = 0;           // ground metres (then line_width is the least, in px)
    double line_casing_width = 0;      // px each side
    std::vector<double> line_dasharray;  // in line widths
    std::optional<DayNight> circle_color, circle_stroke_color;
    double circle_radius = 2, circle_stroke_width = 0;  // px
    std::string icon_image;            // Material Design Icons name, drawn on the circle
    std::string text_field;            // field name
    std::optional<DayNight> text_color, text_halo_color;
    double text_size = 12;             // em px
    double text_halo_width = 1.6;      // px
    bool text_bold = false;
    bool text_along_line = false;
    double text_minzoom = 14;
    int text_priority = 0;             // higher first
};

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
// name, "#RRGGBB(AA)" or [day, night]; "line-width-m" is in ground metres; a filter is ["==", field, value] or
// ["in", field, value…], the field as text or ["get", field].
[[nodiscard]] LoadedStyle load_style(const std::filesystem::path& file);
// The style of the benchmarks: 8 categories by `category` modulo 8, 4 px discs, 1.5 px lines, 1 px darker outlines, white.
[[nodiscard]] MapStyle bench_style();

// Index into style.rules per feature (first rule whose theme and filter match), 0xffff = not drawn.
[[nodiscard]] std::vector<std::uint16_t> classify(const Layer& layer, const MapStyle& style);

} // namespace vigie::gis
