// Which object a report is about: the nearest of the kinds its category speaks of, so that nobody types a number twice and the
// work order knows the lamp (FIELD.md §3 D14). Pure functions of the World. Any thread.
#pragma once

#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

struct NearAsset {
    AssetId asset;
    double distance_m = 0;  // to the shape: 0 inside a polygon
};
// Assets of the category's kinds (`ReportCategory::asset_kinds`) within its reach, nearest first; none where the category names
// no kind.
[[nodiscard]] std::vector<NearAsset> assets_near(const World& world, const Catalog& catalog, std::string_view category, LonLat place,
                                                 std::size_t limit);
// The one that is meant beyond reasonable doubt: the nearest is at least twice as near as the next of its kind, or within
// `sure_m`. Nothing where several would do.
inline constexpr double sure_m = 3;
[[nodiscard]] AssetId asset_meant(const std::vector<NearAsset>& near);

// Metres from a place to a shape, 0 inside a polygon; nothing of an empty shape.
[[nodiscard]] std::optional<double> metres_to(const Geometry& shape, LonLat place);

} // namespace vigie::gis
