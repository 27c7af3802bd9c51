// The parts of `vigie export` that write what crews take with them: their weeks as a calendar, their day as work sheets.
#pragma once

#include <string>

#include "app/verbs.hpp"
#include "gis/paper/field_package.hpp"
#include "gis/paper/road_sheet.hpp"
#include "gis/paper/week_sheet.hpp"
#include "gis/planning/crew_calendar.hpp"

namespace vigie::app {

[[nodiscard]] gis::Result<gis::CrewCalendar> write_calendar(const VerbContext& c, const gis::Catalog& catalog);
[[nodiscard]] gis::Result<gis::RoadSheet> write_road_sheets(const VerbContext& c, const gis::Catalog& catalog);
[[nodiscard]] gis::Result<gis::FieldPackage> write_field_package(const VerbContext& c, const gis::Catalog& catalog);
[[nodiscard]] gis::Result<gis::WeekSheet> write_week_sheet(const VerbContext& c, const gis::Catalog& catalog);

// Written beside its place and renamed: it appears whole or not at all. Never over another file unless told.
[[nodiscard]] gis::Outcome write_export(const std::filesystem::path& file, const std::string& bytes, bool replace);

} // namespace vigie::app
