#include "gis/layers/layer_assets.hpp"

#include <algorithm>
#include <array>

#include "gis/layers/folding.hpp"

namespace vigie::gis {

namespace {

constexpr std::array name_fields{"name", "nom", "libelle", "lib off", "nom voie", "denominati"};
constexpr std::array code_fields{"code", "id", "ident", "numero", "ref", "objectid", "osm id"};

template <std::size_t n>
const Column* first_of(const Layer& layer, const std::array<const char*, n>& names) {
    for (const char* wanted : names)
        for (const Column& c : layer.columns)
            if (folded_plain(c.name) == wanted) return &c;
    return nullptr;
}

} // namespace

Geometry lonlat_geometry(const Layer& layer, std::uint32_t feature, const MapPlane& plane) {
    const FeatureGeometry& g = layer.geometry;
    Geometry out;
    out.type = g.type[feature];
    for (std::uint32_t part = g.part_begin[feature]; part < g.part_begin[feature + 1]; ++part) {
        const auto begin = static_cast<std::uint32_t>(out.points.size());
        for (std::uint32_t v = g.vertex_begin[part]; v < g.vertex_begin[part + 1]; ++v)
            if (const auto p = plane.lonlat_from_plane({g.xy[2 * v], g.xy[2 * v + 1]})) out.points.push_back(*p);
        if (out.points.size() == begin) continue;
        if (out.type == GeometryType::polygon && !g.ring_is_hole[part]) out.first_ring.push_back(static_cast<std::uint32_t>(out.parts.size()));
        out.parts.push_back(begin);
    }
    return out;
}

const AssetKind* kind_for_theme(const Catalog& catalog, const std::string& theme) {
    const auto it = std::find_if(catalog.asset_kinds.begin(), catalog.asset_kinds.end(), [&](const auto& k) { return k.style == theme; });
    return it == catalog.asset_kinds.end() ? nullptr : &*it;
}

std::vector<Asset> assets_of(const Layer& layer, const std::string& asset_kind, const MapPlane& plane, std::span<const std::uint32_t> features) {
    const Column *name = first_of(layer, name_fields), *code = first_of(layer, code_fields);
    std::vector<Asset> out;
    const std::size_t count = features.empty() ? layer.geometry.feature_count() : features.size();
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t f = features.empty() ? static_cast<std::uint32_t>(i) : features[i];
        if (f >= layer.geometry.feature_count()) continue;
        Asset a;
        a.kind = asset_kind;
        a.geometry = lonlat_geometry(layer, f, plane);
        if (a.geometry.points.empty()) continue;
        if (name) a.name = name->shown(f);
        if (code) a.code = code->shown(f);
        for (const Column& column : layer.columns)
            if (std::string value = column.derived ? std::string() : column.shown(f); !value.empty()) a.attributes.push_back({column.name, std::move(value)});
        out.push_back(std::move(a));
    }
    return out;
}

} // namespace vigie::gis
