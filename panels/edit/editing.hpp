// Editing the commune's assets on the map: what may be edited and why not, and the ways in (add, reshape, describe, copy,
// delete), shared by map, inspector, layer tree, table and command table. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

// Nothing when the asset may be edited; else why not: it belongs to a source that takes no edits.
[[nodiscard]] std::optional<gis::Text> edit_blocked(const Frame& frame, const gis::Asset& asset);
// The one asset that is selected, if it is one.
[[nodiscard]] const gis::Asset* selected_asset(const Frame& frame);
// Nothing when the selection is assets that may all be deleted.
[[nodiscard]] std::optional<gis::Text> delete_blocked(const Frame& frame);

void start_drawing(Frame& frame, const std::string& kind);
void start_reshaping(Frame& frame);   // of the selected asset
void delete_selected(Frame& frame);
// Imports features (null = all) of a layer as assets of the kind its theme stands for, else `kind`; with all their
// attributes, as one gesture. A few at once; many are made on a worker.
void copy_into_commune(Frame& frame, const gis::LayerPtr& layer, const FeatureSet& features, const std::string& kind = {});
// A copy of an asset that belongs to a source.
void copy_asset(Frame& frame, const gis::Asset& asset);

// Entries of a menu: the kinds of this geometry ("" = any) by domain; the one chosen.
[[nodiscard]] const gis::AssetKind* kind_entries(const Frame& frame, std::string_view geometry);

// Goes on with what a gesture made: a single new asset or report is selected, and an asset's form opens. For whoever
// executes commands.
void take_receipt(ViewState& view, const gis::Receipt& receipt);

} // namespace vigie::panels
