// What a set of vector tiles says of itself: TileJSON 2 and 3 (https://github.com/mapbox/tilejson-spec), a source of a MapLibre
// style, the metadata of an MBTiles file. The text is foreign: its depth and lists are bounded, what is odd is left out.
// Values; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/guess_crs.hpp"
#include "gis/layers/remote/service.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

// A layer that the tiles hold, known before any of them is read.
struct TileLayer {
    std::string name;
    std::string geometry;             // "point" "line" "polygon"; empty = not said
    std::vector<std::string> fields;
};

struct TileSet {
    std::string title;
    std::string attribution;          // as plain text: who must be named beside the map
    std::string tiles;                // template of addresses ({z}, {x}, {y} or {-y}); empty = not said
    std::string described_at;         // of a style's source: its TileJSON, or an MBTiles file
    remote::Zooms zooms{0, 14};
    std::optional<LonLatBox> extent;  // degrees
    std::vector<TileLayer> layers;
};

// JSON within bounds: nothing when it is none, or nested too deep to be walked through.
[[nodiscard]] std::optional<nlohmann::json> bounded_json(std::string_view text);

// `base`: address or path of the document; what it names relatively lies beside it.
[[nodiscard]] Result<TileSet> read_tile_json(std::string_view text, const std::string& base);
[[nodiscard]] TileSet tile_set_of(const nlohmann::json& object, const std::string& base);
// "vector_layers" and "tilestats" of a TileJSON, or of MBTiles's metadata `json`.
[[nodiscard]] std::vector<TileLayer> tile_layers_of(const nlohmann::json& object);

// "https://h/a/b.json" and "../c.json" give "https://h/c.json"; paths of files alike.
[[nodiscard]] std::string beside(const std::string& base, const std::string& named);
// Without tags, entities as characters.
[[nodiscard]] std::string without_markup(std::string_view html);

} // namespace vigie::gis
