#include "render/label_source.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace vigie::render {

namespace {

using gis::GeometryType;

// Streets of one name and rule, to be joined.
struct Street {
    std::uint32_t name;
    std::uint16_t rule;
    std::vector<Path> pieces;
};

double ring_area(const Path& ring) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) twice += ring[j].x * ring[i].y - ring[i].x * ring[j].y;
    return std::abs(twice) / 2;
}

class Preparation {
public:
    Preparation(gis::LayerPtr layer, std::shared_ptr<const gis::MapStyle> style) : out_(std::make_shared<LabelSource>()) {
        out_->layer = std::move(layer);
        out_->style = std::move(style);
    }

    std::shared_ptr<const LabelSource> run() {
        const gis::Layer& layer = *out_->layer;
        std::map<std::string, const gis::Column*> columns;
        for (const gis::PaintRule& rule : out_->style->rules)
            if (!rule.text_field.empty() && (rule.theme == layer.info.theme || rule.theme == "*"))
                columns[rule.text_field] = layer.column(rule.text_field);
        std::erase_if(columns, [](const auto& c) { return c.second == nullptr; });
        if (columns.empty()) return out_;
        const std::vector<std::uint16_t> rules = gis::classify(layer, *out_->style);
        for (std::uint32_t f = 0; f < rules.size(); ++f) {
            if (rules[f] >= out_->style->rules.size()) continue;
            const gis::PaintRule& rule = out_->style->rules[rules[f]];
            const auto column = columns.find(rule.text_field);
            if (column == columns.end()) continue;
            std::string text = column->second->shown(f);
            if (!text.empty()) add_feature(f, rules[f], name_index(std::move(text)));
        }
        for (Street& street : streets_) add_runs(street);
        out_->index = gis::SpatialIndex(boxes_);
        return out_;
    }

private:
    std::uint32_t name_index(std::string text) {
        const auto [known, fresh] = name_ids_.emplace(std::move(text), static_cast<std::uint32_t>(out_->names.size()));
        if (fresh) out_->names.push_back(known->first);
        return known->second;
    }
    [[nodiscard]] Path part(std::uint32_t p) const {
        const gis::FeatureGeometry& g = out_->layer->geometry;
        Path path;
        for (std::uint32_t v = g.vertex_begin[p]; v < g.vertex_begin[p + 1]; ++v) path.push_back({g.xy[2 * v], g.xy[2 * v + 1]});
        return path;
    }
    void add_feature(std::uint32_t f, std::uint16_t rule, std::uint32_t name) {
        const gis::FeatureGeometry& g = out_->layer->geometry;
        const std::uint32_t begin = g.part_begin[f], end = g.part_begin[f + 1];
        switch (g.type[f]) {
        case GeometryType::none: return;
        case GeometryType::point:
            for (std::uint32_t v = g.vertex_begin[begin]; v < g.vertex_begin[end]; ++v) add_point({g.xy[2 * v], g.xy[2 * v + 1]}, rule, name);
            return;
        case GeometryType::line:
            for (std::uint32_t p = begin; p < end; ++p) street(name, rule).pieces.push_back(part(p));
            return;
        case GeometryType::polygon: add_area(begin, end, rule, name); return;
        }
    }
    Street& street(std::uint32_t name, std::uint16_t rule) {
        const std::uint64_t key = std::uint64_t{name} << 16 | rule;
        const auto [known, fresh] = street_ids_.emplace(key, streets_.size());
        if (fresh) streets_.push_back({name, rule, {}});
        return streets_[known->second];
    }
    void add_point(gis::PlanePoint at, std::uint16_t rule, std::uint32_t name) {
        out_->candidates.push_back({.kind = LabelCandidate::Kind::point, .rule = rule, .name = name, .at = at});
        gis::PlaneBox box;
        box.include(at.x, at.y);
        boxes_.push_back(box);
    }
    // One label for the largest polygon of a multipolygon: a name in each splinter of a park would only repeat itself.
    void add_area(std::uint32_t begin, std::uint32_t end, std::uint16_t rule, std::uint32_t name) {
        const gis::FeatureGeometry& g = out_->layer->geometry;
        std::vector<Path> largest, rings;
        double most = 0;
        const auto close = [&] {
            const double area = rings.empty() ? 0 : ring_area(rings.front());
            if (area <= most) return;
            most = area;
            largest = rings;
        };
        for (std::uint32_t p = begin; p < end; ++p) {
            Path ring = part(p);
            if (ring.size() < 3) continue;
            if (g.ring_is_hole[p] == 0) {
                close();
                rings.clear();
            }
            rings.push_back(std::move(ring));
        }
        close();
        if (largest.empty()) return;
        const InnerCircle circle = inner_circle(largest);
        if (circle.radius <= 0) return;
        out_->candidates.push_back({.kind = LabelCandidate::Kind::area, .rule = rule, .name = name, .at = circle.centre,
                                    .length = std::sqrt(most), .radius = circle.radius});
        gis::PlaneBox box;
        box.include(circle.centre.x, circle.centre.y);
        boxes_.push_back(box);
    }
    void add_runs(Street& street) {
        for (const Path& run : join_pieces(std::move(street.pieces))) {
            LabelCandidate c{.kind = LabelCandidate::Kind::line, .rule = street.rule, .name = street.name,
                             .first = static_cast<std::uint32_t>(out_->vertices.size()), .count = static_cast<std::uint32_t>(run.size())};
            gis::PlaneBox box;
            for (std::size_t i = 0; i < run.size(); ++i) {
                if (i > 0) c.length += std::hypot(run[i].x - run[i - 1].x, run[i].y - run[i - 1].y);
                out_->vertices.push_back(run[i]);
                out_->along.push_back(c.length);
                box.include(run[i].x, run[i].y);
            }
            out_->candidates.push_back(c);
            boxes_.push_back(box);
        }
    }

    std::shared_ptr<LabelSource> out_;
    std::vector<gis::PlaneBox> boxes_;
    std::vector<Street> streets_;
    std::unordered_map<std::uint64_t, std::size_t> street_ids_;
    std::unordered_map<std::string, std::uint32_t> name_ids_;
};

} // namespace

std::shared_ptr<const LabelSource> prepare_labels(gis::LayerPtr layer, std::shared_ptr<const gis::MapStyle> style) {
    return Preparation(std::move(layer), std::move(style)).run();
}

} // namespace vigie::render
