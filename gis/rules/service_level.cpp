#include "gis/rules/rules.hpp"
#include "gis/rules/working_time.hpp"

namespace vigie::gis {

namespace {

// FIELD.md §6.6, for a catalogue without service levels.
ServiceLevel usual_level(int severity) {
    ServiceLevel level;
    level.severity = severity;
    switch (severity) {
    case 1: level.delay = std::chrono::hours{2}; level.around_the_clock = true; break;
    case 2: level.delay = std::chrono::hours{24}; level.around_the_clock = true; break;
    case 3: level.delay = 2 * worked_day; break;
    case 4: level.delay = 5 * worked_day; break;
    default: level.delay = 15 * worked_day; break;
    }
    return level;
}

ServiceLevel level_of(const Catalog& catalog, int severity) {
    const ServiceLevel* level = catalog.service_level(severity);
    return level && level->delay > Seconds{0} ? *level : usual_level(severity);
}

} // namespace

ServiceLevel service_level_of(const Catalog& catalog, std::string_view category, int severity) {
    ServiceLevel level = level_of(catalog, severity);
    const ReportCategory* own = catalog.report_category(category);
    // Who changed the severity meant another clock.
    if (!own || own->delay <= Seconds{0} || own->severity != severity) return level;
    level.delay = own->delay;
    level.around_the_clock = own->around_the_clock;
    return level;
}

Time due_at(const ServiceLevel& level, Time received, const std::string& zone) {
    return level.around_the_clock ? received + level.delay : after_worked(received, level.delay, zone);
}
Time due_at(const Catalog& catalog, int severity, Time received, const std::string& zone) {
    return due_at(level_of(catalog, severity), received, zone);
}

Seconds time_left(const ServiceLevel& level, Time due, Time now, const std::string& zone) {
    if (level.around_the_clock) return std::chrono::floor<Seconds>(due - now);
    return worked_between(now, due, zone);
}
Seconds time_left(const Catalog& catalog, int severity, Time due, Time now, const std::string& zone) {
    return time_left(level_of(catalog, severity), due, now, zone);
}

} // namespace vigie::gis
