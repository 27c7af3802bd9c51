#include "gis/layers/style.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "gis/layers/json_place.hpp"
#include "gis/layers/style_reader.hpp"

namespace vigie::gis {

namespace {
constexpr std::uintmax_t max_style_bytes = 4u << 20;

Notice style_error(const std::filesystem::path& file, const char* key, TextPlace place, std::string detail = {}) {
    return {.severity = Severity::error,
            .where = file.string(),
            .text = {key, {{"line", std::to_string(place.line)}, {"column", std::to_string(place.column)}, {"detail", std::move(detail)}}},
            .remedy = {"layers.remedy.fix_style", {}}};
}

// Brackets within brackets: what reads them on goes down as deep.
bool too_deep(std::string_view text) {
    constexpr int deepest = 200;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') ++i;
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{') && ++depth > deepest) return true;
        else if (!quoted && (c == ']' || c == '}')) --depth;
    }
    return false;
}
} // namespace

LoadedStyle load_style(const std::filesystem::path& file) {
    std::error_code ec;
    const auto size = std::filesystem::file_size(file, ec);
    std::ifstream in(file, std::ios::binary);
    if (ec || !in || size > max_style_bytes) return {{}, {style_error(file, in && !ec ? "layers.style.too_big" : "layers.style.unreadable", {})}};
    std::stringstream buffer;
    buffer << in.rdbuf();
    return read_style(buffer.str(), file.string());
}

LoadedStyle read_style(std::string_view text, const std::string& file) {
    LoadedStyle loaded;
    if (too_deep(text)) return {{}, {style_error(file, "layers.style.too_deep", {})}};
    try {
        StyleReader reader(text, file);
        loaded.style = reader.read(nlohmann::json::parse(text));
        loaded.notices = std::move(reader.notices);
    } catch (const nlohmann::json::parse_error& e) {
        loaded.notices.push_back(style_error(file, "layers.style.not_json", place_of_offset(text, e.byte == 0 ? 0 : e.byte - 1)));
    } catch (const nlohmann::json::exception& e) {
        loaded.notices.push_back(style_error(file, "layers.style.not_json", {}, e.what()));
    }
    return loaded;
}

bool is_style_file(const std::filesystem::path& file) {
    std::error_code ec;
    if (!std::filesystem::is_regular_file(file, ec) || file.extension() != ".json" || std::filesystem::file_size(file, ec) > max_style_bytes) return false;
    std::ifstream in(file, std::ios::binary);
    std::stringstream buffer;
    buffer << in.rdbuf();
    const std::string text = buffer.str();
    const auto says = [&](const char* word) { return text.find(word) != std::string::npos; };
    return says("\"layers\"") && (says("\"theme\"") || says("\"paint\"")) && !says("\"FeatureCollection\"");
}

MapStyle bench_style() {
    // The palette of the peers' benchmark scripts, so that pictures can be laid side by side.
    constexpr Rgba colours[8] = {{228, 26, 28},  {55, 126, 184},  {77, 175, 74},   {152, 78, 163},
                                 {255, 127, 0},  {166, 118, 29}, {247, 129, 191}, {102, 102, 102}};
    MapStyle style;
    style.background = {{255, 255, 255}, {255, 255, 255}};
    for (std::size_t i = 0; i <= 8; ++i) {  // the last one for layers without categories
        const Rgba c = colours[i % 8];
        const auto darker = [](std::uint8_t v) { return static_cast<std::uint8_t>(v * 6 / 10); };
        const Rgba edge{darker(c.r), darker(c.g), darker(c.b)};
        PaintRule rule;
        rule.theme = "*";
        if (i < 8) {
            rule.field = "category";
            rule.values = {std::to_string(i)};
            rule.modulo = 8;
        }
        rule.fill_color = DayNight{c, c};
        rule.fill_outline_color = DayNight{edge, edge};
        rule.fill_outline_width = 1;
        rule.line_color = DayNight{c, c};
        rule.line_width = 1.5;
        rule.circle_color = DayNight{c, c};
        rule.circle_radius = 2;
        style.rules.push_back(std::move(rule));
    }
    return style;
}

} // namespace vigie::gis
