#include "gis/layers/entity_layers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

namespace vigie::gis {

namespace {

constexpr std::size_t max_attribute_columns = 64;

// Appends one asset's shape; a part with a point outside the plane is left out, the feature stays.
void append_geometry(FeatureGeometry& out, const Geometry& shape, const MapPlane& plane) {
    out.type.push_back(shape.type);
    const std::size_t parts = shape.parts.empty() && !shape.points.empty() ? 1 : shape.parts.size();
    for (std::size_t p = 0; p < parts; ++p) {
        const std::size_t begin = p < shape.parts.size() ? shape.parts[p] : 0;
        const std::size_t end = p + 1 < shape.parts.size() ? shape.parts[p + 1] : shape.points.size();
        const std::size_t first = out.xy.size();
        for (std::size_t i = begin; i < end && i < shape.points.size(); ++i) {
            out.xy.push_back(shape.points[i].lon);
            out.xy.push_back(shape.points[i].lat);
        }
        if (plane.plane_from_lonlat(std::span(out.xy).subspan(first)) != 0 || out.xy.size() == first) {
            out.xy.resize(first);
            continue;
        }
        const auto is_first = std::find(shape.first_ring.begin(), shape.first_ring.end(), static_cast<std::uint32_t>(p));
        const bool hole = shape.type == GeometryType::polygon && p != 0 && is_first == shape.first_ring.end();
        out.ring_is_hole.push_back(hole ? 1 : 0);
        out.vertex_begin.push_back(static_cast<std::uint32_t>(out.xy.size() / 2));
    }
    out.part_begin.push_back(static_cast<std::uint32_t>(out.vertex_begin.size() - 1));
}

class TextColumn {
public:
    explicit TextColumn(std::string name) { column_.name = std::move(name); column_.text_begin.push_back(0); }
    void put(std::size_t row, std::string_view value) {
        fill(row);
        if (column_.text_begin.size() > row + 1) return;  // an attribute given twice: the first one counts
        column_.pool += value;
        column_.text_begin.push_back(static_cast<std::uint32_t>(column_.pool.size()));
    }
    Column take(std::size_t rows) {
        fill(rows);
        return std::move(column_);
    }

private:
    void fill(std::size_t rows) { column_.text_begin.resize(std::max(rows + 1, column_.text_begin.size()), static_cast<std::uint32_t>(column_.pool.size())); }
    Column column_;
};

// A field that the catalogue calls a number becomes a column of numbers, unless some value is not one: nothing is lost.
Column typed(Column column, const AssetField* field) {
    if (field == nullptr || (field->type != "number" && field->type != "integer")) return column;
    std::vector<double> numbers;
    for (std::size_t row = 0; row + 1 < column.text_begin.size(); ++row) {
        std::string text(column.text(row));
        std::ranges::replace(text, ',', '.');
        double value = std::nan("");
        if (!text.empty()) {
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (error != std::errc{} || end != text.data() + text.size()) return column;
        }
        numbers.push_back(value);
    }
    Column out;
    out.name = std::move(column.name);
    out.type = field->type == "integer" ? Column::Type::integer : Column::Type::number;
    out.numbers = std::move(numbers);
    return out;
}

void add_columns(Layer& layer, const AssetKind& kind, const std::vector<const Asset*>& assets) {
    std::vector<TextColumn> columns{TextColumn("name"), TextColumn("code")};
    std::unordered_map<std::string_view, std::size_t> by_name{{"name", 0}, {"code", 1}};
    for (std::size_t row = 0; row < assets.size(); ++row) {
        columns[0].put(row, assets[row]->name);
        columns[1].put(row, assets[row]->code);
        for (const Attribute& a : assets[row]->attributes) {
            auto it = by_name.find(a.name);
            if (it == by_name.end() && columns.size() < max_attribute_columns) {
                it = by_name.emplace(a.name, columns.size()).first;
                columns.emplace_back(a.name);
            }
            if (it != by_name.end() && it->second > 1) columns[it->second].put(row, a.value);
        }
    }
    for (TextColumn& column : columns) {
        Column made = column.take(assets.size());
        const AssetField* field = kind.field(made.name);
        layer.columns.push_back(typed(std::move(made), field));
    }
}

LayerPtr make_layer(const AssetKind& kind, const std::vector<const Asset*>& assets, const MapPlane& plane) {
    auto layer = std::make_shared<Layer>();
    layer->info.id = "commune:" + kind.id;
    layer->info.name = kind.plural.fr.empty() ? kind.name.fr : kind.plural.fr;
    layer->info.source = "commune";
    layer->info.kind = kind.id;
    layer->info.theme = kind.style;
    layer->info.domain = kind.domain;
    layer->info.geometry = kind.geometry;
    layer->info.epsg = 4326;
    layer->info.crs_name = "WGS 84";
    layer->info.encoding = "UTF-8";
    layer->info.read_only = false;
    layer->geometry.part_begin.push_back(0);
    layer->geometry.vertex_begin.push_back(0);
    std::array<double, 4> extent{180, 90, -180, -90};
    for (const Asset* asset : assets) {
        append_geometry(layer->geometry, asset->geometry, plane);
        layer->entities.push_back({EntityKind::asset, asset->id.value});
        for (const LonLat& p : asset->geometry.points)
            extent = {std::min(extent[0], p.lon), std::min(extent[1], p.lat), std::max(extent[2], p.lon), std::max(extent[3], p.lat)};
    }
    if (extent[0] <= extent[2]) layer->info.extent_wgs84 = extent;
    add_columns(*layer, kind, assets);
    layer->finish();
    return layer;
}

} // namespace

std::vector<LayerPtr> layers_of(const World& world, const Catalog& catalog, const MapPlane& plane) {
    std::unordered_map<std::string_view, std::vector<const Asset*>> by_kind;
    for (const Asset& asset : world.assets()) by_kind[asset.kind].push_back(&asset);
    std::vector<LayerPtr> layers;
    for (const AssetKind& kind : catalog.asset_kinds)
        if (const auto it = by_kind.find(kind.id); it != by_kind.end()) layers.push_back(make_layer(kind, it->second, plane));
    return layers;
}

LayerPtr layer_of(const std::vector<Asset>& assets, const Catalog& catalog, const MapPlane& plane, std::string_view asset_kind) {
    const auto kind = std::find_if(catalog.asset_kinds.begin(), catalog.asset_kinds.end(), [&](const AssetKind& k) { return k.id == asset_kind; });
    if (kind == catalog.asset_kinds.end()) return nullptr;
    std::vector<const Asset*> of_kind;
    for (const Asset& asset : assets)
        if (asset.kind == asset_kind) of_kind.push_back(&asset);
    return make_layer(*kind, of_kind, plane);
}

} // namespace vigie::gis
