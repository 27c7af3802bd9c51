// Bounds on foreign data, in one place. What passes one is refused or cut with a notice, never read without end.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vigie::gis::limits {

inline constexpr std::size_t sources = 2'000;                  // files of one opening
inline constexpr int folder_depth = 8;
inline constexpr std::size_t layers_per_source = 500;
inline constexpr std::size_t features = 20'000'000;            // per layer
inline constexpr std::size_t vertices = 400'000'000;           // per layer
inline constexpr std::size_t columns = 512;                    // per layer
inline constexpr std::size_t text_pool = std::size_t{2} << 30;  // bytes per column
inline constexpr std::size_t csv_bytes = std::size_t{1} << 30;
inline constexpr std::size_t csv_quoted_lines = 100;           // a quoted field longer than this was never closed
inline constexpr std::size_t json_bytes = std::size_t{2} << 30;  // the driver holds a GeoJSON file in memory several times over
inline constexpr std::size_t offered_layers = 5'000;           // of one map service
inline constexpr std::size_t systems_per_layer = 512;          // coordinate systems of a map service's layer
inline constexpr std::size_t zooms = 64;                       // of one grid of tiles
inline constexpr int geometry_depth = 16;                      // collections in collections
inline constexpr std::size_t gdal_messages = 200;              // kept per file
inline constexpr std::size_t features_between_stops = 4'096;   // how often a stop token is looked at

} // namespace vigie::gis::limits
