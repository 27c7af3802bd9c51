// Makes work sheets, the board of a week and crews' calendars beside the window: a job has copies of all it needs, so that the commune goes on, or closes, meanwhile.
// UI thread; jobs run one after the other on a thread of their own, and the destructor waits for the one at hand.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "app/mailbox.hpp"
#include "gis/paper/road_sheet.hpp"
#include "gis/paper/sheet_kind.hpp"

namespace vigie::app {

struct SheetJob {
    gis::SheetKind kind = gis::SheetKind::day;
    gis::World world;
    gis::Catalog catalog;
    gis::Language language;
    gis::MapPlane plane;
    std::vector<gis::LayerPtr> layers;
    gis::RoadGraph roads;
    gis::RoadSheetOptions options;     // of whatever kind; `day`: a day of the week
    std::filesystem::path folder;      // the file's name is made from crew and day; nothing is written over
};

class SheetPrinter {
public:
    explicit SheetPrinter(std::function<void()> wake);
    void print(SheetJob job);
    // Files written, and why others were not, since the last call.
    [[nodiscard]] std::vector<gis::Result<std::filesystem::path>> take();

private:
    Mailbox<gis::Result<std::filesystem::path>> done_;
    std::jthread worker_;
};

// "feuille-de-route-voirie-a-2026-11-24.pdf", "semaine-valmont-2026-W48.pdf", "calendrier-voirie-a.ics", or with " (2)" and so on where one is already.
[[nodiscard]] std::filesystem::path sheet_file(const SheetJob& job);

} // namespace vigie::app
