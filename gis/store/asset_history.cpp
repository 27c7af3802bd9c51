#include "gis/store/asset_history.hpp"

#include <algorithm>
#include <set>

namespace vigie::gis {

namespace {

bool is_about(const Intervention& i, AssetId asset) {
    return i.asset == asset || std::ranges::find(i.more_assets, asset) != i.more_assets.end();
}

WorkCost share_of(const Intervention& i) {
    WorkCost cost = cost_of(i);
    const double parts = 1.0 + static_cast<double>(i.more_assets.size());
    cost.labour_eur /= parts;
    cost.materials_eur /= parts;
    cost.vehicles_eur /= parts;
    cost.km /= parts;
    cost.worked = Seconds{static_cast<std::int64_t>(static_cast<double>(cost.worked.count()) / parts)};
    return cost;
}

// Templates of the duties of this kind of thing: what they make is an inspection.
std::set<std::string> inspections_of(const Catalog& catalog, const std::string& asset_kind) {
    std::set<std::string> out;
    for (const Duty& duty : catalog.duties)
        if (duty.asset_kind == asset_kind) out.insert(duty.intervention);
    return out;
}

} // namespace

AssetHistory asset_history(const Desk& desk, const Catalog& catalog, AssetId id) {
    AssetHistory out;
    const World& world = desk.world();
    const Asset* asset = world.find(id);
    if (!asset) return out;
    const std::set<std::string> inspections = inspections_of(catalog, asset->kind);
    for (const Report& r : world.reports())
        if (r.asset == id) out.events.push_back({r.received_at, AssetEventKind::report, {EntityKind::report, r.id.value}, {}, {}, 0});
    std::set<SensorId> sensors;
    for (const Sensor& s : world.sensors())
        if (s.asset == id) sensors.insert(s.id);
    for (const Alert& a : world.alerts())
        if (sensors.contains(a.sensor)) out.events.push_back({a.raised_at, AssetEventKind::alert, {EntityKind::alert, a.id.value}, {}, {}, 0});
    for (const Intervention& i : world.interventions()) {
        if (!is_about(i, id)) continue;
        const WorkCost cost = share_of(i);
        out.cost += cost;
        const Time at = i.actual_end ? *i.actual_end : i.actual_start ? *i.actual_start : i.start ? *i.start : i.created_at;
        const auto kind = inspections.contains(i.kind) ? AssetEventKind::inspection : AssetEventKind::intervention;
        out.events.push_back({at, kind, {EntityKind::intervention, i.id.value}, {}, {}, cost.total_eur()});
    }
    const EntityRef own{EntityKind::asset, id.value};
    for (JournalEntry& line : desk.history(own, max_asset_edits))
        out.events.push_back({line.at, AssetEventKind::edit, own, std::move(line.summary), std::move(line.actor), 0});
    std::ranges::stable_sort(out.events, [](const AssetEvent& a, const AssetEvent& b) { return a.at > b.at; });
    return out;
}

} // namespace vigie::gis
