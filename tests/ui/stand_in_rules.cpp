// Until the rules are there: plain clocks and distances.
#include "gis/rules/rules.hpp"

#include <algorithm>

namespace vigie::gis {
std::vector<DuplicateCandidate> duplicate_candidates(const World& world, const Catalog&, const Report& report, std::size_t limit) {
    std::vector<DuplicateCandidate> found;
    for (const Report& other : world.reports()) {
        const double metres = distance_m(other.place, report.place);
        if (other.id != report.id && metres < 50) found.push_back({other.id, metres, {}, 0.8, {}});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.distance_m < b.distance_m; });
    if (found.size() > limit) found.resize(limit);
    return found;
}
Time due_at(const Catalog& catalog, int severity, Time received, const std::string&) {
    const ServiceLevel* level = catalog.service_level(severity);
    return received + (level ? level->delay : Seconds{86400});
}
Seconds time_left(const Catalog&, int, Time due, Time now, const std::string&) {
    return std::chrono::duration_cast<Seconds>(due - now);
}
Intervention intervention_from(const World& world, const Catalog& catalog, const std::vector<EntityRef>& from, std::string_view language) {
    Intervention what;
    for (EntityRef ref : from)
        if (const Report* report = ref.kind == EntityKind::report ? world.find(ReportId{ref.id}) : nullptr) {
            const ReportCategory* category = catalog.report_category(report->category);
            what.kind = category ? category->intervention : "";
            what.title = category ? category->name.in(language) : report->category;
            what.place = report->place;
            what.address = report->address;
            what.reports.push_back(report->id);
        }
    for (EntityRef ref : from)
        if (const Alert* alert = ref.kind == EntityKind::alert ? world.find(AlertId{ref.id}) : nullptr) {
            what.title = alert->title;
            what.place = alert->place;
            what.alerts.push_back(alert->id);
        }
    if (const InterventionTemplate* kind = catalog.intervention(what.kind)) {
        what.skills = kind->skills;
        what.duration = kind->duration;
    }
    return what;
}
} // namespace vigie::gis
