// A commune in a few lines, for planning tests: crews with agents, shifts of the week of 23 November 2026, travel by
// the straight line. Times are local (Europe/Paris).
#pragma once

#include <string>
#include <vector>

#include "gis/planning/calendar.hpp"
#include "gis/planning/feasibility.hpp"
#include "gis/planning/travel.hpp"

namespace small_commune {

using namespace vigie::gis;

inline const std::string zone = "Europe/Paris";
inline const std::chrono::local_days monday{std::chrono::year{2026} / std::chrono::November / 23};

inline Time at(int day, int hour, int minute = 0) {
    return instant(monday + std::chrono::days{day}, Seconds{hour * 3600 + minute * 60}, zone);
}

struct Commune {
    World world;
    Catalog catalog;
    TravelTime travel = straight_travel;
    Time now = at(0, 6);
    std::uint64_t next = 1;

    template <class T>
    auto put(T entity) {
        if (!entity.id) entity.id.value = next++;
        next = std::max(next, entity.id.value + 1);
        const auto id = entity.id;
        EditSet edits;
        edits.put.emplace_back(std::move(entity));
        world.apply(edits);
        return id;
    }
    void remove(EntityRef ref) {
        EditSet edits;
        edits.removed.push_back(ref);
        world.apply(edits);
    }

    AgentId agent(const std::string& name, std::vector<Skill> skills = {}) {
        Agent a;
        a.name = name;
        a.skills = std::move(skills);
        return put(std::move(a));
    }
    CrewId crew(const std::string& name, std::vector<AgentId> agents, std::vector<std::string> equipment = {}, LonLat depot = {2.0, 43.0}) {
        Crew c;
        c.name = name;
        c.agents = std::move(agents);
        c.equipment = std::move(equipment);
        c.depot = depot;
        return put(std::move(c));
    }
    ShiftId shift(CrewId who, int day, int from = 8, int to = 17, bool lunch = true) {
        Shift s;
        s.crew = who;
        s.start = at(day, from);
        s.end = at(day, to);
        s.has_lunch = lunch;
        s.lunch_from = at(day, 12);
        s.lunch_to = at(day, 13, 30);
        s.lunch_duration = Seconds{45 * 60};
        return put(s);
    }
    Intervention job(const std::string& title, int minutes = 60, LonLat place = {2.0, 43.0}) {
        Intervention i;
        i.id.value = next++;
        i.number = static_cast<std::uint32_t>(i.id.value);
        i.title = title;
        i.duration = Seconds{minutes * 60};
        i.place = place;
        return i;
    }
    Intervention planned(Intervention i, std::vector<CrewId> crews, Time start) {
        i.crews = std::move(crews);
        i.start = start;
        i.state = InterventionState::planned;
        put(i);
        return i;
    }
    [[nodiscard]] PlanningContext context() const { return {world, catalog, travel, zone, now}; }
};

inline std::vector<RefusalKind> kinds(const std::vector<Refusal>& list) {
    std::vector<RefusalKind> out;
    for (const auto& r : list) out.push_back(r.kind);
    return out;
}

} // namespace small_commune
