// A MapLibre style (https://maplibre.org/maplibre-style-spec/, version 8) of vector tiles, brought into the vocabulary of our
// own styles (style.hpp), which is a part of it: every style layer becomes a look of the layer of tiles that it draws, in the
// style's order. Functions with stops become expressions. What is not drawn is told, each kind of thing once. Any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/layer.hpp"
#include "gis/layers/style.hpp"
#include "gis/layers/vector_tiles/tile_set.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

// Under everything else on the map; the style's layers follow in order.
inline constexpr int first_tile_order = -100'000;

struct TileStyle {
    std::string title;
    TileSet set;                                            // of the source that is drawn
    MapStyle style;                                         // rules for the looks
    bool has_background = false;
    std::map<std::string, std::vector<LayerLook>> looks;    // by layer of the tiles, bottom first
    std::vector<LayerLook> unstyled;                        // of those that the style does not draw
    std::vector<Notice> notices;                            // without `where`: what is not drawn as the style says
};

[[nodiscard]] bool looks_like_tile_style(std::string_view text);
// `base`: its address or path; `wanted`: of its vector sources, by name (empty: the first); `themes`: what its looks' names begin with.
[[nodiscard]] Result<TileStyle> read_tile_style(std::string_view text, const std::string& base, const std::string& wanted, const std::string& themes);

} // namespace vigie::gis
