// Shapes of a layer as OGR geometries, for what writes files through GDAL.
#pragma once

#include <memory>
#include <optional>

#include <ogr_geometry.h>
#include <ogr_spatialref.h>

#include "gis/layers/crs.hpp"
#include "gis/layers/layer.hpp"

namespace vigie::gis {

class ExportShapes {
public:
    // `wgs84`: longitude, latitude; else the plane's own coordinates. Layer and plane outlive it.
    ExportShapes(const Layer& layer, const MapPlane& plane, bool wgs84);

    // One type for all: of several parts when any feature has several, unknown when types are mixed.
    [[nodiscard]] OGRwkbGeometryType type() const { return type_; }
    [[nodiscard]] OGRSpatialReference* reference() { return &reference_; }
    // Nothing for a feature without shape, or with a vertex that WGS 84 does not know. Rings are closed.
    [[nodiscard]] std::unique_ptr<OGRGeometry> make(std::uint32_t feature) const;
    // A place for the feature: the point, the first of several, the middle of the box of anything else.
    [[nodiscard]] std::optional<LonLat> middle(std::uint32_t feature) const;

private:
    [[nodiscard]] std::unique_ptr<OGRGeometry> collect(std::uint32_t feature, const double* xy, std::size_t first) const;

    const Layer& layer_;
    const MapPlane& plane_;
    OGRSpatialReference reference_;
    OGRwkbGeometryType type_ = wkbUnknown;
    bool wgs84_ = false, several_ = false;
};

} // namespace vigie::gis
