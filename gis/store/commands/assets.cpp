#include <map>

#include "gis/store/commands/carry_out.hpp"
#include "gis/store/gpkg_blob.hpp"

namespace vigie::gis {

Said carry_out(CommandContext& c, const command::ImportAssets& x) {
    if (x.assets.empty()) return refused("desk.refused.nothing_to_import", {{"from", x.from}});
    // The commune's own number names an asset of a kind: importing again brings it up to date instead of doubling it.
    std::map<std::pair<std::string, std::string>, AssetId> by_code;
    for (const Asset& a : c.draft.view().assets())
        if (!a.code.empty() && a.origin.source.empty()) by_code[{a.kind, a.code}] = a.id;
    for (const Asset& given : x.assets) {
        Asset asset = given;
        asset.origin = {};
        normalise(asset.geometry);
        const auto known = asset.code.empty() ? by_code.end() : by_code.find({asset.kind, asset.code});
        if (known != by_code.end()) {
            asset.id = known->second;
            asset.updated_at = c.draft.find(asset.id)->updated_at;
            c.draft.edit(asset.id) = std::move(asset);
            continue;
        }
        const Asset& made = c.draft.create(std::move(asset));
        if (!made.code.empty()) by_code[{made.kind, made.code}] = made.id;
        c.created.push_back({EntityKind::asset, made.id.value});
    }
    return Text{"gesture.import_assets", {{"n", std::to_string(x.assets.size())}, {"from", x.from}}};
}

} // namespace vigie::gis
