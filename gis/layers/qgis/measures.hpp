// Lengths of QGIS symbols (millimetres, points, pixels, inches on a screen of 96 dots an inch; metres on the ground) and
// scales, as the style has them: pixels, ground metres, zoom levels of Web Mercator by ground resolution. Any thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>

namespace vigie::gis::qgis {

inline constexpr double dots_per_inch = 96;
inline constexpr double equator_m = 40'075'016.68557849;

struct Length {
    double px = 0;
    double ground_m = 0;  // when it grows with the map; px is 0 then
    [[nodiscard]] bool nothing() const { return px <= 0 && ground_m <= 0; }
    [[nodiscard]] Length half() const { return {px / 2, ground_m / 2}; }
};

class Measures {
public:
    // Ground metres of a unit of the project's coordinates, where the project looks.
    explicit Measures(double metres_per_unit) : metres_per_unit_(metres_per_unit) {}

    [[nodiscard]] static double px_per(std::string_view unit) {
        if (unit == "Point") return dots_per_inch / 72;
        if (unit == "Pixel") return 1;
        if (unit == "Inch") return dots_per_inch;
        return dots_per_inch / 25.4;  // MM, and what older projects do not say
    }
    [[nodiscard]] static bool on_ground(std::string_view unit) { return unit == "MapUnit" || unit == "RenderMetersInMapUnits"; }
    [[nodiscard]] Length length(double value, std::string_view unit) const {
        if (!std::isfinite(value)) return {};
        if (on_ground(unit)) return {0, value * (unit == "MapUnit" ? metres_per_unit_ : 1)};
        return {value * px_per(unit), 0};
    }
    // Of a scale 1:denominator; 0 for an endless one.
    [[nodiscard]] double zoom(double denominator) const {
        if (!(denominator > 0) || !std::isfinite(denominator)) return 24;
        const double metres_per_px = denominator * 0.0254 / dots_per_inch * metres_per_unit_;
        return std::clamp(std::log2(equator_m / 512 / metres_per_px), 0.0, 24.0);
    }

private:
    double metres_per_unit_;
};

// Where something is to be seen.
struct ZoomRange {
    double min = 0, max = 24;
    [[nodiscard]] ZoomRange within(ZoomRange outer) const { return {std::max(min, outer.min), std::min(max, outer.max)}; }
    [[nodiscard]] bool empty() const { return min >= max; }
};
// Between two denominators, the larger one first; 0 = without end.
[[nodiscard]] inline ZoomRange zoom_range(const Measures& measures, double largest, double smallest) {
    return {largest > 0 ? measures.zoom(largest) : 0, smallest > 0 ? measures.zoom(smallest) : 24};
}

} // namespace vigie::gis::qgis
