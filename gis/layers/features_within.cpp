#include "gis/layers/features_within.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::gis {

namespace {

double side(PlanePoint a, PlanePoint b, PlanePoint p) { return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x); }

bool segments_meet(PlanePoint a, PlanePoint b, PlanePoint c, PlanePoint d) {
    if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x)) return false;
    if (std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y)) return false;
    return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

bool around(const FeatureGeometry& g, std::uint32_t feature, PlanePoint p) {
    bool in = false;
    for (std::uint32_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) {
        const std::size_t begin = g.vertex_begin[part], end = g.vertex_begin[part + 1];
        for (std::size_t v = begin; v < end; ++v) {
            const double* a = g.xy.data() + 2 * v;
            const double* b = g.xy.data() + 2 * (v + 1 < end ? v + 1 : begin);
            if ((a[1] > p.y) != (b[1] > p.y) && p.x < (b[0] - a[0]) * (p.y - a[1]) / (b[1] - a[1]) + a[0]) in = !in;
        }
    }
    return in;
}

} // namespace

LassoArea::LassoArea(std::vector<PlanePoint> polygon) : polygon_(std::move(polygon)) {
    for (const PlanePoint p : polygon_) box_.include(p.x, p.y);
    if (polygon_.size() < 3 || !(box_.width() > 0) || !(box_.height() > 0)) {
        polygon_.clear();
        return;
    }
    grid_.assign(std::size_t{cells} * cells, Cell::outside);
    mark_edges();
    const double w = box_.width() / cells, h = box_.height() / cells;
    for (int row = 0; row < cells; ++row)
        for (int column = 0; column < cells; ++column) {
            Cell& cell = grid_[static_cast<std::size_t>(row * cells + column)];
            if (cell != Cell::edge && contains_exactly({box_.min_x + (column + 0.5) * w, box_.min_y + (row + 0.5) * h})) cell = Cell::inside;
        }
}

// Every cell of an edge's box per step of a cell: a few too many, never one too few.
void LassoArea::mark_edges() {
    const double w = box_.width() / cells, h = box_.height() / cells;
    const auto index = [](double v) { return std::clamp(static_cast<int>(std::floor(v)), 0, cells - 1); };
    for (std::size_t i = 0; i < polygon_.size(); ++i) {
        const PlanePoint a = polygon_[i], b = polygon_[(i + 1) % polygon_.size()];
        const int steps = 1 + static_cast<int>(std::max(std::abs(b.x - a.x) / w, std::abs(b.y - a.y) / h));
        for (int s = 0; s < steps; ++s) {
            const double t0 = double(s) / steps, t1 = double(s + 1) / steps;
            const double x0 = (a.x + t0 * (b.x - a.x) - box_.min_x) / w, x1 = (a.x + t1 * (b.x - a.x) - box_.min_x) / w;
            const double y0 = (a.y + t0 * (b.y - a.y) - box_.min_y) / h, y1 = (a.y + t1 * (b.y - a.y) - box_.min_y) / h;
            constexpr double slack = 1e-6;  // a vertex on the border of two cells belongs to both
            for (int row = index(std::min(y0, y1) - slack); row <= index(std::max(y0, y1) + slack); ++row)
                for (int column = index(std::min(x0, x1) - slack); column <= index(std::max(x0, x1) + slack); ++column)
                    grid_[static_cast<std::size_t>(row * cells + column)] = Cell::edge;
        }
    }
}

bool LassoArea::contains_exactly(PlanePoint p) const {
    bool in = false;
    for (std::size_t i = 0, j = polygon_.size() - 1; i < polygon_.size(); j = i++) {
        const PlanePoint a = polygon_[i], b = polygon_[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
    return in;
}

bool LassoArea::contains(PlanePoint p) const {
    if (polygon_.empty() || !box_.contains(p.x, p.y)) return false;
    const auto index = [](double v) { return std::clamp(static_cast<int>(v), 0, cells - 1); };
    const int column = index((p.x - box_.min_x) / box_.width() * cells), row = index((p.y - box_.min_y) / box_.height() * cells);
    const Cell cell = grid_[static_cast<std::size_t>(row * cells + column)];
    return cell == Cell::inside || (cell == Cell::edge && contains_exactly(p));
}

bool LassoArea::crosses(PlanePoint a, PlanePoint b) const {
    for (std::size_t i = 0; i < polygon_.size(); ++i)
        if (segments_meet(a, b, polygon_[i], polygon_[(i + 1) % polygon_.size()])) return true;
    return false;
}

bool LassoArea::touches(const FeatureGeometry& g, std::uint32_t feature) const {
    const std::size_t first = g.vertex_begin[g.part_begin[feature]], last = g.vertex_begin[g.part_begin[feature + 1]];
    for (std::size_t v = first; v < last; ++v)
        if (contains({g.xy[2 * v], g.xy[2 * v + 1]})) return true;
    if (g.type[feature] == GeometryType::point) return false;
    for (std::uint32_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) {
        const std::size_t begin = g.vertex_begin[part], end = g.vertex_begin[part + 1];
        for (std::size_t v = begin; v < end; ++v) {
            if (v + 1 == end && g.type[feature] != GeometryType::polygon) break;
            const std::size_t next = v + 1 < end ? v + 1 : begin;
            if (crosses({g.xy[2 * v], g.xy[2 * v + 1]}, {g.xy[2 * next], g.xy[2 * next + 1]})) return true;
        }
    }
    return g.type[feature] == GeometryType::polygon && around(g, feature, polygon_.front());
}

std::vector<std::uint32_t> LassoArea::features_of(const Layer& layer) const {
    std::vector<std::uint32_t> taken;
    if (polygon_.empty()) return taken;
    // Of a million points only the boxes are read, in the order they lie in memory; marks instead of a sort.
    std::vector<bool> marked(layer.geometry.feature_count());
    std::size_t count = 0;
    layer.index.query(box_, [&](std::uint32_t feature, const PlaneBox& box) {
        const bool is_place = box.min_x == box.max_x && box.min_y == box.max_y;
        if (is_place ? contains({box.min_x, box.min_y}) : touches(layer.geometry, feature)) marked[feature] = true, ++count;
        return true;
    });
    taken.reserve(count);
    for (std::uint32_t feature = 0; taken.size() < count; ++feature)
        if (marked[feature]) taken.push_back(feature);
    return taken;
}

} // namespace vigie::gis
