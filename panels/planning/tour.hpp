// The chosen crew-day as a tour: stops in order, the way between them by road, and whether it holds. UI thread.
#pragma once

#include <vector>

#include "panels/planning/board.hpp"

namespace vigie::panels {

struct TourStop {
    gis::InterventionId id;
    gis::InterventionState state{};
    bool proposed = false;
    gis::Time start{}, end{};
    std::string words;
    std::optional<gis::PlanePoint> at;
};

struct TourState {
    gis::CrewId crew;
    int day = -1;
    BoardKey made_from;
    std::uint64_t roads = 0, layers = 0;
    std::vector<TourStop> stops;
    std::optional<gis::PlanePoint> depot;
    std::vector<std::vector<gis::PlanePoint>> legs;
    double length_m = 0;
    gis::Seconds travel{0};
    gis::MaybeTime back_at;
    std::vector<gis::Text> problems;
    // Streets and water around it, as plane polylines.
    struct Ground {
        std::vector<gis::PlanePoint> line;
        double width_m = 6;
        int kind = 0;  // 0 street, 1 water, 2 green, 3 building
    };
    std::vector<Ground> ground;
    gis::PlaneBox view;
};

void sync_tour(Frame& frame, const BoardState& board, TourState& tour);
void draw_tour(Frame& frame, BoardState& board, TourState& tour, const Box& box);
// Numbered disc of a stop, the same in list and map.
void draw_stop_mark(ImDrawList* list, const Theme& theme, ImVec2 centre, const TourStop& stop, std::size_t number);
void draw_tour_map(Frame& frame, BoardState& board, TourState& tour, const Box& box);

} // namespace vigie::panels
