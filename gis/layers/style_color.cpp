#include "gis/layers/style_color.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace vigie::gis {

namespace {

std::optional<std::uint8_t> hex_byte(std::string_view digits) {
    unsigned value = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (ec != std::errc() || end != digits.data() + digits.size()) return {};
    return static_cast<std::uint8_t>(digits.size() == 1 ? value * 17 : value);
}

std::optional<Rgba> of_hex(std::string_view digits) {
    const std::size_t width = digits.size() <= 4 ? 1 : 2, channels = digits.size() / width;
    if (digits.size() % width != 0 || channels < 3 || channels > 4) return {};
    std::uint8_t bytes[4] = {0, 0, 0, 255};
    for (std::size_t i = 0; i < channels; ++i) {
        const auto byte = hex_byte(digits.substr(i * width, width));
        if (!byte) return {};
        bytes[i] = *byte;
    }
    return Rgba{bytes[0], bytes[1], bytes[2], bytes[3]};
}

std::uint8_t byte_of(double v) { return static_cast<std::uint8_t>(std::lround(std::clamp(v, 0.0, 255.0))); }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// What stands between the brackets of rgb(…) and rgba(…).
std::optional<Rgba> of_channels(std::string_view list) {
    double values[4] = {0, 0, 0, 1};
    std::size_t count = 0;
    for (;;) {
        const std::size_t comma = list.find(',');
        const std::string_view part = trimmed(list.substr(0, comma));
        if (count == 4 || part.empty()) return {};
        const auto [end, ec] = std::from_chars(part.data(), part.data() + part.size(), values[count++]);
        if (ec != std::errc() || end != part.data() + part.size()) return {};
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
    }
    if (count < 3 || values[3] < 0 || values[3] > 1) return {};
    for (int i = 0; i < 3; ++i)
        if (!(values[i] >= 0 && values[i] <= 255)) return {};
    return Rgba{byte_of(values[0]), byte_of(values[1]), byte_of(values[2]), byte_of(values[3] * 255)};
}

// Hue in degrees, saturation and lightness in hundredths, opacity: what stands between the brackets of hsl(…) and hsla(…).
std::optional<Rgba> of_hue(std::string_view list) {
    double values[4] = {0, 0, 0, 1};
    std::size_t count = 0;
    for (;;) {
        const std::size_t comma = list.find(',');
        std::string_view part = trimmed(list.substr(0, comma));
        const bool hundredths = count == 1 || count == 2;
        if (count == 4 || part.empty() || hundredths != part.ends_with('%')) return {};
        if (hundredths) part.remove_suffix(1);
        const auto [end, ec] = std::from_chars(part.data(), part.data() + part.size(), values[count++]);
        if (ec != std::errc() || end != part.data() + part.size()) return {};
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
    }
    const auto within = [](double v, double most) { return v >= 0 && v <= most; };
    if (count < 3 || !within(values[1], 100) || !within(values[2], 100) || !within(values[3], 1) || !std::isfinite(values[0])) return {};
    const double light = values[2] / 100, spread = values[1] / 100 * std::min(light, 1 - light);
    const auto channel = [&](double n) {
        const double k = std::fmod(std::fmod(n + values[0] / 30, 12) + 12, 12);
        return byte_of(255 * (light - spread * std::max(-1.0, std::min({k - 3, 9 - k, 1.0}))));
    };
    return Rgba{channel(0), channel(8), channel(4), byte_of(255 * values[3])};
}

Rgba mixed(Rgba a, Rgba b, double t) {
    const double alpha = a.a + (b.a - a.a) * t;
    if (alpha <= 0) return {0, 0, 0, 0};
    const auto channel = [&](std::uint8_t from, std::uint8_t to) {
        return byte_of((from * double(a.a) * (1 - t) + to * double(b.a) * t) / alpha);
    };
    return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b), byte_of(alpha)};
}

} // namespace

std::optional<Rgba> color_of_text(std::string_view text) {
    if (text.starts_with('#')) return of_hex(text.substr(1));
    if (!text.ends_with(')')) return {};
    for (const std::string_view call : {std::string_view("rgb("), std::string_view("rgba(")})
        if (text.starts_with(call)) return of_channels(text.substr(call.size(), text.size() - call.size() - 1));
    for (const std::string_view call : {std::string_view("hsl("), std::string_view("hsla(")})
        if (text.starts_with(call)) return of_hue(text.substr(call.size(), text.size() - call.size() - 1));
    return {};
}

std::optional<DayNight> day_night_of_text(std::string_view text, const Palette& palette) {
    if (const auto both = color_of_text(text)) return DayNight{*both, *both};
    const auto named = std::ranges::find_if(palette, [&](const auto& entry) { return entry.first == text; });
    if (named != palette.end()) return named->second;
    const auto of_css = css_color(text);
    if (!of_css) return {};
    return DayNight{*of_css, *of_css};
}

std::string css_of(const DayNight& color) {
    const Rgba c = color.day;
    const long alpha = std::lround(c.a * 100 / 255.0);
    const std::string hundredths = std::to_string(alpha % 100);
    std::string opacity = alpha == 100 ? "1" : alpha == 0 ? "0" : "0." + std::string(hundredths.size() == 1 ? "0" : "") + hundredths;
    if (opacity.size() == 4 && opacity.back() == '0') opacity.pop_back();
    return "rgba(" + std::to_string(c.r) + "," + std::to_string(c.g) + "," + std::to_string(c.b) + "," + opacity + ")";
}

DayNight mixed(const DayNight& a, const DayNight& b, double t) { return {mixed(a.day, b.day, t), mixed(a.night, b.night, t)}; }

Rgba faded(Rgba color, double opacity) {
    color.a = byte_of(color.a * std::clamp(opacity, 0.0, 1.0));
    return color;
}

} // namespace vigie::gis
