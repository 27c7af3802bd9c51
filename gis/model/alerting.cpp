#include "gis/model/alerting.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/zone.hpp"

namespace vigie::gis {

namespace {

using nlohmann::json;
using std::chrono::days;

constexpr std::string_view period_names[] = {"always", "except_night", "working_hours"};

Minutes minute_of_day(Time t, const std::string& zone) {
    const LocalTime local = local_from_utc(t, zone);
    return std::chrono::floor<Minutes>(local - std::chrono::floor<days>(local));
}
unsigned iso_weekday(Time t, const std::string& zone) { return std::chrono::weekday(local_day(t, zone)).iso_encoding(); }

// From and to on a clock face: 22:00–6:00 passes midnight.
bool within(Minutes m, Minutes from, Minutes to) { return from <= to ? m >= from && m < to : m >= from || m < to; }

// Members that are missing or of another type keep what stands.
void read(const json& j, const char* name, std::string& out) {
    if (const auto it = j.find(name); it != j.end() && it->is_string()) out = it->get<std::string>();
}
void read(const json& j, const char* name, bool& out) {
    if (const auto it = j.find(name); it != j.end() && it->is_boolean()) out = it->get<bool>();
}
void read(const json& j, const char* name, double& out) {
    if (const auto it = j.find(name); it != j.end() && it->is_number()) out = it->get<double>();
}
void read(const json& j, const char* name, int& out) {
    if (const auto it = j.find(name); it != j.end() && it->is_number_integer()) out = it->get<int>();
}
template <class Tag>
void read(const json& j, const char* name, Id<Tag>& out) {
    if (const auto it = j.find(name); it != j.end() && it->is_number_unsigned()) out.value = it->get<std::uint64_t>();
}
template <class Rep, class Period>
void read(const json& j, const char* name, std::chrono::duration<Rep, Period>& out) {
    if (const auto it = j.find(name); it != j.end() && it->is_number_integer()) out = std::chrono::duration<Rep, Period>(it->get<std::int64_t>());
}
bool read(const json& j, const char* name, Time& out) {
    const auto it = j.find(name);
    const MaybeTime t = it != j.end() && it->is_string() ? time_from_rfc3339(it->get_ref<const std::string&>()) : MaybeTime{};
    if (t) out = *t;
    return t.has_value();
}

json rule_json(const AlertRule& r) {
    return {{"id", r.id}, {"name", r.name}, {"kind", r.kind}, {"asset_kind", r.asset_kind}, {"quartier", r.quartier}, {"sensor", r.sensor.value},
            {"below", r.below}, {"bound", r.bound}, {"hold_s", r.hold.count()}, {"clear", r.clear}, {"period", period_names[std::size_t(r.period)]},
            {"severity", r.severity}, {"crew", r.crew.value}, {"on", r.on}};
}
bool rule_from(const json& j, AlertRule& r) {
    if (!j.is_object()) return false;
    read(j, "id", r.id);
    read(j, "name", r.name);
    read(j, "kind", r.kind);
    read(j, "asset_kind", r.asset_kind);
    read(j, "quartier", r.quartier);
    read(j, "sensor", r.sensor);
    read(j, "below", r.below);
    read(j, "bound", r.bound);
    read(j, "hold_s", r.hold);
    read(j, "clear", r.clear);
    std::string period;
    read(j, "period", period);
    const auto known = std::ranges::find(period_names, period);
    if (known != std::end(period_names)) r.period = RulePeriod(known - std::begin(period_names));
    read(j, "severity", r.severity);
    read(j, "crew", r.crew);
    read(j, "on", r.on);
    return !r.id.empty() && !r.kind.empty() && std::isfinite(r.bound) && std::isfinite(r.clear);
}

json on_call_json(const OnCall& o) {
    json levels = json::array(), turns = json::array();
    for (const OnCallLevel& l : o.levels) levels.push_back({{"name", l.name}, {"wait_min", l.wait.count()}});
    for (const OnCallTurn& t : o.turns)
        turns.push_back({{"level", t.level}, {"agent", t.agent.value}, {"name", t.name}, {"phone", t.phone}, {"from", rfc3339(t.from)}, {"to", rfc3339(t.to)}});
    return {{"levels", levels}, {"handover_day", o.handover_day}, {"handover_min", o.handover.count()}, {"turns", turns}};
}
bool on_call_from(const json& j, OnCall& o) {
    if (!j.is_object()) return false;
    bool whole = true;
    for (const json& l : j.value("levels", json::array())) {
        OnCallLevel level;
        if (!l.is_object() || o.levels.size() >= max_on_call_levels) { whole = false; continue; }
        read(l, "name", level.name);
        read(l, "wait_min", level.wait);
        o.levels.push_back(std::move(level));
    }
    int day = int(o.handover_day);
    read(j, "handover_day", day);
    if (day >= 1 && day <= 7) o.handover_day = unsigned(day);
    read(j, "handover_min", o.handover);
    for (const json& t : j.value("turns", json::array())) {
        OnCallTurn turn;
        int level = 0;
        if (t.is_object()) read(t, "level", level);
        const bool times = t.is_object() && read(t, "from", turn.from) && read(t, "to", turn.to);
        if (!times || level < 0 || turn.to <= turn.from || o.turns.size() >= max_on_call_turns) { whole = false; continue; }
        turn.level = std::size_t(level);
        read(t, "agent", turn.agent);
        read(t, "name", turn.name);
        read(t, "phone", turn.phone);
        o.turns.push_back(std::move(turn));
    }
    return whole;
}

} // namespace

const AlertRule* find_rule(const Alerting& alerting, std::string_view id) {
    const auto it = std::ranges::find(alerting.rules, id, &AlertRule::id);
    return it == alerting.rules.end() ? nullptr : &*it;
}

const Mute* mute_of(const Alerting& alerting, SensorId sensor, Time now) {
    const auto it = std::ranges::find_if(alerting.mutes, [&](const Mute& m) { return m.sensor == sensor && now < m.until; });
    return it == alerting.mutes.end() ? nullptr : &*it;
}

bool is_quiet(const QuietHours& quiet, int severity, Time now, const std::string& zone) {
    if (!quiet.on || severity <= quiet.critical) return false;
    return (quiet.weekends && iso_weekday(now, zone) >= 6) || within(minute_of_day(now, zone), quiet.from, quiet.to);
}

bool in_period(RulePeriod period, Time now, const std::string& zone) {
    const Minutes m = minute_of_day(now, zone);
    switch (period) {
    case RulePeriod::always: return true;
    case RulePeriod::except_night: return !within(m, night_from, night_to);
    case RulePeriod::working_hours:
        return iso_weekday(now, zone) <= 5 && (within(m, Minutes{8 * 60}, Minutes{12 * 60}) || within(m, Minutes{13 * 60 + 30}, Minutes{17 * 60}));
    }
    return true;
}

const OnCallTurn* on_duty(const OnCall& on_call, std::size_t level, Time at) {
    const OnCallTurn* found = nullptr;
    for (const OnCallTurn& t : on_call.turns)
        if (t.level == level && t.from <= at && at < t.to && (!found || t.to - t.from <= found->to - found->from)) found = &t;
    return found;
}

Time handover_before(const OnCall& on_call, Time at, const std::string& zone) {
    const auto today = local_day(at, zone);
    const unsigned now_day = std::chrono::weekday(today).iso_encoding();
    const auto day = today - days{(now_day + 7 - on_call.handover_day) % 7};
    const Time this_week = utc_from_local(LocalTime(day) + on_call.handover, zone);
    return this_week <= at ? this_week : utc_from_local(LocalTime(day - days{7}) + on_call.handover, zone);
}

Time handover_after(const OnCall& on_call, Time at, const std::string& zone) {
    const Time before = handover_before(on_call, at, zone);
    return utc_from_local(LocalTime(local_day(before, zone) + days{7}) + on_call.handover, zone);
}

std::string alerting_to_json(const Alerting& a, std::string_view key) {
    json out;
    if (key == alerting_keys[0]) {
        out = json::array();
        for (const AlertRule& r : a.rules) out.push_back(rule_json(r));
    } else if (key == alerting_keys[1]) {
        out = on_call_json(a.on_call);
    } else if (key == alerting_keys[2]) {
        out = {{"on", a.quiet.on}, {"from_min", a.quiet.from.count()}, {"to_min", a.quiet.to.count()}, {"weekends", a.quiet.weekends}, {"critical", a.quiet.critical}};
    } else if (key == alerting_keys[3]) {
        out = json::array();
        for (const Mute& m : a.mutes)
            out.push_back({{"sensor", m.sensor.value}, {"until", rfc3339(m.until)}, {"reason", m.reason}, {"by", m.by}, {"at", rfc3339(m.at)}});
    }
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool alerting_from_json(Alerting& a, std::string_view key, std::string_view text) {
    bool whole = true;
    const json j = text.empty() ? json() : json::parse(text, nullptr, false);
    if (key == alerting_keys[0]) {
        a.rules.clear();
        if (text.empty()) return true;
        if (!j.is_array()) return false;
        for (const json& one : j) {
            AlertRule rule;
            if (rule_from(one, rule) && !find_rule(a, rule.id) && a.rules.size() < max_alert_rules) a.rules.push_back(std::move(rule));
            else whole = false;
        }
    } else if (key == alerting_keys[1]) {
        a.on_call = {};
        whole = text.empty() || on_call_from(j, a.on_call);
    } else if (key == alerting_keys[2]) {
        a.quiet = {};
        if (text.empty()) return true;
        if (!j.is_object()) return false;
        read(j, "on", a.quiet.on);
        read(j, "from_min", a.quiet.from);
        read(j, "to_min", a.quiet.to);
        read(j, "weekends", a.quiet.weekends);
        read(j, "critical", a.quiet.critical);
    } else if (key == alerting_keys[3]) {
        a.mutes.clear();
        if (text.empty()) return true;
        if (!j.is_array()) return false;
        for (const json& one : j) {
            Mute m;
            if (!one.is_object() || !read(one, "until", m.until) || a.mutes.size() >= max_mutes) { whole = false; continue; }
            read(one, "sensor", m.sensor);
            read(one, "reason", m.reason);
            read(one, "by", m.by);
            read(one, "at", m.at);
            a.mutes.push_back(std::move(m));
        }
    }
    return whole;
}

} // namespace vigie::gis
