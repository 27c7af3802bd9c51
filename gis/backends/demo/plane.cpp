#include "gis/backends/demo/plane.hpp"

#include <algorithm>

namespace vigie::gis::demo {

double area(const std::vector<P>& ring) {
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) twice += cross(ring[i], ring[(i + 1) % ring.size()]);
    return twice / 2;
}

P centroid(const std::vector<P>& ring) {
    double twice = 0;
    P sum;
    const P o = ring.empty() ? P{} : ring.front();
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const P a = ring[i] - o, b = ring[(i + 1) % ring.size()] - o;
        const double c = cross(a, b);
        twice += c;
        sum = sum + (a + b) * c;
    }
    if (twice * twice < 1e-12) return o;
    return o + sum * (1 / (3 * twice));
}

bool inside(const std::vector<P>& ring, P p) {
    bool in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const P a = ring[i], b = ring[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
    return in;
}

double distance_to_segment(P p, P a, P b) {
    const P d = b - a;
    const double l2 = dot(d, d);
    const double t = l2 > 0 ? std::clamp(dot(p - a, d) / l2, 0.0, 1.0) : 0;
    return distance(p, a + d * t);
}

double distance_to_polyline(P p, const std::vector<P>& line) {
    double best = 1e300;
    for (std::size_t i = 1; i < line.size(); ++i) best = std::min(best, distance_to_segment(p, line[i - 1], line[i]));
    return best;
}

double length(const std::vector<P>& line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += distance(line[i - 1], line[i]);
    return sum;
}

P along(const std::vector<P>& line, double metres, P* direction) {
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double step = distance(line[i - 1], line[i]);
        if (metres <= step || i + 1 == line.size()) {
            if (direction) *direction = unit(line[i] - line[i - 1]);
            return mix(line[i - 1], line[i], step > 0 ? std::clamp(metres / step, 0.0, 1.0) : 0);
        }
        metres -= step;
    }
    return line.empty() ? P{} : line.front();
}

Ring clip(const Ring& ring, P p, P inward, int tag) {
    constexpr double same = 1e-7;  // metres: closer vertices are one
    Ring out;
    const auto put = [&](P q, int t) {
        if (!out.v.empty() && distance(out.v.back(), q) < same) {
            out.tag.back() = t;
            return;
        }
        out.v.push_back(q);
        out.tag.push_back(t);
    };
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const P a = ring.v[i], b = ring.v[ring.next(i)];
        const double da = dot(a - p, inward), db = dot(b - p, inward);
        if (da >= 0) put(a, ring.tag[i]);
        if (da >= 0 && db < 0) put(mix(a, b, da / (da - db)), tag);
        else if (da < 0 && db >= 0) put(mix(a, b, da / (da - db)), ring.tag[i]);
    }
    while (out.size() > 1 && distance(out.v.front(), out.v.back()) < same) {
        out.v.pop_back();
        out.tag.pop_back();
    }
    if (out.size() < 3) return {};
    return out;
}

Frame frame_of(const std::vector<P>& ring) {
    Frame best;
    double best_area = 1e300;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const P edge = ring[(i + 1) % ring.size()] - ring[i];
        if (length(edge) < 1e-6) continue;
        const P u = unit(edge), v = left_of(u);
        double u0 = 1e300, u1 = -1e300, v0 = 1e300, v1 = -1e300;
        for (const P q : ring) {
            u0 = std::min(u0, dot(q, u));
            u1 = std::max(u1, dot(q, u));
            v0 = std::min(v0, dot(q, v));
            v1 = std::max(v1, dot(q, v));
        }
        const double size = (u1 - u0) * (v1 - v0);
        if (size >= best_area) continue;
        best_area = size;
        const P centre = u * ((u0 + u1) / 2) + v * ((v0 + v1) / 2);
        best = u1 - u0 >= v1 - v0 ? Frame{u, v, centre, u1 - u0, v1 - v0} : Frame{v, u * -1.0, centre, v1 - v0, u1 - u0};
    }
    return best;
}

bool segments_cross(P a, P b, P c, P d) {
    const double d1 = cross(b - a, c - a), d2 = cross(b - a, d - a);
    const double d3 = cross(d - c, a - c), d4 = cross(d - c, b - c);
    return ((d1 > 0) != (d2 > 0)) && ((d3 > 0) != (d4 > 0));
}

bool overlap(const std::vector<P>& a, const std::vector<P>& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < b.size(); ++j)
            if (segments_cross(a[i], a[(i + 1) % a.size()], b[j], b[(j + 1) % b.size()])) return true;
    return inside(b, centroid(a)) || inside(a, centroid(b));
}

} // namespace vigie::gis::demo
