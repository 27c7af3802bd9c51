// The sea of an OpenStreetMap extract. OpenStreetMap has no polygon for it, only coastlines with the land on their left
// (https://wiki.openstreetmap.org/wiki/Tag:natural%3Dcoastline); they are joined and closed along the edge of the data's
// box. Where an extract cuts a coastline off inside that box, it is carried on straight: beyond there are no data that
// could tell. Values in, values out; any thread.
#pragma once

#include <vector>

#include "gis/model/geometry.hpp"

namespace vigie::gis {

struct SeaPolygon {
    std::vector<PlanePoint> outer;               // no repeated last point
    std::vector<std::vector<PlanePoint>> holes;  // islands
};

// Coastlines in any order, x east and y north; closed ones repeat their first point. Empty when there are none, and when
// they contradict each other (a direction the wrong way round, a loop cut in the middle): no sea is better than a false one.
[[nodiscard]] std::vector<SeaPolygon> sea_of(const std::vector<std::vector<PlanePoint>>& coastlines, const PlaneBox& box);

[[nodiscard]] bool lies_in(PlanePoint p, const SeaPolygon& sea);

} // namespace vigie::gis
