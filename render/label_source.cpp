#include "render/label_source.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace vigie::render {

namespace {

using gis::GeometryType;

// Streets of one name and rule, to be joined.
struct Street {
    std::uint32_t name;
    std::uint16_t rule;
    float sort_key;
    std::vector<Path> pieces;
};

double ring_area(const Path& ring) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) twice += ring[j].x * ring[i].y - ring[i].x * ring[j].y;
    return std::abs(twice) / 2;
}

// What a rule writes at each feature, and in which order.
class Words {
public:
    Words(const gis::Layer& layer, const gis::PaintRule& rule)
        : field_(rule.text_field.empty() ? nullptr : layer.column(rule.text_field)), text_(rule.text.get()), key_(rule.symbol_sort_key.get()) {
        if (text_) text_columns_ = text_->columns_of(layer);
        if (key_) key_columns_ = key_->columns_of(layer);
    }
    [[nodiscard]] std::string of(std::size_t feature, GeometryType type) const {
        if (text_) return text_->at({0, text_columns_, feature, type}).shown();
        return field_ ? field_->shown(feature) : std::string();
    }
    [[nodiscard]] float sort_key(std::size_t feature, GeometryType type) const {
        if (!key_) return 0;
        const gis::StyleValue v = key_->at({0, key_columns_, feature, type});
        return v.number() && std::isfinite(*v.number()) ? static_cast<float>(*v.number()) : 0;
    }

private:
    const gis::Column* field_;
    const gis::Expression* text_;
    const gis::Expression* key_;
    std::vector<const gis::Column*> text_columns_, key_columns_;
};

class Preparation {
public:
    Preparation(gis::LayerPtr layer, std::shared_ptr<const gis::MapStyle> style, std::string look) : out_(std::make_shared<LabelSource>()) {
        out_->layer = std::move(layer);
        out_->style = std::move(style);
        out_->look = std::move(look);
    }

    std::shared_ptr<const LabelSource> run() {
        const gis::Layer& layer = *out_->layer;
        const auto wants = [&](const gis::PaintRule& rule) {
            return (rule.writes() || !rule.icon_image.empty() || rule.is_driven("icon-image")) && gis::applies(rule, layer.info, out_->look);
        };
        if (std::ranges::none_of(out_->style->rules, wants)) return out_;
        gis::ClassifiedLayer classes = gis::classified(layer, *out_->style, gis::StyleScope::symbols, out_->look);
        out_->rules = std::move(classes.rules);
        for (const gis::PaintRule& rule : out_->rules) words_.emplace_back(layer, rule);
        for (std::uint32_t f = 0; f < classes.rule_of_feature.size(); ++f) {
            const std::uint16_t rule = classes.rule_of_feature[f];
            if (rule >= out_->rules.size()) continue;
            std::string text = words_[rule].of(f, layer.geometry.type[f]);
            if (text.empty() && out_->rules[rule].icon_image.empty()) continue;
            sort_key_ = words_[rule].sort_key(f, layer.geometry.type[f]);
            add_feature(f, rule, name_index(std::move(text)));
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
            if (out_->names[name].empty()) return;
            if (!out_->rules[rule].text_along_line) return add_middle(begin, end, rule, name);
            for (std::uint32_t p = begin; p < end; ++p) street(name, rule).pieces.push_back(part(p));
            return;
        case GeometryType::polygon: add_area(begin, end, rule, name); return;
        }
    }
    Street& street(std::uint32_t name, std::uint16_t rule) {
        const std::uint64_t key = std::uint64_t{name} << 16 | rule;
        const auto [known, fresh] = street_ids_.emplace(key, streets_.size());
        if (fresh) streets_.push_back({name, rule, sort_key_, {}});
        Street& street = streets_[known->second];
        street.sort_key = std::min(street.sort_key, sort_key_);
        return street;
    }
    void add_point(gis::PlanePoint at, std::uint16_t rule, std::uint32_t name) {
        out_->candidates.push_back({.kind = LabelCandidate::Kind::point, .rule = rule, .name = name, .sort_key = sort_key_, .at = at});
        gis::PlaneBox box;
        box.include(at.x, at.y);
        boxes_.push_back(box);
    }
    // Half way along the longest part of a line.
    void add_middle(std::uint32_t begin, std::uint32_t end, std::uint16_t rule, std::uint32_t name) {
        Path longest;
        double most = 0;
        for (std::uint32_t p = begin; p < end; ++p) {
            Path path = part(p);
            double length = 0;
            for (std::size_t i = 1; i < path.size(); ++i) length += std::hypot(path[i].x - path[i - 1].x, path[i].y - path[i - 1].y);
            if (length <= most) continue;
            most = length;
            longest = std::move(path);
        }
        double left = most / 2;
        for (std::size_t i = 1; i < longest.size(); ++i) {
            const gis::PlanePoint a = longest[i - 1], b = longest[i];
            const double step = std::hypot(b.x - a.x, b.y - a.y);
            if (step > 0 && left <= step) return add_point({a.x + (b.x - a.x) * left / step, a.y + (b.y - a.y) * left / step}, rule, name);
            left -= step;
        }
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
        out_->candidates.push_back({.kind = LabelCandidate::Kind::area, .rule = rule, .name = name, .sort_key = sort_key_, .at = circle.centre,
                                    .length = std::sqrt(most), .radius = circle.radius});
        gis::PlaneBox box;
        box.include(circle.centre.x, circle.centre.y);
        boxes_.push_back(box);
    }
    void add_runs(Street& street) {
        for (const Path& run : join_pieces(std::move(street.pieces))) {
            LabelCandidate c{.kind = LabelCandidate::Kind::line, .rule = street.rule, .name = street.name, .sort_key = street.sort_key,
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
    std::vector<Words> words_;  // by rule
    float sort_key_ = 0;        // of the feature in work
    std::vector<Street> streets_;
    std::unordered_map<std::uint64_t, std::size_t> street_ids_;
    std::unordered_map<std::string, std::uint32_t> name_ids_;
};

} // namespace

std::shared_ptr<const LabelSource> prepare_labels(gis::LayerPtr layer, std::shared_ptr<const gis::MapStyle> style, std::string look) {
    return Preparation(std::move(layer), std::move(style), std::move(look)).run();
}

} // namespace vigie::render
