#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/rules/rule_words.hpp"
#include "gis/rules/rules.hpp"

namespace vigie::gis {

namespace {

bool above(double v, const std::optional<double>& bound, double slack) { return bound && v > *bound - slack; }
bool below(double v, const std::optional<double>& bound, double slack) { return bound && v < *bound + slack; }

bool beyond_alarm(const Bounds& b, double v, bool already, double hysteresis) {
    const double slack = already ? hysteresis : 0;
    return above(v, b.alarm_above, slack) || below(v, b.alarm_below, slack);
}
bool beyond_watch(const Bounds& b, double v, bool already, double hysteresis) {
    const double slack = already ? hysteresis : 0;
    return above(v, b.watch_above, slack) || below(v, b.watch_below, slack);
}

} // namespace

// Alerts as this look leaves them: those of the world that it changed, and new ones (without id).
struct RuleEngine::Incidents {
    const World& world;
    std::vector<Alert> changed;

    [[nodiscard]] const Alert& now(const Alert& a) const {
        for (const Alert& c : changed)
            if (c.id && c.id == a.id) return c;
        return a;
    }
    void put(Alert a) {
        for (Alert& c : changed)
            if (c.id && c.id == a.id) { c = std::move(a); return; }
        changed.push_back(std::move(a));
    }
    // The incident an alarm of this sensor belongs to: its own open alert, one it left a moment ago, or a neighbour's.
    [[nodiscard]] Alert* find(const Sensor& s, Time t, Alert& copy) {
        const auto fits = [&](const Alert& a) {
            const bool recent = t - a.state_since <= incident_window || t - a.raised_at <= incident_window;
            if (a.sensor == s.id) return is_open(a.state) || recent;
            return is_open(a.state) && a.kind == s.kind && t - a.raised_at <= incident_window && distance_m(a.place, s.place) <= incident_radius_m;
        };
        for (Alert& c : changed)
            if (fits(c)) return &c;
        for (const Alert& a : world.alerts())
            if (fits(now(a))) { copy = now(a); return &copy; }
        return nullptr;
    }
};

RuleEngine::RuleEngine(const Catalog& catalog, std::string zone) : catalog_(catalog), zone_(std::move(zone)) {}

SensorState RuleEngine::state_of(const Sensor& sensor, Time now) {
    deadlines_.erase(sensor.id.value);
    if (sensor.state == SensorState::out_of_service) return sensor.state;  // a person's word
    if (!sensor.last_at || !sensor.last_value) return SensorState::never_seen;
    static const SensorKind plain;
    const SensorKind* known = catalog_.sensor_kind(sensor.kind);
    const SensorKind& kind = known ? *known : plain;
    const Time silent_at = *sensor.last_at + silent_after_intervals * std::max(kind.expected_interval, Seconds{1});
    if (now >= silent_at) {
        beyond_since_.erase(sensor.id.value);
        return SensorState::silent;
    }
    Time deadline = silent_at;
    const Bounds b = bounds_of(sensor, kind);
    const double v = *sensor.last_value;
    SensorState state = SensorState::normal;
    if (beyond_alarm(b, v, sensor.state == SensorState::alarm, kind.hysteresis)) {
        const Time since = beyond_since_.try_emplace(sensor.id.value, *sensor.last_at).first->second;
        const bool held = now - since >= kind.hold || sensor.state == SensorState::alarm;
        if (!held) deadline = std::min(deadline, since + kind.hold);
        state = held ? SensorState::alarm : SensorState::watch;
    } else {
        beyond_since_.erase(sensor.id.value);
        const bool already = sensor.state == SensorState::watch || sensor.state == SensorState::alarm;
        if (beyond_watch(b, v, already, kind.hysteresis)) state = SensorState::watch;
    }
    deadlines_[sensor.id.value] = deadline;
    return state;
}

void RuleEngine::examine(const World& world, const Sensor& sensor, Time now, EditSet& edits, Incidents& incidents) {
    const SensorState state = state_of(sensor, now);
    if (state == sensor.state) return;
    Sensor after = sensor;
    after.state = state;
    after.state_since = now;
    edits.put.emplace_back(after);
    const SensorKind* kind = catalog_.sensor_kind(sensor.kind);
    if (state == SensorState::alarm && kind) {
        Alert copy;
        if (Alert* same = incidents.find(sensor, now, copy)) {
            Alert a = *same;
            ++a.occurrences;
            if (!is_open(a.state)) { a.state = AlertState::raised; a.state_since = now; }
            if (a.id) incidents.put(std::move(a));
            else *same = std::move(a);
            return;
        }
        Alert a;
        a.sensor = sensor.id;
        a.kind = sensor.kind;
        a.title = recorded_title(sensor, *kind);
        a.rule = recorded_rule(sensor, *kind);
        a.facts = alert_facts(sensor, *kind);
        a.severity = kind->severity;
        a.place = sensor.place;
        a.quartier = sensor.quartier;
        a.state_since = a.raised_at = now;
        incidents.changed.push_back(std::move(a));
        return;
    }
    if (sensor.state != SensorState::alarm || state == SensorState::silent) return;  // silence is no good news
    for (const Alert& old : world.alerts()) {
        const Alert& a = incidents.now(old);
        if (a.state != AlertState::raised || a.kind != sensor.kind) continue;
        if (a.sensor != sensor.id && distance_m(a.place, sensor.place) > incident_radius_m) continue;
        const bool others = std::ranges::any_of(world.sensors(), [&](const Sensor& s) {
            return s.id != sensor.id && s.kind == a.kind && s.state == SensorState::alarm && (s.id == a.sensor || distance_m(s.place, a.place) <= incident_radius_m) &&
                   std::ranges::none_of(edits.put, [&](const AnyEntity& e) { return ref_of(e) == EntityRef{EntityKind::sensor, s.id.value}; });
        });
        if (others) continue;
        Alert cleared = a;
        cleared.state = AlertState::cleared;
        cleared.state_since = now;
        incidents.put(std::move(cleared));
    }
}

EditSet RuleEngine::look(const World& world, const Delta& delta, Time now) {
    EditSet edits;
    Incidents incidents{world, {}};
    if (!has_looked_ || (next_deadline_ && now >= *next_deadline_)) {
        for (const Sensor& sensor : world.sensors()) examine(world, sensor, now, edits, incidents);
    } else {
        std::vector<SensorId> touched = delta.observed;
        for (EntityRef ref : delta.put)
            if (ref.kind == EntityKind::sensor) touched.push_back({ref.id});
        std::ranges::sort(touched);
        touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
        for (SensorId id : touched)
            if (const Sensor* sensor = world.find(id)) examine(world, *sensor, now, edits, incidents);
    }
    for (EntityRef ref : delta.removed)
        if (ref.kind == EntityKind::sensor) { beyond_since_.erase(ref.id); deadlines_.erase(ref.id); }
    has_looked_ = true;
    next_deadline_.reset();
    for (const auto& [sensor, deadline] : deadlines_)
        if (!next_deadline_ || deadline < *next_deadline_) next_deadline_ = deadline;
    for (Alert& alert : incidents.changed) edits.put.emplace_back(std::move(alert));
    return edits;
}

} // namespace vigie::gis
