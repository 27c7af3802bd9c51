// Places and shapes of entities, always longitude/latitude in degrees (WGS 84, EPSG:4326, lon first).
// Map layers keep theirs in the plane of the map instead (gis/layers).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace vigie::gis {

struct LonLat {
    double lon = 0;  // degrees east
    double lat = 0;  // degrees north
    bool operator==(const LonLat&) const = default;
};

// A point in the plane of the map: metres (or feet of a projected CRS), x east, y north. Which CRS: MapPlane (gis/layers/crs.hpp).
struct PlanePoint {
    double x = 0;
    double y = 0;
    bool operator==(const PlanePoint&) const = default;
};

// An axis-aligned box in the plane of the map; empty when min > max.
struct PlaneBox {
    double min_x = 1e300, min_y = 1e300, max_x = -1e300, max_y = -1e300;

    [[nodiscard]] bool empty() const { return min_x > max_x || min_y > max_y; }
    [[nodiscard]] double width() const { return max_x - min_x; }
    [[nodiscard]] double height() const { return max_y - min_y; }
    [[nodiscard]] PlanePoint centre() const { return {(min_x + max_x) / 2, (min_y + max_y) / 2}; }
    void include(double x, double y) {
        if (x < min_x) min_x = x;
        if (x > max_x) max_x = x;
        if (y < min_y) min_y = y;
        if (y > max_y) max_y = y;
    }
    void include(const PlaneBox& other) {
        if (!other.empty()) { include(other.min_x, other.min_y); include(other.max_x, other.max_y); }
    }
    [[nodiscard]] bool intersects(const PlaneBox& o) const {
        return min_x <= o.max_x && o.min_x <= max_x && min_y <= o.max_y && o.min_y <= max_y;
    }
    [[nodiscard]] bool contains(double x, double y) const { return x >= min_x && x <= max_x && y >= min_y && y <= max_y; }
    bool operator==(const PlaneBox&) const = default;
};

enum class GeometryType : std::uint8_t { none, point, line, polygon };

// Point(s), line(s) or polygon(s). `parts[i]` is where part i begins in `points`; a polygon's parts are its rings
// (exterior first, then its holes; `first_ring` marks where each polygon of a multipolygon begins, as part indices).
struct Geometry {
    GeometryType type = GeometryType::none;
    std::vector<LonLat> points{};
    std::vector<std::uint32_t> parts{};
    std::vector<std::uint32_t> first_ring{};

    bool operator==(const Geometry&) const = default;
    // A point on or in the shape, good for a label or a marker; nothing for an empty shape.
    [[nodiscard]] std::optional<LonLat> anchor() const;
};

// Great-circle (haversine, mean earth radius 6 371 008.8 m) distance in metres; good to 0.5 % and monotone: for
// ranking neighbours. Lengths shown to a person are geodesic (gis/layers/geodesy.hpp).
[[nodiscard]] double distance_m(LonLat a, LonLat b);

} // namespace vigie::gis
