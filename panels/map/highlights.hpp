// What of the map layers is drawn once more: the features chosen (of a very large selection those in view) and the one
// under the pointer, on the map or in the table. UI thread.
#pragma once

#include <map>
#include <string>

#include "panels/frame.hpp"
#include "panels/map/feature_selection.hpp"

namespace vigie::panels {

class Highlights {
public:
    static constexpr std::size_t drawn_whole = 4'000;  // a larger selection is cut to the view
    static constexpr std::size_t most_drawn = 20'000;  // and thinned to this

    // Tells the map engine, once a frame, what differs.
    void update(Frame& frame);

private:
    struct Shown {
        gis::LayerPtr layer;
        FeatureSet set;
        gis::PlaneBox around;       // that was looked at, when cut
        double units_per_px = 0;
        Rgba color{};
    };
    void show(Frame& frame, const gis::LayerPtr& layer, const FeatureSet& set);

    ChosenFeatures chosen_;
    std::map<std::string, Shown> shown_;  // layers that carry a highlight of the selection
    std::string pointer_layer_;
};

} // namespace vigie::panels
