// Storms ("orages"): many alerts of one network close together in time and place, shown as one and taken as one. A view of
// the open alerts, made anew from them: nothing is stored, nothing is merged, nothing can be lost. Pure, any thread.
#pragma once

#include <string>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

inline constexpr std::size_t storm_size = 3;                   // alerts, at least
inline constexpr double storm_distance_m = 1500;               // from one to another…
inline constexpr std::chrono::minutes storm_apart{20};         // …raised within this of each other

struct Storm {
    AlertId first;                     // the oldest: what the storm is known by while it grows
    std::string domain;                // of the catalogue: the network
    std::vector<AlertId> alerts;       // oldest first
    std::vector<std::string> quartiers; // where, sorted, each once
    std::size_t raised = 0;            // of them, that nobody has taken
    int severity = 6;                  // the gravest
    Time from{}, to{};                 // first and last raised
};
// Alerts of one domain are linked when they are near each other in both; a chain of at least storm_size is a storm. Those
// that are over count only while `with_cleared`. Oldest first. O(n · those within storm_apart).
[[nodiscard]] std::vector<Storm> storms_of(const World& world, const Catalog& catalog, bool with_cleared = false);

} // namespace vigie::gis
