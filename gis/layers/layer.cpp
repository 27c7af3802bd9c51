#include "gis/layers/layer.hpp"

#include <charconv>
#include <cmath>

#include "gis/layers/shortest.hpp"

namespace vigie::gis {

std::string Column::shown(std::size_t feature) const {
    if (type == Type::text) return feature + 1 < text_begin.size() ? std::string(text(feature)) : std::string();
    if (feature >= numbers.size() || std::isnan(numbers[feature])) return {};
    return shortest(numbers[feature]);
}

std::string shortest(double number) {
    constexpr double exact_whole = 9.0e15;
    char buffer[32];
    const bool whole = std::abs(number) < exact_whole && number == std::trunc(number);
    const auto end = whole ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<long long>(number)) : std::to_chars(buffer, buffer + sizeof buffer, number);
    return std::string(buffer, end.ptr);
}

const Column* Layer::column(std::string_view name) const {
    for (const Column& c : columns)
        if (c.name == name) return &c;
    return nullptr;
}

PlaneBox Layer::box(std::uint32_t feature) const {
    PlaneBox box;
    if (feature >= geometry.feature_count()) return box;
    const std::size_t begin = geometry.vertex_begin[geometry.part_begin[feature]];
    const std::size_t end = geometry.vertex_begin[geometry.part_begin[feature + 1]];
    for (std::size_t v = begin; v < end; ++v) box.include(geometry.xy[2 * v], geometry.xy[2 * v + 1]);
    return box;
}

namespace {
// "point" when every feature that has a shape is one, …, "none" when none has.
std::string geometry_name(const FeatureGeometry& geometry) {
    bool seen[4] = {};
    for (const GeometryType type : geometry.type) seen[static_cast<int>(type)] = true;
    const int kinds = seen[1] + seen[2] + seen[3];
    if (kinds == 0) return "none";
    if (kinds > 1) return "mixed";
    return seen[1] ? "point" : seen[2] ? "line" : "polygon";
}
} // namespace

void Layer::finish() {
    if (geometry.part_begin.empty()) geometry.part_begin.assign(geometry.feature_count() + 1, 0);
    if (geometry.vertex_begin.empty()) geometry.vertex_begin.push_back(0);
    info.features = geometry.feature_count();
    if (info.geometry.empty()) info.geometry = geometry_name(geometry);
    std::vector<PlaneBox> boxes(geometry.feature_count());
    info.bounds = {};
    for (std::uint32_t f = 0; f < boxes.size(); ++f) {
        boxes[f] = box(f);
        info.bounds.include(boxes[f]);
    }
    index = SpatialIndex(boxes);
}

} // namespace vigie::gis
