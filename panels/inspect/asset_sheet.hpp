// The sheet of one thing of the commune: all its history by date, narrowed to what is wanted, and what it has cost. UI thread.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "gis/store/asset_history.hpp"
#include "panels/frame.hpp"

namespace vigie::panels {

// The history of the asset shown last, made again when something it rests on moved.
class AssetSheet {
public:
    const gis::AssetHistory& of(const Frame& frame, gis::AssetId asset);
    // Indices of the events that are shown.
    [[nodiscard]] const std::vector<std::size_t>& shown() const { return shown_; }
    [[nodiscard]] std::size_t count(gis::AssetEventKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
    std::optional<gis::AssetEventKind> only;   // nothing = all

private:
    gis::AssetId asset_;
    std::array<std::uint64_t, 5> seen_{};
    std::optional<gis::AssetEventKind> shown_of_;
    bool made_ = false;
    gis::AssetHistory history_;
    std::vector<std::size_t> shown_;
    std::array<std::size_t, gis::asset_event_kinds> counts_{};
};

void draw_asset_sheet(Frame& frame, AssetSheet& sheet, const gis::Asset& asset);
// One line for each event that is shown, for a spreadsheet.
[[nodiscard]] std::string asset_sheet_csv(const Frame& frame, const gis::AssetHistory& history, const std::vector<std::size_t>& rows);

} // namespace vigie::panels
