#include "gis/layers/plane_shapes.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::gis {

namespace {

struct Part {
    const double* xy;
    std::size_t n;
    [[nodiscard]] PlanePoint at(std::size_t i) const { return {xy[2 * i], xy[2 * i + 1]}; }
    [[nodiscard]] double length() const {
        double sum = 0;
        for (std::size_t i = 1; i < n; ++i) sum += std::hypot(at(i).x - at(i - 1).x, at(i).y - at(i - 1).y);
        return sum;
    }
};

Part part_of(const FeatureGeometry& g, std::size_t part) {
    return {g.xy.data() + 2 * std::size_t{g.vertex_begin[part]}, std::size_t{g.vertex_begin[part + 1]} - g.vertex_begin[part]};
}

} // namespace

double distance_to_side(PlanePoint p, PlanePoint a, PlanePoint b) {
    const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    const double t = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

double length_of(const FeatureGeometry& geometry, std::size_t feature) {
    double sum = 0;
    for (std::size_t p = geometry.part_begin[feature]; p < geometry.part_begin[feature + 1]; ++p) sum += part_of(geometry, p).length();
    return sum;
}

PlanePoint middle_of_line(const FeatureGeometry& geometry, std::size_t feature) {
    Part longest = part_of(geometry, geometry.part_begin[feature]);
    for (std::size_t p = geometry.part_begin[feature]; p < geometry.part_begin[feature + 1]; ++p)
        if (const Part part = part_of(geometry, p); part.length() > longest.length()) longest = part;
    double left = longest.length() / 2;
    for (std::size_t i = 1; i < longest.n; ++i) {
        const PlanePoint a = longest.at(i - 1), b = longest.at(i);
        const double step = std::hypot(b.x - a.x, b.y - a.y);
        if (step >= left && step > 0) return {a.x + (b.x - a.x) * left / step, a.y + (b.y - a.y) * left / step};
        left -= step;
    }
    return longest.at(0);
}

bool contains(const FeatureGeometry& geometry, std::size_t feature, PlanePoint p) {
    if (geometry.type[feature] != GeometryType::polygon) return false;
    bool inside = false;
    for (std::size_t r = geometry.part_begin[feature]; r < geometry.part_begin[feature + 1]; ++r) {
        const Part ring = part_of(geometry, r);
        for (std::size_t i = 0, j = ring.n - 1; i < ring.n; j = i++) {
            const PlanePoint a = ring.at(i), b = ring.at(j);
            if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
        }
    }
    return inside;
}

double distance_to(const FeatureGeometry& geometry, std::size_t feature, PlanePoint p) {
    double nearest = 1e300;
    if (contains(geometry, feature, p)) return 0;
    const bool points = geometry.type[feature] == GeometryType::point;
    for (std::size_t q = geometry.part_begin[feature]; q < geometry.part_begin[feature + 1]; ++q) {
        const Part part = part_of(geometry, q);
        for (std::size_t i = 0; i < part.n; ++i)
            nearest = std::min(nearest, points || i == 0 ? std::hypot(part.at(i).x - p.x, part.at(i).y - p.y) : distance_to_side(p, part.at(i - 1), part.at(i)));
    }
    return nearest;
}

} // namespace vigie::gis
