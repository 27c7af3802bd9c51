#include "gis/layers/tiles.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "gis/layers/clip.hpp"
#include "gis/layers/simplify.hpp"
#include "gis/layers/stroke.hpp"
#include "gis/layers/tile_traits.hpp"
#include "gis/layers/triangulate.hpp"

namespace vigie::gis {

namespace {

constexpr std::uint16_t not_drawn = 0xffff;
constexpr int dot_quanta = 2 * quanta_per_px;      // a polygon smaller than this is drawn as a dot
constexpr int tolerance_quanta = quanta_per_px / 4;
constexpr double largest_overhang_px = 512;        // 16-bit coordinates end beyond
constexpr double dense_points_per_px = 0.1;        // from here on hidden points are worth looking for

struct PolygonRings {
    std::uint32_t feature = 0;
    std::uint32_t first_ring = 0, rings = 0;
};

class TileBuilder {
public:
    TileBuilder(const StyledLayer& styled, const TileKey& key);
    TileMesh run();

private:
    void collect_shapes();
    void polygons(std::size_t begin, std::size_t end, TileBatch& batch);
    void add_rings(std::uint32_t feature);
    bool quantise_ring(std::size_t begin, std::size_t end, bool hole);
    void add_dot(std::uint32_t feature, const PlaneBox& box, double area);
    bool triangulate(const PolygonRings& polygon, const RingSet& rings);
    void fill(const PolygonRings& polygon, const RingSet& simpler);
    void fill_rows(const PolygonRings& polygon);
    void outline(const PolygonRings& polygon, const RingSet& rings, bool as_line);
    void add_seams(std::uint32_t ring, std::size_t begin, std::size_t end);
    [[nodiscard]] bool on_seam(std::uint32_t ring, QPoint a, QPoint b) const;
    [[nodiscard]] std::uint32_t line_at(std::size_t hit) const { return layer_.index.packed().features[static_cast<std::uint32_t>(hits_[hit])]; }
    void lines(std::size_t begin, std::size_t end);
    void line(std::uint32_t feature);
    void stroke_line(std::span<const QPoint> points, const StrokeShape& shape);
    void collect_points();
    TileBatch& batch_of(DrawGroup group);
    [[nodiscard]] DrawGroup group_of(std::uint16_t rule) const {
        return {styled_.rules[rule].order, static_cast<std::uint16_t>(rule / rules_per_table)};
    }

    [[nodiscard]] PlanePoint in_tile(std::size_t vertex) const {
        const double* xy = layer_.geometry.xy.data() + 2 * vertex;
        return {(xy[0] - origin_.x) * scale_, (xy[1] - origin_.y) * scale_};
    }
    static QPoint rounded(PlanePoint p) {
        return {static_cast<std::int32_t>(std::floor(p.x + 0.5)), static_cast<std::int32_t>(std::floor(p.y + 0.5))};
    }
    [[nodiscard]] bool on_edge(int v) const { return v <= low_ + 1 || v >= high_ - 1; }

    const StyledLayer& styled_;
    const Layer& layer_;
    TileMesh mesh_;
    TriangleWriter<PlaceVertex> fills_;
    TriangleWriter<StrokeVertex> strokes_;
    PlanePoint origin_;
    double scale_ = 1;        // quanta per plane unit
    int low_ = 0, high_ = 0;  // the box that geometry is cut to, quanta
    int tolerance_ = tolerance_quanta;
    std::vector<Trait> traits_;  // by rule
    std::vector<std::uint64_t> hits_;  // group, then kind, then rank: see collect_shapes
    RingSet rings_;
    std::vector<PolygonRings> polygons_;
    struct Seam {
        std::uint32_t ring;
        PlanePoint from, to;
    };
    std::vector<Seam> seams_;  // of rings_, by ring
    std::vector<PlanePoint> ring_, scratch_;
    std::vector<QPoint> points_, kept_;
    std::vector<std::uint8_t> keep_;
    Stretches waiting_;
    ClippedLine clipped_;
    Triangulator triangulator_;
    std::vector<std::uint32_t> triangles_, ring_first_;
};

TileBuilder::TileBuilder(const StyledLayer& styled, const TileKey& key)
    : styled_(styled), layer_(*styled.layer), origin_(tile_origin(key)), scale_(1 / units_per_quantum(key.level)) {
    mesh_.key = key;
    double widest = 0;
    for (const PaintRule& rule : styled.rules) {
        traits_.push_back(trait_of(rule, key.level, styled.metres_per_unit));
        if (!traits_.back().seen) continue;
        const double aside = greatest(rule, "line-offset", std::abs(rule.line_offset), zooms_of(key.level, styled.metres_per_unit));
        widest = std::max(widest, traits_.back().reach_px + 2 * aside);
    }
    const int overhang = static_cast<int>(std::clamp(widest + 8, 32.0, largest_overhang_px)) * quanta_per_px;
    low_ = -overhang;
    high_ = tile_quanta + overhang;
    if (key.level == finest_level) tolerance_ = 0;
}

TileBatch& TileBuilder::batch_of(DrawGroup group) {
    for (TileBatch& b : mesh_.batches)
        if (b.group == group) return b;
    mesh_.batches.push_back({group, {}, {}, {}, {}, {}, 0});
    return mesh_.batches.back();
}

// One number per feature to sort by: index of the group (31 bits), line or polygon (1), rank of lines or number of
// polygons (32).
void TileBuilder::collect_shapes() {
    if (!styled_.has_shapes) return;
    const double size = high_ - low_;
    const PlaneBox box{origin_.x + low_ / scale_, origin_.y + low_ / scale_, origin_.x + (low_ + size) / scale_,
                       origin_.y + (low_ + size) / scale_};
    layer_.index.query(box, [&](std::uint32_t feature) {
        const std::uint16_t rule = styled_.rule_of_feature[feature];
        const GeometryType type = layer_.geometry.type[feature];
        if (rule == not_drawn || !traits_[rule].seen || type == GeometryType::point || type == GeometryType::none) return true;
        const bool is_line = type == GeometryType::line;
        if (is_line && !traits_[rule].line) return true;
        const auto group = static_cast<std::uint64_t>(std::ranges::lower_bound(styled_.groups, group_of(rule)) - styled_.groups.begin());
        hits_.push_back(group << 33 | std::uint64_t{is_line} << 32 | (is_line ? styled_.rank[feature] : feature));
        return true;
    });
    std::ranges::sort(hits_);
}

void TileBuilder::add_dot(std::uint32_t feature, const PlaneBox& box, double area) {
    const double side = std::sqrt(std::abs(area));
    const QPoint centre = rounded(box.centre());
    const Trait& trait = traits_[styled_.rule_of_feature[feature]];
    const bool edged = styled_.rules[styled_.rule_of_feature[feature]].fill_outline_color.has_value();
    if (on_edge(centre.x) || on_edge(centre.y) || (!trait.fill && !edged)) return;
    if (!edged && side < 2) return;  // an eighth of a pixel: nothing to see
    mesh_.dots.push_back({static_cast<std::int16_t>(centre.x), static_cast<std::int16_t>(centre.y),
                          styled_.rule_of_feature[feature], static_cast<std::uint16_t>(std::lround(side))});
}

// Appends the ring, cut and rounded, to rings_; false when nothing of it is in the box. A hole is cut one quantum further
// inside: its cut edge must not lie on that of the polygon around it, which no triangulation survives.
bool TileBuilder::quantise_ring(std::size_t begin, std::size_t end, bool hole) {
    ring_.clear();
    const double low = low_ + (hole ? 1 : 0), high = high_ - (hole ? 1 : 0);
    bool inside = true;
    for (std::size_t v = begin; v < end; ++v) {
        const PlanePoint p = in_tile(v);
        if (!std::isfinite(p.x) || !std::isfinite(p.y)) continue;
        inside = inside && p.x > low && p.y > low && p.x < high && p.y < high;
        ring_.push_back(p);
    }
    if (!inside) clip_ring(ring_, {low, low, high, high}, scratch_);
    const std::size_t first = rings_.points.size();
    for (const PlanePoint p : ring_) {
        const QPoint q = rounded(p);
        if (rings_.points.size() == first || rings_.points.back() != q) rings_.points.push_back(q);
    }
    while (rings_.points.size() > first + 1 && rings_.points.back() == rings_.points[first]) rings_.points.pop_back();
    if (rings_.points.size() == first) return false;
    rings_.first.push_back(static_cast<std::uint32_t>(rings_.points.size()));
    return true;
}

void TileBuilder::add_rings(std::uint32_t feature) {
    const FeatureGeometry& g = layer_.geometry;
    bool skipping = false;  // the holes of a polygon whose exterior is a dot or elsewhere
    for (std::uint32_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) {
        const std::size_t begin = g.vertex_begin[part], end = g.vertex_begin[part + 1];
        const bool hole = g.ring_is_hole[part] != 0;
        if (hole && skipping) continue;
        PlaneBox box;
        for (std::size_t v = begin; v < end; ++v) {
            const PlanePoint p = in_tile(v);
            box.include(p.x, p.y);
        }
        const bool small = std::max(box.width(), box.height()) < dot_quanta;
        if (!hole) skipping = true;
        if (box.empty() || !box.intersects({double(low_), double(low_), double(high_), double(high_)})) continue;
        if (small) {
            if (hole) continue;
            double area2 = 0;
            for (std::size_t v = begin; v + 1 < end; ++v) {
                const PlanePoint a = in_tile(v), b = in_tile(v + 1);
                area2 += (a.x - box.min_x) * (b.y - box.min_y) - (b.x - box.min_x) * (a.y - box.min_y);
            }
            add_dot(feature, box, area2 / 2);
            continue;
        }
        const auto ring = static_cast<std::uint32_t>(rings_.count());
        if (!quantise_ring(begin, end, hole)) continue;
        add_seams(ring, begin, end);
        skipping = false;
        if (hole && !polygons_.empty() && polygons_.back().feature == feature) ++polygons_.back().rings;
        else polygons_.push_back({feature, ring, 1});
    }
}

// Triangles of the polygon's rings into triangles_; false when they do not cover what the rings enclose, because rings of
// a narrow shape cross each other once they are simplified or rounded.
bool TileBuilder::triangulate(const PolygonRings& polygon, const RingSet& rings) {
    const std::uint32_t begin = rings.first[polygon.first_ring], end = rings.first[polygon.first_ring + polygon.rings];
    triangles_.clear();
    ring_first_.clear();
    std::int64_t enclosed2 = 0, covered2 = 0;
    for (std::uint32_t r = 0; r <= polygon.rings; ++r) {
        ring_first_.push_back(rings.first[polygon.first_ring + r] - begin);
        if (r == polygon.rings) break;
        const std::int64_t area2 = std::abs(ring_area2(rings.ring(polygon.first_ring + r)));
        enclosed2 += r == 0 ? area2 : -area2;
    }
    if (end - begin < 3) return true;
    const std::span<const QPoint> points = std::span(rings.points).subspan(begin, end - begin);
    triangulator_.run(points, ring_first_, triangles_);
    for (std::size_t i = 0; i + 2 < triangles_.size(); i += 3)
        covered2 += std::abs(cross(points[triangles_[i]], points[triangles_[i + 1]], points[triangles_[i + 2]]));
    constexpr std::int64_t unseen2 = 2 * 64 * quanta_per_px * quanta_per_px;  // 64 square pixels
    return std::abs(covered2 - enclosed2) <= std::max(unseen2, enclosed2 / 50);
}

void TileBuilder::fill(const PolygonRings& polygon, const RingSet& simpler) {
    const RingSet* rings = &simpler;
    if (!triangulate(polygon, simpler)) {
        rings = &rings_;  // as they were before
        if (!triangulate(polygon, rings_)) return fill_rows(polygon);
    }
    if (triangles_.empty()) return;
    const std::uint16_t rule = styled_.rule_of_feature[polygon.feature];
    const std::uint32_t begin = rings->first[polygon.first_ring], end = rings->first[polygon.first_ring + polygon.rings];
    const std::uint32_t base = fills_.next();
    for (std::uint32_t i = begin; i < end; ++i)
        fills_.mesh.vertices.push_back({static_cast<std::int16_t>(rings->points[i].x), static_cast<std::int16_t>(rings->points[i].y), rule, 0});
    for (std::size_t t = 0; t + 2 < triangles_.size(); t += 3) fills_.triangle(base + triangles_[t], base + triangles_[t + 1], base + triangles_[t + 2]);
}

// What no triangulation covers, as rows of a pixel: inside is what an odd number of edges stands left of.
void TileBuilder::fill_rows(const PolygonRings& polygon) {
    const std::uint16_t rule = styled_.rule_of_feature[polygon.feature];
    std::map<int, std::vector<double>> crossings;  // by row
    for (std::uint32_t r = polygon.first_ring; r < polygon.first_ring + polygon.rings; ++r) {
        const auto ring = rings_.ring(r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            QPoint a = ring[i], b = ring[i + 1 < ring.size() ? i + 1 : 0];
            if (a.y > b.y) std::swap(a, b);
            const auto row_from = [](int y) { return static_cast<int>(std::ceil((y - quanta_per_px / 2.0) / quanta_per_px)); };
            for (int row = row_from(a.y); row < row_from(b.y); ++row) {
                const double y = (row + 0.5) * quanta_per_px;
                crossings[row].push_back(a.x + (y - a.y) * (b.x - a.x) / (b.y - a.y));
            }
        }
    }
    for (auto& [row, xs] : crossings) {
        std::ranges::sort(xs);
        const auto low = static_cast<std::int16_t>(row * quanta_per_px), high = static_cast<std::int16_t>((row + 1) * quanta_per_px);
        for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
            const auto left = static_cast<std::int16_t>(std::lround(xs[i])), right = static_cast<std::int16_t>(std::lround(xs[i + 1]));
            if (left >= right) continue;
            const std::uint32_t base = fills_.next();
            for (const auto& [x, y] : {std::pair{left, low}, {right, low}, {right, high}, {left, high}}) fills_.mesh.vertices.push_back({x, y, rule, 0});
            fills_.triangle(base, base + 1, base + 2);
            fills_.triangle(base, base + 2, base + 3);
        }
    }
}

void TileBuilder::add_seams(std::uint32_t ring, std::size_t begin, std::size_t end) {
    const auto& all = layer_.geometry.seams;
    for (auto v = std::ranges::lower_bound(all, begin); v != all.end() && *v + 1 < end; ++v) seams_.push_back({ring, in_tile(*v), in_tile(*v + 1)});
}

// Rounding and thinning move corners and join edges, so what counts is where an edge lies.
bool TileBuilder::on_seam(std::uint32_t ring, QPoint a, QPoint b) const {
    const auto first = std::ranges::lower_bound(seams_, ring, {}, &Seam::ring), end = std::ranges::upper_bound(seams_, ring, {}, &Seam::ring);
    if (first == end) return false;
    const auto near = [&](double x, double y) {
        constexpr double reach2 = 1.5 * 1.5;  // quanta: both ends of an edge were rounded
        return std::any_of(first, end, [&](const Seam& s) {
            const double dx = s.to.x - s.from.x, dy = s.to.y - s.from.y, square = dx * dx + dy * dy;
            const double t = square > 0 ? std::clamp(((x - s.from.x) * dx + (y - s.from.y) * dy) / square, 0.0, 1.0) : 0;
            const double ex = x - s.from.x - t * dx, ey = y - s.from.y - t * dy;
            return ex * ex + ey * ey <= reach2;
        });
    };
    return near(a.x, a.y) && near(b.x, b.y) && near((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
}

// Strokes the rings except where they run along the edge they were cut at, by us or by whoever made the tiles they come in.
// There the hairline that smooths a fill in its own colour goes on: it closes the joint.
void TileBuilder::outline(const PolygonRings& polygon, const RingSet& rings, bool as_line) {
    const std::uint16_t rule = styled_.rule_of_feature[polygon.feature];
    StrokeShape shape = as_line ? traits_[rule].stroke : StrokeShape{};
    shape.rule = rule;
    const bool hairline = !as_line && !styled_.rules[rule].fill_outline_color;
    std::uint32_t r = 0;
    const auto cut = [&](QPoint a, QPoint b) { return (a.x == b.x && on_edge(a.x)) || (a.y == b.y && on_edge(a.y)) || (!hairline && on_seam(r, a, b)); };
    for (r = polygon.first_ring; r < polygon.first_ring + polygon.rings; ++r) {
        const auto ring = rings.ring(r);
        const std::size_t n = ring.size();
        std::size_t start = 0;
        while (start < n && !cut(ring[start], ring[(start + 1) % n])) ++start;
        shape.closed = start == n;
        if (start != n) shape.cap = StrokeCap::butt;
        if (shape.closed) {
            add_stroke(ring, shape, strokes_);
            continue;
        }
        kept_.clear();
        for (std::size_t i = start + 1; i <= start + n; ++i) {
            const QPoint a = ring[i % n], b = ring[(i + 1) % n];
            kept_.push_back(a);
            if (!cut(a, b)) continue;
            if (kept_.size() > 1) add_stroke(kept_, shape, strokes_);
            kept_.clear();
        }
    }
}

void TileBuilder::polygons(std::size_t begin, std::size_t end, TileBatch& batch) {
    rings_.clear();
    polygons_.clear();
    seams_.clear();
    const auto dots = static_cast<std::uint32_t>(mesh_.dots.size());
    for (std::size_t i = begin; i < end; ++i) add_rings(static_cast<std::uint32_t>(hits_[i]));
    batch.features += static_cast<std::uint32_t>(end - begin);
    batch.dots = {dots, static_cast<std::uint32_t>(mesh_.dots.size()) - dots};
    const RingSet rings = simplified(rings_, tolerance_, low_ + 1, high_ - 1);
    const auto fills = fills_.count();
    for (const PolygonRings& p : polygons_)
        if (traits_[styled_.rule_of_feature[p.feature]].fill) fill(p, rings);
    batch.fill = {fills, fills_.count() - fills};
    const auto outlines = strokes_.count();
    for (const PolygonRings& p : polygons_)
        if (traits_[styled_.rule_of_feature[p.feature]].outline) outline(p, rings, false);
    batch.outline = {outlines, strokes_.count() - outlines};
    const auto lines = strokes_.count();
    for (const PolygonRings& p : polygons_) {
        const Trait& t = traits_[styled_.rule_of_feature[p.feature]];
        if (t.line && !t.fill && !t.outline) outline(p, rings, true);
    }
    batch.line = {lines, strokes_.count() - lines};
}

void TileBuilder::stroke_line(std::span<const QPoint> points, const StrokeShape& shape) {
    simplify_line(points, tolerance_, keep_, waiting_);
    kept_.clear();
    for (std::size_t i = 0; i < points.size(); ++i)
        if (keep_[i]) kept_.push_back(points[i]);
    if (kept_.size() > 3 && kept_.front() == kept_.back()) {
        kept_.pop_back();
        StrokeShape ring = shape;
        ring.closed = true;
        add_stroke(kept_, ring, strokes_);
        return;
    }
    add_stroke(kept_, shape, strokes_);
}

// Neighbours on the map lie far apart in memory: those to come are asked for ahead, a step of the way at a time.
void TileBuilder::lines(std::size_t begin, std::size_t end) {
    constexpr std::size_t ahead = 6, doubles_per_fetch = 8;
    const FeatureGeometry& g = layer_.geometry;
    for (std::size_t i = begin; i < end; ++i) {
        if (i + 3 * ahead < end) __builtin_prefetch(&g.part_begin[line_at(i + 3 * ahead)]);
        if (i + 2 * ahead < end) __builtin_prefetch(&g.vertex_begin[g.part_begin[line_at(i + 2 * ahead)]]);
        if (i + ahead < end) {
            const std::size_t part = g.part_begin[line_at(i + ahead)];
            const double* xy = g.xy.data() + 2 * g.vertex_begin[part];
            for (std::size_t n = 0; n < 4; ++n) __builtin_prefetch(xy + n * doubles_per_fetch);
        }
        line(line_at(i));
    }
}

void TileBuilder::line(std::uint32_t feature) {
    const FeatureGeometry& g = layer_.geometry;
    StrokeShape shape = traits_[styled_.rule_of_feature[feature]].stroke;
    shape.rule = styled_.rule_of_feature[feature];
    const auto push = [&](PlanePoint p) {
        const QPoint q = rounded(p);
        if (points_.empty() || points_.back() != q) points_.push_back(q);
    };
    for (std::uint32_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) {
        ring_.clear();
        bool inside = true;
        for (std::size_t v = g.vertex_begin[part]; v < g.vertex_begin[part + 1]; ++v) {
            const PlanePoint p = in_tile(v);
            if (!std::isfinite(p.x) || !std::isfinite(p.y)) continue;
            inside = inside && p.x > low_ && p.y > low_ && p.x < high_ && p.y < high_;
            ring_.push_back(p);
        }
        if (inside) {
            points_.clear();
            for (const PlanePoint p : ring_) push(p);
            shape.along = 0;
            stroke_line(points_, shape);
            continue;
        }
        clipped_.clear();
        clip_line(ring_, {double(low_), double(low_), double(high_), double(high_)}, clipped_);
        for (const LinePiece& piece : clipped_.pieces) {
            points_.clear();
            for (std::size_t i = 0; i < piece.count; ++i) push(clipped_.points[piece.first + i]);
            shape.along = piece.along;
            stroke_line(points_, shape);
        }
    }
}

void TileBuilder::collect_points() {
    std::vector<PlaceVertex> all;
    styled_.points.collect(mesh_.key, all);
    if (all.empty()) return;
    const auto& rules = styled_.rules;
    std::erase_if(all, [&](const PlaceVertex& p) { return !traits_[p.rule].seen || !rules[p.rule].circle_color; });
    const auto group_of_point = [&](const PlaceVertex& p) { return group_of(p.rule); };
    if (styled_.groups.size() > 1) std::ranges::stable_sort(all, {}, group_of_point);
    const std::vector<DiscReach> reach = disc_reaches(styled_.rules);
    const bool some_hide = can_hide(reach);
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t end = styled_.groups.size() == 1 ? all.size() : begin + 1;
        while (end < all.size() && group_of_point(all[end]) == group_of_point(all[begin])) ++end;
        std::vector<PlaceVertex> group(all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end));
        TileBatch& batch = batch_of(group_of_point(group.front()));
        batch.features += static_cast<std::uint32_t>(group.size());
        if (some_hide && static_cast<double>(group.size()) > dense_points_per_px * tile_px * tile_px) drop_covered(group, reach);
        batch.points = {static_cast<std::uint32_t>(mesh_.points.size()), static_cast<std::uint32_t>(group.size())};
        mesh_.points.insert(mesh_.points.end(), group.begin(), group.end());
        begin = end;
    }
}

TileMesh TileBuilder::run() {
    collect_shapes();
    for (std::size_t begin = 0; begin < hits_.size();) {
        std::size_t end = begin, first_line = 0;
        const std::uint64_t group = hits_[begin] >> 33;
        while (end < hits_.size() && hits_[end] >> 33 == group) ++end;
        first_line = begin;
        while (first_line < end && !(hits_[first_line] >> 32 & 1)) ++first_line;
        TileBatch batch;
        batch.group = styled_.groups[group];
        if (first_line > begin) polygons(begin, first_line, batch);
        const auto strokes = strokes_.count() - batch.line.count;
        lines(first_line, end);
        batch.features += static_cast<std::uint32_t>(end - first_line);
        batch.line = {strokes, strokes_.count() - strokes};
        mesh_.batches.push_back(batch);
        begin = end;
    }
    collect_points();
    std::ranges::sort(mesh_.batches, {}, &TileBatch::group);
    fills_.close();
    strokes_.close();
    mesh_.fills = std::move(fills_.mesh);
    mesh_.strokes = std::move(strokes_.mesh);
    return std::move(mesh_);
}

} // namespace

TileMesh build_tile(const StyledLayer& styled, const TileKey& key) { return TileBuilder(styled, key).run(); }

} // namespace vigie::gis
