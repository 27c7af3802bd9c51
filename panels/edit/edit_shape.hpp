// A shape while it is being edited, in the plane of the map: vertices to hold, edges to split, the whole to move. Vertices
// that nobody touched keep their exact longitude and latitude. Pure.
#pragma once

#include <optional>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/model/geometry.hpp"

namespace vigie::panels {

struct EditShape {
    struct Vertex {
        gis::PlanePoint at;
        std::optional<gis::LonLat> exact;  // as stored, until it is moved
    };
    struct Part {
        std::vector<Vertex> vertices;      // of a ring: without the closing one
        bool is_hole = false;
    };
    // What the pointer is on: vertex `vertex` of a part, or with `on_edge` the edge that begins there.
    struct Grip {
        std::size_t part = 0, vertex = 0;
        bool on_edge = false;
        bool operator==(const Grip&) const = default;
    };

    gis::GeometryType type = gis::GeometryType::none;
    std::vector<Part> parts;

    // Nothing when a vertex lies outside the plane's domain.
    static std::optional<EditShape> from(const gis::Geometry& geometry, const gis::MapPlane& plane);
    [[nodiscard]] std::optional<gis::Geometry> geometry(const gis::MapPlane& plane) const;

    // Nearest vertex within `reach` (plane units), else nearest edge.
    [[nodiscard]] std::optional<Grip> grip_at(gis::PlanePoint p, double reach) const;
    // Inside a polygon, on a line or point within reach: where the whole may be taken.
    [[nodiscard]] bool holds(gis::PlanePoint p, double reach) const;
    [[nodiscard]] gis::PlanePoint at(const Grip& grip) const { return parts[grip.part].vertices[grip.vertex].at; }

    void move_vertex(const Grip& grip, gis::PlanePoint to);
    // A new vertex on an edge; the grip of it.
    Grip split(const Grip& edge, gis::PlanePoint at);
    // False when the part would be too short: two vertices of a line, three corners of a ring, the last point.
    bool remove(const Grip& vertex);
    void move_by(double dx, double dy);
};

} // namespace vigie::panels
