// What if: proposals kept under a name, and the figures by which two weeks are compared. Values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gis/planning/proposal.hpp"

namespace vigie::gis {

// A proposal of a week, kept to be compared with others and adopted later.
struct Scenario {
    std::string name;
    std::chrono::local_days monday{};
    Time kept_at{};
    Proposal proposal;
};

// Of a week as it would be with a proposal's assignments (none: as it is).
struct ScenarioFigures {
    std::size_t planned = 0, unplanned = 0;  // interventions of the week; of the backlog what stays there
    std::size_t late = 0;                    // planned after their deadline, or due this week and not planned
    Seconds work{0}, travel{0};              // of crews
    double km = 0;                           // by road where the streets are known
    double agent_hours = 0;                  // work and travel times the people of each crew
    double cost_eur = 0;                     // by the rates of the catalogue
    Seconds crew_spread{0};                  // between the fullest and the emptiest crew, per day worked
    // Of what each quartier waits for, the share that is planned: least and most served, 0 … 1. Both 1 where nothing is told.
    double least_served = 1, most_served = 1;
    std::string least_served_name, most_served_name;
};

// Metres by road between two places, by the streets open when it is left. Any thread.
using RoadMetres = std::function<double(LonLat from, LonLat to, Time leaving)>;

[[nodiscard]] ScenarioFigures scenario_figures(const PlanningContext& c, const RoadMetres& metres, std::chrono::local_days monday,
                                               const Proposal* proposal);

// A kept proposal as what of it can still be asked for: without interventions that are gone, begun or locked since.
[[nodiscard]] Proposal still_possible(const World& world, const Proposal& proposal, Time now);

// As text for the commune file (JSON); what cannot be read is left out.
[[nodiscard]] std::string scenarios_text(const std::vector<Scenario>& scenarios);
[[nodiscard]] std::vector<Scenario> read_scenarios(std::string_view text);
inline constexpr std::size_t most_scenarios = 12;  // kept; the oldest goes

} // namespace vigie::gis
