// A week to plan as plain numbers, whatever it came from (a commune-week file or the World): jobs, one route per
// crew-day, and a travel matrix. Times are whole seconds from the week's zero. Private to gis/planning.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace vigie::gis {

using Sec = std::int32_t;
inline constexpr Sec never = std::numeric_limits<Sec>::max() / 4;

struct StartWindow {
    Sec from = 0, to = never;  // the start lies inside, both ends included
};

struct Placing {
    int route = -1;
    Sec start = 0;
    bool operator==(const Placing&) const = default;
};

struct SolverJob {
    int place = 0;
    Sec duration = 0;
    std::int64_t load = 0;              // of what the route's capacity holds
    std::int64_t weight = 0;            // cost of leaving it out, in travel seconds
    std::vector<StartWindow> windows;   // sorted, deadline already taken off; never empty for a job that can be done
    int crews_needed = 1;
    std::vector<int> after, before;     // jobs it waits for; jobs that wait for it
    std::vector<int> routes;            // where it may go, ascending
    std::vector<Placing> pinned;        // must be done exactly so (one per pinned crew)
    std::vector<Placing> home;          // where it is now: leaving costs `move_cost`
    std::vector<StartWindow> near_home; // starts that still count as home, sorted; empty = exactly the home's start
    bool stays = false;                 // never leaves its home
    [[nodiscard]] bool linked() const { return crews_needed > 1 || !after.empty() || !before.empty(); }
};

struct SolverRoute {
    int crew = 0, day = 0;
    int fleet = -1;        // routes with the same number here are alike in everything; -1 = like no other
    Sec start = 0, end = 0;
    int from = 0, to = 0;  // places
    bool has_lunch = false;
    std::int64_t capacity = std::numeric_limits<std::int64_t>::max();
    Sec lunch_earliest = 0, lunch_latest = 0, lunch = 0;
};

struct Problem {
    std::vector<SolverJob> jobs;
    std::vector<SolverRoute> routes;
    int places = 0;
    std::vector<Sec> travel;      // places × places, need not be symmetric
    Sec grid = 1;                 // starts are multiples of this (pins and homes excepted)
    std::int64_t move_cost = 0;
    [[nodiscard]] Sec way(int a, int b) const {
        return travel[static_cast<std::size_t>(a) * static_cast<std::size_t>(places) + static_cast<std::size_t>(b)];
    }
};

// The answer: where each job goes (nothing = left out), and when each used route has lunch.
struct SolvedLunch {
    int route = 0;
    Sec start = 0;
};
struct Solved {
    std::vector<std::vector<Placing>> jobs;
    std::vector<SolvedLunch> lunches;
    std::int64_t travel = 0;
    std::uint64_t iterations = 0;
};

} // namespace vigie::gis
