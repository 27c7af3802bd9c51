#include "panels/left/quartiers.hpp"

#include <algorithm>
#include <set>

namespace vigie::panels {

namespace {

void add_from_layers(const Frame& frame, std::set<std::string>& out) {
    for (const LayerRow& row : frame.layers) {
        if (row.layer->info.theme != "district") continue;
        for (const char* field : {"name", "nom", "libelle", "quartier"}) {
            const gis::Column* column = row.layer->column(field);
            if (column == nullptr || column->type != gis::Column::Type::text) continue;
            for (std::size_t i = 0; i < row.layer->geometry.feature_count(); ++i) out.emplace(column->text(i));
            break;
        }
    }
}

} // namespace

const std::vector<std::string>& Quartiers::names(const Frame& frame) {
    const std::uint64_t now = frame.world.revision(gis::EntityKind::asset) * 31 + frame.world.reports().size();
    if (now == seen_ && layers_ == frame.layers.size()) return names_;
    seen_ = now;
    layers_ = frame.layers.size();
    std::set<std::string> found;
    for (const gis::Asset& asset : frame.world.assets())
        if (asset.kind == "quartier" && !asset.name.empty()) found.insert(asset.name);
    if (found.empty()) add_from_layers(frame, found);
    for (const gis::Report& report : frame.world.reports())
        if (!report.quartier.empty()) found.insert(report.quartier);
    found.erase("");
    names_.assign(found.begin(), found.end());
    return names_;
}

} // namespace vigie::panels
