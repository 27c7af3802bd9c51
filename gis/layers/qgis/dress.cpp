#include "gis/layers/qgis/dress.hpp"

#include <geos_c.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "gis/layers/geometry_builder.hpp"
#include "gis/layers/qgis/project.hpp"
#include "gis/layers/qgis/renderer.hpp"

namespace vigie::gis::qgis {

namespace {

constexpr double frame_in_sizes = 3;      // how far the frame reaches beyond the polygons, in their own sizes
constexpr double least_frame_units = 50'000;

// GEOS with everything it made, until the end.
class Geos {
public:
    Geos() : handle_(GEOS_init_r()) {}
    Geos(const Geos&) = delete;
    Geos& operator=(const Geos&) = delete;
    ~Geos() { GEOS_finish_r(handle_); }
    using Shape = std::unique_ptr<GEOSGeometry, std::function<void(GEOSGeometry*)>>;
    [[nodiscard]] Shape own(GEOSGeometry* shape) const {
        return {shape, [h = handle_](GEOSGeometry* s) { if (s) GEOSGeom_destroy_r(h, s); }};
    }
    [[nodiscard]] GEOSContextHandle_t handle() const { return handle_; }

    [[nodiscard]] GEOSGeometry* ring(std::span<const double> xy) const {
        const std::size_t n = xy.size() / 2;
        const bool closed = n > 1 && xy[0] == xy[2 * n - 2] && xy[1] == xy[2 * n - 1];
        GEOSCoordSequence* sequence = GEOSCoordSeq_create_r(handle_, static_cast<unsigned>(closed ? n : n + 1), 2);
        for (std::size_t i = 0; i < n; ++i) GEOSCoordSeq_setXY_r(handle_, sequence, static_cast<unsigned>(i), xy[2 * i], xy[2 * i + 1]);
        if (!closed) GEOSCoordSeq_setXY_r(handle_, sequence, static_cast<unsigned>(n), xy[0], xy[1]);
        return GEOSGeom_createLinearRing_r(handle_, sequence);
    }

private:
    GEOSContextHandle_t handle_;
};

// Everything the layer covers. Holes are taken out ring by ring, so that crooked polygons do not stop it.
Geos::Shape covered(const Geos& geos, const FeatureGeometry& g) {
    std::vector<GEOSGeometry*> shells;
    const auto h = geos.handle();
    for (std::size_t f = 0; f < g.feature_count(); ++f) {
        if (g.type[f] != GeometryType::polygon) continue;
        std::vector<GEOSGeometry*> holes;
        GEOSGeometry* shell = nullptr;
        const auto close = [&] {
            if (!shell) return;
            Geos::Shape polygon = geos.own(GEOSGeom_createPolygon_r(h, shell, holes.data(), static_cast<unsigned>(holes.size())));
            shell = nullptr;
            holes.clear();
            if (!polygon) return;
            if (GEOSisValid_r(h, polygon.get()) == 1) shells.push_back(polygon.release());
            else if (GEOSGeometry* repaired = GEOSMakeValid_r(h, polygon.get())) shells.push_back(repaired);
        };
        for (std::size_t part = g.part_begin[f]; part < g.part_begin[f + 1]; ++part) {
            if (g.ring_is_hole[part] == 0) close();
            GEOSGeometry* made = geos.ring(std::span(g.xy).subspan(2 * g.vertex_begin[part], 2 * (g.vertex_begin[part + 1] - g.vertex_begin[part])));
            if (!made) continue;
            if (g.ring_is_hole[part] == 0) shell = made;
            else if (shell) holes.push_back(made);
            else GEOSGeom_destroy_r(h, made);
        }
        close();
    }
    const Geos::Shape all = geos.own(GEOSGeom_createCollection_r(h, GEOS_GEOMETRYCOLLECTION, shells.data(), static_cast<unsigned>(shells.size())));
    return geos.own(all ? GEOSUnaryUnion_r(h, all.get()) : nullptr);
}

PlaneBox box_of(const FeatureGeometry& g) {
    PlaneBox box;
    for (std::size_t i = 0; i + 1 < g.xy.size(); i += 2) box.include(g.xy[i], g.xy[i + 1]);
    return box;
}

// One feature with no value in any column but the one that tells it.
void append(Layer& layer, const FeatureGeometry& added) {
    FeatureGeometry& g = layer.geometry;
    const auto vertices = static_cast<std::uint32_t>(g.xy.size() / 2), parts = static_cast<std::uint32_t>(g.vertex_begin.size() - 1);
    g.xy.insert(g.xy.end(), added.xy.begin(), added.xy.end());
    g.ring_is_hole.insert(g.ring_is_hole.end(), added.ring_is_hole.begin(), added.ring_is_hole.end());
    for (std::size_t i = 1; i < added.vertex_begin.size(); ++i) g.vertex_begin.push_back(vertices + added.vertex_begin[i]);
    for (std::size_t i = 1; i < added.part_begin.size(); ++i) g.part_begin.push_back(parts + added.part_begin[i]);
    g.type.insert(g.type.end(), added.type.begin(), added.type.end());
    for (Column& column : layer.columns) {
        if (column.type == Column::Type::text) column.text_begin.push_back(static_cast<std::uint32_t>(column.pool.size()));
        else column.numbers.push_back(std::numeric_limits<double>::quiet_NaN());
    }
    Column outside;
    outside.name = outside_field;
    outside.type = Column::Type::integer;
    outside.derived = true;
    outside.numbers.assign(g.feature_count(), 0);
    outside.numbers.back() = 1;
    layer.columns.push_back(std::move(outside));
}

} // namespace

void invert(Layer& layer) {
    const PlaneBox inner = box_of(layer.geometry);
    if (inner.empty()) return;
    const double reach = std::max(least_frame_units, frame_in_sizes * std::max(inner.width(), inner.height()));
    const double frame[] = {inner.min_x - reach, inner.min_y - reach, inner.max_x + reach, inner.min_y - reach,
                            inner.max_x + reach, inner.max_y + reach, inner.min_x - reach, inner.max_y + reach};
    const Geos geos;
    const auto h = geos.handle();
    const Geos::Shape within = covered(geos, layer.geometry);
    if (!within) return;
    const Geos::Shape whole = geos.own(GEOSGeom_createPolygon_r(h, geos.ring(frame), nullptr, 0));
    const Geos::Shape outside = geos.own(GEOSDifference_r(h, whole.get(), within.get()));
    if (!outside) return;
    std::size_t bytes = 0;
    const std::unique_ptr<unsigned char, std::function<void(unsigned char*)>> wkb(GEOSGeomToWKB_buf_r(h, outside.get(), &bytes), [h](unsigned char* b) { GEOSFree_r(h, b); });
    if (!wkb) return;
    GeometryBuilder builder;
    builder.append_wkb({wkb.get(), bytes});
    append(layer, builder.take());
}

void dress(Layer& layer, const MapSource& source, const OpenOptions& options) {
    LayerInfo& info = layer.info;
    info.waits = source.waits;
    if (!source.project) return;
    const ProjectLayer& project = *source.project;
    info.place = project.place;
    info.waits = !project.visible;
    info.opacity = project.opacity;
    if (source.kind == MapSource::Kind::vector_tiles) {  // several layers, of which each has a name
        info.place->groups.push_back(project.name);
        return;
    }
    info.name = project.name;
    info.title = {};
    const auto choice = options.choices.find(info.id);
    if (choice == options.choices.end() || choice->second.theme.empty()) info.looks = project.looks;
}

std::string missing_fields(const Layer& layer, const ProjectLayer& project) {
    std::string list;
    for (const std::string& field : project.asked_fields)
        if (!layer.column(field)) list += (list.empty() ? "" : ", ") + field;
    return list;
}

} // namespace vigie::gis::qgis
