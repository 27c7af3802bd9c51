#include "gis/layers/clip.hpp"

#include <cmath>
#include <optional>
#include <utility>

namespace vigie::gis {

namespace {

bool before(PlanePoint a, PlanePoint b) { return a.x < b.x || (a.x == b.x && a.y < b.y); }

PlanePoint at_x(PlanePoint a, PlanePoint b, double x) {
    if (before(b, a)) std::swap(a, b);
    return {x, a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x))};
}

PlanePoint at_y(PlanePoint a, PlanePoint b, double y) {
    if (before(b, a)) std::swap(a, b);
    return {a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)), y};
}

// One side of Sutherland and Hodgman's polygon clipping.
template <class Inside, class Meet>
void cut(std::vector<PlanePoint>& ring, std::vector<PlanePoint>& out, const Inside& inside, const Meet& meet) {
    out.clear();
    const std::size_t n = ring.size();
    for (std::size_t i = 0; i < n; ++i) {
        const PlanePoint a = ring[i], b = ring[i + 1 < n ? i + 1 : 0];
        const bool a_in = inside(a), b_in = inside(b);
        if (a_in) out.push_back(a);
        if (a_in != b_in) out.push_back(meet(a, b));
    }
    ring.swap(out);
}

// The part of a segment inside the box, as ends; nothing when it misses it (Liang and Barsky).
std::optional<std::pair<PlanePoint, PlanePoint>> clip_segment(PlanePoint a, PlanePoint b, const PlaneBox& box) {
    const bool turned = before(b, a);
    if (turned) std::swap(a, b);
    double t0 = 0, t1 = 1;
    const double dx = b.x - a.x, dy = b.y - a.y;
    const auto narrow = [&](double p, double q) {
        if (p == 0) return q >= 0;
        const double r = q / p;
        if (p < 0) t0 = std::max(t0, r);
        else t1 = std::min(t1, r);
        return t0 <= t1;
    };
    if (!narrow(-dx, a.x - box.min_x) || !narrow(dx, box.max_x - a.x) || !narrow(-dy, a.y - box.min_y) ||
        !narrow(dy, box.max_y - a.y))
        return {};
    PlanePoint p = t0 > 0 ? PlanePoint{a.x + t0 * dx, a.y + t0 * dy} : a;
    PlanePoint q = t1 < 1 ? PlanePoint{a.x + t1 * dx, a.y + t1 * dy} : b;
    if (turned) std::swap(p, q);
    return std::pair{p, q};
}

} // namespace

void clip_ring(std::vector<PlanePoint>& ring, const PlaneBox& box, std::vector<PlanePoint>& scratch) {
    const auto x_at = [](double x) { return [x](PlanePoint a, PlanePoint b) { return at_x(a, b, x); }; };
    const auto y_at = [](double y) { return [y](PlanePoint a, PlanePoint b) { return at_y(a, b, y); }; };
    cut(ring, scratch, [&](PlanePoint p) { return p.x >= box.min_x; }, x_at(box.min_x));
    cut(ring, scratch, [&](PlanePoint p) { return p.x <= box.max_x; }, x_at(box.max_x));
    cut(ring, scratch, [&](PlanePoint p) { return p.y >= box.min_y; }, y_at(box.min_y));
    cut(ring, scratch, [&](PlanePoint p) { return p.y <= box.max_y; }, y_at(box.max_y));
}

void clip_line(const std::vector<PlanePoint>& line, const PlaneBox& box, ClippedLine& out) {
    double along = 0;
    bool open = false;  // the last piece ends where the next segment begins
    for (std::size_t i = 1; i < line.size(); ++i) {
        const PlanePoint a = line[i - 1], b = line[i];
        const auto inside = clip_segment(a, b, box);
        if (inside) {
            if (!open) {
                out.pieces.push_back({out.points.size(), 1, along + std::hypot(inside->first.x - a.x, inside->first.y - a.y)});
                out.points.push_back(inside->first);
            }
            out.points.push_back(inside->second);
            ++out.pieces.back().count;
        }
        open = inside && inside->second == b;
        along += std::hypot(b.x - a.x, b.y - a.y);
    }
}

} // namespace vigie::gis
