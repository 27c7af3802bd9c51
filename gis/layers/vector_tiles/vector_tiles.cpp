#include "gis/layers/vector_tiles/vector_tiles.hpp"

#include <algorithm>
#include <cmath>

#include "gis/layers/column_builder.hpp"
#include "gis/layers/place_layer.hpp"
#include "gis/layers/qgis/dress.hpp"
#include "gis/layers/read_source.hpp"
#include "gis/layers/remote/systems.hpp"
#include "gis/layers/vector_tiles/collect.hpp"

namespace vigie::gis {

namespace {

constexpr double tile_px = 512;  // as vector tiles are meant to be shown
constexpr std::int64_t overview_tiles = 16;

} // namespace

VectorTiles::VectorTiles(Origin origin, MapPlane plane)
    : origin_(std::move(origin)), plane_(std::move(plane)), bounds_(remote::bounds_in(plane_, origin_.extent)), id_(layer_id(origin_.source, {})) {}

VectorTiles::Block VectorTiles::block_at(const PlaneBox& view, int zoom) const {
    std::vector<double> edge;
    constexpr int steps = 8;
    for (int i = 0; i <= steps; ++i) {
        const double x = view.min_x + view.width() * i / steps, y = view.min_y + view.height() * i / steps;
        edge.insert(edge.end(), {x, view.min_y, x, view.max_y, view.min_x, y, view.max_x, y});
    }
    if (const auto web = remote::ServiceSystem::create(remote::mercator)) web->from_plane(plane_, edge);
    PlaneBox box;
    for (std::size_t i = 0; i + 1 < edge.size(); i += 2)
        if (std::isfinite(edge[i]) && std::isfinite(edge[i + 1])) box.include(edge[i], edge[i + 1]);
    if (box.empty()) return {};
    const std::int64_t last = (std::int64_t{1} << zoom) - 1;
    const double size = 2 * remote::mercator_half / static_cast<double>(last + 1);
    const auto cell = [&](double units) { return std::clamp(static_cast<std::int64_t>(std::floor(units / size)), std::int64_t{0}, last); };
    return {zoom, cell(box.min_x + remote::mercator_half), cell(remote::mercator_half - box.max_y), cell(box.max_x + remote::mercator_half), cell(remote::mercator_half - box.min_y)};
}

VectorTiles::Block VectorTiles::block_of(const PlaneBox& view, double units_per_px) const {
    const PlaneBox seen{std::max(view.min_x, bounds_.min_x), std::max(view.min_y, bounds_.min_y), std::min(view.max_x, bounds_.max_x), std::min(view.max_y, bounds_.max_y)};
    if (seen.empty() || !(units_per_px > 0)) return {};
    const PlanePoint c = seen.centre();
    std::vector<double> pair{c.x, c.y, c.x + 100 * units_per_px, c.y};
    const auto web = remote::ServiceSystem::create(remote::mercator);
    if (!web) return {};
    web->from_plane(plane_, pair);
    const double web_per_px = std::hypot(pair[2] - pair[0], pair[3] - pair[1]) / 100;
    if (!(web_per_px > 0)) return {};
    const double exact = std::log2(2 * remote::mercator_half / tile_px / web_per_px);
    int zoom = std::clamp(static_cast<int>(std::lround(exact)), origin_.zooms.coarsest, origin_.zooms.finest);
    for (;; --zoom) {
        const Block block = block_at(seen, zoom);
        if (block.zoom < 0) return {};
        if ((block.last_column - block.first_column + 1) * (block.last_row - block.first_row + 1) <= most_tiles) return block;
        if (zoom == origin_.zooms.coarsest) return {};  // from too far away to be seen
    }
}

VectorTiles::Block VectorTiles::overview() const {
    Block best;
    for (int zoom = origin_.zooms.coarsest; zoom <= origin_.zooms.finest; ++zoom) {
        const Block block = block_at(bounds_, zoom);
        if ((block.last_column - block.first_column + 1) * (block.last_row - block.first_row + 1) > overview_tiles) break;
        best = block;
    }
    const PlanePoint c = bounds_.centre();
    return best.zoom < 0 ? block_at({c.x, c.y, c.x, c.y}, origin_.zooms.coarsest) : best;
}

VectorTiles::Read VectorTiles::read(const Block& block, const OpenOptions& options, const std::stop_token& stop) const {
    Read read;
    if (block.zoom < 0) return read;
    TileCollector collector;
    for (std::int64_t row = block.first_row; row <= block.last_row; ++row)
        for (std::int64_t column = block.first_column; column <= block.last_column && !stop.stop_requested(); ++column) {
            const remote::Fetched tile = origin_.fetch(block.zoom, column, row, stop);
            if (tile.again.count() != 0 && !tile.absent) {
                read.again = read.again.count() == 0 ? tile.again : std::min(read.again, tile.again);
                if (tile.error) read.trouble = tile.error;
            }
            if (tile.body && !collector.add(*tile.body, block.zoom, column, row)) ++read.damaged;
        }
    for (RawLayer& raw : collector.take()) read.layers.push_back(made(std::move(raw), options));
    return read;
}

LayerPtr VectorTiles::made(RawLayer raw, const OpenOptions& options) const {
    const std::string name = raw.layer_name;
    raw.layer.info.id = layer_id(origin_.source, name);
    raw.crs = {remote::mercator, "EPSG:3857", "WGS 84 / Pseudo-Mercator", false};
    const PlaneBox numbers = bounds_of(raw.layer.geometry);
    std::vector<Notice> told;  // of places and fields: said at every pan they would be noise
    const auto placed = place_layer(std::move(raw), numbers, origin_.source, {plane_, options, {}}, told);
    Layer& layer = *placed.layer;
    qgis::dress(layer, origin_.source, options);
    layer.info.attribution = origin_.attribution;
    const auto choice = options.choices.find(layer.info.id);
    if (!origin_.style || (choice != options.choices.end() && !choice->second.theme.empty())) return placed.layer;
    const auto looks = origin_.style->looks.find(name);
    layer.info.looks = looks == origin_.style->looks.end() ? origin_.style->unstyled : looks->second;
    return placed.layer;
}

std::vector<LayerPtr> VectorTiles::layers_beside(const std::vector<LayerPtr>& among, const OpenOptions& options) const {
    std::vector<LayerPtr> layers;
    for (const TileLayer& known : origin_.layers) {
        const std::string id = layer_id(origin_.source, known.name);
        if (std::ranges::any_of(among, [&](const auto& l) { return l->info.id == id; })) continue;
        RawLayer raw;
        raw.layer_name = known.name;
        raw.layer.geometry.part_begin = raw.layer.geometry.vertex_begin = {0};
        for (const std::string& field : known.fields) raw.layer.columns.push_back(ColumnBuilder(field, Column::Type::text).take());
        layers.push_back(made(std::move(raw), options));
    }
    return layers;
}

} // namespace vigie::gis
