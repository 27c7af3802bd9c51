// The exchange format commune-week/1 and its plan: reading, planning, planning again, writing (`vigie plan`).
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

struct PlanRequest {
    std::filesystem::path week, out;
    Millis seconds{10'000};
    int threads = 1;
    std::uint64_t seed = 1;

    // Planning again in a running week: the plan in force, the second of the week that is now, and the interventions to
    // make room for (their numbers or names; none = all). What has begun stays, the rest moves as little as it can.
    std::filesystem::path from = {};
    Seconds now{0};
    std::vector<std::string> urgent = {};
};
// What the plan leaves out: why, and where it would fit if it were shorter by `missing` (no crew: nowhere).
struct UnplannedJob {
    std::string intervention, crew;  // as written in the file
    Text why;
    Seconds start{0}, missing{0};
};
struct PlanFigures {
    std::size_t interventions = 0, assigned = 0;
    long long priority_sum = 0, travel_s = 0;
    double cpu_s = 0;
    // Planning again: of the visits that had not begun, those with another crew or day, those that start more than a
    // quarter of an hour earlier or later, those left out.
    std::size_t open = 0, moved = 0, shifted = 0, dropped = 0;
    std::vector<UnplannedJob> unplanned;
};
// Reads, plans, writes PLAN.json. A bad instance is an Error naming the field. Same seed, one thread: same bytes.
[[nodiscard]] Result<PlanFigures> plan_commune_week(const PlanRequest& request, std::stop_token stop = {});

} // namespace vigie::gis
