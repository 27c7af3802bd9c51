#include <fstream>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "panels/theme.hpp"

namespace vigie::panels {

namespace {

using Setter = Rgba& (*)(Colors&);
struct Binding {
    const char* token;
    Setter field;
};

// Every token of the file and where it lands. A token without a row here, or a row without a token, is an error.
constexpr Binding bindings[] = {
    {"surface.0", [](Colors& c) -> Rgba& { return c.surface0; }},
    {"surface.1", [](Colors& c) -> Rgba& { return c.surface1; }},
    {"surface.2", [](Colors& c) -> Rgba& { return c.surface2; }},
    {"surface.3", [](Colors& c) -> Rgba& { return c.surface3; }},
    {"row.hover", [](Colors& c) -> Rgba& { return c.row_hover; }},
    {"row.selected", [](Colors& c) -> Rgba& { return c.row_selected; }},
    {"line", [](Colors& c) -> Rgba& { return c.line; }},
    {"line.strong", [](Colors& c) -> Rgba& { return c.line_strong; }},
    {"text.strong", [](Colors& c) -> Rgba& { return c.text_strong; }},
    {"text.normal", [](Colors& c) -> Rgba& { return c.text_normal; }},
    {"text.weak", [](Colors& c) -> Rgba& { return c.text_weak; }},
    {"text.off", [](Colors& c) -> Rgba& { return c.text_off; }},
    {"accent", [](Colors& c) -> Rgba& { return c.accent; }},
    {"accent.hover", [](Colors& c) -> Rgba& { return c.accent_hover; }},
    {"accent.veil", [](Colors& c) -> Rgba& { return c.accent_veil; }},
    {"accent.text", [](Colors& c) -> Rgba& { return c.accent_text; }},
    {"on.accent", [](Colors& c) -> Rgba& { return c.on_accent; }},
    {"selection", [](Colors& c) -> Rgba& { return c.selection; }},
    {"selection.halo", [](Colors& c) -> Rgba& { return c.selection_halo; }},
    {"crew", [](Colors& c) -> Rgba& { return c.crew; }},
    {"on.crew", [](Colors& c) -> Rgba& { return c.on_crew; }},
    {"flag", [](Colors& c) -> Rgba& { return c.crew_flag; }},
    {"tooltip", [](Colors& c) -> Rgba& { return c.tooltip; }},
    {"tooltip.text", [](Colors& c) -> Rgba& { return c.tooltip_text; }},
    {"scrim", [](Colors& c) -> Rgba& { return c.scrim; }},
    {"state.warn.edge", [](Colors& c) -> Rgba& { return c.warn_edge; }},
    {"state.active.bar", [](Colors& c) -> Rgba& { return c.bar_active; }},
    {"council.band", [](Colors& c) -> Rgba& { return c.council_band; }},
    {"council.item", [](Colors& c) -> Rgba& { return c.council_item; }},
    {"council.text", [](Colors& c) -> Rgba& { return c.council_text; }},
    {"council.weak", [](Colors& c) -> Rgba& { return c.council_weak; }},
    {"council.line", [](Colors& c) -> Rgba& { return c.council_line; }},
};
constexpr const char* family_names[] = {"new", "active", "warn", "danger", "done", "idle"};

gis::Error token_error(const char* key, const std::filesystem::path& file, const std::string& token) {
    return {gis::ErrorClass::config, {key, {{"file", file.filename().string()}, {"token", token}}},
            {"panels.theme.reinstall", {}}, file.string()};
}

bool hex_color(const nlohmann::json& value, Rgba& out) {
    if (!value.is_string()) return false;
    const std::string text = value.get<std::string>();
    if ((text.size() != 7 && text.size() != 9) || text[0] != '#') return false;
    if (text.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos) return false;
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(std::stoi(text.substr(at, 2), nullptr, 16)); };
    out = {byte(1), byte(3), byte(5), text.size() == 9 ? byte(7) : std::uint8_t{255}};
    return true;
}

// Pointers to every colour by its token name, in one theme.
std::map<std::string, Rgba*> slots(Colors& colors) {
    std::map<std::string, Rgba*> out;
    for (const Binding& b : bindings) out[b.token] = &b.field(colors);
    for (std::size_t i = 0; i < colors.families.size(); ++i) {
        const std::string prefix = std::string("state.") + family_names[i] + ".";
        out[prefix + "full"] = &colors.families[i].full;
        out[prefix + "veil"] = &colors.families[i].veil;
        out[prefix + "ink"] = &colors.families[i].ink;
        out[prefix + "glyph"] = &colors.families[i].glyph;
    }
    for (std::size_t i = 0; i < colors.ramp.size(); ++i) out["ramp." + std::to_string(i)] = &colors.ramp[i];
    return out;
}

} // namespace

gis::Result<ThemeTokens> load_tokens(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) return token_error("panels.theme.unreadable", file, "");
    const auto json = nlohmann::json::parse(in, nullptr, false);
    if (!json.is_object()) return token_error("panels.theme.unreadable", file, "");
    ThemeTokens tokens;
    auto day = slots(tokens.day), night = slots(tokens.night);
    for (const auto& [token, entry] : json.items()) {
        const auto at = day.find(token);
        if (at == day.end() || !entry.is_object()) return token_error("panels.theme.unknown_token", file, token);
        if (!hex_color(entry.value("day", nlohmann::json{}), *at->second) ||
            !hex_color(entry.value("night", nlohmann::json{}), *night[token]))
            return token_error("panels.theme.bad_colour", file, token);
        day.erase(at);
    }
    if (!day.empty()) return token_error("panels.theme.missing_token", file, day.begin()->first);
    return tokens;
}

} // namespace vigie::panels
