// Couches: live overlays, the groups of QGIS projects in their order, then layers by domain, the base map last; swatch,
// count or length, eye. UI thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

struct TreeRow {
    std::string id;              // LayerInfo::id or "live.reports"
    std::string name, count, age;
    std::string_view icon = {};  // live rows; layers have a swatch
    const gis::Layer* layer = nullptr;
    const ServiceOutage* outage = nullptr;
    const LayerRefresh* refresh = nullptr;  // of what can be asked for again
    bool locked = false;
    int position = 0;            // of layers of a project, from the top
};
struct TreeGroup {
    std::string id, name;
    std::string_view icon;
    std::vector<TreeRow> rows;
    bool restricted = false;
};

// Of the group in the tree that holds what a QGIS project has in one of its groups.
[[nodiscard]] std::string group_id(const gis::ProjectPlace& place);

class LayerTree {
public:
    // What the tree shows now, filtered by `words`.
    [[nodiscard]] std::vector<TreeGroup> groups(const Frame& frame, std::string_view words);
    void draw(Frame& frame, std::string_view words);

private:
    struct Amount {
        const gis::Layer* layer = nullptr;
        double length_m = 0;
    };
    std::string amount(const Frame& frame, const gis::Layer& layer);
    std::map<std::string, Amount> amounts_;  // by layer id; lengths are summed once per layer
};

} // namespace vigie::panels
