// Vehicle routing with time windows in the text format of Solomon (1987) and Gehring and Homberger (1999): the public
// measure of a routing solver (`vigie plan --vrptw`). Distance is Euclidean, time is distance.
#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

struct RoutingRequest {
    std::filesystem::path instance, out;  // out: routes as customer numbers, one line each; empty = not written
    Millis seconds{10'000};
    int threads = 1;
    std::uint64_t seed = 1;
    bool fewest_vehicles = false;  // else distance alone counts
};
struct RoutingFigures {
    std::size_t customers = 0, served = 0;
    int vehicles = 0;
    double distance = 0, cpu_s = 0;
};
// Calling thread and `threads - 1` more. Every route is checked in double precision before it is told. A bad file is an
// Error naming the line.
[[nodiscard]] Result<RoutingFigures> plan_routes(const RoutingRequest& request, std::stop_token stop = {});

} // namespace vigie::gis
