// The week board on paper: crews down, days across, on A3 pages lying, to be hung where crews start their day. Every planned
// visit with its hour, number, work and place; shifts, absences, public holidays, each crew's load. Names nobody: neither agents
// nor those who reported. Any thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/language.hpp"
#include "gis/model/result.hpp"
#include "gis/model/world.hpp"
#include "gis/planning/calendar.hpp"

namespace vigie::gis {

struct WeekSheetOptions {
    std::string commune;                // its name, at the head
    std::string zone = "Europe/Paris";
    std::vector<CrewId> crews;          // in this order; empty = all of the world, by name
    std::chrono::local_days monday{};
    Time now{};                         // when it was printed
    HolidayRegion region = HolidayRegion::france;
};

struct WeekSheet {
    std::string pdf;                    // bytes
    std::size_t crews = 0, pages = 0, visits = 0;  // a visit of two crews counts for each
};

// Refused when the commune has no crew, or when one that is named is gone. Saturday and Sunday are columns where somebody works.
[[nodiscard]] Result<WeekSheet> week_sheet(const World& world, const Language& language, const WeekSheetOptions& options);

} // namespace vigie::gis
