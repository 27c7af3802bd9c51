#include "app/bench_wider.hpp"

namespace vigie::app {

namespace {

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) { to.insert(to.end(), from.begin(), from.end()); }

// Offsets begin with 0: the copy's go behind the last one.
template <class T>
void append_offsets(std::vector<T>& to, const std::vector<T>& from) {
    const T base = to.back();
    for (std::size_t i = 1; i < from.size(); ++i) to.push_back(static_cast<T>(base + from[i]));
}

void append(gis::FeatureGeometry& to, const gis::FeatureGeometry& from, double east) {
    append_offsets(to.part_begin, from.part_begin);
    append_offsets(to.vertex_begin, from.vertex_begin);
    append(to.ring_is_hole, from.ring_is_hole);
    append(to.type, from.type);
    for (std::size_t i = 0; i < from.xy.size(); ++i) to.xy.push_back(from.xy[i] + (i % 2 == 0 ? east : 0));
}

void append(gis::Column& to, const gis::Column& from) {
    append(to.numbers, from.numbers);
    if (!from.text_begin.empty()) append_offsets(to.text_begin, from.text_begin);
    to.pool += from.pool;
}

} // namespace

gis::LayerPtr repeated_beside(const gis::Layer& layer, int times) {
    auto all = std::make_shared<gis::Layer>(layer);
    const double step = 4 * std::max(layer.info.bounds.width(), layer.info.bounds.height());
    for (int i = 1; i < times && layer.geometry.feature_count() > 0; ++i) {
        append(all->geometry, layer.geometry, step * i);
        for (std::size_t c = 0; c < layer.columns.size(); ++c) append(all->columns[c], layer.columns[c]);
        append(all->entities, layer.entities);
    }
    all->finish();
    return all;
}

} // namespace vigie::app
