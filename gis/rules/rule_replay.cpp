#include "gis/rules/rule_replay.hpp"

#include <algorithm>
#include <charconv>

#include "gis/rules/rule_set.hpp"
#include "gis/rules/rule_words.hpp"
#include "gis/rules/rules.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t stop_asked_every = 256;  // observations

// The kind alone, without bounds of its own: only the rule may raise.
Catalog only_kind(const Catalog& catalog, const std::string& id) {
    Catalog out;
    if (const SensorKind* kind = catalog.sensor_kind(id)) {
        out.sensor_kinds.push_back(*kind);
        SensorKind& k = out.sensor_kinds.back();
        k.watch_above = k.alarm_above = k.watch_below = k.alarm_below = {};
    }
    return out;
}

struct Past {
    World world;
    RuleEngine engine;

    Past(const Catalog& catalog, const std::string& zone, const ReplayInput& input) : engine(catalog, zone) {
        Alerting alerting;
        alerting.rules = {input.rule};
        alerting.rules.front().on = true;
        engine.follow(alerting);
        EditSet edits;
        for (const Asset& a : input.assets) edits.put.emplace_back(a);
        for (Sensor s : input.sensors) {
            s.state = SensorState::never_seen;
            s.state_since = input.from;
            s.last_value.reset();
            s.last_at.reset();
            s.watch_above = s.alarm_above = s.watch_below = s.alarm_below = {};
            edits.put.emplace_back(std::move(s));
        }
        look(world.apply(edits), input.from);
    }
    void look(const Delta& delta, Time now) {
        EditSet edits = engine.look(world, delta, now);
        std::uint64_t next = world.next_id();
        for (AnyEntity& e : edits.put)
            if (auto* alert = std::get_if<Alert>(&e); alert && !alert->id) alert->id = {next++};
        if (!edits.empty()) (void)world.apply(edits);
    }
    // What time alone brings: a hold that ends, silence.
    void pass_until(Time t) {
        while (engine.next_deadline() && *engine.next_deadline() <= t) {
            const Time at = *engine.next_deadline();
            look({}, at);
            if (engine.next_deadline() && *engine.next_deadline() <= at) break;  // never twice at one instant
        }
    }
};

} // namespace

ReplayInput replay_input(const World& world, const AlertRule& rule, Time from, Time to, const ReadObservations& read) {
    ReplayInput input{.rule = rule, .from = from, .to = to, .sensors = {}, .assets = {}, .observations = {}};
    for (const Sensor& s : world.sensors()) {
        if (!concerns(rule, s, world) || s.state == SensorState::out_of_service) continue;
        input.sensors.push_back(s);
        if (const Asset* asset = world.find(s.asset)) input.assets.push_back(*asset);
        const std::vector<Observation> seen = read(s.id, from, to);
        input.observations.insert(input.observations.end(), seen.begin(), seen.end());
    }
    std::ranges::stable_sort(input.observations, {}, &Observation::at);
    if (input.observations.size() > max_replayed_observations) {
        input.cut = true;
        input.observations.erase(input.observations.begin(), input.observations.end() - max_replayed_observations);
        input.from = input.observations.front().at;
    }
    return input;
}

RuleReplay replay_rule(const Catalog& catalog, const std::string& zone, ReplayInput input, const std::stop_token& stop) {
    RuleReplay out{.rule = input.rule, .from = input.from, .to = input.to, .sensors = input.sensors.size(), .observations = input.observations.size(), .cut = input.cut, .raised = {}};
    const Catalog kind = only_kind(catalog, input.rule.kind);
    Past past(kind, zone, input);
    for (std::size_t i = 0; i < input.observations.size(); ++i) {
        if (i % stop_asked_every == 0 && stop.stop_requested()) {
            out.stopped = true;
            return out;
        }
        const Observation& o = input.observations[i];
        past.pass_until(o.at);  // a hold that ends as news comes has ended
        past.look(past.world.apply({.observations = {o}}), o.at);
    }
    past.pass_until(input.to);
    for (const Alert& a : past.world.alerts()) {
        RuleReplay::Raised r{.sensor = a.sensor, .at = a.raised_at, .cleared = {}, .occurrences = a.occurrences};
        if (a.state == AlertState::cleared) r.cleared = a.state_since;
        const std::string value = fact_of(a, "value");
        (void)std::from_chars(value.data(), value.data() + value.size(), r.value);
        out.raised.push_back(r);
    }
    std::ranges::sort(out.raised, {}, [](const RuleReplay::Raised& r) { return std::pair(r.at, r.sensor.value); });
    return out;
}

} // namespace vigie::gis
