#include "gis/layers/style_properties.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace vigie::gis {

namespace {

constexpr std::string_view patterns[] = {"none", "hatch", "cross-hatch", "dots"};
constexpr std::string_view caps[] = {"auto", "butt", "round", "square"};
constexpr std::string_view joins[] = {"auto", "bevel", "round", "miter"};
constexpr std::string_view anchors[] = {"auto", "center", "left", "right", "top", "bottom", "top-left", "top-right", "bottom-left", "bottom-right"};
constexpr std::string_view justifies[] = {"auto", "left", "center", "right"};
constexpr std::string_view transforms[] = {"none", "uppercase", "lowercase"};
constexpr std::string_view shapes[] = {"circle", "square", "diamond", "triangle", "star", "cross", "x", "pentagon", "hexagon"};
constexpr std::string_view placements[] = {"point", "line"};

bool numbers_of(const StyleValue& value, const StyleProperty& p, std::vector<double>& out) {
    if (!value.list()) return false;
    for (const StyleValue& item : **value.list()) {
        if (!item.number() || !(*item.number() >= p.least && *item.number() <= p.most)) return false;
        out.push_back(*item.number());
    }
    return true;
}

constexpr std::size_t most_dashes = 8;  // render/rule_table.hpp holds this many lengths

// The value into the member, if it is one for it.
template <auto member>
bool put(PaintRule& rule, const StyleProperty& p, const StyleValue& value) {
    auto& to = rule.*member;
    using T = std::remove_reference_t<decltype(to)>;
    if constexpr (std::is_same_v<T, std::optional<DayNight>>) {
        if (value.color()) to = *value.color();
        return value.color() != nullptr;
    } else if constexpr (std::is_same_v<T, bool>) {
        if (value.boolean()) to = *value.boolean();
        return value.boolean() != nullptr;
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (value.text()) to = *value.text();
        return value.text() != nullptr;
    } else if constexpr (std::is_enum_v<T>) {
        const auto word = value.text() ? std::ranges::find(p.words, *value.text()) : p.words.end();
        if (word != p.words.end()) to = static_cast<T>(word - p.words.begin());
        return word != p.words.end();
    } else if constexpr (std::is_same_v<T, std::vector<double>>) {
        std::vector<double> read;
        if (!numbers_of(value, p, read)) return false;
        const bool odd = read.size() % 2 != 0;  // then the list is run through twice
        double sum = 0;
        for (const double length : read) sum += length;
        if (read.size() * (odd ? 2 : 1) > most_dashes || (!read.empty() && !(sum > 0))) return false;
        to = std::move(read);
        return true;
    } else if constexpr (std::is_same_v<T, std::array<double, 2>>) {
        std::vector<double> read;
        if (!numbers_of(value, p, read) || read.size() != 2) return false;
        to = {read[0], read[1]};
        return true;
    } else {
        const double* number = value.number();
        if (!number || !(*number >= p.least && *number <= p.most)) return false;
        if (std::is_same_v<T, int> && *number != std::floor(*number)) return false;
        to = static_cast<T>(*number);
        return true;
    }
}

template <auto member>
void reset(PaintRule& rule, const PaintRule& plain) { rule.*member = plain.*member; }

bool put_placement(PaintRule& rule, const StyleProperty&, const StyleValue& value) {
    if (!value.text() || (*value.text() != "line" && *value.text() != "point")) return false;
    rule.text_along_line = *value.text() == "line";
    return true;
}

// Kept as expressions, evaluated per label: see StyleReader.
bool put_nothing(PaintRule&, const StyleProperty& p, const StyleValue& value) {
    return p.kind == ValueKind::number ? value.number() != nullptr : value.text() != nullptr;
}

using R = PaintRule;
constexpr auto color = ValueKind::color;
constexpr auto number = ValueKind::number;
constexpr auto text = ValueKind::text;
constexpr auto boolean = ValueKind::boolean;
constexpr auto list = ValueKind::list;
constexpr double sixteenth = 1.0 / 16, share = 1.0 / 128;

constexpr StyleProperty properties[] = {
    {"fill-color", color, "fill", true, false, put<&R::fill_color>, reset<&R::fill_color>},
    {"fill-opacity", number, "fill", true, false, put<&R::fill_opacity>, reset<&R::fill_opacity>, 0, 1, share},
    {"fill-outline-color", color, "fill", true, false, put<&R::fill_outline_color>, reset<&R::fill_outline_color>},
    {"fill-outline-width", number, "fill", true, false, put<&R::fill_outline_width>, reset<&R::fill_outline_width>, 0, 64, sixteenth},
    {"fill-pattern", text, "fill", true, false, put<&R::fill_pattern>, reset<&R::fill_pattern>, 0, 0, 0, patterns},
    {"fill-pattern-color", color, "fill", true, false, put<&R::fill_pattern_color>, reset<&R::fill_pattern_color>},
    {"fill-pattern-spacing", number, "fill", true, false, put<&R::fill_pattern_spacing>, reset<&R::fill_pattern_spacing>, 2, 128, sixteenth},
    {"fill-pattern-width", number, "fill", true, false, put<&R::fill_pattern_width>, reset<&R::fill_pattern_width>, 0.1, 64, sixteenth},
    {"fill-pattern-angle", number, "fill", true, false, put<&R::fill_pattern_angle>, reset<&R::fill_pattern_angle>, -360, 360, 0.5},
    {"line-color", color, "line", true, false, put<&R::line_color>, reset<&R::line_color>},
    {"line-opacity", number, "line", true, false, put<&R::line_opacity>, reset<&R::line_opacity>, 0, 1, share},
    {"line-width", number, "line", true, false, put<&R::line_width>, reset<&R::line_width>, 0, 256, sixteenth},
    {"line-width-m", number, "line", true, false, put<&R::line_width_m>, reset<&R::line_width_m>, 0, 10'000, sixteenth},
    {"line-casing-color", color, "line", true, false, put<&R::line_casing_color>, reset<&R::line_casing_color>},
    {"line-casing-width", number, "line", true, false, put<&R::line_casing_width>, reset<&R::line_casing_width>, 0, 64, sixteenth},
    {"line-offset", number, "line", true, false, put<&R::line_offset>, reset<&R::line_offset>, -256, 256, sixteenth},
    {"line-dasharray", list, "line", true, false, put<&R::line_dasharray>, reset<&R::line_dasharray>, 0, 1000},
    {"line-cap", text, "line", true, false, put<&R::line_cap>, reset<&R::line_cap>, 0, 0, 0, caps, true, false},
    {"line-join", text, "line", true, false, put<&R::line_join>, reset<&R::line_join>, 0, 0, 0, joins, true, false},
    {"line-miter-limit", number, "line", true, false, put<&R::line_miter_limit>, reset<&R::line_miter_limit>, 1, 1000, 0.01, {}, true, false},
    {"line-round-limit", number, "line", true, false, put<&R::line_round_limit>, reset<&R::line_round_limit>, 1, 1000, 0.01, {}, true, false},
    {"circle-color", color, "circle", true, false, put<&R::circle_color>, reset<&R::circle_color>},
    {"circle-opacity", number, "circle", true, false, put<&R::circle_opacity>, reset<&R::circle_opacity>, 0, 1, share},
    {"circle-radius", number, "circle", true, true, put<&R::circle_radius>, reset<&R::circle_radius>, 0, 128, sixteenth},
    {"circle-stroke-color", color, "circle", true, false, put<&R::circle_stroke_color>, reset<&R::circle_stroke_color>},
    {"circle-stroke-opacity", number, "circle", true, false, put<&R::circle_stroke_opacity>, reset<&R::circle_stroke_opacity>, 0, 1, share},
    {"circle-stroke-width", number, "circle", true, true, put<&R::circle_stroke_width>, reset<&R::circle_stroke_width>, 0, 64, sixteenth},
    {"circle-shape", text, "circle", true, false, put<&R::circle_shape>, reset<&R::circle_shape>, 0, 0, 0, shapes},
    {"circle-rotate", number, "circle", true, false, put<&R::circle_rotate>, reset<&R::circle_rotate>, -360, 360, 1},
    {"icon-image", text, "icon", false, true, put<&R::icon_image>, reset<&R::icon_image>},
    {"icon-size", number, "icon", false, true, put<&R::icon_size>, reset<&R::icon_size>, 4, 128, 0.25},
    {"icon-color", color, "icon", false, true, put<&R::icon_color>, reset<&R::icon_color>},
    {"icon-opacity", number, "icon", false, true, put<&R::icon_opacity>, reset<&R::icon_opacity>, 0, 1, share},
    {"icon-halo-color", color, "icon", false, true, put<&R::icon_halo_color>, reset<&R::icon_halo_color>},
    {"icon-halo-width", number, "icon", false, true, put<&R::icon_halo_width>, reset<&R::icon_halo_width>, 0, 16, sixteenth},
    {"icon-minzoom", number, "icon", false, true, put<&R::icon_minzoom>, reset<&R::icon_minzoom>, 0, 24, 0.25, {}, true, false},
    {"icon-allow-overlap", boolean, "icon", false, true, put<&R::icon_allow_overlap>, reset<&R::icon_allow_overlap>},
    {"text-field", text, "text", false, true, put_nothing, nullptr, 0, 0, 0, {}, true, false},
    {"text-size", number, "text", false, true, put<&R::text_size>, reset<&R::text_size>, 4, 128, 0.25},
    {"text-color", color, "text", false, true, put<&R::text_color>, reset<&R::text_color>},
    {"text-opacity", number, "text", false, true, put<&R::text_opacity>, reset<&R::text_opacity>, 0, 1, share},
    {"text-halo-color", color, "text", false, true, put<&R::text_halo_color>, reset<&R::text_halo_color>},
    {"text-halo-width", number, "text", false, true, put<&R::text_halo_width>, reset<&R::text_halo_width>, 0, 16, sixteenth},
    {"text-bold", boolean, "text", false, true, put<&R::text_bold>, reset<&R::text_bold>, 0, 0, 0, {}, true, false},
    {"text-transform", text, "text", false, true, put<&R::text_transform>, reset<&R::text_transform>, 0, 0, 0, transforms, true, false},
    {"text-anchor", text, "text", false, true, put<&R::text_anchor>, reset<&R::text_anchor>, 0, 0, 0, anchors},
    {"text-max-width", number, "text", false, true, put<&R::text_max_width>, reset<&R::text_max_width>, 1, 1000, 0.25},
    {"text-line-height", number, "text", false, true, put<&R::text_line_height>, reset<&R::text_line_height>, 0.5, 4, sixteenth},
    {"text-justify", text, "text", false, true, put<&R::text_justify>, reset<&R::text_justify>, 0, 0, 0, justifies},
    {"text-offset", list, "text", false, true, put<&R::text_offset>, reset<&R::text_offset>, -64, 64},
    {"text-allow-overlap", boolean, "text", false, true, put<&R::text_allow_overlap>, reset<&R::text_allow_overlap>},
    {"text-minzoom", number, "text", false, true, put<&R::text_minzoom>, reset<&R::text_minzoom>, 0, 24, 0.25, {}, true, false},
    {"text-maxzoom", number, "text", false, true, put<&R::text_maxzoom>, reset<&R::text_maxzoom>, 0, 24, 0.25, {}, true, false},
    {"text-priority", number, "text", false, true, put<&R::text_priority>, reset<&R::text_priority>, -1'000'000, 1'000'000, 1, {}, true, false},
    {"symbol-placement", text, "text", false, true, put_placement, nullptr, 0, 0, 0, placements, false, false},
    {"symbol-sort-key", number, "text", false, true, put_nothing, nullptr, 0, 0, 0, {}, true, false},
};

} // namespace

std::span<const StyleProperty> style_properties() { return properties; }

const StyleProperty* style_property(std::string_view name) {
    const auto* found = std::ranges::find(properties, name, &StyleProperty::name);
    return found == std::end(properties) ? nullptr : found;
}

bool PaintRule::is_driven(std::string_view property) const {
    return std::ranges::any_of(driven, [&](const DrivenProperty& d) { return d.property->name == property; });
}

const PaintRule& at_zoom(const PaintRule& rule, double zoom, PaintRule& scratch) {
    if (rule.driven.empty()) return rule;
    scratch = rule;
    StyleSubject subject;
    subject.zoom = zoom;
    for (const DrivenProperty& d : rule.driven) (void)d.property->put(scratch, *d.property, d.value->at(subject));
    return scratch;
}

} // namespace vigie::gis
