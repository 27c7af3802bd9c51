// Pictures of the ground (orthophotos, scanned plans, elevation) as tiles in the plane of the map: files through GDAL, in
// whatever format and system they have; services through remote/. Overviews are used; nothing is read that is not looked at.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/tile_grid.hpp"
#include "gis/model/geometry.hpp"
#include "gis/model/result.hpp"

namespace vigie::gis {

constexpr int raster_tile_px = 512;

// A tile of a raster: like TileKey, but of raster_tile_px pixels a side.
[[nodiscard]] inline double raster_tile_size(int level) { return units_per_px(level) * raster_tile_px; }
[[nodiscard]] inline PlaneBox raster_tile_box(const TileKey& key) {
    const double size = raster_tile_size(key.level);
    return {key.x * size, key.y * size, (key.x + 1) * size, (key.y + 1) * size};
}

// RGBA bytes, straight alpha, north row first; empty where the raster has nothing.
struct RasterTile {
    TileKey key{};
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba{};
    std::uint64_t edition = 0;  // of the raster when it was read
    int again_ms = 0;  // not all of it could be had: worth reading again after so long; 0 = it is what it is
    [[nodiscard]] bool empty() const { return rgba.empty(); }
};

struct RasterSystem {
    std::string definition;  // WKT or "EPSG:n"; empty = the file does not say
    int epsg = 0;
    std::string name;
    bool geographic = false;  // numbers are degrees
};

class Raster {
public:
    // What the file says of itself, before it is placed: corners in its own numbers.
    struct Description {
        PlaneBox numbers;
        RasterSystem system;
    };
    static Result<Description> describe(const std::string& gdal_name);

    // Brings it into the plane. `system`: as described, or what was guessed or chosen instead.
    static Result<std::shared_ptr<const Raster>> open(std::string gdal_name, const RasterSystem& system, const MapPlane& plane);
    virtual ~Raster() = default;

    [[nodiscard]] const PlaneBox& bounds() const { return bounds_; }       // in the plane
    [[nodiscard]] int finest_level() const { return finest_level_; }       // beyond it pixels are only magnified
    [[nodiscard]] virtual bool is_remote() const { return false; }         // reading waits for a network
    // What was read before is to be read again, from the service itself: whoever shows tiles of an older edition keeps them
    // until the new ones are there. Any thread.
    virtual void renew() const {}
    [[nodiscard]] virtual std::uint64_t edition() const { return 0; }

    // Reads one tile; any thread, several at once. Unreadable parts are empty. `stop` gives up what waits for a network.
    [[nodiscard]] virtual RasterTile read(const TileKey& key, const std::stop_token& stop = {}) const = 0;

protected:
    PlaneBox bounds_;
    int finest_level_ = 0;
};

} // namespace vigie::gis
