#include "gis/layers/remote/remote_raster.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>
#include <set>

#include "gis/layers/raster_colours.hpp"
#include "gis/layers/remote/mosaic.hpp"
#include "gis/layers/remote/systems.hpp"

namespace vigie::gis::remote {

namespace {

constexpr int largest_picture_px = 4096;
constexpr std::int64_t most_pixels = 6'000'000;  // of the pictures for one tile
constexpr double magnified = 1.3;                // how much coarser than the view pictures may be: text keeps its size
constexpr std::size_t most_renewed = 20'000;      // pictures of an edition; later ones may be as they were kept
constexpr std::size_t stand_in_zooms = 5;        // how many zooms coarser a stand-in may be

class RemoteRaster final : public Raster {
public:
    RemoteRaster(TiledLayer layer, std::shared_ptr<Fetcher> fetcher, MapPlane plane, ServiceSystem system)
        : layer_(std::move(layer)), fetcher_(std::move(fetcher)), plane_(std::move(plane)), system_(std::move(system)) {}

    [[nodiscard]] bool look() {
        bounds_ = bounds_in(plane_, layer_.extent);
        if (bounds_.empty() || layer_.matrices.empty()) return false;
        const PlanePoint c = bounds_.centre();
        constexpr double step = 100;
        std::array<double, 4> pair{c.x, c.y, c.x + step, c.y};
        system_.from_plane(plane_, pair);
        const double scale = std::hypot(pair[2] - pair[0], pair[3] - pair[1]) / step;  // the service's units per plane unit
        if (!(scale > 0) || !std::isfinite(scale)) return false;
        finest_level_ = level_for(layer_.matrices.back().units_per_px / scale);
        return true;
    }

    [[nodiscard]] bool is_remote() const override { return true; }
    [[nodiscard]] RasterTile read(const TileKey& key, const std::stop_token& stop) const override;
    void renew() const override {
        const std::lock_guard lock(renewing_);
        ++edition_;
        renewed_.clear();
    }
    [[nodiscard]] std::uint64_t edition() const override { return edition_; }

private:
    struct Window {  // pictures of one zoom
        std::size_t matrix = 0;
        std::int64_t first_column = 0, first_row = 0, last_column = -1, last_row = -1;
    };
    [[nodiscard]] std::optional<Window> window_over(const PlaneBox& area, double units_per_px) const;
    [[nodiscard]] std::optional<Pixels> picture(const TilePlace& at, RasterTile& tile, const std::stop_token& stop) const;
    [[nodiscard]] Freshness wanted_of(const std::string& url) const;
    [[nodiscard]] bool stand_in(const TilePlace& at, Mosaic& mosaic, RasterTile& tile, const std::stop_token& stop) const;

    TiledLayer layer_;
    std::shared_ptr<Fetcher> fetcher_;
    MapPlane plane_;
    ServiceSystem system_;
    mutable std::mutex renewing_;
    mutable std::atomic<std::uint64_t> edition_{0};
    mutable std::set<std::string> renewed_;  // asked for in this edition: several tiles share a picture
};

Freshness RemoteRaster::wanted_of(const std::string& url) const {
    if (edition_ == 0) return Freshness::kept;
    const std::lock_guard lock(renewing_);
    return renewed_.size() < most_renewed && renewed_.insert(url).second ? Freshness::newest : Freshness::kept;
}

void ask_again(RasterTile& tile, Millis after) {
    const int ms = static_cast<int>(after.count());
    if (ms > 0) tile.again_ms = tile.again_ms == 0 ? ms : std::min(tile.again_ms, ms);
}

// The finest zoom that the view does not make smaller than it needs to be, as far as it is not too many pictures.
std::optional<RemoteRaster::Window> RemoteRaster::window_over(const PlaneBox& area, double units_per_px) const {
    std::size_t m = 0;
    while (m + 1 < layer_.matrices.size() && layer_.matrices[m].units_per_px > units_per_px * magnified) ++m;
    for (;; --m) {
        const TileMatrix& matrix = layer_.matrices[m];
        const double w = matrix.units_per_px * matrix.tile_width, h = matrix.units_per_px * matrix.tile_height, hair = 1e-6;
        const auto cell = [](double v) { return static_cast<std::int64_t>(std::floor(v)); };
        Window window{m, std::max(matrix.first_column, cell((area.min_x - matrix.left) / w + hair)), std::max(matrix.first_row, cell((matrix.top - area.max_y) / h + hair)),
                      std::min(matrix.last_column, cell((area.max_x - matrix.left) / w - hair)), std::min(matrix.last_row, cell((matrix.top - area.min_y) / h - hair))};
        if (window.first_column > window.last_column || window.first_row > window.last_row) return {};
        const std::int64_t columns = window.last_column - window.first_column + 1, rows = window.last_row - window.first_row + 1;
        if (columns <= most_pixels && rows <= most_pixels && columns * rows * matrix.tile_width * matrix.tile_height <= most_pixels) return window;
        if (m == 0) return {};
    }
}

std::optional<Pixels> RemoteRaster::picture(const TilePlace& at, RasterTile& tile, const std::stop_token& stop) const {
    const std::string url = layer_.url(at);
    const Fetched fetched = fetcher_->get(url, Expect::picture, layer_.usual_age, stop, wanted_of(url));
    ask_again(tile, fetched.again);
    if (!fetched.body) return {};
    auto pixels = decoded_picture(*fetched.body, largest_picture_px);
    if (!pixels) ask_again(tile, Fetcher::again_when_refused);
    return pixels;
}

bool RemoteRaster::stand_in(const TilePlace& at, Mosaic& mosaic, RasterTile& tile, const std::stop_token& stop) const {
    const PlaneBox box = layer_.matrices[at.matrix].box(at.column, at.row);
    for (std::size_t up = 1; up <= std::min(stand_in_zooms, at.matrix); ++up) {
        const TileMatrix& coarser = layer_.matrices[at.matrix - up];
        const auto column = static_cast<std::int64_t>(std::floor((box.centre().x - coarser.left) / (coarser.units_per_px * coarser.tile_width)));
        const auto row = static_cast<std::int64_t>(std::floor((coarser.top - box.centre().y) / (coarser.units_per_px * coarser.tile_height)));
        if (const auto pixels = picture({at.matrix - up, column, row}, tile, stop)) {
            mosaic.put(*pixels, coarser.box(column, row), box);
            return true;
        }
        if (stop.stop_requested()) return false;
    }
    return false;
}

RasterTile RemoteRaster::read(const TileKey& key, const std::stop_token& stop) const {
    RasterTile tile{.key = key, .edition = edition()};
    const PlaneBox box = raster_tile_box(key);
    const Lattice lattice = Lattice::over(box, [&](std::span<double> xy) { system_.from_plane(plane_, xy); });
    const auto window = window_over(lattice.box(), lattice.box().width() / raster_tile_px);
    if (lattice.box().empty() || !window) return tile;
    const TileMatrix& matrix = layer_.matrices[window->matrix];
    const PlaneBox first = matrix.box(window->first_column, window->first_row), last = matrix.box(window->last_column, window->last_row);
    Mosaic mosaic({first.min_x, last.min_y, last.max_x, first.max_y}, matrix.units_per_px);
    bool any = false;
    for (std::int64_t row = window->first_row; row <= window->last_row; ++row)
        for (std::int64_t column = window->first_column; column <= window->last_column && !stop.stop_requested(); ++column) {
            const TilePlace at{window->matrix, column, row};
            if (const auto pixels = picture(at, tile, stop)) {
                mosaic.put(*pixels, matrix.box(column, row), matrix.box(column, row));
                any = true;
            } else {
                any = stand_in(at, mosaic, tile, stop) || any;
            }
        }
    if (!any) return tile;
    tile.width = tile.height = raster_tile_px;
    tile.rgba = mosaic.seen_through(lattice, raster_tile_px);
    return tile;
}

} // namespace

Result<std::shared_ptr<const Raster>> make_raster(TiledLayer layer, std::shared_ptr<Fetcher> fetcher, const MapPlane& plane) {
    const auto system = ServiceSystem::create(layer.epsg);
    const std::string title = layer.title;
    if (!system) return Error{ErrorClass::unsupported, {"remote.no_system", {{"layer", title}}}, {"remote.remedy.tell_service", {}}, {}};
    auto raster = std::make_shared<RemoteRaster>(std::move(layer), std::move(fetcher), plane, *system);
    if (!raster->look()) return Error{ErrorClass::input, {"remote.elsewhere", {{"layer", title}}}, {"layers.remedy.check_place", {}}, {}};
    return std::shared_ptr<const Raster>(raster);
}

} // namespace vigie::gis::remote
