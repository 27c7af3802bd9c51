#include "gis/layers/validity.hpp"

#include <geos_c.h>

#include <memory>

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

    [[nodiscard]] bool is_valid(const FeatureGeometry& g, std::size_t feature) const {
        std::vector<GEOSGeometry*> polygons, holes;
        GEOSGeometry* shell = nullptr;
        bool refused = false;
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
        if (polygons.empty()) return !refused;
        GEOSGeometry* all = GEOSGeom_createCollection_r(handle, GEOS_MULTIPOLYGON, polygons.data(), static_cast<unsigned>(polygons.size()));
        const bool valid = all && GEOSisValid_r(handle, all) == 1;
        if (all) GEOSGeom_destroy_r(handle, all);
        return valid && !refused;
    }
};

} // namespace

std::size_t count_invalid(const FeatureGeometry& geometry) {
    const Geos geos;
    std::size_t invalid = 0;
    for (std::size_t f = 0; f < geometry.feature_count(); ++f)
        if (geometry.type[f] == GeometryType::polygon && !geos.is_valid(geometry, f)) ++invalid;
    return invalid;
}

} // namespace vigie::gis
