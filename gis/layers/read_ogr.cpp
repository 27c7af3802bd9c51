#include "gis/layers/read_ogr.hpp"

#include <ogrsf_frmts.h>

#include "gis/layers/column_builder.hpp"
#include "gis/layers/geometry_builder.hpp"
#include "gis/layers/read_arrow.hpp"

namespace vigie::gis {

namespace {

Column::Type type_of(OGRFieldType type) {
    switch (type) {
    case OFTInteger: case OFTInteger64: return Column::Type::integer;
    case OFTReal: return Column::Type::number;
    default: return Column::Type::text;
    }
}

// "1993/10/01" as GDAL writes dates, to ISO 8601; hours are kept when there are any.
void put_date(ColumnBuilder& column, OGRFeature& feature, int field, bool with_time) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, zone = 0;
    float second = 0;
    if (!feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone)) return column.put_null();
    char buffer[40];
    const int n = with_time ? std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day, hour, minute, static_cast<int>(second))
                            : std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
    column.put_text({buffer, static_cast<std::size_t>(std::clamp(n, 0, 39))});
}

void put_field(ColumnBuilder& column, OGRFeature& feature, int field, OGRFieldType type) {
    if (!feature.IsFieldSetAndNotNull(field)) return column.put_null();
    switch (type) {
    case OFTInteger: return column.put_number(feature.GetFieldAsInteger(field));
    case OFTInteger64: return column.put_number(static_cast<double>(feature.GetFieldAsInteger64(field)));
    case OFTReal: return column.put_number(feature.GetFieldAsDouble(field));
    case OFTDate: return put_date(column, feature, field, false);
    case OFTDateTime: return put_date(column, feature, field, true);
    default: return column.put_text(feature.GetFieldAsString(field));
    }
}

struct Field {
    int index;
    OGRFieldType type;
};

ReadFeatures read_one_by_one(OGRLayer& layer, const std::stop_token& stop, const FeatureProgress& progress) {
    ReadFeatures read;
    OGRFeatureDefn* definition = layer.GetLayerDefn();
    std::vector<Field> fields;
    std::vector<ColumnBuilder> columns;
    for (int i = 0; i < definition->GetFieldCount() && columns.size() < limits::columns; ++i) {
        const OGRFieldDefn* field = definition->GetFieldDefn(i);
        if (field->GetType() == OFTBinary) continue;
        fields.push_back({i, field->GetType()});
        columns.emplace_back(field->GetNameRef(), type_of(field->GetType()));
    }
    const GIntBig promised = layer.GetFeatureCount(FALSE);
    if (promised > 0) read.features_promised = static_cast<std::size_t>(promised);
    GeometryBuilder builder;
    layer.ResetReading();
    while (true) {
        const OGRFeatureUniquePtr feature(layer.GetNextFeature());
        if (!feature) break;
        if (builder.features() >= limits::features || builder.vertices() >= limits::vertices) {
            read.cut = true;
            break;
        }
        append_ogr(builder, feature->GetGeometryRef(), read.curves);
        for (std::size_t i = 0; i < fields.size(); ++i) put_field(columns[i], *feature, fields[i].index, fields[i].type);
        if (builder.features() % limits::features_between_stops != 0) continue;
        if (progress) progress(builder.features());
        if (stop.stop_requested()) {
            read.stopped = true;
            break;
        }
    }
    read.broken = builder.broken();
    read.reduced = builder.reduced();
    read.geometry = builder.take();
    for (ColumnBuilder& column : columns) read.columns.push_back(column.take());
    return read;
}

} // namespace

void append_ogr(GeometryBuilder& builder, const OGRGeometry* geometry, std::size_t& curves) {
    if (!geometry || geometry->IsEmpty()) return builder.append_empty();
    if (wkbFlatten(geometry->getGeometryType()) == wkbPoint) {
        const OGRPoint* point = geometry->toPoint();
        return builder.append_point(point->getX(), point->getY());
    }
    std::unique_ptr<OGRGeometry> linear;
    if (geometry->hasCurveGeometry()) {
        linear.reset(geometry->getLinearGeometry());
        geometry = linear.get();
        ++curves;
        if (!geometry) return builder.append_empty();
    }
    static thread_local std::vector<std::uint8_t> wkb;
    wkb.resize(geometry->WkbSize());
    if (geometry->exportToWkb(wkbNDR, wkb.data(), wkbVariantIso) != OGRERR_NONE) return builder.append_empty();
    builder.append_wkb(wkb);
}

ReadFeatures read_features(OGRLayer& layer, bool arrow_is_fast, const std::stop_token& stop, const FeatureProgress& progress) {
    if (arrow_is_fast)
        if (auto read = read_by_arrow(layer, stop, progress)) return std::move(*read);
    return read_one_by_one(layer, stop, progress);
}

} // namespace vigie::gis
