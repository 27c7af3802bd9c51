// Assets from the features of a map layer: what `vigie import` and the files backend bring into the commune. The asset
// kind is the catalogue's first whose style is the layer's theme; a layer without one gives nothing.
#pragma once

#include <span>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/layer.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/entity.hpp"

namespace vigie::gis {

// Shape of one feature in WGS 84; vertices outside the projection's domain are left out.
[[nodiscard]] Geometry lonlat_geometry(const Layer& layer, std::uint32_t feature, const MapPlane& plane);
// `style` of the catalogue's asset kind to use. All columns of the source become attributes; a column named like a name
// or a code gives those. Of these features, or of all when none is named.
[[nodiscard]] std::vector<Asset> assets_of(const Layer& layer, const std::string& asset_kind, const MapPlane& plane,
                                           std::span<const std::uint32_t> features = {});
[[nodiscard]] const AssetKind* kind_for_theme(const Catalog& catalog, const std::string& theme);

} // namespace vigie::gis
