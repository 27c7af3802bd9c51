// Points and convex rings of the town's plan, metres east and north of the church.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace vigie::gis::demo {

struct P {
    double x = 0, y = 0;
    friend P operator+(P a, P b) { return {a.x + b.x, a.y + b.y}; }
    friend P operator-(P a, P b) { return {a.x - b.x, a.y - b.y}; }
    friend P operator*(P a, double k) { return {a.x * k, a.y * k}; }
    bool operator==(const P&) const = default;
};
[[nodiscard]] inline double dot(P a, P b) { return a.x * b.x + a.y * b.y; }
[[nodiscard]] inline double cross(P a, P b) { return a.x * b.y - a.y * b.x; }
[[nodiscard]] inline double length(P a) { return std::sqrt(dot(a, a)); }
[[nodiscard]] inline double distance(P a, P b) { return length(b - a); }
[[nodiscard]] inline P unit(P a) {
    const double l = length(a);
    return l > 0 ? P{a.x / l, a.y / l} : P{1, 0};
}
[[nodiscard]] inline P left_of(P a) { return {-a.y, a.x}; }
[[nodiscard]] inline P mix(P a, P b, double t) { return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; }

inline constexpr int no_line = -1;

// A convex ring, counter-clockwise. `tag[i]` names the line that edge v[i] → v[i+1] lies on (a street), or no_line.
struct Ring {
    std::vector<P> v;
    std::vector<int> tag;

    [[nodiscard]] std::size_t size() const { return v.size(); }
    [[nodiscard]] std::size_t next(std::size_t i) const { return i + 1 < v.size() ? i + 1 : 0; }
    [[nodiscard]] std::size_t previous(std::size_t i) const { return i > 0 ? i - 1 : v.size() - 1; }
    [[nodiscard]] P edge(std::size_t i) const { return v[next(i)] - v[i]; }
    [[nodiscard]] double edge_length(std::size_t i) const { return length(edge(i)); }
};

[[nodiscard]] double area(const std::vector<P>& ring);
[[nodiscard]] P centroid(const std::vector<P>& ring);
[[nodiscard]] bool inside(const std::vector<P>& ring, P p);  // any simple ring
[[nodiscard]] double distance_to_segment(P p, P a, P b);
[[nodiscard]] double distance_to_polyline(P p, const std::vector<P>& line);
[[nodiscard]] double length(const std::vector<P>& line);
[[nodiscard]] P along(const std::vector<P>& line, double metres, P* direction = nullptr);

// Keeps the side of the line through `p` where `inward` points; the new edge gets `tag`. May come out empty.
[[nodiscard]] Ring clip(const Ring& ring, P p, P inward, int tag);
// Each edge moved inward by inset(tag, edge); may come out empty.
template <class Inset>
[[nodiscard]] Ring inset(const Ring& ring, Inset&& by) {
    Ring out = ring;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const P n = left_of(unit(ring.edge(i)));
        const double d = by(ring.tag[i], i);
        if (d > 0) out = clip(out, ring.v[i] + n * d, n, ring.tag[i]);
        if (out.size() < 3) return {};
    }
    return out;
}

// The smallest rectangle around a convex ring: long axis direction, sizes, centre.
struct Frame {
    P u{1, 0}, v{0, 1};       // long and short axis
    P centre;
    double along = 0, across = 0;
};
[[nodiscard]] Frame frame_of(const std::vector<P>& ring);

// Do two simple rings share inner area? (edges crossing or one inside the other)
[[nodiscard]] bool overlap(const std::vector<P>& a, const std::vector<P>& b);
[[nodiscard]] bool segments_cross(P a, P b, P c, P d);

} // namespace vigie::gis::demo
