#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/rules/rule_set.hpp"
#include "gis/rules/rule_words.hpp"
#include "gis/rules/rules.hpp"

namespace vigie::gis {

namespace {

constexpr Minutes period_step{30};  // the hours of rules begin and end at :00 or :30

bool above(double v, const std::optional<double>& bound, double slack) { return bound && v > *bound - slack; }
bool below(double v, const std::optional<double>& bound, double slack) { return bound && v < *bound + slack; }

bool beyond_watch(const Bounds& b, double v, bool already, double hysteresis) {
    const double slack = already ? hysteresis : 0;
    return above(v, b.watch_above, slack) || below(v, b.watch_below, slack);
}
bool beyond(const AlertRule& rule, double v, bool already) {
    const double bound = already ? rule.clear : rule.bound;
    return rule.below ? v < bound : v > bound;
}

// Raised by this rule; of alerts from before rules had names, those of the kind.
bool is_of(const Alert& a, const AlertRule& rule) {
    const std::string_view raised_by = rule_of(a);
    return raised_by.empty() ? a.kind == rule.kind : raised_by == rule.id;
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
    [[nodiscard]] Alert* find(const Sensor& s, const AlertRule& rule, Time t, Alert& copy) {
        const auto fits = [&](const Alert& a) {
            if (!is_of(a, rule)) return false;
            const bool recent = t - a.state_since <= incident_window || t - a.raised_at <= incident_window;
            if (a.sensor == s.id) return is_open(a.state) || recent;
            return is_open(a.state) && t - a.raised_at <= incident_window && distance_m(a.place, s.place) <= incident_radius_m;
        };
        for (Alert& c : changed)
            if (fits(c)) return &c;
        for (const Alert& a : world.alerts())
            if (fits(now(a))) { copy = now(a); return &copy; }
        return nullptr;
    }
};

RuleEngine::RuleEngine(const Catalog& catalog, std::string zone) : catalog_(catalog), zone_(std::move(zone)) {}

void RuleEngine::follow(const Alerting& alerting) {
    alerting_ = alerting;
    rules_.clear();
    sees_all_ = true;
}

const std::vector<RuleEngine::Rule>& RuleEngine::rules_for(const std::string& kind) {
    const auto known = rules_.find(kind);
    if (known != rules_.end()) return known->second;
    std::vector<Rule>& rules = rules_[kind];
    for (const bool under : {false, true}) {
        const std::string id = kind + (under ? ".below" : ".above");
        const AlertRule* changed = find_rule(alerting_, id);
        if (!changed) rules.push_back({{.id = id, .name = {}, .kind = kind, .asset_kind = {}, .quartier = {}, .sensor = {}, .below = under, .crew = {}, .on = true}, true});
    }
    for (const AlertRule& rule : alerting_.rules)
        if (rule.on && rule.kind == kind) rules.push_back({rule, false});
    return rules;
}

RuleEngine::Held& RuleEngine::held(SensorId sensor, const std::string& rule) {
    std::vector<Held>& all = held_[sensor.value];
    const auto it = std::ranges::find(all, rule, &Held::rule);
    if (it != all.end()) return *it;
    all.push_back({rule, {}, false, false});
    return all.back();
}

bool RuleEngine::is_firing(SensorId sensor, std::string_view rule) const {
    const auto it = held_.find(sensor.value);
    return it != held_.end() && std::ranges::any_of(it->second, [&](const Held& h) { return h.rule == rule && h.firing; });
}

// After a restart: what was alarming then goes on, without a second alert.
void RuleEngine::recall(const World& world) {
    for (const Alert& a : world.alerts())
        if (is_open(a.state) && a.sensor && !rule_of(a).empty()) held(a.sensor, std::string(rule_of(a))).firing = true;
    for (const Sensor& s : world.sensors()) {
        if (s.state != SensorState::alarm || !s.last_value) continue;
        const SensorKind* kind = catalog_.sensor_kind(s.kind);
        std::vector<AlertRule> still, all;
        for (const Rule& r : rules_for(s.kind))
            if (const auto rule = kind && r.untouched ? as_for(r.rule, true, s, *kind) : std::nullopt) {
                all.push_back(*rule);
                if (beyond(*rule, *s.last_value, true)) still.push_back(*rule);
            }
        for (const AlertRule& rule : still.empty() ? all : still) held(s.id, rule.id).firing = true;  // all: to be cleared by the first look
    }
}

void RuleEngine::raise(const Sensor& sensor, const AlertRule& rule, Time now, Incidents& incidents) {
    const SensorKind* kind = catalog_.sensor_kind(sensor.kind);
    if (!kind) return;
    Alert copy;
    if (Alert* same = incidents.find(sensor, rule, now, copy)) {
        Alert a = *same;
        ++a.occurrences;
        if (!is_open(a.state)) { a.state = AlertState::raised; a.state_since = now; }
        const Attribute also{"also", std::to_string(sensor.id.value)};
        const auto named = std::ranges::count(a.facts, "also", &Attribute::name);
        if (a.sensor != sensor.id && std::size_t(named) < max_named_sensors && std::ranges::find(a.facts, also) == a.facts.end()) a.facts.push_back(also);
        if (a.id) incidents.put(std::move(a));
        else *same = std::move(a);
        return;
    }
    Alert a;
    a.sensor = sensor.id;
    a.kind = sensor.kind;
    a.title = recorded_title(sensor, *kind, rule);
    a.rule = recorded_rule(sensor, *kind, rule);
    a.facts = alert_facts(sensor, *kind, rule);
    a.severity = rule.severity;
    a.place = sensor.place;
    a.quartier = sensor.quartier;
    a.state_since = a.raised_at = now;
    incidents.changed.push_back(std::move(a));
}

// The incident is over when none of its sensors alarms any more and nobody has taken it.
void RuleEngine::clear(const Sensor& sensor, const AlertRule& rule, Time now, Incidents& incidents) {
    for (const Alert& old : incidents.world.alerts()) {
        const Alert& a = incidents.now(old);
        if (a.state != AlertState::raised || a.kind != sensor.kind || !is_of(a, rule)) continue;
        if (a.sensor != sensor.id && distance_m(a.place, sensor.place) > incident_radius_m) continue;
        const bool others = std::ranges::any_of(incidents.world.sensors(), [&](const Sensor& s) {
            return s.id != sensor.id && s.kind == a.kind && is_firing(s.id, rule.id) && (s.id == a.sensor || distance_m(s.place, a.place) <= incident_radius_m);
        });
        if (others) continue;
        Alert cleared = a;
        cleared.state = AlertState::cleared;
        cleared.state_since = now;
        incidents.put(std::move(cleared));
    }
}

// One rule at one sensor: raises and clears; whether it fires now. `watched`: it is beyond the bound, not yet long enough.
bool RuleEngine::judge(const AlertRule& rule, const Sensor& sensor, Held& held, Time now, Time& deadline, Incidents& incidents, bool& watched) {
    if (!beyond(rule, *sensor.last_value, held.firing)) {
        const bool over = held.firing && !held.owed;
        held.since.reset();
        held.firing = held.owed = false;
        if (over) clear(sensor, rule, now, incidents);
        return false;
    }
    if (!held.since) held.since = *sensor.last_at;
    if (!held.firing) {
        const bool long_enough = now - *held.since >= rule.hold, may = in_period(rule.period, now, zone_);
        if (!long_enough) deadline = std::min(deadline, *held.since + rule.hold);
        else if (!may) deadline = std::min(deadline, now - (now.time_since_epoch() % period_step) + period_step);
        watched = true;
        if (!long_enough || !may) return false;
        held.firing = held.owed = true;
    }
    if (!held.owed) return true;
    if (const Mute* mute = mute_of(alerting_, sensor.id, now)) deadline = std::min(deadline, mute->until);
    else {
        held.owed = false;
        raise(sensor, rule, now, incidents);
    }
    return true;
}

SensorState RuleEngine::state_of(const World& world, const Sensor& sensor, Time now, Incidents& incidents) {
    deadlines_.erase(sensor.id.value);
    if (sensor.state == SensorState::out_of_service) return sensor.state;  // a person's word
    if (!sensor.last_at || !sensor.last_value) return SensorState::never_seen;
    static const SensorKind plain;
    const SensorKind* known = catalog_.sensor_kind(sensor.kind);
    const SensorKind& kind = known ? *known : plain;
    const Time silent_at = *sensor.last_at + silent_after_intervals * std::max(kind.expected_interval, Seconds{1});
    if (now >= silent_at) {  // silence is no good news: what fires goes on firing
        if (const auto it = held_.find(sensor.id.value); it != held_.end())
            for (Held& h : it->second) h.since.reset();
        return SensorState::silent;
    }
    Time deadline = silent_at;
    bool fires = false, watched = false;
    for (const Rule& r : rules_for(sensor.kind)) {
        if (!concerns(r.rule, sensor, world)) continue;
        const auto rule = as_for(r.rule, r.untouched, sensor, kind);
        if (!rule) continue;
        if (judge(*rule, sensor, held(sensor.id, r.rule.id), now, deadline, incidents, watched)) fires = true;
    }
    if (const auto it = held_.find(sensor.id.value); it != held_.end()) {  // rules that were switched off, or no longer concern it
        const auto& rules = rules_for(sensor.kind);
        std::erase_if(it->second, [&](const Held& h) {
            return std::ranges::none_of(rules, [&](const Rule& r) { return r.rule.id == h.rule && concerns(r.rule, sensor, world); });
        });
    }
    deadlines_[sensor.id.value] = deadline;
    if (fires) return SensorState::alarm;
    const bool already = sensor.state == SensorState::watch || sensor.state == SensorState::alarm;
    return watched || beyond_watch(bounds_of(sensor, kind), *sensor.last_value, already, kind.hysteresis) ? SensorState::watch : SensorState::normal;
}

void RuleEngine::examine(const World& world, const Sensor& sensor, Time now, EditSet& edits, Incidents& incidents) {
    const SensorState state = state_of(world, sensor, now, incidents);
    if (state == sensor.state) return;
    Sensor after = sensor;
    after.state = state;
    after.state_since = now;
    edits.put.emplace_back(std::move(after));
}

EditSet RuleEngine::look(const World& world, const Delta& delta, Time now) {
    EditSet edits;
    Incidents incidents{world, {}};
    if (!has_looked_) recall(world);
    if (sees_all_ || (next_deadline_ && now >= *next_deadline_)) {
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
        if (ref.kind == EntityKind::sensor) { held_.erase(ref.id); deadlines_.erase(ref.id); }
    has_looked_ = true;
    sees_all_ = false;
    next_deadline_.reset();
    for (const auto& [sensor, deadline] : deadlines_)
        if (!next_deadline_ || deadline < *next_deadline_) next_deadline_ = deadline;
    for (Alert& alert : incidents.changed) edits.put.emplace_back(std::move(alert));
    return edits;
}

} // namespace vigie::gis
