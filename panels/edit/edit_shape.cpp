#include "panels/edit/edit_shape.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::panels {

namespace {

gis::PlanePoint nearest_on(gis::PlanePoint p, gis::PlanePoint a, gis::PlanePoint b) {
    const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
    return {a.x + t * dx, a.y + t * dy};
}
double distance(gis::PlanePoint a, gis::PlanePoint b) { return std::hypot(a.x - b.x, a.y - b.y); }

} // namespace

std::optional<EditShape> EditShape::from(const gis::Geometry& g, const gis::MapPlane& plane) {
    EditShape out;
    out.type = g.type;
    const std::size_t count = g.type == gis::GeometryType::point ? g.points.size() : std::max<std::size_t>(1, g.parts.size());
    for (std::size_t p = 0; p < count && !g.points.empty(); ++p) {
        const bool is_point = g.type == gis::GeometryType::point;
        const std::size_t begin = is_point ? p : g.parts.empty() ? 0 : g.parts[p];
        std::size_t end = is_point ? p + 1 : p + 1 < g.parts.size() ? g.parts[p + 1] : g.points.size();
        if (g.type == gis::GeometryType::polygon && end - begin > 1 && g.points[begin] == g.points[end - 1]) --end;
        Part part;
        part.is_hole = g.type == gis::GeometryType::polygon && p != 0 && std::ranges::find(g.first_ring, static_cast<std::uint32_t>(p)) == g.first_ring.end();
        for (std::size_t i = begin; i < end; ++i) {
            const auto at = plane.plane_from_lonlat(g.points[i]);
            if (!at) return {};
            part.vertices.push_back({*at, g.points[i]});
        }
        out.parts.push_back(std::move(part));
    }
    return out;
}

std::optional<gis::Geometry> EditShape::geometry(const gis::MapPlane& plane) const {
    gis::Geometry g;
    g.type = type;
    for (const Part& part : parts) {
        if (type != gis::GeometryType::point) {
            if (type == gis::GeometryType::polygon && !part.is_hole) g.first_ring.push_back(static_cast<std::uint32_t>(g.parts.size()));
            g.parts.push_back(static_cast<std::uint32_t>(g.points.size()));
        }
        const std::size_t begin = g.points.size();
        for (const Vertex& v : part.vertices) {
            const auto at = v.exact ? v.exact : plane.lonlat_from_plane(v.at);
            if (!at) return {};
            g.points.push_back(*at);
        }
        if (type == gis::GeometryType::polygon && !part.vertices.empty()) g.points.push_back(g.points[begin]);
    }
    return g;
}

std::optional<EditShape::Grip> EditShape::grip_at(gis::PlanePoint p, double reach) const {
    std::optional<Grip> vertex, edge;
    double nearest_vertex = reach, nearest_edge = reach;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const auto& v = parts[part].vertices;
        for (std::size_t i = 0; i < v.size(); ++i) {
            if (const double d = distance(p, v[i].at); d <= nearest_vertex) nearest_vertex = d, vertex = Grip{part, i, false};
            const bool closes = type == gis::GeometryType::polygon && i + 1 == v.size();
            if (type == gis::GeometryType::point || (i + 1 == v.size() && !closes)) continue;
            const double d = distance(p, nearest_on(p, v[i].at, v[closes ? 0 : i + 1].at));
            if (d <= nearest_edge) nearest_edge = d, edge = Grip{part, i, true};
        }
    }
    return vertex ? vertex : edge;
}

bool EditShape::holds(gis::PlanePoint p, double reach) const {
    if (grip_at(p, reach)) return true;
    if (type != gis::GeometryType::polygon) return false;
    bool in = false;
    for (const Part& part : parts)
        for (std::size_t i = 0, j = part.vertices.size() - 1; i < part.vertices.size(); j = i++) {
            const gis::PlanePoint a = part.vertices[i].at, b = part.vertices[j].at;
            if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) in = !in;
        }
    return in;
}

void EditShape::move_vertex(const Grip& grip, gis::PlanePoint to) { parts[grip.part].vertices[grip.vertex] = {to, {}}; }

EditShape::Grip EditShape::split(const Grip& edge, gis::PlanePoint at) {
    auto& v = parts[edge.part].vertices;
    v.insert(v.begin() + static_cast<std::ptrdiff_t>(edge.vertex) + 1, Vertex{at, {}});
    return {edge.part, edge.vertex + 1, false};
}

bool EditShape::remove(const Grip& grip) {
    auto& v = parts[grip.part].vertices;
    const std::size_t least = type == gis::GeometryType::polygon ? 3 : type == gis::GeometryType::line ? 2 : 1;
    if (type == gis::GeometryType::point) {
        if (parts.size() < 2) return false;
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(grip.part));
        return true;
    }
    if (v.size() <= least) return false;
    v.erase(v.begin() + static_cast<std::ptrdiff_t>(grip.vertex));
    return true;
}

void EditShape::move_by(double dx, double dy) {
    for (Part& part : parts)
        for (Vertex& v : part.vertices) v = {{v.at.x + dx, v.at.y + dy}, {}};
}

} // namespace vigie::panels
