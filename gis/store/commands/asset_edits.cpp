// Assets added, described, reshaped and deleted on the map.
#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "gis/layers/validity.hpp"
#include "gis/model/words.hpp"
#include "gis/store/commands/carry_out.hpp"
#include "gis/store/gpkg_blob.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t max_attributes = 256, max_vertices = 200'000, max_attribute_bytes = 64 * 1024;

std::string what(const Asset& a) {
    const std::string name = label(a);
    return name.empty() ? "@gesture.an_asset" : name;
}

// An asset of a source that takes nothing back would be overwritten with its next word.
std::optional<Error> not_ours(const CommandContext& c, const Asset& a) {
    if (a.origin.source.empty() || !c.takes_edits || c.takes_edits(a.origin.source, EntityKind::asset)) return {};
    Error error = refused("desk.refused.asset_of_source", {{"what", what(a)}, {"source", a.origin.source}});
    error.remedy = {"desk.refused.asset_of_source.remedy", {}};
    return error;
}

std::string_view name_of(GeometryType type) {
    switch (type) {
    case GeometryType::none: return "none";
    case GeometryType::point: return "point";
    case GeometryType::line: return "line";
    case GeometryType::polygon: return "polygon";
    }
    return {};
}

std::optional<Error> bad_shape(const Geometry& g) {
    if (g.points.size() > max_vertices) return refused("desk.refused.too_many_vertices", {{"n", std::to_string(max_vertices)}});
    const auto problem = geometry_problem(g);
    if (!problem) return {};
    Error error = refused(problem->text.key, problem->text.args);
    error.remedy = {"geometry.problem.remedy", {}};
    return error;
}

std::optional<Error> taken_code(CommandContext& c, const Asset& asset) {
    if (asset.code.empty()) return {};
    for (const Asset& other : c.draft.view().assets())
        if (other.id != asset.id && other.kind == asset.kind && other.code == asset.code && other.origin.source == asset.origin.source)
            return refused("desk.refused.code_taken", {{"code", asset.code}, {"what", what(other)}});
    return {};
}

std::optional<Error> bad_attributes(const std::vector<Attribute>& attributes) {
    if (attributes.size() > max_attributes) return refused("desk.refused.too_many_attributes", {{"n", std::to_string(max_attributes)}});
    for (const Attribute& a : attributes)
        if (a.name.empty() || a.value.size() > max_attribute_bytes) return refused("desk.refused.attribute", {{"name", a.name}});
    return {};
}

// Takes the reference to a deleted asset out of whatever had it.
template <class E>
void unlink(CommandContext& c, const std::unordered_set<std::uint64_t>& gone) {
    const auto lost = [&](AssetId asset) { return asset && gone.contains(asset.value); };
    std::vector<decltype(E::id)> touched;
    for (const E& e : c.draft.view().template table<E>()) {
        bool points = lost(e.asset);
        if constexpr (requires { e.more_assets; }) points = points || std::ranges::any_of(e.more_assets, lost);
        if (points) touched.push_back(e.id);
    }
    for (const auto id : touched) {
        E& e = c.draft.edit(id);
        if (lost(e.asset)) e.asset = {};
        if constexpr (requires { e.more_assets; }) std::erase_if(e.more_assets, lost);
    }
}

} // namespace

Said carry_out(CommandContext& c, const command::AddAsset& x) {
    Asset asset = x.asset;
    asset.id = {};
    asset.origin = {};
    const AssetKind* kind = c.catalog.asset_kind(asset.kind);
    if (!kind && !c.catalog.asset_kinds.empty()) return refused("desk.refused.asset_kind", {{"kind", asset.kind}});
    if (kind && name_of(asset.geometry.type) != kind->geometry)
        return refused("desk.refused.asset_geometry", {{"geometry", "@geometry.type." + kind->geometry}});
    normalise(asset.geometry);
    close_rings(asset.geometry);
    if (auto error = bad_shape(asset.geometry)) return *error;
    std::erase_if(asset.attributes, [](const Attribute& a) { return a.value.empty(); });
    if (auto error = bad_attributes(asset.attributes)) return *error;
    if (auto error = taken_code(c, asset)) return *error;
    const Asset& made = c.draft.create(std::move(asset));
    c.created.push_back({EntityKind::asset, made.id.value});
    return Text{"gesture.add_asset", {{"what", what(made)}}};
}

Said carry_out(CommandContext& c, const command::EditAsset& x) {
    const Asset* known = c.draft.find(x.asset);
    if (!known) return unknown(EntityKind::asset);
    if (auto error = not_ours(c, *known)) return *error;
    Asset asset = *known;
    if (x.code) asset.code = *x.code;
    if (x.name) asset.name = *x.name;
    for (const Attribute& given : x.attributes) {
        const auto same = std::ranges::find(asset.attributes, given.name, &Attribute::name);
        if (same == asset.attributes.end()) {
            if (!given.value.empty()) asset.attributes.push_back(given);
        } else if (given.value.empty()) {
            asset.attributes.erase(same);
        } else {
            same->value = given.value;
        }
    }
    if (auto error = bad_attributes(asset.attributes)) return *error;
    if (x.code)
        if (auto error = taken_code(c, asset)) return *error;
    const Text said{"gesture.edit_asset", {{"what", what(asset)}}};
    c.draft.edit(x.asset) = std::move(asset);
    return said;
}

Said carry_out(CommandContext& c, const command::ReshapeAsset& x) {
    const Asset* known = c.draft.find(x.asset);
    if (!known) return unknown(EntityKind::asset);
    if (auto error = not_ours(c, *known)) return *error;
    Geometry shape = x.geometry;
    normalise(shape);
    close_rings(shape);
    if (known->geometry.type != GeometryType::none && shape.type != known->geometry.type)
        return refused("desk.refused.asset_geometry", {{"geometry", "@geometry.type." + std::string(name_of(known->geometry.type))}});
    if (auto error = bad_shape(shape)) return *error;
    const Text said{"gesture.reshape_asset", {{"what", what(*known)}}};
    c.draft.edit(x.asset).geometry = std::move(shape);
    return said;
}

Said carry_out(CommandContext& c, const command::DeleteAssets& x) {
    if (x.assets.empty()) return refused("desk.refused.nothing_chosen");
    std::unordered_set<std::uint64_t> gone;
    std::vector<AssetId> each;
    std::string first;
    for (AssetId id : x.assets) {
        const Asset* known = c.draft.find(id);
        if (!known) return unknown(EntityKind::asset);
        if (auto error = not_ours(c, *known)) return *error;
        if (gone.empty()) first = what(*known);
        if (gone.insert(id.value).second) each.push_back(id);
    }
    unlink<Sensor>(c, gone);
    unlink<Report>(c, gone);
    unlink<Intervention>(c, gone);
    unlink<Building>(c, gone);
    for (AssetId id : each) c.draft.remove(id);
    if (gone.size() == 1) return Text{"gesture.delete_asset", {{"what", first}}};
    return Text{"gesture.delete_assets", {{"n", std::to_string(gone.size())}}};
}

} // namespace vigie::gis
