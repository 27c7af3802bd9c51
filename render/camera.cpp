#include "render/camera.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vigie::render {

namespace {
constexpr double rad = std::numbers::pi / 180;
}

PxPoint Camera::screen_from_plane(gis::PlanePoint p) const {
    const double dx = (p.x - centre.x) / units_per_px, dy = (p.y - centre.y) / units_per_px;
    const double c = std::cos(rotation_deg * rad), s = std::sin(rotation_deg * rad);
    return {width / 2.0 + c * dx + s * dy, height / 2.0 + s * dx - c * dy};
}

gis::PlanePoint Camera::plane_from_screen(PxPoint p) const {
    const double sx = p.x - width / 2.0, sy = p.y - height / 2.0;
    const double c = std::cos(rotation_deg * rad), s = std::sin(rotation_deg * rad);
    return {centre.x + units_per_px * (c * sx + s * sy), centre.y + units_per_px * (s * sx - c * sy)};
}

gis::PlaneBox Camera::visible() const {
    gis::PlaneBox box;
    for (const PxPoint corner : {PxPoint{0, 0}, {double(width), 0}, {0, double(height)}, {double(width), double(height)}}) {
        const gis::PlanePoint p = plane_from_screen(corner);
        box.include(p.x, p.y);
    }
    return box;
}

double Camera::zoom(double metres_per_unit) const {
    // MapLibre's zoom: a 512 px world tile at zoom 0 spans the equator.
    constexpr double equator_m = 40'075'016.68557849;
    const double metres_per_px = units_per_px * metres_per_unit * static_cast<double>(pixel_ratio);
    return std::log2(equator_m / 512.0 / metres_per_px);
}

Camera Camera::framing(const gis::PlaneBox& box, int width, int height, double margin_px) {
    Camera camera;
    camera.width = width;
    camera.height = height;
    if (box.empty()) return camera;
    camera.centre = box.centre();
    const double w = std::max(1.0, width - 2 * margin_px), h = std::max(1.0, height - 2 * margin_px);
    camera.units_per_px = std::max({box.width() / w, box.height() / h, 1e-3});
    return camera;
}

} // namespace vigie::render
