// Rules, the acknowledgement timer and the replay of a rule, on the session's thread.
#include <algorithm>

#include "app/session_workers.hpp"
#include "gis/rules/escalation.hpp"
#include "gis/rules/rule_replay.hpp"

namespace vigie::app {

namespace {

constexpr gis::Minutes news_age{5};           // older alerts are no news: a source told its past
constexpr std::size_t max_announced = 20'000; // remembered

} // namespace

void Session::apply_rules(gis::Delta& delta) {
    if (alerting_seen_ != desk_->alerting_revision()) {
        alerting_seen_ = desk_->alerting_revision();
        rules_->follow(desk_->alerting());
    }
    const gis::EditSet edits = rules_->look(world(), delta, now());
    if (edits.empty()) return;
    const bool alerts = std::any_of(edits.put.begin(), edits.put.end(), [](const auto& e) { return gis::kind_of(e) == gis::EntityKind::alert; });
    if (auto derived = desk_->derive(edits, {"app.rules_applied", {}}, alerts)) delta.merge(*derived);
    else notices_.push_back({gis::Severity::error, commune_name_, derived.error().text, derived.error().remedy});
}

// Each call is a line of the journal of its own.
void Session::call_on_duty(Tick& out) {
    const bool alerts_moved = std::any_of(out.delta.put.begin(), out.delta.put.end(), [](gis::EntityRef ref) { return ref.kind == gis::EntityKind::alert; });
    if (desk_->alerting().on_call.levels.empty()) {
        next_call_.reset();
        return;
    }
    if (!alerts_moved && called_for_ == desk_->alerting_revision() && (!next_call_ || *next_call_ > now())) return;
    called_for_ = desk_->alerting_revision();
    for (std::size_t level = 0; level <= gis::max_on_call_levels; ++level) {
        gis::EscalationStep step = gis::escalate(world(), desk_->alerting(), now());
        next_call_ = step.next;
        if (step.edits.empty()) return;
        for (std::size_t i = 0; i < step.edits.put.size(); ++i) {
            auto derived = desk_->derive({.put = {step.edits.put[i]}}, step.said[i], true);
            if (!derived) return notices_.push_back({gis::Severity::error, commune_name_, derived.error().text, derived.error().remedy});
            out.delta.merge(*derived);
            out.called.push_back(step.said[i]);
        }
    }
}

void Session::announce_alerts(Tick& out) {
    for (gis::EntityRef ref : out.delta.put) {
        const gis::Alert* a = ref.kind == gis::EntityKind::alert ? world().find(gis::AlertId{ref.id}) : nullptr;
        if (!a || a->state != gis::AlertState::raised || now() - a->state_since > news_age) continue;
        const auto [it, fresh] = announced_.try_emplace(a->id, a->state_since);
        if (!fresh && it->second == a->state_since) continue;
        it->second = a->state_since;
        if (!gis::is_quiet(desk_->alerting().quiet, a->severity, now(), zone_)) out.alerts.push_back(a->id);
    }
    while (announced_.size() > max_announced) announced_.erase(announced_.begin());
}

void Session::replay_rule(const panels::ReplayRequest& request) {
    replay_ = {.running = true, .done = {}};
    const gis::Time to = now(), from = to - std::chrono::days{std::clamp(request.days, 1, 366)};
    gis::ReplayInput input = gis::replay_input(world(), request.rule, from, to, [this](gis::SensorId sensor, gis::Time a, gis::Time b) { return desk_->observations(sensor, a, b); });
    workers_->replayer = std::jthread([this, input = std::move(input)](std::stop_token stop) mutable {
        workers_->replay_box.put(gis::replay_rule(catalog_, zone_, std::move(input), stop));
    });
}

bool Session::take_replayed() {
    bool changed = false;
    for (gis::RuleReplay& done : workers_->replay_box.take()) {
        if (done.stopped) continue;  // another was asked for
        replay_ = {.running = false, .done = std::move(done)};
        changed = true;
    }
    return changed;
}

} // namespace vigie::app
