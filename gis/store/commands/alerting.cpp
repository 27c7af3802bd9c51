// Rules, astreinte, quiet hours, mutes: drafted beside the entities, saved and undone with them.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "gis/model/words.hpp"
#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

namespace {

constexpr Seconds longest_hold{7 * 24 * 3600};
constexpr Minutes longest_wait{24 * 60};
constexpr std::chrono::days longest_mute{90};

std::string rule_name(const CommandContext& c, const AlertRule& rule) {
    if (!rule.name.empty()) return rule.name;
    const SensorKind* kind = c.catalog.sensor_kind(rule.kind);
    if (!kind) return rule.kind;
    return kind->alert_title.fr.empty() ? kind->name.fr : kind->alert_title.fr;
}

std::optional<Error> wrong(const CommandContext& c, const AlertRule& r) {
    if (!c.catalog.sensor_kind(r.kind)) return refused("desk.refused.rule_kind");
    if (!std::isfinite(r.bound) || !std::isfinite(r.clear)) return refused("desk.refused.rule_bound");
    if (r.below ? r.clear < r.bound : r.clear > r.bound) return refused(r.below ? "desk.refused.rule_clear_below" : "desk.refused.rule_clear_above");
    if (r.hold < Seconds{0} || r.hold > longest_hold) return refused("desk.refused.rule_hold");
    if (r.severity < 1 || r.severity > 6) return refused("desk.refused.rule_severity");
    if (r.sensor && !c.draft.find(r.sensor)) return unknown(EntityKind::sensor);
    if (r.crew && !c.draft.find(r.crew)) return unknown(EntityKind::crew);
    return {};
}

// "r1", "r2"…: never one that a rule bears.
std::string next_rule_id(const Alerting& alerting) {
    int last = 0;
    for (const AlertRule& r : alerting.rules) {
        int n = 0;
        if (r.id.starts_with("r") && std::from_chars(r.id.data() + 1, r.id.data() + r.id.size(), n).ec == std::errc{}) last = std::max(last, n);
    }
    return "r" + std::to_string(last + 1);
}

std::string who(const CommandContext& c, const OnCallTurn& turn) {
    if (const Agent* agent = turn.agent ? c.draft.find(turn.agent) : nullptr) return agent->name;
    return turn.name;
}

} // namespace

Said carry_out(CommandContext& c, const command::PutAlertRule& x) {
    if (auto error = wrong(c, x.rule)) return *error;
    AlertRule rule = x.rule;
    if (rule.id.empty()) rule.id = next_rule_id(c.alerting);
    const std::string name = rule_name(c, rule);
    const auto it = std::ranges::find(c.alerting.rules, rule.id, &AlertRule::id);
    if (it == c.alerting.rules.end()) {
        if (c.alerting.rules.size() >= max_alert_rules) return refused("desk.refused.rules_full", {{"n", std::to_string(max_alert_rules)}});
        const bool on = rule.on;
        c.alerting.rules.push_back(std::move(rule));
        return Text{on ? "gesture.put_rule_on" : "gesture.put_rule_off", {{"rule", name}}};
    }
    AlertRule switched = *it;
    switched.on = rule.on;
    const bool only_switched = switched == rule && it->on != rule.on;
    const bool on = rule.on;
    *it = std::move(rule);
    if (only_switched) return Text{on ? "gesture.rule_on" : "gesture.rule_off", {{"rule", name}}};
    return Text{on ? "gesture.put_rule_on" : "gesture.put_rule_off", {{"rule", name}}};
}

Said carry_out(CommandContext& c, const command::RemoveAlertRule& x) {
    const auto it = std::ranges::find(c.alerting.rules, x.rule, &AlertRule::id);
    if (it == c.alerting.rules.end()) return refused("desk.refused.rule_gone");
    const std::string name = rule_name(c, *it);
    c.alerting.rules.erase(it);
    return Text{"gesture.remove_rule", {{"rule", name}}};
}

Said carry_out(CommandContext& c, const command::SetOnCallLevels& x) {
    if (x.levels.size() > max_on_call_levels) return refused("desk.refused.on_call_levels", {{"n", std::to_string(max_on_call_levels)}});
    if (x.handover_day < 1 || x.handover_day > 7 || x.handover < Minutes{0} || x.handover >= Minutes{24 * 60}) return refused("desk.refused.on_call_handover");
    for (const OnCallLevel& level : x.levels) {
        if (level.name.empty()) return refused("desk.refused.on_call_name");
        if (level.wait < Minutes{1} || level.wait > longest_wait) return refused("desk.refused.on_call_wait");
    }
    OnCall& board = c.alerting.on_call;
    board.levels = x.levels;
    board.handover_day = x.handover_day;
    board.handover = x.handover;
    std::erase_if(board.turns, [&](const OnCallTurn& t) { return t.level >= board.levels.size(); });
    return Text{"gesture.on_call_levels", {{"n", std::to_string(x.levels.size())}}};
}

Said carry_out(CommandContext& c, const command::SetOnCallTurn& x) {
    OnCall& board = c.alerting.on_call;
    const OnCallTurn& turn = x.turn;
    if (turn.level >= board.levels.size()) return refused("desk.refused.on_call_level");
    if (turn.to <= turn.from) return refused("desk.period.ends_before");
    if (turn.agent && !c.draft.find(turn.agent)) return unknown(EntityKind::agent);
    const bool empty = !turn.agent && turn.name.empty();
    const std::size_t gone = std::erase_if(board.turns, [&](const OnCallTurn& t) { return t.level == turn.level && t.from == turn.from && t.to == turn.to; });
    const std::string& level = board.levels[turn.level].name;
    if (empty) return gone ? Said{Text{"gesture.on_call_empty", {{"level", level}}}} : Said{refused("desk.refused.on_call_gone")};
    if (board.turns.size() >= max_on_call_turns) return refused("desk.refused.on_call_full");
    board.turns.push_back(turn);
    return Text{"gesture.on_call_turn", {{"who", who(c, turn)}, {"level", level}}};
}

Said carry_out(CommandContext& c, const command::SetQuietHours& x) {
    const auto on_clock = [](Minutes m) { return m >= Minutes{0} && m < Minutes{24 * 60}; };
    if (!on_clock(x.quiet.from) || !on_clock(x.quiet.to) || x.quiet.critical < 0 || x.quiet.critical > 6) return refused("desk.refused.quiet_hours");
    c.alerting.quiet = x.quiet;
    return Text{x.quiet.on ? "gesture.quiet_on" : "gesture.quiet_off", {}};
}

Said carry_out(CommandContext& c, const command::MuteSensor& x) {
    const Sensor* sensor = c.draft.find(x.sensor);
    if (!sensor) return unknown(EntityKind::sensor);
    const std::string name = sensor->name.empty() ? sensor->code : sensor->name;
    auto& mutes = c.alerting.mutes;
    const bool was = std::erase_if(mutes, [&](const Mute& m) { return m.sensor == x.sensor; }) > 0;
    c.concerned.push_back({EntityKind::sensor, x.sensor.value});
    if (!x.until) return was ? Said{Text{"gesture.unmute", {{"sensor", name}}}} : Said{refused("desk.refused.not_muted")};
    if (*x.until <= x.from || *x.until - x.from > longest_mute) return refused("desk.refused.mute_length");
    if (mutes.size() >= max_mutes) mutes.erase(std::ranges::min_element(mutes, {}, &Mute::until));
    mutes.push_back({x.sensor, *x.until, x.reason, c.actor.name, x.from});
    if (x.reason.empty()) return Text{"gesture.mute", {{"sensor", name}}};
    return Text{"gesture.mute_because", {{"sensor", name}, {"reason", x.reason}}};
}

} // namespace vigie::gis
