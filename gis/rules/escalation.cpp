#include "gis/rules/escalation.hpp"

#include <algorithm>
#include <charconv>

#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/rules/rule_words.hpp"

namespace vigie::gis {

namespace {

void set_fact(Alert& alert, const std::string& name, std::string value) {
    const auto it = std::ranges::find(alert.facts, name, &Attribute::name);
    if (it == alert.facts.end()) alert.facts.push_back({name, std::move(value)});
    else it->value = std::move(value);
}

std::optional<std::size_t> level_of(const Alert& alert) {
    const std::string text = fact_of(alert, "level");
    std::size_t level = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), level);
    return text.empty() || read.ec != std::errc{} ? std::nullopt : std::optional(level);
}

} // namespace

bool escalates(const Alert& alert, const Alerting& alerting) {
    return !alerting.on_call.levels.empty() && alert.severity <= alerting.quiet.critical && alert.state == AlertState::raised;
}

std::optional<Escalation> escalation_of(const Alert& alert, const Alerting& alerting) {
    const auto level = level_of(alert);
    if (!level || alert.state == AlertState::cleared) return {};
    Escalation e{.level = *level, .reached = time_from_rfc3339(fact_of(alert, "level_at")).value_or(alert.raised_at), .next = {}, .called = fact_of(alert, "called")};
    const auto& levels = alerting.on_call.levels;
    if (escalates(alert, alerting) && *level + 1 < levels.size()) e.next = e.reached + levels[*level].wait;
    return e;
}

std::string on_duty_words(const World& world, const OnCall& on_call, std::size_t level, Time at) {
    const OnCallTurn* turn = on_duty(on_call, level, at);
    if (!turn) return {};
    const Agent* agent = world.find(turn->agent);
    std::string words = agent ? agent->name : turn->name;
    const std::string& phone = !turn->phone.empty() ? turn->phone : agent ? agent->phone : turn->phone;
    if (!words.empty() && !phone.empty()) words += ", " + phone;
    return words;
}

EscalationStep escalate(const World& world, const Alerting& alerting, Time now) {
    EscalationStep step;
    const auto& levels = alerting.on_call.levels;
    for (const Alert& old : world.alerts()) {
        if (!escalates(old, alerting)) continue;
        Alert alert = old;
        const auto call = [&](std::size_t level, Time at) {
            const std::string who = on_duty_words(world, alerting.on_call, level, at);
            set_fact(alert, "level", std::to_string(level));
            set_fact(alert, "level_at", rfc3339(at));
            set_fact(alert, "called", who);
            const char* key = level == 0 ? (who.empty() ? "rules.called_nobody" : "rules.called") : who.empty() ? "rules.escalated_nobody" : "rules.escalated";
            step.said.push_back({key, {{"alert", number_label(EntityKind::alert, alert.number)}, {"who", who}, {"level", levels[level].name},
                                       {"n", level == 0 ? "0" : std::to_string(levels[level - 1].wait.count())}}});
        };
        // A flapping alert that comes back is a new one for the people on call.
        const Time begun = std::max(alert.raised_at, alert.state_since);
        auto e = escalation_of(alert, alerting);
        const bool fresh = !e || e->reached < begun || e->level >= levels.size();
        if (fresh) call(0, begun);
        else if (e->next && *e->next <= now) call(e->level + 1, *e->next);
        e = escalation_of(alert, alerting);
        if (e && e->next && (!step.next || *e->next < *step.next)) step.next = e->next;
        if (alert != old) step.edits.put.emplace_back(std::move(alert));
    }
    return step;
}

} // namespace vigie::gis
