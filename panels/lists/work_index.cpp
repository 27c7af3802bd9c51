#include "panels/lists/work_index.hpp"

#include "gis/model/words.hpp"

namespace vigie::panels {

void WorkIndex::sync(const gis::World& world) {
    const std::uint64_t revision = world.revision(gis::EntityKind::intervention);
    if (built_ && revision == seen_) return;
    built_ = true;
    seen_ = revision;
    by_report_.clear();
    for (const gis::Intervention& what : world.interventions())
        for (gis::ReportId report : what.reports) {
            auto [it, fresh] = by_report_.try_emplace(report.value, what.id);
            if (fresh) continue;
            const gis::Intervention* other = world.find(it->second);
            const bool open = gis::is_open(what.state), other_open = other && gis::is_open(other->state);
            if (!other || (open && !other_open) || (open == other_open && what.number > other->number)) it->second = what.id;
        }
}

const gis::Intervention* WorkIndex::of(const gis::World& world, gis::ReportId report) const {
    const auto it = by_report_.find(report.value);
    return it == by_report_.end() ? nullptr : world.find(it->second);
}

std::string crew_names(const gis::World& world, const gis::Intervention& what) {
    std::string names;
    for (gis::CrewId id : what.crews)
        if (const gis::Crew* crew = world.find(id)) names += (names.empty() ? "" : ", ") + crew->name;
    return names;
}

} // namespace vigie::panels
