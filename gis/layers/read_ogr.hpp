// One GDAL layer into columns and packed geometry, in the coordinates of the source. By Arrow stream where the driver
// is fast with it (GeoPackage, FlatGeobuf), else feature by feature. On the thread that owns the dataset.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "gis/layers/layer.hpp"

class OGRLayer;
class OGRFeature;
class OGRFeatureDefn;
class OGRGeometry;

namespace vigie::gis {

class GeometryBuilder;

struct ReadFeatures {
    FeatureGeometry geometry;
    std::vector<Column> columns;
    std::size_t broken = 0;       // parts or shapes that could not be read
    std::size_t reduced = 0;      // collections cut to their highest dimension
    std::size_t curves = 0;       // shapes with arcs, made of short segments now
    std::size_t features_promised = 0;  // by the file's header; 0 = it does not say
    bool cut = false;             // a bound of open_limits.hpp was reached
    bool stopped = false;
};

using FeatureProgress = std::function<void(std::size_t features)>;

[[nodiscard]] ReadFeatures read_features(OGRLayer& layer, bool arrow_is_fast, const std::stop_token& stop, const FeatureProgress& progress);

// Shape of one feature into the builder, arcs made linear; counts curves.
void append_ogr(GeometryBuilder& builder, const OGRGeometry* geometry, std::size_t& curves);

} // namespace vigie::gis
