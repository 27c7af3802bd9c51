// Map layers made from the World's assets: one layer per asset kind of the catalogue, in the plane of the map. Only the
// kinds touched by a Delta are made again.
#pragma once

#include <string>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/layer.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

[[nodiscard]] std::vector<LayerPtr> layers_of(const World& world, const Catalog& catalog, const MapPlane& plane);
// Of one kind among these assets; null when the catalogue does not know it. Any thread.
[[nodiscard]] LayerPtr layer_of(const std::vector<Asset>& assets, const Catalog& catalog, const MapPlane& plane, std::string_view asset_kind);

} // namespace vigie::gis
