#include "gis/layers/vector_tiles/collect.hpp"

#include <algorithm>

#include "gis/layers/clip.hpp"
#include "gis/layers/csv_table.hpp"
#include "gis/layers/open_limits.hpp"
#include "gis/layers/remote/service.hpp"

namespace vigie::gis {

namespace {

// Both on the same side of a tile: between them runs its edge.
bool on_one_side(const PlanePoint& a, const PlanePoint& b, double extent) {
    const auto side = [&](double u, double v) { return u == v && (u == 0 || u == extent); };
    return side(a.x, b.x) || side(a.y, b.y);
}

} // namespace

TileCollector::Building& TileCollector::building(std::string_view name) {
    const auto known = std::ranges::find(layers_, name, &Building::name);
    if (known != layers_.end()) return *known;
    Building fresh;
    fresh.name = name;
    fresh.geometry.part_begin = {0};
    fresh.geometry.vertex_begin = {0};
    layers_.push_back(std::move(fresh));
    return layers_.back();
}

// False when nothing of it lies in the square.
bool TileCollector::append_shape(Building& into, const MvtFeature& feature, double extent, const PlaneBox& square) {
    FeatureGeometry& g = into.geometry;
    const std::size_t parts_before = g.vertex_begin.size();
    const PlaneBox tile{0, 0, extent, extent};
    const double scale = square.width() / extent;
    const auto put = [&](const PlanePoint& p) { g.xy.insert(g.xy.end(), {square.min_x + p.x * scale, square.max_y - p.y * scale}); };
    const auto close = [&](bool hole) {
        g.vertex_begin.push_back(static_cast<std::uint32_t>(g.xy.size() / 2));
        g.ring_is_hole.push_back(hole ? 1 : 0);
    };
    std::vector<PlanePoint> ring, scratch;
    ClippedLine line;
    bool lost_outline = false;  // holes of an outline that lies outside go with it
    for (std::size_t i = 0; i < feature.parts.size(); ++i) {
        const auto& part = feature.parts[i];
        if (feature.type == GeometryType::point) {
            for (const PlanePoint& p : part)
                if (p.x >= 0 && p.y >= 0 && p.x < extent && p.y < extent) put(p), close(false);
        } else if (feature.type == GeometryType::line) {
            line.clear();
            clip_line(part, tile, line);
            for (const LinePiece& piece : line.pieces) {
                for (std::size_t k = piece.first; k < piece.first + piece.count; ++k) put(line.points[k]);
                close(false);
            }
        } else {
            if (feature.hole[i] && lost_outline) continue;
            ring = part;
            clip_ring(ring, tile, scratch);
            if (!feature.hole[i]) lost_outline = ring.size() < 3;
            if (ring.size() < 3) continue;
            for (std::size_t k = 0; k < ring.size(); ++k) {
                if (on_one_side(ring[k], ring[k + 1 < ring.size() ? k + 1 : 0], extent)) g.seams.push_back(static_cast<std::uint32_t>(g.xy.size() / 2));
                put(ring[k]);
            }
            put(ring.front());
            close(feature.hole[i]);
        }
    }
    if (g.vertex_begin.size() == parts_before) return false;
    g.type.push_back(feature.type);
    g.part_begin.push_back(static_cast<std::uint32_t>(g.vertex_begin.size() - 1));
    return true;
}

void TileCollector::append_tags(Building& into, const MvtFeature& feature) {
    const std::size_t row = into.geometry.feature_count() - 1;
    for (const auto& [key, value] : feature.tags) {
        auto known = into.by_key.find(key);
        if (known == into.by_key.end()) {
            if (into.columns.size() >= limits::columns) continue;
            known = into.by_key.emplace(std::string(key), into.columns.size()).first;
            into.columns.emplace_back(std::string(key), Column::Type::text);
        }
        ColumnBuilder& column = into.columns[known->second];
        while (column.raw().text_begin.size() < row + 1) column.put_null();  // features before that did not have it
        if (column.raw().text_begin.size() == row + 1) column.put_text(value);
    }
}

bool TileCollector::add(std::string_view stored, int zoom, std::int64_t column, std::int64_t row) {
    std::string bytes;
    if (!inflate_tile(stored, bytes)) return false;
    const double size = 2 * remote::mercator_half / static_cast<double>(std::int64_t{1} << zoom);
    const PlaneBox square{static_cast<double>(column) * size - remote::mercator_half, remote::mercator_half - static_cast<double>(row + 1) * size,
                          static_cast<double>(column + 1) * size - remote::mercator_half, remote::mercator_half - static_cast<double>(row) * size};
    return read_mvt(bytes, [&](std::string_view name, double extent, const MvtFeature& feature) {
        Building& into = building(name);
        if (into.geometry.feature_count() < limits::features && append_shape(into, feature, extent, square)) append_tags(into, feature);
    });
}

std::vector<RawLayer> TileCollector::take() {
    std::vector<RawLayer> out;
    for (Building& b : layers_) {
        RawLayer raw;
        raw.layer_name = b.name;
        const std::size_t rows = b.geometry.feature_count();
        raw.layer.geometry = std::move(b.geometry);
        for (ColumnBuilder& column : b.columns) {
            while (column.raw().text_begin.size() < rows + 1) column.put_null();
            raw.layer.columns.push_back(column.take());
        }
        type_columns(raw.layer.columns);
        raw.layer.info.encoding = "UTF-8";
        out.push_back(std::move(raw));
    }
    layers_.clear();
    return out;
}

} // namespace vigie::gis
