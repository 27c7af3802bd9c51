// Regions of the workspace, one per file. Private to panels/energy. UI thread.
#pragma once

#include "panels/energy/energy_workspace.hpp"

namespace vigie::panels {

struct EnergyRegions {
    Frame& frame;
    EnergyState& state;
    const gis::EnergyPicture& picture;
    [[nodiscard]] gis::Fluid fluid() const { return picture.ask.fluid; }
    [[nodiscard]] bool asks(gis::BuildingId b) const;   // it is the one chosen
};

void choose_building(Frame& frame, gis::BuildingId building);
void show_hours(Frame& frame, gis::BuildingId building, gis::Fluid fluid, gis::Time at);  // the week of that moment
void import_readings(Frame& frame);

// Before an item that is to take the keyboard: Dear ImGui 1.90.1 looks for it only in the scope that had it last.
void keyboard_comes_here();

void draw_filter_row(Frame& frame, EnergyState& state, const Box& box);
void draw_ranking(const EnergyRegions& r, const Box& box);
void draw_leak_card(const EnergyRegions& r, const Box& box);
void draw_building_head(const EnergyRegions& r, const Box& box);
void draw_heat_map(const EnergyRegions& r, const Box& box);
void draw_load_curve(const EnergyRegions& r, const Box& box);
void draw_history(const EnergyRegions& r, const Box& box);
void draw_bill(const EnergyRegions& r, const Box& box);
void draw_meters(const EnergyRegions& r, const Box& box);
void draw_findings(const EnergyRegions& r, const Box& box);
void draw_operat(const EnergyRegions& r, const Box& box);
void draw_energy_map(const EnergyRegions& r, const Box& box);

// Whether the hours of the month are known at all, and what stands there when not: true when it was drawn.
bool draw_no_hours(const EnergyRegions& r, const Box& box);

} // namespace vigie::panels
