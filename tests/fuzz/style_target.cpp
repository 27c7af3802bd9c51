// Styles that a commune edits by hand.
#include <algorithm>
#include <cmath>

#include "fuzz/target.hpp"
#include "gis/layers/style.hpp"

namespace vigie::fuzz {

namespace {

gis::Layer layer_of(const std::string& theme, const std::string& field) {
    gis::Layer layer;
    layer.info.theme = theme;
    gis::Column text, number;
    text.name = field;
    text.pool = "rueRUE 7é";
    text.text_begin = {0, 3, 8, 8};
    text.text_begin.push_back(static_cast<std::uint32_t>(text.pool.size()));
    number.name = "category";
    number.type = gis::Column::Type::number;
    number.numbers = {0, 7.5, std::nan(""), 1e300};
    layer.columns = {text, number};
    layer.geometry.type.assign(4, gis::GeometryType::none);
    layer.geometry.part_begin.assign(5, 0);
    layer.geometry.vertex_begin = {0};
    layer.finish();
    return layer;
}

void read_style(std::string_view bytes) {
    const auto file = scratch() / "style.json";
    write_file(file, bytes);
    const gis::LoadedStyle loaded = gis::load_style(file);
    const auto lines = 1 + static_cast<std::size_t>(std::ranges::count(bytes, '\n'));
    for (const gis::Notice& notice : loaded.notices)
        for (const auto& [name, value] : notice.text.args)
            if (name == "line") require(std::stoul(value) >= 1 && std::stoul(value) <= lines, "a notice names a line of the file");
    for (const gis::PaintRule& rule : loaded.style.rules) {
        require(!rule.theme.empty(), "every rule has a theme");
        for (const double width : {rule.line_width, rule.line_width_m, rule.fill_outline_width, rule.line_casing_width, rule.circle_radius, rule.circle_stroke_width, rule.text_halo_width})
            require(width >= 0 && width <= 10'000, "widths keep their bounds");
        for (const double dash : rule.line_dasharray) require(std::isfinite(dash) && dash >= 0, "dashes are lengths");
        require(rule.text_size >= 4 && rule.text_size <= 128, "the size of text keeps its bounds");
        const gis::Layer layer = layer_of(rule.theme, rule.field.value_or("name"));
        for (const std::uint16_t index : gis::classify(layer, loaded.style)) require(index == 0xffff || index < loaded.style.rules.size(), "features get rules that exist");
    }
}

std::vector<std::string> our_styles() {
    std::vector<std::string> seeds;
    for (const auto& file : files_in(std::filesystem::path(VIGIE_SOURCE_DIR) / "assets/styles")) seeds.push_back(read_file(file));
    seeds.push_back(R"({"layers":[{"theme":"a","filter":)" + nested(20'000) + "}]}");
    return seeds;
}

} // namespace

Target style_target() {
    return {"style",
            read_style,
            {"\"layers\"", "\"paint\"", "\"layout\"", "\"filter\"", "[\"in\",[\"get\",\"x\"],", "[\"==\",\"x\",1]", "\"literal\"", "\"minzoom\"", "\"line-dasharray\"",
             "\"text-field\"", "\"#ff00ff80\"", "[\"#000000\",\"#ffffff\"]", "\"theme\":\"*\"", "null", "{}", "[]", "\\u0000", "\"text-priority\"", "\"order\"", "\"colors\""},
            our_styles};
}

} // namespace vigie::fuzz
