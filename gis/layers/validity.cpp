#include "gis/layers/validity.hpp"

#include <geos_c.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace vigie::gis {

namespace {

struct Geos {
    GEOSContextHandle_t handle = GEOS_init_r();  // silent: no message handler is set
    Geos() = default;
    Geos(const Geos&) = delete;
    Geos& operator=(const Geos&) = delete;
    ~Geos() { GEOS_finish_r(handle); }

    // A closed ring, or nothing when GEOS refuses it (fewer than four points).
    GEOSGeometry* ring(const FeatureGeometry& g, std::size_t part) const {
        const std::size_t begin = g.vertex_begin[part], end = g.vertex_begin[part + 1];
        const double* xy = g.xy.data() + 2 * begin;
        const std::size_t n = end - begin;
        const bool closed = n > 1 && xy[0] == xy[2 * n - 2] && xy[1] == xy[2 * n - 1];
        GEOSCoordSequence* sequence = GEOSCoordSeq_create_r(handle, static_cast<unsigned>(closed ? n : n + 1), 2);
        for (std::size_t i = 0; i < n; ++i) GEOSCoordSeq_setXY_r(handle, sequence, static_cast<unsigned>(i), xy[2 * i], xy[2 * i + 1]);
        if (!closed) GEOSCoordSeq_setXY_r(handle, sequence, static_cast<unsigned>(n), xy[0], xy[1]);
        return GEOSGeom_createLinearRing_r(handle, sequence);
    }

    // The polygons of a feature as one geometry, owned by the caller; nothing when GEOS refuses a ring.
    GEOSGeometry* polygons(const FeatureGeometry& g, std::size_t feature, bool& refused) const {
        std::vector<GEOSGeometry*> polygons, holes;
        GEOSGeometry* shell = nullptr;
        const auto close = [&] {
            if (!shell) return;
            GEOSGeometry* polygon = GEOSGeom_createPolygon_r(handle, shell, holes.data(), static_cast<unsigned>(holes.size()));
            if (polygon) polygons.push_back(polygon);
            else refused = true;
            shell = nullptr;
            holes.clear();
        };
        for (std::size_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) {
            if (!g.ring_is_hole[part]) close();
            GEOSGeometry* made = ring(g, part);
            if (!made) refused = true;
            else if (g.ring_is_hole[part] && shell) holes.push_back(made);
            else shell = made;
        }
        close();
        if (polygons.empty()) return nullptr;
        return GEOSGeom_createCollection_r(handle, GEOS_MULTIPOLYGON, polygons.data(), static_cast<unsigned>(polygons.size()));
    }

    [[nodiscard]] bool is_valid(const FeatureGeometry& g, std::size_t feature) const {
        bool refused = false;
        GEOSGeometry* all = polygons(g, feature, refused);
        if (!all) return !refused;
        const bool valid = GEOSisValid_r(handle, all) == 1;
        GEOSGeom_destroy_r(handle, all);
        return valid && !refused;
    }
};

// One feature in degrees: validity does not depend on the plane.
FeatureGeometry one_feature(const Geometry& shape) {
    FeatureGeometry g;
    g.type = {shape.type};
    g.vertex_begin = {0};
    for (const LonLat p : shape.points) g.xy.insert(g.xy.end(), {p.lon, p.lat});
    for (std::uint32_t part = 0; part < shape.parts.size(); ++part) {
        g.vertex_begin.push_back(part + 1 < shape.parts.size() ? shape.parts[part + 1] : static_cast<std::uint32_t>(shape.points.size()));
        g.ring_is_hole.push_back(std::ranges::find(shape.first_ring, part) == shape.first_ring.end());
    }
    g.part_begin = {0, static_cast<std::uint32_t>(shape.parts.size())};
    return g;
}

// GEOS says its reasons in English.
const char* key_of(std::string_view reason) {
    constexpr std::pair<std::string_view, const char*> known[] = {
        {"Self-intersection", "geometry.problem.crossing"},       {"Ring Self-intersection", "geometry.problem.touching"},
        {"Hole lies outside", "geometry.problem.hole_outside"},   {"Holes are nested", "geometry.problem.holes_nested"},
        {"Nested shells", "geometry.problem.overlapping"},        {"Interior is disconnected", "geometry.problem.cut"},
        {"Duplicate Rings", "geometry.problem.overlapping"},      {"Too few points", "geometry.problem.few_corners"},
    };
    for (const auto& [begin, key] : known)
        if (reason.starts_with(begin)) return key;
    return "geometry.problem.other";
}

std::optional<GeometryProblem> ring_problem(const Geometry& shape) {
    const Geos geos;
    bool refused = false;
    GEOSGeometry* all = geos.polygons(one_feature(shape), 0, refused);
    if (!all) return GeometryProblem{{"geometry.problem.few_corners", {}}, shape.points.front()};
    char* reason = nullptr;
    GEOSGeometry* place = nullptr;
    std::optional<GeometryProblem> problem;
    if (GEOSisValidDetail_r(geos.handle, all, 0, &reason, &place) != 1) {
        problem = GeometryProblem{{key_of(reason ? reason : ""), {}}, {}};
        LonLat at;
        if (place && GEOSGeomGetX_r(geos.handle, place, &at.lon) == 1 && GEOSGeomGetY_r(geos.handle, place, &at.lat) == 1) problem->at = at;
    } else if (refused) {
        problem = GeometryProblem{{"geometry.problem.few_corners", {}}, {}};
    }
    if (reason) GEOSFree_r(geos.handle, reason);
    if (place) GEOSGeom_destroy_r(geos.handle, place);
    GEOSGeom_destroy_r(geos.handle, all);
    return problem;
}

} // namespace

std::size_t count_invalid(const FeatureGeometry& geometry) {
    const Geos geos;
    std::size_t invalid = 0;
    for (std::size_t f = 0; f < geometry.feature_count(); ++f)
        if (geometry.type[f] == GeometryType::polygon && !geos.is_valid(geometry, f)) ++invalid;
    return invalid;
}

std::optional<GeometryProblem> geometry_problem(const Geometry& shape) {
    if (shape.points.empty() || shape.type == GeometryType::none) return GeometryProblem{{"geometry.problem.empty", {}}, {}};
    for (const LonLat p : shape.points)
        if (!(p.lon >= -180 && p.lon <= 180 && p.lat >= -90 && p.lat <= 90)) return GeometryProblem{{"desk.refused.place", {}}, {}};
    if (shape.type == GeometryType::point) return {};
    const std::size_t least = shape.type == GeometryType::line ? 2 : 3;
    for (std::size_t part = 0; part < std::max<std::size_t>(1, shape.parts.size()); ++part) {
        const std::size_t begin = shape.parts.empty() ? 0 : shape.parts[part];
        const std::size_t end = part + 1 < shape.parts.size() ? shape.parts[part + 1] : shape.points.size();
        std::vector<std::pair<double, double>> corners;
        for (std::size_t i = begin; i < end; ++i) corners.emplace_back(shape.points[i].lon, shape.points[i].lat);
        std::ranges::sort(corners);
        corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
        if (corners.size() < least)
            return GeometryProblem{{least == 2 ? "geometry.problem.short_line" : "geometry.problem.few_corners", {}},
                                   begin < shape.points.size() ? std::optional(shape.points[begin]) : std::nullopt};
    }
    return shape.type == GeometryType::polygon ? ring_problem(shape) : std::nullopt;
}

} // namespace vigie::gis
