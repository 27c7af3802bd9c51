// Workspace Énergie et eau: buildings by consumption, the hours of one of them, what the figures say. Draws into `box`. UI thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "panels/frame.hpp"
#include "panels/region.hpp"
#include "panels/widgets/table.hpp"

namespace vigie::panels {

// The linked map: looks where its own hands say, moves when the building chosen is off it.
struct EnergyMap {
    render::CameraRig rig;
    gis::BuildingId followed;
    bool placed = false;
    std::uint64_t overlay = 0;             // revision of the bare overlay given to the map
    std::uint64_t shapes_of = ~0ull;       // revision of the assets that `shapes` were made from
    struct Shape {                         // a footprint in the plane, as triangles
        gis::BuildingId building;
        std::vector<gis::PlanePoint> points;
        std::vector<std::uint32_t> rings, triangles;  // rings: where each begins in `points`
        gis::PlaneBox box;
    };
    std::vector<Shape> shapes;
};

struct EnergyState {
    TableSort sort{1, true};               // of the ranking
    std::string text;                      // that names must hold
    bool finding = false, find_focus = false;
    bool only_silent = false;              // buildings with a reading overdue
    bool history = false;                  // months in place of hours
    std::vector<std::uint32_t> rows;       // of the ranking, as shown
    gis::BuildingId under, lit;            // the pointer, on row or map: in this frame, and in the last
    gis::BuildingId followed;              // the row last brought into view
    bool heat_focus = false;               // Enter in the ranking: the hours take the keyboard
    int heat_cell = -1;                    // with the keyboard: day * 24 + hour
    std::size_t leak = 0;                  // of those of the picture
    gis::BuildingId leak_of;               // the building that chose it
    EnergyMap map;
};

void draw_energy(Frame& frame, EnergyState& state, const Box& box);

} // namespace vigie::panels
