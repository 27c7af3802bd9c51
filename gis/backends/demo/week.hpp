// The services' week as it stands in the books: shifts, and for each crew jobs that it can do (skills, equipment, people),
// one after the other with the road between them. A pure function of seed and week.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "gis/backends/demo/commune.hpp"

namespace vigie::gis::demo {

inline constexpr const char* commune_zone = "Europe/Paris";

[[nodiscard]] std::chrono::local_days monday_of(Time t);
[[nodiscard]] Time local_instant(std::chrono::local_days day, Minutes of_day);

// Agents with their certificates; some are about to expire or have just.
[[nodiscard]] std::vector<Agent> make_agents(Time now);

class WeekPlanner {
public:
    WeekPlanner(const DemoCommune& commune, const Catalog& catalog, std::uint64_t seed, std::vector<Agent> agents);

    // Ids and numbers are made from week, crew, day and rank, so the same week is the same after a restart.
    [[nodiscard]] std::vector<Shift> shifts(std::chrono::local_days monday) const;
    [[nodiscard]] std::vector<Absence> absences(std::chrono::local_days monday) const;
    [[nodiscard]] std::vector<Intervention> jobs(std::chrono::local_days monday, double filled) const;
    // Jobs without a crew yet: fifteen, five of them legal duties, two that nobody can do.
    [[nodiscard]] std::vector<Intervention> backlog(std::chrono::local_days monday) const;
    // The last time each legal duty was done at each thing it is for; some are late, some are not in the register.
    [[nodiscard]] std::vector<Intervention> register_of(std::chrono::local_days today) const;

private:
    [[nodiscard]] std::vector<const InterventionTemplate*> doable(const Crew& crew, Time when) const;
    [[nodiscard]] Intervention job(const InterventionTemplate& what, std::uint64_t id, std::uint64_t dice, Time created) const;
    void place(Intervention& job, std::uint64_t dice) const;
    [[nodiscard]] bool absent(const std::vector<Absence>& absences, const Crew& crew, Time from, Time to) const;

    const DemoCommune& commune_;
    const Catalog& catalog_;
    std::uint64_t seed_;
    std::vector<Agent> agents_;
};

[[nodiscard]] P place_of(const Intervention& job);

} // namespace vigie::gis::demo
