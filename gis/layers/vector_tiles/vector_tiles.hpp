// Vector tiles (an MBTiles file, or {z}/{x}/{y}.pbf of a service) as ordinary map layers of what a view shows: the fitting
// zoom's tiles are read, cut to their squares, and their features put together by layer name, so that styles, names,
// picking and tables work as with any layer. Immutable; any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/layer.hpp"
#include "gis/layers/open.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/remote/service.hpp"
#include "gis/layers/sources.hpp"
#include "gis/layers/vector_tiles/tile_style.hpp"

namespace vigie::gis {

class VectorTiles {
public:
    static constexpr std::int64_t most_tiles = 40;  // of one view

    // A block of tiles of one zoom; columns go east, rows south.
    struct Block {
        int zoom = -1;
        std::int64_t first_column = 0, first_row = 0, last_column = -1, last_row = -1;
        bool operator==(const Block&) const = default;
    };
    struct Read {
        std::vector<LayerPtr> layers;        // ids are the same in every block
        remote::Millis again{0};             // not all of it could be had: worth reading again after this
        std::optional<Error> trouble;        // why, of the last such tile
        std::size_t damaged = 0;             // tiles
    };
    struct Origin {
        MapSource source;
        std::string title;
        remote::Zooms zooms;
        std::optional<LonLatBox> extent;
        std::string attribution;
        std::vector<TileLayer> layers;                 // known before any tile is read
        std::shared_ptr<const TileStyle> style;        // its own; none: the style of the map
        std::vector<Notice> notices;                   // what of the style is not drawn, what could not be had
        // A tile as stored; null when there is none.
        std::function<remote::Fetched(int zoom, std::int64_t column, std::int64_t row, const std::stop_token& stop)> fetch;
        std::function<void()> renew = {};              // what was fetched before is old
    };

    VectorTiles(Origin origin, MapPlane plane);

    [[nodiscard]] const PlaneBox& bounds() const { return bounds_; }
    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] const std::string& title() const { return origin_.title; }
    [[nodiscard]] const TileStyle* style() const { return origin_.style.get(); }
    [[nodiscard]] std::string path() const { return origin_.source.file.string(); }  // LayerInfo::source of its layers
    // Of what is seen; zoom -1 when nothing of it is here.
    [[nodiscard]] Block block_of(const PlaneBox& view, double units_per_px) const;
    // The finest that shows all of it at once; when not even the coarsest does, one tile of that in the middle.
    [[nodiscard]] Block overview() const;
    // Those that are known and that `among` does not hold, empty.
    [[nodiscard]] std::vector<LayerPtr> layers_beside(const std::vector<LayerPtr>& among, const OpenOptions& options) const;
    void renew() const {
        if (origin_.renew) origin_.renew();
    }
    [[nodiscard]] Read read(const Block& block, const OpenOptions& options, const std::stop_token& stop) const;

private:
    [[nodiscard]] LayerPtr made(RawLayer raw, const OpenOptions& options) const;
    [[nodiscard]] Block block_at(const PlaneBox& view, int zoom) const;
    Origin origin_;
    MapPlane plane_;
    PlaneBox bounds_;
    std::string id_;
};

// An MBTiles file whose tiles are vectors. The first: by its metadata.
[[nodiscard]] bool holds_vector_tiles(const std::filesystem::path& mbtiles);
// A file that describes vector tiles: TileJSON or a MapLibre style. By its beginning.
[[nodiscard]] bool is_tile_document(const std::filesystem::path& json);
// TOWN.mbtiles beside TOWN.style.json or TOWN.json; empty when it is not there.
[[nodiscard]] std::filesystem::path dressed_by(const std::filesystem::path& style);
// An MBTiles file, a template of addresses, TileJSON or a MapLibre style, at an address or as a file. Asks a network for what
// describes the tiles, not for tiles.
[[nodiscard]] Result<VectorTiles::Origin> origin_of_tiles(const MapSource& source, const OpenOptions& options, const std::stop_token& stop);

} // namespace vigie::gis
