#include "panels/map/feature_selection.hpp"

#include <algorithm>
#include <unordered_set>

namespace vigie::panels {

namespace {

FeatureSet shared(std::vector<std::uint32_t> features) { return std::make_shared<const std::vector<std::uint32_t>>(std::move(features)); }

const FeatureSet& nothing() {
    static const FeatureSet none = shared({});
    return none;
}

void open_inspector(Frame& frame) {
    if (!frame.view.selection.empty()) frame.view.right_open = true;
}

} // namespace

gis::LayerPtr layer_named(const Frame& frame, const std::string& id) {
    for (const LayerRow& row : frame.layers)
        if (row.layer->info.id == id) return row.layer;
    return nullptr;
}

void choose_feature(Frame& frame, const gis::Layer& layer, std::uint32_t feature, bool add) {
    Selection& s = frame.view.selection;
    if (!add) s = {};
    if (feature < layer.entities.size()) {
        const gis::EntityRef ref = layer.entities[feature];
        const auto known = std::ranges::find(s.entities, ref);
        if (known != s.entities.end()) s.entities.erase(known);
        else s.entities.push_back(ref);
        s.feature.reset();
        return open_inspector(frame);
    }
    const std::string& id = layer.info.id;
    std::vector<std::uint32_t> features = s.features.contains(id) ? *s.features[id] : std::vector<std::uint32_t>{};
    const auto at = std::ranges::lower_bound(features, feature);
    const bool there = at != features.end() && *at == feature;
    if (there) features.erase(at);
    else features.insert(at, feature);
    if (features.empty()) s.features.erase(id);
    else s.features[id] = shared(std::move(features));
    s.feature.reset();
    if (!there) s.feature = render::FeatureHit{id, feature, 0};
    else if (!s.features.empty()) s.feature = render::FeatureHit{s.features.begin()->first, s.features.begin()->second->front(), 0};
    open_inspector(frame);
}

void choose_features(Frame& frame, const gis::Layer& layer, std::vector<std::uint32_t> features, bool add) {
    Selection& s = frame.view.selection;
    if (!add) s = {};
    if (!std::ranges::is_sorted(features)) std::ranges::sort(features);
    if (!layer.entities.empty()) {
        std::unordered_set<gis::EntityRef> known(s.entities.begin(), s.entities.end());
        for (const std::uint32_t f : features)
            if (f < layer.entities.size() && known.insert(layer.entities[f]).second) s.entities.push_back(layer.entities[f]);
        return open_inspector(frame);
    }
    const std::string& id = layer.info.id;
    if (s.features.contains(id)) {
        std::vector<std::uint32_t> both;
        std::ranges::set_union(*s.features[id], features, std::back_inserter(both));
        features = std::move(both);
    }
    if (features.empty()) return;
    s.feature = render::FeatureHit{id, features.front(), 0};
    s.features[id] = shared(std::move(features));
    open_inspector(frame);
}

void drop_lost_features(Frame& frame) {
    Selection& s = frame.view.selection;
    std::erase_if(s.features, [&](const auto& chosen) {
        const gis::LayerPtr layer = layer_named(frame, chosen.first);
        return !layer || chosen.second->back() >= layer->geometry.feature_count();
    });
    if (s.feature && !layer_named(frame, s.feature->layer)) s.feature.reset();
}

FeatureSet ChosenFeatures::of(const Frame& frame, const gis::LayerPtr& layer) {
    const Selection& s = frame.view.selection;
    if (layer->entities.empty()) {
        const auto it = s.features.find(layer->info.id);
        return it == s.features.end() ? nothing() : it->second;
    }
    if (s.entities.empty()) return nothing();
    Known& known = known_[layer->info.id];
    if (known.set && known.layer == layer && known.entities == s.entities) return known.set;
    const std::unordered_set<gis::EntityRef> wanted(s.entities.begin(), s.entities.end());
    std::vector<std::uint32_t> features;
    for (std::uint32_t f = 0; f < layer->entities.size(); ++f)
        if (wanted.contains(layer->entities[f])) features.push_back(f);
    known = {layer, s.entities, shared(std::move(features))};
    return known.set;
}

gis::PlaneBox box_of(const gis::Layer& layer, const std::vector<std::uint32_t>& features) {
    gis::PlaneBox box;
    for (const std::uint32_t f : features) box.include(layer.box(f));
    return box;
}

} // namespace vigie::panels
