// Mapbox Vector Tiles 2.1 (and 1), read by hand so that every bound on foreign bytes stands in one place: features are
// handed over one by one. Values; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gis/model/geometry.hpp"

namespace vigie::gis {

struct MvtFeature {
    GeometryType type = GeometryType::none;
    std::vector<std::pair<std::string_view, std::string_view>> tags;  // key and value as text; valid during the call
    std::vector<std::vector<PlanePoint>> parts;  // tile units, x east, y south; rings without their repeated last point
    std::vector<bool> hole;                      // by part
};

namespace limits {
inline constexpr std::size_t mvt_layers = 256, mvt_keys = 100'000;  // of one tile, of one layer
inline constexpr std::size_t mvt_inflated = std::size_t{32} << 20;  // bytes of a compressed tile
inline constexpr double mvt_far = 1e7;                              // tile units from the corner: beyond is damage
}

// `take(layer name, units along a side, feature)`. False when the tile is damaged: what stands before was handed over.
[[nodiscard]] bool read_mvt(std::string_view bytes, const std::function<void(std::string_view, double, const MvtFeature&)>& take);

// A tile as it is stored or sent, gzip or not. False when it does not inflate, or to too much.
[[nodiscard]] bool inflate_tile(std::string_view stored, std::string& out);

} // namespace vigie::gis
