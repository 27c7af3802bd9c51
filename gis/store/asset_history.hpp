// Everything that ever concerned one thing of the commune, by date: reports, alerts, interventions, inspections that come back
// by duty, and what was changed about it (journal), with what it has cost so far. Reads the world and the journal; the
// session's thread.
#pragma once

#include <string>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/work_cost.hpp"
#include "gis/store/desk.hpp"

namespace vigie::gis {

inline constexpr std::size_t max_asset_edits = 2'000;  // lines of the journal looked at

enum class AssetEventKind : std::uint8_t { report, alert, intervention, inspection, edit };
inline constexpr int asset_event_kinds = 5;

struct AssetEvent {
    Time at{};                 // received, raised, done (else planned, else created), changed
    AssetEventKind kind{};
    EntityRef ref;             // what it leads to; the asset itself for an edit
    Text words;                // of an edit: the journal's sentence
    std::string by;            // of an edit
    double cost_eur = 0;       // the asset's equal share where an intervention is about several
};

struct AssetHistory {
    std::vector<AssetEvent> events;  // newest first
    WorkCost cost;                   // the asset's share
};

[[nodiscard]] AssetHistory asset_history(const Desk& desk, const Catalog& catalog, AssetId asset);

} // namespace vigie::gis
