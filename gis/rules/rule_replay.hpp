// "Rejouer le passé": what a rule would have raised, found by the real engine over the stored observations of the sensors
// it concerns, on a small world of their own. Nothing of the commune is touched. Any thread.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "gis/model/alerting.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

inline constexpr std::size_t max_replayed_observations = 1'000'000;  // the newest are taken

// Everything the replay reads, copied: sensors in scope, the assets they stand on, observations of any order.
struct ReplayInput {
    AlertRule rule;
    Time from{}, to{};
    std::vector<Sensor> sensors;
    std::vector<Asset> assets;
    std::vector<Observation> observations;
    bool cut = false;  // there were more than may be replayed: the oldest were left out
};
// The observations of a sensor between two instants, as Desk::observations gives them.
using ReadObservations = std::function<std::vector<Observation>(SensorId, Time from, Time to)>;
[[nodiscard]] ReplayInput replay_input(const World& world, const AlertRule& rule, Time from, Time to, const ReadObservations& read);

struct RuleReplay {
    struct Raised {
        SensorId sensor;
        Time at{};
        MaybeTime cleared;              // nothing = still there at the end
        std::uint32_t occurrences = 1;
        double value = 0;               // that passed the bound, in the kind's unit
    };
    AlertRule rule;
    Time from{}, to{};
    std::size_t sensors = 0, observations = 0;
    bool cut = false, stopped = false;
    std::vector<Raised> raised;         // oldest first
};
[[nodiscard]] RuleReplay replay_rule(const Catalog& catalog, const std::string& zone, ReplayInput input, const std::stop_token& stop);

} // namespace vigie::gis
