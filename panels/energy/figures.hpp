// How this workspace writes energy and water: quantities with their unit, power and flow, euros, changes, months and days.
// Values; any thread.
#pragma once

#include <string>

#include "gis/energy/energy_picture.hpp"
#include "gis/model/zone.hpp"
#include "panels/frame.hpp"

namespace vigie::panels {

[[nodiscard]] std::string quantity_words(const Frame& frame, gis::Fluid fluid, double value);  // 18 420 kWh · 9,4 m³
[[nodiscard]] std::string quantity_figure(const Frame& frame, gis::Fluid fluid, double value); // 18 420 · 9,4
[[nodiscard]] std::string_view quantity_unit(const Frame& frame, gis::Fluid fluid);            // kWh · m³
[[nodiscard]] std::string_view rate_unit(const Frame& frame, gis::Fluid fluid);                // kW · m³/h
// Mean power in kW or flow in m³/h: more decimals where it is small.
[[nodiscard]] std::string rate_words(const Frame& frame, gis::Fluid fluid, double value);      // 41 kW · 0,39 m³/h
[[nodiscard]] std::string euro_words(const Frame& frame, double euros, int decimals = 0);      // 537 €
[[nodiscard]] std::string signed_euro_words(const Frame& frame, double euros);                 // +120 € · −40 €
[[nodiscard]] std::string change_words(const Frame& frame, double fraction);                   // +38 % · −3 % · 0 %

[[nodiscard]] std::string month_words(const Frame& frame, std::chrono::year_month month);        // novembre 2026
[[nodiscard]] std::string month_title(const Frame& frame, std::chrono::year_month month);        // Novembre 2026
[[nodiscard]] std::string month_short(const Frame& frame, std::chrono::month month);             // nov.
[[nodiscard]] std::string weekday_day(const Frame& frame, std::chrono::local_days day);          // lun. 16
[[nodiscard]] std::string day_and_month(const Frame& frame, std::chrono::local_days day);        // 16 novembre
[[nodiscard]] std::string hour_words(const Frame& frame, gis::LocalTime hour);                   // sam. 21/11, 09:00
[[nodiscard]] std::string week_words(const Frame& frame, std::chrono::local_days monday);        // lun. 16 – dim. 22 novembre

// Of the commune's buildings and meters; a number where the World has forgotten them.
[[nodiscard]] std::string building_name(const Frame& frame, gis::BuildingId id);
[[nodiscard]] std::string meter_name(const Frame& frame, gis::MeterId id);   // its code, else its name
[[nodiscard]] std::string_view building_icon(const Frame& frame, gis::BuildingId id);
[[nodiscard]] std::string_view fluid_icon(gis::Fluid fluid);

// What is asked for, where nothing was chosen by hand what the picture chose.
[[nodiscard]] std::chrono::year_month asked_month(const Frame& frame);
[[nodiscard]] gis::BuildingId asked_building(const Frame& frame);

} // namespace vigie::panels
