#include "panels/map/highlights.hpp"

#include <algorithm>

namespace vigie::panels {

namespace {

gis::PlaneBox view_box(const render::Camera& camera, double margin) {
    gis::PlaneBox box;
    for (const render::PxPoint p : {render::PxPoint{0, 0}, {double(camera.width), 0}, {0, double(camera.height)}, {double(camera.width), double(camera.height)}}) {
        const gis::PlanePoint at = camera.plane_from_screen(p);
        box.include(at.x, at.y);
    }
    const double w = box.width() * margin, h = box.height() * margin;
    return {box.min_x - w, box.min_y - h, box.max_x + w, box.max_y + h};
}

bool within(const gis::PlaneBox& outer, const gis::PlaneBox& inner) {
    return outer.contains(inner.min_x, inner.min_y) && outer.contains(inner.max_x, inner.max_y);
}

std::vector<std::uint32_t> cut(const gis::Layer& layer, const std::vector<std::uint32_t>& all, const gis::PlaneBox& around) {
    std::vector<bool> chosen(layer.geometry.feature_count());
    for (const std::uint32_t f : all) chosen[f] = true;
    std::vector<std::uint32_t> seen;
    layer.index.query(around, [&](std::uint32_t f) {
        if (chosen[f]) seen.push_back(f);
        return true;
    });
    if (seen.size() <= Highlights::most_drawn) return seen;
    std::vector<std::uint32_t> thinned;
    const double step = double(seen.size()) / double(Highlights::most_drawn);
    for (std::size_t i = 0; i < Highlights::most_drawn; ++i) thinned.push_back(seen[static_cast<std::size_t>(double(i) * step)]);
    return thinned;
}

} // namespace

void Highlights::show(Frame& frame, const gis::LayerPtr& layer, const FeatureSet& set) {
    Shown& shown = shown_[layer->info.id];
    const render::Camera& camera = frame.view.rig.camera;
    const bool whole = set->size() <= drawn_whole;
    const bool same = shown.layer == layer && shown.set == set && shown.color == frame.theme.colors.accent;
    // A cut selection stays good while the view is inside what was looked at, at about the same scale.
    const bool covered = whole || (within(shown.around, view_box(camera, 0)) && camera.units_per_px > shown.units_per_px / 3 && camera.units_per_px < shown.units_per_px * 3);
    if (same && covered) return;
    shown = {layer, set, view_box(camera, 0.5), camera.units_per_px, frame.theme.colors.accent};
    frame.map.set_highlight(layer->info.id, whole ? *set : cut(*layer, *set, shown.around), frame.theme.colors.accent);
}

void Highlights::update(Frame& frame) {
    std::vector<std::string> gone;
    for (const auto& [id, shown] : shown_) gone.push_back(id);
    for (const LayerRow& row : frame.layers) {
        FeatureSet set = chosen_.of(frame, row.layer);
        if (set->empty()) continue;
        show(frame, row.layer, set);
        std::erase(gone, row.layer->info.id);
    }
    for (const std::string& id : gone) {
        shown_.erase(id);
        frame.map.set_highlight(id, {}, {});
    }
    const auto& under = frame.view.hovered_feature;
    const std::string layer = under ? under->layer : std::string{};
    using As = render::MapView::Highlighted;
    if (!pointer_layer_.empty() && pointer_layer_ != layer) frame.map.set_highlight(pointer_layer_, {}, {}, As::pointer);
    pointer_layer_ = layer;
    if (under) frame.map.set_highlight(layer, {under->feature}, frame.theme.colors.accent, As::pointer);
}

} // namespace vigie::panels
