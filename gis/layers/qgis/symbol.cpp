#include "gis/layers/qgis/symbol.hpp"

#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "gis/layers/qgis/driven.hpp"
#include "gis/layers/qgis/icons.hpp"
#include "gis/layers/qgis/options.hpp"

namespace vigie::gis::qgis {

namespace {

using Json = nlohmann::json;
constexpr int deepest_symbol = 4;          // symbols inside symbol layers
constexpr std::size_t most_layers = 16;    // of one symbol
constexpr double largest_px = 120;         // of discs that grow with the map

// What decides a disc's size on the ground: doubled with each zoom level, up to the largest the map draws.
Json size_of(Length length) {
    if (length.ground_m <= 0) return length.px;
    const double at_zoom_0 = length.ground_m * 512 / equator_m, last = std::min(24.0, std::log2(largest_px / at_zoom_0));
    if (last <= 0) return largest_px;
    return {"interpolate", {"exponential", 2}, {"zoom"}, 0, at_zoom_0, last, at_zoom_0 * std::exp2(last)};
}

// Dashes in line widths, as Qt's pens draw them; square and round ends lengthen each dash by a width.
Json dashes(std::string_view style, bool flat) {
    static const std::map<std::string_view, std::vector<double>> patterns = {{"dash", {4, 2}}, {"dot", {1, 2}}, {"dash dot", {4, 2, 1, 2}}, {"dash dot dot", {4, 2, 1, 2, 1, 2}}};
    const auto known = patterns.find(style);
    if (known == patterns.end()) return nullptr;
    Json list = Json::array();
    for (std::size_t i = 0; i < known->second.size(); ++i) list.push_back(known->second[i] + (flat ? 0 : i % 2 == 0 ? 1 : -1));
    return list;
}

class SymbolReader {
public:
    SymbolReader(const Measures& measures, Losses& losses) : measures_(measures), losses_(losses) {}
    Paints paints;

    void symbol(const pugi::xml_node& symbol, double opacity, int depth) {
        if (depth > deepest_symbol) return losses_.add("symbol_layer", "…");
        opacity *= symbol.attribute("alpha").as_double(1);
        for (const DataDefined& one : data_defined(symbol)) losses_.add("data_defined", property_words(one.name));
        for (const pugi::xml_node layer : symbol.children("layer")) {
            if (std::string_view(layer.attribute("enabled").as_string("1")) == "0") continue;
            if (paints.size() >= most_layers) return losses_.add("symbol_layer", "…");
            one(layer, opacity, depth);
        }
    }

private:
    void one(const pugi::xml_node& layer, double opacity, int depth) {
        const std::string_view kind = layer.attribute("class").value();
        const Options options(layer);
        const std::size_t before = paints.size();
        if (const pugi::xml_node effect = layer.child("effect"); effect && effect.attribute("enabled").as_int() == 1 && has_effect(effect)) losses_.add("effects");
        if (kind == "SimpleFill") simple_fill(options, opacity);
        else if (kind == "SimpleLine") simple_line(options, opacity);
        else if (kind == "SimpleMarker") simple_marker(options, opacity);
        else if (kind == "EllipseMarker") ellipse(options, opacity);
        else if (kind == "SvgMarker") svg_marker(options, opacity);
        else if (kind == "FontMarker") font_marker(options, opacity);
        else if (kind == "LinePatternFill") line_pattern(layer, options, opacity);
        else if (kind == "GradientFill" || kind == "ShapeburstFill") plain_fill(options, opacity, kind);
        else if (kind == "CentroidFill") centroid(layer.child("symbol"), opacity);
        else if (kind == "PointPatternFill") point_pattern(layer, options, opacity);
        else if (kind == "ArrowLine" || kind == "FilledMarker") inner(layer, opacity, depth, kind);
        else losses_.add("symbol_layer", std::string(kind));
        apply(data_defined(layer), kind, options, before);
        for (std::size_t i = before; i < paints.size(); ++i) paints[i].level = layer.attribute("pass").as_int();
    }

    static bool has_effect(const pugi::xml_node& stack) {
        for (const pugi::xml_node effect : stack.children("effect"))
            if (std::string_view(effect.attribute("type").value()) != "drawSource" && enabled(effect)) return true;
        return false;
    }
    static bool enabled(const pugi::xml_node& effect) {
        const Options options(effect);
        return options.text("enabled", effect.attribute("enabled").as_string("1")) != "0";
    }

    Paint& add() { return paints.emplace_back(); }
    [[nodiscard]] Length length(const Options& options, const char* value, const char* unit, double otherwise = 0) const {
        return measures_.length(options.number(value, otherwise), options.text(unit, "MM"));
    }
    // Thin pens are drawn a pixel wide.
    [[nodiscard]] Length pen(const Options& options, const char* value, const char* unit) const {
        const Length width = length(options, value, unit, 0.26);
        return width.nothing() ? Length{1, 0} : width;
    }
    void tell_offset(const Options& options) {
        const std::string_view offset = options.text("offset");
        const auto comma = offset.find(',');
        const double x = number_of(offset, 0), y = comma == std::string_view::npos ? 0 : number_of(offset.substr(comma + 1), 0);
        if (x != 0 || y != 0) losses_.add("offset");
    }

    void stroke(Paint& into, std::string_view color, Length width, double opacity, const Json& dash) {
        into.paint["line-color"] = color_of(color, opacity);
        if (width.ground_m > 0) {
            into.paint["line-width"] = 0;
            into.paint["line-width-m"] = width.ground_m;
        } else {
            into.paint["line-width"] = width.px;
        }
        if (!dash.is_null()) into.paint["line-dasharray"] = dash;
    }

    void simple_fill(const Options& options, double opacity) {
        const std::string_view style = options.text("style", "solid");
        const std::string_view outline = options.text("outline_style", "solid");
        const Length width = options.text("outline_width").empty() ? pen(options, "width_border", "border_width_unit") : pen(options, "outline_width", "outline_width_unit");
        const std::string_view edge = options.text("outline_color", options.text("color_border"));
        tell_offset(options);
        const bool plain_edge = outline == "solid" && width.ground_m <= 0;
        if (style != "no" || plain_edge) {
            Paint& area = add();
            if (style != "no") fill(area, style, options.text("color"), opacity);
            if (plain_edge) {
                area.paint["fill-outline-color"] = color_of(edge, opacity);
                area.paint["fill-outline-width"] = width.px;
            }
        }
        if (outline != "no" && !plain_edge) stroke(add(), edge, width, opacity, outline == "solid" ? Json() : dashes(outline, false));
    }
    void fill(Paint& into, std::string_view style, std::string_view color, double opacity) {
        static const std::map<std::string_view, double> dense = {{"dense1", 0.94}, {"dense2", 0.88}, {"dense3", 0.63}, {"dense4", 0.5}, {"dense5", 0.37}, {"dense6", 0.12}, {"dense7", 0.06}};
        if (const auto share = dense.find(style); share != dense.end()) {
            into.paint["fill-color"] = color_of(color, opacity * share->second);
            return;
        }
        if (style == "solid") {
            into.paint["fill-color"] = color_of(color, opacity);
            return;
        }
        // Qt repeats a square of 8 px: lines aslant are closer to each other.
        const bool aslant = style.find("diagonal") != std::string_view::npos;
        hatch(into, style, color_of(color, opacity), aslant ? 8 / std::sqrt(2.0) : 8, 1);
    }
    // Degrees counted from the east, against the clock; `cross`: a second set of lines at a right angle.
    void hatch(Paint& into, std::string_view style, const std::string& color, double spacing, double width) {
        static const std::map<std::string_view, std::pair<double, bool>> styles = {{"horizontal", {0, false}}, {"vertical", {90, false}}, {"cross", {0, true}},
                                                                                   {"b_diagonal", {45, false}}, {"f_diagonal", {135, false}}, {"diagonal_x", {45, true}}};
        const auto known = styles.find(style);
        if (known == styles.end()) return losses_.add("symbol_layer", std::string(style));
        hatch(into, known->second.first, known->second.second, color, spacing, width);
    }
    static void hatch(Paint& into, double angle, bool cross, const std::string& color, double spacing, double width) {
        into.paint["fill-pattern"] = cross ? "cross-hatch" : "hatch";
        into.paint["fill-pattern-color"] = color;
        into.paint["fill-pattern-angle"] = angle;
        into.paint["fill-pattern-spacing"] = std::clamp(spacing, 2.0, 128.0);
        into.paint["fill-pattern-width"] = std::clamp(width, 0.1, 64.0);
    }
    void plain_fill(const Options& options, double opacity, std::string_view kind) {
        add().paint["fill-color"] = color_of(options.text("color1", options.text("color")), opacity);
        losses_.add("symbol_layer", std::string(kind));
    }
    void line_pattern(const pugi::xml_node& layer, const Options& options, double opacity) {
        const Length spacing = length(options, "distance", "distance_unit", 5);
        std::string_view color = options.text("color");
        double width = length(options, "line_width", "line_width_unit", 0.26).px;
        const pugi::xml_node line = layer.child("symbol").child("layer");
        if (line) {
            const Options own(line);
            color = own.text("line_color", color);
            width = std::max(1.0, length(own, "line_width", "line_width_unit", 0.26).px);
            opacity *= layer.child("symbol").attribute("alpha").as_double(1);
        }
        if (spacing.px <= 0) return losses_.add("symbol_layer", "LinePatternFill");
        hatch(add(), std::fmod(options.number("angle", 45) + 360, 180), false, color_of(color, opacity), spacing.px, std::max(0.5, width));
    }

    void point_pattern(const pugi::xml_node& layer, const Options& options, double opacity) {
        const Options marker(layer.child("symbol").child("layer"));
        const Length spacing = length(options, "distance_x", "distance_x_unit", 15), size = length(marker, "size", "size_unit", 2);
        if (spacing.px <= 0) return losses_.add("symbol_layer", "PointPatternFill");
        Paint& area = add();
        area.paint["fill-pattern"] = "dots";
        area.paint["fill-pattern-color"] = color_of(marker.text("color", "0,0,0,255"), opacity * layer.child("symbol").attribute("alpha").as_double(1));
        area.paint["fill-pattern-angle"] = 0;
        area.paint["fill-pattern-spacing"] = std::clamp(spacing.px, 2.0, 128.0);
        area.paint["fill-pattern-width"] = std::clamp(size.px, 0.1, 64.0);
        if (marker.text("name", "circle") != "circle") losses_.add("marker_shape", "PointPatternFill");
    }
    // A marker inside a polygon: an icon of its shape, a sixth larger than its drawing.
    void centroid(const pugi::xml_node& symbol, double opacity) {
        static const std::map<std::string_view, std::string_view> icons = {{"square", "square"}, {"star", "star"}, {"pentagon", "pentagon"}, {"hexagon", "hexagon"}, {"triangle", "change_history"}, {"cross", "add"}, {"x", "close"}};
        constexpr double drawn_share = 20.0 / 24;
        opacity *= symbol.attribute("alpha").as_double(1);
        for (const pugi::xml_node layer : symbol.children("layer")) {
            const std::string_view kind = layer.attribute("class").value();
            const Options options(layer);
            if (kind == "SvgMarker") {
                svg_marker(options, opacity);
                continue;
            }
            if (kind != "SimpleMarker") {
                losses_.add("symbol_layer", std::string(kind));
                continue;
            }
            const auto shape = icons.find(shape_of_marker(options.text("name", "circle")));
            icon(options, opacity, std::string(shape == icons.end() ? "circle" : shape->second), options.text("color"));
            Paint& point = paints.back();
            if (point.layout["icon-size"].is_number()) point.layout["icon-size"] = std::clamp(point.layout["icon-size"].get<double>() / drawn_share, 4.0, 128.0);
            if (options.text("outline_style", "solid") == "no") continue;
            point.paint["icon-halo-color"] = color_of(options.text("outline_color"), opacity);
            point.paint["icon-halo-width"] = std::clamp(length(options, "outline_width", "outline_width_unit").px, 0.5, 16.0);
        }
    }

    void simple_line(const Options& options, double opacity) {
        const std::string_view style = options.text("line_style", options.text("penstyle", "solid"));
        if (style == "no") return;
        const Length width = options.text("line_width").empty() ? pen(options, "width", "width_unit") : pen(options, "line_width", "line_width_unit");
        const bool flat = options.text("capstyle") == "flat";
        Json dash = style == "solid" ? Json() : dashes(style, flat);
        if (options.text("use_custom_dash") == "1") dash = custom_dash(options, width);
        Paint& line = add();
        stroke(line, options.text("line_color", options.text("color")), width, opacity, dash);
        // The ends of dashes are in their lengths already.
        const std::string_view cap = options.text("capstyle", "square"), join = options.text("joinstyle", "bevel");
        line.layout["line-cap"] = !dash.is_null() || cap == "flat" ? "butt" : cap == "round" ? "round" : "square";
        line.layout["line-join"] = join == "round" || join == "miter" ? std::string(join) : "bevel";
        if (const Length offset = length(options, "offset", "offset_unit"); offset.px != 0) line.paint["line-offset"] = offset.px;
        else if (offset.ground_m != 0) losses_.add("offset");
    }
    [[nodiscard]] Json custom_dash(const Options& options, Length width) const {
        Json list = Json::array();
        std::string_view text = options.text("customdash");
        const double px = width.px > 0 ? width.px : 1;
        while (!text.empty() && list.size() < 8) {  // as many as the style takes
            const auto end = std::min(text.find(';'), text.size());
            list.push_back(std::max(0.0, measures_.length(number_of(text.substr(0, end), 0), options.text("customdash_unit", "MM")).px / px));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return list.empty() ? Json() : list;
    }

    void disc(const Options& options, double opacity, Length diameter, std::string_view shape) {
        static constexpr std::array<std::string_view, 5> lines_only = {"cross", "cross2", "line", "arrowhead", "asterisk_fill"};
        const bool open = std::ranges::find(lines_only, shape) != lines_only.end();
        Paint& point = add();
        const bool edged = options.text("outline_style", "solid") != "no";
        const Length width = length(options, "outline_width", "outline_width_unit");
        const double edge_px = !edged ? 0 : width.nothing() ? 1 : width.px;
        Length radius = diameter.half();
        // QGIS draws half of the pen inside the marker.
        if (radius.px > 0) radius.px = std::max(0.5, radius.px - edge_px / 2);
        point.paint["circle-radius"] = size_of(radius);
        const std::string_view body = open ? options.text("outline_color", "0,0,0,255") : options.text("color");
        point.paint["circle-color"] = color_of(body, opacity);
        if (edged) {
            point.paint["circle-stroke-color"] = color_of(options.text("outline_color", options.text("color_border")), opacity);
            point.paint["circle-stroke-width"] = edge_px;
        }
        if (shape != "circle") {
            const std::string_view name = shape_of_marker(shape);
            if (!name.empty() && name != "circle") point.paint["circle-shape"] = name;
            else losses_.add("marker_shape", std::string(shape));
        }
        tell_offset(options);
        if (const double angle = options.number("angle"); angle != 0 && shape != "circle") point.paint["circle-rotate"] = std::fmod(angle, 360);
    }
    void simple_marker(const Options& options, double opacity) { disc(options, opacity, length(options, "size", "size_unit", 2), options.text("name", "circle")); }
    void ellipse(const Options& options, double opacity) {
        const Length width = length(options, "symbol_width", "symbol_width_unit", 4), height = length(options, "symbol_height", "symbol_height_unit", 3);
        disc(options, opacity, {(width.px + height.px) / 2, (width.ground_m + height.ground_m) / 2}, options.text("symbol_name", "circle"));
        if (width.px != height.px || width.ground_m != height.ground_m) losses_.add("marker_shape", "ellipse");
    }

    void icon(const Options& options, double opacity, const std::string& name, std::string_view color) {
        Paint& point = add();
        const Length size = length(options, "size", "size_unit", 2);
        point.layout["icon-image"] = name;
        point.layout["icon-size"] = size.ground_m > 0 ? size_of(size) : Json(std::clamp(size.px, 4.0, 128.0));
        point.layout["icon-allow-overlap"] = true;
        point.paint["icon-color"] = color_of(color, opacity);
        tell_offset(options);
        if (options.number("angle") != 0) losses_.add("angle");
    }
    void svg_marker(const Options& options, double opacity) {
        const std::string file(options.text("name"));
        const std::string_view name = icon_of_svg(file);
        const std::string shown = file.starts_with("base64:") ? "base64" : file;
        if (name.empty()) {
            losses_.add("svg_unknown", shown);
            return icon(options, opacity, "place", options.text("color", "0,0,0,255"));
        }
        losses_.add("svg", shown, Severity::info);
        icon(options, opacity, std::string(name), options.text("color", "0,0,0,255"));
    }
    void font_marker(const Options& options, double opacity) {
        const std::string text(options.text("chr"));
        Paint& point = add();
        point.layout["text-field"] = Json{"to-string", text};
        point.layout["text-anchor"] = "center";
        point.layout["text-allow-overlap"] = true;
        point.layout["text-size"] = std::clamp(length(options, "size", "size_unit", 2).px, 4.0, 128.0);
        point.layout["text-minzoom"] = 0;
        point.paint["text-color"] = color_of(options.text("color"), opacity);
        losses_.add("symbol_layer", "FontMarker");
    }
    // The symbol inside says the colour.
    void inner(const pugi::xml_node& layer, double opacity, int depth, std::string_view kind) {
        losses_.add("symbol_layer", std::string(kind));
        symbol(layer.child("symbol"), opacity, depth + 1);
    }

    // Data-defined colours, sizes and angles: where they can be said, they take the place of the fixed ones.
    void apply(const std::vector<DataDefined>& defined, std::string_view kind, const Options& options, std::size_t first) {
        for (const DataDefined& one : defined) {
            const Json value = driven_value(one);
            bool used = false;
            if (!value.is_null())
                for (std::size_t i = first; i < paints.size(); ++i) used = put(paints[i], one, value, kind, options) || used;
            if (!used) losses_.add("data_defined", property_words(one.name));
        }
    }
    bool put(Paint& paint, const DataDefined& one, const Json& value, std::string_view kind, const Options& options) const {
        const auto color = [&](const char* property) {
            const auto found = paint.paint.find(property);
            if (found == paint.paint.end() || !one.plain) return false;
            *found = Json{"to-color", value, *found};
            return true;
        };
        if (one.name == "outlineColor") return kind == "SimpleLine" ? color("line-color") : color("fill-outline-color") || color("circle-stroke-color") || color("line-color");
        if (one.name == "fillColor") return color("fill-color") || color("circle-color") || color("icon-color");
        if (one.name == "size") return size(paint, value, options.text("size_unit", "MM"));
        if (one.name == "outlineWidth") return pen_width(paint, value, options.text(kind == "SimpleLine" ? "line_width_unit" : "outline_width_unit", "MM"));
        if (one.name == "angle" && paint.paint.contains("circle-shape")) {
            const auto fixed = paint.paint.find("circle-rotate");
            const Json otherwise = fixed == paint.paint.end() || !fixed->is_number() ? Json(0) : *fixed;
            paint.paint["circle-rotate"] = Json{"%", {"to-number", value, otherwise}, 360};
            return true;
        }
        return one.name == "angle" && paint.paint.contains("circle-radius");  // a disc has no angle
    }

    // `property` of fixed size becomes `factor` times the value; false where there is none, or it grows with the map.
    static bool drive(Json& holder, const char* property, const Json& value, DrivenNumber wanted) {
        const auto found = holder.find(property);
        if (found == holder.end() || !found->is_number() || !(wanted.factor > 0)) return false;
        wanted.otherwise = found->get<double>();
        *found = driven_number(value, wanted);
        return true;
    }
    // Half of the pen of a marker lies inside it.
    [[nodiscard]] bool size(Paint& paint, const Json& value, std::string_view unit) const {
        if (Measures::on_ground(unit)) return false;
        const double px = Measures::px_per(unit);
        const Json edge = paint.paint.value("circle-stroke-width", Json(0));
        const double inside = edge.is_number() ? edge.get<double>() / 2 : 0;
        return drive(paint.paint, "circle-radius", value, {px / 2, -inside, 0.5, 128, 0}) || drive(paint.layout, "icon-size", value, {px, 0, 4, 128, 0}) || drive(paint.layout, "text-size", value, {px, 0, 4, 128, 0});
    }
    [[nodiscard]] bool pen_width(Paint& paint, const Json& value, std::string_view unit) const {
        if (Measures::on_ground(unit)) return drive(paint.paint, "line-width-m", value, {measures_.length(1, unit).ground_m, 0, 0, 10'000, 0});
        const double px = Measures::px_per(unit);
        return drive(paint.paint, "line-width", value, {px, 0, 0, 256, 0}) || drive(paint.paint, "fill-outline-width", value, {px, 0, 0, 64, 0}) || drive(paint.paint, "circle-stroke-width", value, {px, 0, 0, 64, 0});
    }

    const Measures& measures_;
    Losses& losses_;
};

} // namespace

std::string color_of(std::string_view text, double opacity) {
    std::array<int, 4> channels{0, 0, 0, 255};
    std::size_t read = 0;
    while (read < channels.size() && !text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        const double value = number_of(text.substr(0, end), -1);
        if (value < 0 || value > 255) break;
        channels[read++] = static_cast<int>(value);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (read < 3) return "#00000000";
    channels[3] = static_cast<int>(std::lround(std::clamp(channels[3] * opacity, 0.0, 255.0)));
    constexpr char digits[] = "0123456789abcdef";
    std::string color = "#";
    for (const int c : channels) {
        color += digits[c / 16];
        color += digits[c % 16];
    }
    return color;
}

Paints paints_of(const pugi::xml_node& symbol, double opacity, const Measures& measures, Losses& losses) {
    SymbolReader reader(measures, losses);
    reader.symbol(symbol, opacity, 0);
    return std::move(reader.paints);
}

} // namespace vigie::gis::qgis
