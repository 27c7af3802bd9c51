// A small layer made by hand: columns by name, then one feature at a time. For tests of tables, exports and selection.
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "gis/layers/layer.hpp"

namespace vigie::tests {

class LayerBuilder {
public:
    LayerBuilder() : layer_(std::make_shared<gis::Layer>()) {
        layer_->info.id = "table";
        layer_->info.name = "Table";
        layer_->geometry.part_begin = {0};
        layer_->geometry.vertex_begin = {0};
    }
    LayerBuilder& text(std::string name, std::vector<std::string> values) {
        gis::Column column;
        column.name = std::move(name);
        column.text_begin = {0};
        for (const std::string& v : values) {
            column.pool += v;
            column.text_begin.push_back(static_cast<std::uint32_t>(column.pool.size()));
        }
        layer_->columns.push_back(std::move(column));
        return *this;
    }
    LayerBuilder& number(std::string name, std::vector<double> values, gis::Column::Type type = gis::Column::Type::number) {
        gis::Column column;
        column.name = std::move(name);
        column.type = type;
        column.numbers = std::move(values);
        layer_->columns.push_back(std::move(column));
        return *this;
    }
    LayerBuilder& derived() {
        layer_->columns.back().derived = true;
        return *this;
    }
    // Parts of x, y pairs; `holes` tells which parts are.
    LayerBuilder& feature(gis::GeometryType type, std::vector<std::vector<double>> parts, std::vector<std::uint8_t> holes = {}) {
        gis::FeatureGeometry& g = layer_->geometry;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            g.xy.insert(g.xy.end(), parts[p].begin(), parts[p].end());
            g.vertex_begin.push_back(static_cast<std::uint32_t>(g.xy.size() / 2));
            g.ring_is_hole.push_back(p < holes.size() ? holes[p] : std::uint8_t{0});
        }
        g.part_begin.push_back(static_cast<std::uint32_t>(g.vertex_begin.size() - 1));
        g.type.push_back(type);
        return *this;
    }
    LayerBuilder& point(double x, double y) { return feature(gis::GeometryType::point, {{x, y}}); }
    LayerBuilder& points(std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) point(700'000 + double(i), 6'600'000);
        return *this;
    }
    [[nodiscard]] gis::LayerPtr done() {
        layer_->finish();
        return layer_;
    }

private:
    std::shared_ptr<gis::Layer> layer_;
};

inline const double null = std::nan("");

} // namespace vigie::tests
