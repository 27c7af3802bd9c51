// Colour science for tests: WCAG contrast, CIEDE2000, colour-vision simulation (Machado, Oliveira, Fernandes 2009,
// severity 1.0, in linear RGB).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "panels/theme.hpp"

namespace vigie::color_math {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

inline double linear(double channel) { return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4); }
inline Triple linear_rgb(gis::Rgba c) { return {linear(c.r / 255.0), linear(c.g / 255.0), linear(c.b / 255.0)}; }
inline double luminance(gis::Rgba c) {
    const Triple l = linear_rgb(c);
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
}
inline double contrast(gis::Rgba a, gis::Rgba b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

inline constexpr Matrix usual{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
inline constexpr Matrix protan{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
inline constexpr Matrix deutan{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
inline constexpr Matrix tritan{{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

inline Triple apply(const Matrix& m, Triple v) {
    Triple out{};
    for (std::size_t i = 0; i < 3; ++i) out[i] = std::clamp(m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2], 0.0, 1.0);
    return out;
}

inline Triple lab(Triple rgb) {
    const double x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047;
    const double y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2];
    const double z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883;
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

// Sharma, Wu, Dalal 2005.
inline double ciede2000(Triple p, Triple q) {
    constexpr double pi = std::numbers::pi, rad = pi / 180;
    const double c1 = std::hypot(p[1], p[2]), c2 = std::hypot(q[1], q[2]), mean = (c1 + c2) / 2;
    const double g = 0.5 * (1 - std::sqrt(std::pow(mean, 7) / (std::pow(mean, 7) + std::pow(25.0, 7))));
    const double a1 = (1 + g) * p[1], a2 = (1 + g) * q[1], d1 = std::hypot(a1, p[2]), d2 = std::hypot(a2, q[2]);
    const auto hue = [&](double b, double a) { return a == 0 && b == 0 ? 0.0 : std::fmod(std::atan2(b, a) / rad + 360, 360); };
    const double h1 = hue(p[2], a1), h2 = hue(q[2], a2);
    double dh = h2 - h1;
    if (d1 * d2 == 0) dh = 0;
    else if (dh > 180) dh -= 360;
    else if (dh < -180) dh += 360;
    const double dl = q[0] - p[0], dc = d2 - d1, dhh = 2 * std::sqrt(d1 * d2) * std::sin(dh / 2 * rad);
    const double ml = (p[0] + q[0]) / 2, mc = (d1 + d2) / 2;
    double mh = h1 + h2;
    if (d1 * d2 != 0) mh = std::abs(h1 - h2) <= 180 ? mh / 2 : mh < 360 ? (mh + 360) / 2 : (mh - 360) / 2;
    const double t = 1 - 0.17 * std::cos((mh - 30) * rad) + 0.24 * std::cos(2 * mh * rad) + 0.32 * std::cos((3 * mh + 6) * rad) - 0.2 * std::cos((4 * mh - 63) * rad);
    const double sl = 1 + 0.015 * std::pow(ml - 50, 2) / std::sqrt(20 + std::pow(ml - 50, 2)), sc = 1 + 0.045 * mc, sh = 1 + 0.015 * mc * t;
    const double rt = -std::sin(2 * 30 * std::exp(-std::pow((mh - 275) / 25, 2)) * rad) * 2 * std::sqrt(std::pow(mc, 7) / (std::pow(mc, 7) + std::pow(25.0, 7)));
    return std::sqrt(std::pow(dl / sl, 2) + std::pow(dc / sc, 2) + std::pow(dhh / sh, 2) + rt * (dc / sc) * (dhh / sh));
}

} // namespace vigie::color_math
