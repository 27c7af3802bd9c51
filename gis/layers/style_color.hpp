// Colours of styles: one for the day theme and one for the night theme, the names a style gives them, and how they are
// written. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vigie::gis {

struct Rgba {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    auto operator<=>(const Rgba&) const = default;
};
// One colour for the day theme and one for the night theme.
struct DayNight {
    Rgba day, night;
    auto operator<=>(const DayNight&) const = default;
};

// The "colors" of a style file: name and value.
using Palette = std::vector<std::pair<std::string, DayNight>>;

// "#RGB", "#RGBA", "#RRGGBB", "#RRGGBBAA", "rgb(r, g, b)", "rgba(r, g, b, a)" with a from 0 to 1, "hsl(h, s%, l%)", "hsla(h, s%, l%, a)".
[[nodiscard]] std::optional<Rgba> color_of_text(std::string_view text);
// A name of CSS Color 4 ("white", "steelblue", "transparent").
[[nodiscard]] std::optional<Rgba> css_color(std::string_view name);
// A name of the palette, else any of the above for day and night alike.
[[nodiscard]] std::optional<DayNight> day_night_of_text(std::string_view text, const Palette& palette);
// As in CSS: "rgba(217,169,58,0.5)", of the day.
[[nodiscard]] std::string css_of(const DayNight& color);

// Between a (t = 0) and b (t = 1), each channel weighted by its opacity, as the specification has it.
[[nodiscard]] DayNight mixed(const DayNight& a, const DayNight& b, double t);
// The same colour, `opacity` times as opaque.
[[nodiscard]] Rgba faded(Rgba color, double opacity);

} // namespace vigie::gis
