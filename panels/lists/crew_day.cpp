#include "panels/lists/crew_day.hpp"

#include <algorithm>

#include "panels/status.hpp"

namespace vigie::panels {

std::vector<const gis::Intervention*> stops_of(const gis::World& world, gis::CrewId crew, gis::TimeWindow day) {
    std::vector<const gis::Intervention*> stops;
    for (const gis::Intervention& what : world.interventions()) {
        if (!what.start || *what.start < day.from || *what.start >= day.to) continue;
        if (std::find(what.crews.begin(), what.crews.end(), crew) != what.crews.end()) stops.push_back(&what);
    }
    std::sort(stops.begin(), stops.end(), [](const auto* a, const auto* b) {
        return *a->start != *b->start ? *a->start < *b->start : a->number < b->number;
    });
    return stops;
}

bool position_is_old(const gis::Crew& crew, gis::Time now) { return crew.fix_at && now - *crew.fix_at > stale_fix_after; }

const gis::Intervention* current_or_next(const gis::World& world, const gis::Crew& crew, gis::TimeWindow day) {
    if (const gis::Intervention* now = world.find(crew.current)) return now;
    for (const gis::Intervention* stop : stops_of(world, crew.id, day))
        if (stop->state == gis::InterventionState::planned || stop->state == gis::InterventionState::assigned) return stop;
    return nullptr;
}

} // namespace vigie::panels
