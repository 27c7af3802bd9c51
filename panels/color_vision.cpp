#include "panels/color_vision.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <imgui_internal.h>

namespace vigie::panels {

namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

constexpr Matrix protan{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deutan{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix tritan{{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
constexpr Matrix grey{{{0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}}};

double linear(std::uint8_t c) {
    const double v = c / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

std::uint8_t encoded(double v) {
    v = std::clamp(v, 0.0, 1.0);
    return static_cast<std::uint8_t>(std::lround(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055)));
}

} // namespace

Rgba as_seen(Rgba color, ColorVision vision) {
    if (vision == ColorVision::usual || color.a == 0) return color;
    const Matrix& m = vision == ColorVision::protan ? protan : vision == ColorVision::deutan ? deutan : vision == ColorVision::tritan ? tritan : grey;
    const double r = linear(color.r), g = linear(color.g), b = linear(color.b);
    const auto row = [&](std::size_t i) { return encoded(m[i][0] * r + m[i][1] * g + m[i][2] * b); };
    return {row(0), row(1), row(2), color.a};
}

void recolor(render::Overlay& overlay, ColorVision vision) {
    if (vision == ColorVision::usual) return;
    const auto see = [&](auto&... colors) { ((colors = as_seen(colors, vision)), ...); };
    for (render::Marker& m : overlay.markers) see(m.fill, m.edge, m.glyph_color, m.halo, m.badge_fill, m.badge_glyph, m.badge_edge);
    for (render::Trail& t : overlay.trails) see(t.color);
    for (render::RouteLine& r : overlay.routes) see(r.color, r.halo, r.flag_fill, r.flag_text);
    for (render::Callout& c : overlay.callouts) see(c.ground, c.border, c.title_color, c.text_color);
    for (Rgba& family : overlay.families) see(family);
    see(overlay.accent, overlay.sight, overlay.sight_halo);
}

void recolor_windows(ColorVision vision) {
    if (vision == ColorVision::usual) return;
    std::uint32_t last = 0, last_seen = 0;
    for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
        if (!window->WasActive && !window->Active) continue;
        for (ImDrawVert& v : window->DrawList->VtxBuffer) {
            if (v.col != last) {
                last = v.col;
                const auto byte = [&](int shift) { return static_cast<std::uint8_t>(v.col >> shift & 0xFF); };
                last_seen = u32(as_seen({byte(IM_COL32_R_SHIFT), byte(IM_COL32_G_SHIFT), byte(IM_COL32_B_SHIFT), byte(IM_COL32_A_SHIFT)}, vision));
            }
            v.col = last_seen;
        }
    }
}

} // namespace vigie::panels
