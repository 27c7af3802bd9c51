// The exchange format commune-week/1 and its plan: reading, greedy first plan, writing (`vigie plan`).
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

struct PlanRequest {
    std::filesystem::path week, out;
    Millis seconds{10'000};
    int threads = 1;
    std::uint64_t seed = 1;
};
struct PlanFigures {
    std::size_t interventions = 0, assigned = 0;
    long long priority_sum = 0, travel_s = 0;
    double cpu_s = 0;
};
// Reads, plans, writes PLAN.json. A bad instance is an Error naming the field. Same seed, one thread: same bytes.
[[nodiscard]] Result<PlanFigures> plan_commune_week(const PlanRequest& request, std::stop_token stop = {});

} // namespace vigie::gis
