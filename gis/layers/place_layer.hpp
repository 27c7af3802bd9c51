// From a raw layer to one that can be drawn: its system settled (a person's choice, the declared one, or a guess), its
// points brought into the plane, its theme and names recognised, its index built. Any thread.
#pragma once

#include <optional>

#include "gis/layers/guess_crs.hpp"
#include "gis/layers/prepared_cache.hpp"
#include "gis/layers/read_source.hpp"

namespace vigie::gis {

struct PlaceContext {
    const MapPlane& plane;
    const OpenOptions& options;
    std::optional<LonLatBox> reference;  // where the layers of certain place are
};

[[nodiscard]] PlaneBox bounds_of(const FeatureGeometry& geometry);

// The system needs no guess: declared and not contradicted by the numbers, chosen by a person, or nothing to place.
[[nodiscard]] bool is_place_certain(const RawLayer& raw, const PlaneBox& numbers, const OpenOptions& options, const MapPlane& plane);

// By the box of all points, else by that of most of them.
[[nodiscard]] CrsGuess guess_layer(const PlaneBox& numbers, const PlaneBox& most, const std::optional<LonLatBox>& reference);

// Always a layer; without shapes on the map when its system cannot even be guessed.
[[nodiscard]] PreparedLayer place_layer(RawLayer raw, const PlaneBox& numbers, const MapSource& source, const PlaceContext& context, std::vector<Notice>& notices);

// What depends on choices and language only: theme, domain, title, name, derived columns.
void name_layer(Layer& layer, const std::string& stem, const std::string& layer_name, const std::string& theme_hint, const OpenOptions& options);

} // namespace vigie::gis
