// Feuille de route: what a crew takes into the van for one day, as a PDF of A4 pages: who, when, with what; a vector map
// with numbered stops and the way along the roads; then each stop with its hour, place, work, cautions, a box to tick and
// a code that opens a telephone's own navigation. Agents are named only when told so; those who reported, never. Any thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "gis/model/result.hpp"
#include "gis/paper/paper_source.hpp"

namespace vigie::gis {

struct RoadSheetOptions {
    std::string commune;                // its name, at the head
    std::string zone = "Europe/Paris";
    std::vector<CrewId> crews;          // a set of pages each, in this order; empty = all of the world, by name
    std::chrono::local_days day{};
    Time now{};                         // when it was printed
    bool people = true;                 // the reader may know the agents' names
    std::vector<std::string> credits;   // of public data kept in the commune's file
};

struct RoadSheet {
    std::string pdf;                    // bytes
    std::size_t crews = 0, pages = 0, stops = 0;
};

// Refused when the commune has no crew, or when one that is named is gone; a day without visits is a page that says so.
[[nodiscard]] Result<RoadSheet> road_sheet(const PaperSource& from, const RoadSheetOptions& options);

} // namespace vigie::gis
