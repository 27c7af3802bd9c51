#include "gis/layers/export_shapes.hpp"

#include <cmath>
#include <vector>

namespace vigie::gis {

namespace {

std::size_t polygons_in(const FeatureGeometry& g, std::uint32_t feature) {
    std::size_t n = 0;
    for (std::uint32_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) n += g.ring_is_hole[part] == 0;
    return n;
}

std::size_t pieces(const FeatureGeometry& g, std::uint32_t feature) {
    switch (g.type[feature]) {
    case GeometryType::none: return 0;
    case GeometryType::point: return g.vertex_begin[g.part_begin[feature + 1]] - g.vertex_begin[g.part_begin[feature]];
    case GeometryType::line: return g.part_begin[feature + 1] - g.part_begin[feature];
    case GeometryType::polygon: return polygons_in(g, feature);
    }
    return 0;
}

void set_points(OGRSimpleCurve& curve, const double* xy, std::size_t n) {
    curve.setNumPoints(static_cast<int>(n), FALSE);
    for (std::size_t i = 0; i < n; ++i) curve.setPoint(static_cast<int>(i), xy[2 * i], xy[2 * i + 1]);
}

template <class Several>
std::unique_ptr<OGRGeometry> gathered(std::vector<std::unique_ptr<OGRGeometry>> pieces, bool several) {
    if (pieces.empty()) return nullptr;
    if (!several && pieces.size() == 1) return std::move(pieces.front());
    auto all = std::make_unique<Several>();
    for (auto& piece : pieces) all->addGeometryDirectly(piece.release());
    return all;
}

} // namespace

ExportShapes::ExportShapes(const Layer& layer, const MapPlane& plane, bool wgs84) : layer_(layer), plane_(plane), wgs84_(wgs84) {
    reference_.importFromEPSG(wgs84 ? 4326 : plane.epsg());
    reference_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    bool seen[4] = {};
    for (std::uint32_t f = 0; f < layer.geometry.feature_count(); ++f) {
        seen[static_cast<std::size_t>(layer.geometry.type[f])] = true;
        several_ = several_ || pieces(layer.geometry, f) > 1;
    }
    if (seen[1] + seen[2] + seen[3] != 1) return;
    if (seen[1]) type_ = several_ ? wkbMultiPoint : wkbPoint;
    if (seen[2]) type_ = several_ ? wkbMultiLineString : wkbLineString;
    if (seen[3]) type_ = several_ ? wkbMultiPolygon : wkbPolygon;
}

std::unique_ptr<OGRGeometry> ExportShapes::collect(std::uint32_t feature, const double* xy, std::size_t first) const {
    const FeatureGeometry& g = layer_.geometry;
    std::vector<std::unique_ptr<OGRGeometry>> made;
    for (std::uint32_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) {
        const std::size_t begin = g.vertex_begin[part] - first, n = g.vertex_begin[part + 1] - g.vertex_begin[part];
        switch (g.type[feature]) {
        case GeometryType::none: break;
        case GeometryType::point:
            for (std::size_t i = begin; i < begin + n; ++i) made.push_back(std::make_unique<OGRPoint>(xy[2 * i], xy[2 * i + 1]));
            break;
        case GeometryType::line: {
            auto line = std::make_unique<OGRLineString>();
            set_points(*line, xy + 2 * begin, n);
            made.push_back(std::move(line));
            break;
        }
        case GeometryType::polygon: {
            auto ring = std::make_unique<OGRLinearRing>();
            set_points(*ring, xy + 2 * begin, n);
            ring->closeRings();
            if (!g.ring_is_hole[part] || made.empty()) made.push_back(std::make_unique<OGRPolygon>());
            made.back()->toPolygon()->addRingDirectly(ring.release());
            break;
        }
        }
    }
    switch (g.type[feature]) {
    case GeometryType::point: return gathered<OGRMultiPoint>(std::move(made), several_);
    case GeometryType::line: return gathered<OGRMultiLineString>(std::move(made), several_);
    case GeometryType::polygon: return gathered<OGRMultiPolygon>(std::move(made), several_);
    case GeometryType::none: break;
    }
    return nullptr;
}

std::unique_ptr<OGRGeometry> ExportShapes::make(std::uint32_t feature) const {
    const FeatureGeometry& g = layer_.geometry;
    const std::size_t first = g.vertex_begin[g.part_begin[feature]], end = g.vertex_begin[g.part_begin[feature + 1]];
    if (first == end) return nullptr;
    if (!wgs84_) return collect(feature, g.xy.data() + 2 * first, first);
    std::vector<double> lonlat(g.xy.begin() + static_cast<std::ptrdiff_t>(2 * first), g.xy.begin() + static_cast<std::ptrdiff_t>(2 * end));
    if (plane_.lonlat_from_plane(lonlat) != 0) return nullptr;
    return collect(feature, lonlat.data(), first);
}

std::optional<LonLat> ExportShapes::middle(std::uint32_t feature) const {
    const FeatureGeometry& g = layer_.geometry;
    if (g.type[feature] == GeometryType::point && g.part_begin[feature] < g.part_begin[feature + 1]) {
        const std::size_t v = g.vertex_begin[g.part_begin[feature]];
        return plane_.lonlat_from_plane({g.xy[2 * v], g.xy[2 * v + 1]});
    }
    const PlaneBox box = layer_.box(feature);
    return box.empty() ? std::nullopt : plane_.lonlat_from_plane(box.centre());
}

} // namespace vigie::gis
