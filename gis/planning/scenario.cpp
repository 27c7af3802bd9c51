#include "gis/planning/scenario.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_check.hpp"

namespace vigie::gis {
namespace {

// The plan with the proposal's assignments in it.
CrewDays days_with(const World& world, const Proposal* proposal) {
    CrewDays days = CrewDays::build(world);
    if (!proposal) return days;
    for (const auto* list : {&proposal->added, &proposal->moved})
        for (const auto& assign : *list) days.remove(assign.intervention);
    for (const auto* list : {&proposal->added, &proposal->moved})
        for (const auto& assign : *list)
            if (const auto* what = world.find(assign.intervention))
                for (const auto& crew : assign.crews) days.add(crew, {what->id, assign.start, assign.start + what->duration, what->place});
    return days;
}

struct Account {
    const PlanningContext& c;
    const RoadMetres& metres;
    const CrewDays& days;
    Time begin{}, end{};
    ScenarioFigures out;

    [[nodiscard]] bool in_week(Time t) const { return t >= begin && t < end; }

    void add_crews() {
        std::optional<double> fullest, emptiest;
        for (const auto& crew : c.world.crews()) {
            Seconds busy{0};
            int worked = 0;
            for (const auto& shift : days.shifts(crew.id)) {
                if (!in_week(shift.start)) continue;
                ++worked;
                const auto visits = visits_of_shift(days, crew.id, shift, {});
                for (const auto& visit : visits) {
                    const auto length = std::chrono::duration_cast<Seconds>(visit.end - visit.start);
                    out.work += length;
                    busy += length;
                }
                for (const auto& leg : legs_of(c, crew, visits)) {
                    out.travel += leg.way;
                    busy += leg.way;
                    if (metres && leg.way.count() > 0) out.km += metres(leg.from, leg.to, leg.leaving) / 1000;
                }
            }
            out.agent_hours += static_cast<double>(busy.count()) / 3600 * static_cast<double>(std::max<std::size_t>(1, crew.agents.size()));
            if (!worked) continue;
            const double per_day = static_cast<double>(busy.count()) / worked;
            fullest = std::max(fullest.value_or(per_day), per_day);
            emptiest = std::min(emptiest.value_or(per_day), per_day);
        }
        if (fullest) out.crew_spread = Seconds{static_cast<std::int64_t>(*fullest - *emptiest)};
        out.cost_eur = out.agent_hours * c.catalog.costs.agent_hour_eur + out.km * c.catalog.costs.vehicle_km_eur;
    }

    void add_work() {
        struct Served {
            std::size_t planned = 0, all = 0;
        };
        std::map<std::string, Served> quartiers;
        for (const auto& what : c.world.interventions()) {
            const auto when = days.planned(what.id);
            const bool here = when && in_week(when->start);
            const bool waits = !when && is_open(what.state) && what.state != InterventionState::draft;
            if (!here && !waits) continue;
            out.planned += here;
            out.unplanned += waits;
            if (what.deadline) out.late += here ? when->end > *what.deadline : *what.deadline < end;
            if (what.quartier.empty()) continue;
            auto& served = quartiers[what.quartier];
            ++served.all;
            served.planned += here;
        }
        bool first = true;
        for (const auto& [name, served] : quartiers) {
            const double share = static_cast<double>(served.planned) / static_cast<double>(served.all);
            if (first || share < out.least_served) {
                out.least_served = share;
                out.least_served_name = name;
            }
            if (first || share > out.most_served) {
                out.most_served = share;
                out.most_served_name = name;
            }
            first = false;
        }
    }
};

} // namespace

ScenarioFigures scenario_figures(const PlanningContext& c, const RoadMetres& metres, std::chrono::local_days monday, const Proposal* proposal) {
    const CrewDays days = days_with(c.world, proposal);
    Account account{c, metres, days, instant(monday, Seconds{0}, c.zone), instant(monday + std::chrono::days{7}, Seconds{0}, c.zone), {}};
    account.add_crews();
    account.add_work();
    return account.out;
}

Proposal still_possible(const World& world, const Proposal& proposal, Time now) {
    Proposal out = proposal;
    out.added.clear();
    out.moved.clear();
    for (const auto* list : {&proposal.added, &proposal.moved})
        for (const auto& assign : *list) {
            const auto* what = world.find(assign.intervention);
            if (!what || !is_open(what->state) || what->locked || what->actual_start || assign.start < now) continue;
            if (std::ranges::any_of(assign.crews, [&](CrewId crew) { return !world.find(crew); })) continue;
            if (what->crews == assign.crews && what->start == assign.start) continue;  // adopted meanwhile
            (occupation(*what) ? out.moved : out.added).push_back(assign);
        }
    std::erase_if(out.unplanned, [&](const Unplanned& left) {
        const auto* what = world.find(left.intervention);
        return !what || !is_open(what->state) || occupation(*what);
    });
    return out;
}

} // namespace vigie::gis
