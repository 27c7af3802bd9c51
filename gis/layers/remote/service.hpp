// A map service as one layer of tiles: grids of pictures in one coordinate system, coarse to fine, and the address of each
// picture. What XYZ templates, WMTS capabilities and WMS capabilities come down to. Values; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gis/layers/guess_crs.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/layers/remote/fetcher.hpp"
#include "gis/model/geometry.hpp"

namespace vigie::gis::remote {

constexpr int mercator = 3857;
constexpr double mercator_half = 20037508.342789244;  // of its square world, metres

// One zoom. Columns go east, rows south from the upper left corner; x east, y north whatever the system's authority says.
struct TileMatrix {
    std::string id;
    double units_per_px = 1;
    double left = 0, top = 0;
    int tile_width = 256, tile_height = 256;
    std::int64_t first_column = 0, first_row = 0, last_column = 0, last_row = 0;  // with pictures
    [[nodiscard]] PlaneBox box(std::int64_t column, std::int64_t row) const {
        const double w = units_per_px * tile_width, h = units_per_px * tile_height;
        return {left + static_cast<double>(column) * w, top - static_cast<double>(row + 1) * h, left + static_cast<double>(column + 1) * w, top - static_cast<double>(row) * h};
    }
};

struct TilePlace {
    std::size_t matrix = 0;
    std::int64_t column = 0, row = 0;
};

struct TiledLayer {
    std::string title;
    int epsg = mercator;
    std::vector<TileMatrix> matrices;     // coarsest first
    std::optional<LonLatBox> extent;      // nothing: the whole world
    std::chrono::seconds usual_age{7 * 24 * 3600};
    std::function<std::string(const TilePlace&)> url;
};

// A layer that a service offers, as a person chooses it.
struct OfferedLayer {
    std::string title, name;
    std::string address;                  // to be opened
    std::optional<LonLatBox> extent;
};
struct Offer {
    Address::Kind kind = Address::Kind::unknown;
    std::string title;
    std::vector<OfferedLayer> layers;
};

// Asks the service what it has. A template is an offer of one layer, and asks nothing.
[[nodiscard]] Result<Offer> offer_of(const Address& address, Fetcher& fetcher, const std::stop_token& stop);

// The layer that the address chooses (without a choice the first), in the system nearest to `plane_epsg` that the service has.
// `others`: how many more the service offers when no choice was made.
struct ChosenLayer {
    TiledLayer layer;
    std::vector<std::string> others;
};
[[nodiscard]] Result<ChosenLayer> chosen_layer(const Address& address, int plane_epsg, Fetcher& fetcher, const std::stop_token& stop);

// "0-19", "0,19", "14": bounds of zoom behind '#zoom='.
struct Zooms {
    int coarsest = 0, finest = 19;
};
[[nodiscard]] Zooms zooms_of(const std::string& choice, Zooms usual);

// The grid of the web, of 256 px tiles.
[[nodiscard]] std::vector<TileMatrix> web_matrices(Zooms zooms);
[[nodiscard]] TiledLayer template_layer(const Address& address);
[[nodiscard]] std::string filled_template(const std::string& text, int zoom, std::int64_t column, std::int64_t row);

} // namespace vigie::gis::remote
