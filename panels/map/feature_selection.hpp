// Features of map layers as part of the one selection: chosen on the map (click, box, lasso) or in the attribute table.
// A feature that shows an entity of the World is chosen as that entity; the rest by layer and number. UI thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

[[nodiscard]] gis::LayerPtr layer_named(const Frame& frame, const std::string& id);  // null when it is gone

// Replaces the selection, or with `add` turns this one feature over in it.
void choose_feature(Frame& frame, const gis::Layer& layer, std::uint32_t feature, bool add);
// Replaces what is chosen of this layer (of everything, unless `add`). Any order, each once.
void choose_features(Frame& frame, const gis::Layer& layer, std::vector<std::uint32_t> features, bool add);
// Takes out what a layer read again no longer has.
void drop_lost_features(Frame& frame);

// The features of a layer that are chosen, rising; made again only when the selection or the layer changed.
class ChosenFeatures {
public:
    [[nodiscard]] FeatureSet of(const Frame& frame, const gis::LayerPtr& layer);

private:
    struct Known {
        gis::LayerPtr layer;
        std::vector<gis::EntityRef> entities;
        FeatureSet set;
    };
    std::map<std::string, Known> known_;
};

// Around everything chosen of the layer; empty when nothing is.
[[nodiscard]] gis::PlaneBox box_of(const gis::Layer& layer, const std::vector<std::uint32_t>& features);

} // namespace vigie::panels
