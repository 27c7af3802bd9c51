// Tokens of the interface: palette → meaning → typed struct, day and night, read from assets/theme/tokens.json (no colour
// literal lives in a panel). Fonts are built by fonts.hpp. UI thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "gis/layers/style.hpp"
#include "gis/model/result.hpp"

struct ImFont;
struct ImVec4;

namespace vigie::panels {

using gis::Rgba;

struct StateFamily {
    Rgba full, veil, ink, glyph;
};

// Order = cluster order of INTERFACE.md §4.
enum class Family : std::uint8_t { fresh, active, warn, danger, done, idle };

struct Colors {
    Rgba surface0, surface1, surface2, surface3, row_hover, row_selected, line, line_strong, text_strong, text_normal,
        text_weak, text_off, accent, accent_hover, accent_veil, accent_text, on_accent, selection, selection_halo, crew,
        on_crew, crew_flag, tooltip, tooltip_text, scrim, warn_edge,
        bar_active, council_band, council_item, council_text, council_weak, council_line;
    std::array<StateFamily, 6> families;
    std::array<Rgba, 7> ramp;
    [[nodiscard]] const StateFamily& family(Family f) const { return families[static_cast<std::size_t>(f)]; }
};

struct Fonts {
    ImFont *caption = nullptr, *caption_strong = nullptr, *body = nullptr, *body_strong = nullptr, *title = nullptr,
           *figure = nullptr, *mono = nullptr, *mono_small = nullptr, *icons_small = nullptr, *icons = nullptr,
           *icons_large = nullptr;
    // Of the council's scene, 30 · 48 · 80 and icons of 32 px at `council_scale`; null until a scene was asked for.
    ImFont *council = nullptr, *council_strong = nullptr, *council_title = nullptr, *council_figure = nullptr, *council_icons = nullptr;
    float council_scale = 0;
};

struct Theme {
    bool night = false;
    float scale = 1;   // user scale × pixel ratio: multiply every px of INTERFACE.md
    Colors colors;
    Colors day;        // of what is never shown by night: the council's scene
    Fonts fonts;
    [[nodiscard]] float px(float at_scale_1) const { return at_scale_1 * scale; }
};

struct ThemeTokens {
    Colors day, night;
};
[[nodiscard]] gis::Result<ThemeTokens> load_tokens(const std::filesystem::path& file);
// Sets ImGui's style from tokens at the theme's scale (restores the base style first).
void apply_style(const Theme& theme);
[[nodiscard]] ImVec4 vec4(Rgba c);
[[nodiscard]] std::uint32_t u32(Rgba c, float alpha = 1);

} // namespace vigie::panels
