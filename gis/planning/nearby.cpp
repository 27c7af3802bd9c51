#include "gis/planning/nearby.hpp"

#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_days.hpp"

namespace vigie::gis {

std::vector<NearbyWork> nearby_due(const PlanningContext& c, const Intervention& what, double radius_m) {
    const Time from = what.start.value_or(c.now);
    const std::chrono::year_month_day day{local_day(from, c.zone)};
    const std::chrono::local_days after{(day.year() / day.month() + std::chrono::months{1}) / std::chrono::day{1}};
    const Time month_end = instant(after, Seconds{0}, c.zone);
    std::vector<std::pair<double, InterventionId>> found;
    for (const auto& other : c.world.interventions()) {
        if (other.id == what.id || occupation(other) || !is_open(other.state) || other.state == InterventionState::draft) continue;
        if (!other.deadline || *other.deadline >= month_end) continue;
        if (const double away = distance_m(other.place, what.place); away <= radius_m) found.emplace_back(away, other.id);
    }
    std::ranges::sort(found);
    const bool planned = what.start && !what.crews.empty();
    const Time end = planned ? *what.start + what.duration : c.now;
    const Time midnight = instant(local_day(from, c.zone) + std::chrono::days{1}, Seconds{0}, c.zone);
    std::vector<NearbyWork> out;
    for (const auto& [away, id] : found) {
        auto& near = out.emplace_back(id, away, std::nullopt);
        if (planned && end < midnight) near.slot = first_slot(c, *c.world.find(id), what.crews.front(), end, std::chrono::duration_cast<Seconds>(midnight - end));
    }
    return out;
}

} // namespace vigie::gis
