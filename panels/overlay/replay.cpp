#include "panels/overlay/replay.hpp"

#include <algorithm>

namespace vigie::panels {

namespace {

// The two positions around `cursor`, and where between them it lies.
gis::LonLat between(const gis::Position& a, const gis::Position& b, gis::Time cursor) {
    const double span = double((b.at - a.at).count()), part = span > 0 ? double((cursor - a.at).count()) / span : 0;
    return {a.place.lon + (b.place.lon - a.place.lon) * part, a.place.lat + (b.place.lat - a.place.lat) * part};
}

bool beyond(double value, std::optional<double> own, std::optional<double> usual, bool above) {
    const std::optional<double> bound = own ? own : usual;
    return bound && (above ? value > *bound : value < *bound);
}

gis::SensorState state_of(const gis::Sensor& s, const gis::SensorKind* kind, double value) {
    const gis::SensorKind none;
    const gis::SensorKind& k = kind != nullptr ? *kind : none;
    if (beyond(value, s.alarm_above, k.alarm_above, true) || beyond(value, s.alarm_below, k.alarm_below, false))
        return gis::SensorState::alarm;
    if (beyond(value, s.watch_above, k.watch_above, true) || beyond(value, s.watch_below, k.watch_below, false))
        return gis::SensorState::watch;
    return gis::SensorState::normal;
}

} // namespace

std::optional<gis::Report> report_at(const gis::Report& now_known, gis::Time cursor) {
    if (now_known.received_at > cursor) return {};
    gis::Report then = now_known;
    if (then.state_since > cursor) then.state = gis::ReportState::received;
    return then;
}

std::optional<gis::Alert> alert_at(const gis::Alert& now_known, gis::Time cursor) {
    if (now_known.raised_at > cursor) return {};
    gis::Alert then = now_known;
    if (then.state_since > cursor) then.state = gis::AlertState::raised;
    return then;
}

std::optional<gis::Sensor> sensor_at(const gis::World& world, const gis::Catalog& catalog, const gis::Sensor& now_known,
                                     gis::Time cursor) {
    const auto readings = world.recent(now_known.id);
    const auto after = std::upper_bound(readings.begin(), readings.end(), cursor,
                                        [](gis::Time t, const gis::Observation& o) { return t < o.at; });
    if (after == readings.begin()) return {};
    const gis::Observation& last = *std::prev(after);
    const gis::SensorKind* kind = catalog.sensor_kind(now_known.kind);
    gis::Sensor then = now_known;
    then.last_value = last.value;
    then.last_at = last.at;
    then.state = state_of(then, kind, last.value);
    if (kind != nullptr && cursor - last.at > 3 * kind->expected_interval) then.state = gis::SensorState::silent;
    return then;
}

std::optional<gis::Crew> crew_at(const gis::World& world, const gis::Crew& now_known, gis::Time cursor) {
    const auto trail = world.trail(now_known.id);
    const auto after = std::upper_bound(trail.begin(), trail.end(), cursor,
                                        [](gis::Time t, const gis::Position& p) { return t < p.at; });
    if (after == trail.begin()) return {};
    gis::Crew then = now_known;
    const gis::Position& last = *std::prev(after);
    then.place = after != trail.end() ? between(last, *after, cursor) : last.place;
    then.heading_deg = last.heading_deg;
    then.fix_at = last.at;
    return then;
}

std::optional<gis::Intervention> intervention_at(const gis::Intervention& now_known, gis::Time cursor) {
    if (now_known.created_at > cursor) return {};
    gis::Intervention then = now_known;
    using enum gis::InterventionState;
    if (then.actual_end && *then.actual_end > cursor) then.state = on_site;
    if (then.actual_start && *then.actual_start > cursor) then.state = then.crews.empty() ? to_plan : planned;
    return then;
}

} // namespace vigie::panels
