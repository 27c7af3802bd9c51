// The parts of `vigie export` that write what crews take with them: their weeks as a calendar, their day as work sheets.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/verbs.hpp"
#include "gis/paper/road_sheet.hpp"
#include "gis/planning/crew_calendar.hpp"

namespace vigie::app {

[[nodiscard]] gis::Result<gis::CrewCalendar> write_calendar(const VerbContext& c, const gis::Catalog& catalog);
[[nodiscard]] gis::Result<gis::RoadSheet> write_road_sheets(const VerbContext& c, const gis::Catalog& catalog);

// "2026-11-24"; nothing for anything else, 31 February included.
[[nodiscard]] std::optional<std::chrono::local_days> day_from_iso(const std::string& text);
// Written beside its place and renamed: it appears whole or not at all. Never over another file unless told.
[[nodiscard]] gis::Outcome write_whole(const std::filesystem::path& file, const std::string& bytes, bool replace);

} // namespace vigie::app
