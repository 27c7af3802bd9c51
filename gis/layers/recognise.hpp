// What a layer shows, told from its names and fields, so that a folder of municipal files looks like a map at once.
// A table of words, most telling first; nothing here knows a particular town. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

struct Recognised {
    std::string theme;   // style theme
    std::string domain;  // catalogue domain; empty = base map
    std::string title;   // language key of a human name; empty = only the layer's own name is good
};

// `geometry` as in LayerInfo. A theme the geometry contradicts is not taken (a "district" of points).
[[nodiscard]] Recognised recognise(std::string_view file_stem, std::string_view layer_name, std::string_view geometry, const std::vector<Column>& columns);

// A theme of the style, chosen by a person: its domain and title.
[[nodiscard]] Recognised recognised_as(std::string_view theme, std::string_view geometry);

// What a person may choose for a layer of this geometry: themes with the language key of their name, each once.
struct ThemeName {
    std::string theme, title;
};
[[nodiscard]] std::vector<ThemeName> themes_for(std::string_view geometry);

// "VilleMTP_MTP_EclairagePublic" to "ville mtp mtp eclairage public".
[[nodiscard]] std::string split_words(std::string_view name);

// "EclairagePublic", "bati_dur" as shown when nothing better is known: "Eclairage public", "Bati dur".
[[nodiscard]] std::string shown_name(std::string_view name);

// Adds what the style and the search read whatever the source calls it: "name", "class" of streets, "number" of
// addresses. A field of that name in the source is kept as it is.
void derive_columns(Layer& layer);

} // namespace vigie::gis
