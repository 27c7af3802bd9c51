// How a commune wants to be alerted: its rules, who is on call (astreinte), its quiet hours, and the sensors it has muted
// for a while. Values that live in the commune file beside the entities (its settings), changed by commands alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gis/model/ids.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {


// When a rule may raise: on the commune's wall clock.
enum class RulePeriod : std::uint8_t { always, except_night, working_hours };
inline constexpr Minutes night_from{22 * 60}, night_to{6 * 60};  // décret 2000-815 art. 3 counts 22:00–5:00; the towns sleep to 6

// "Alert when [kind] of [scope] [passes] [bound] for [hold]; clear under [clear]; severity; crew."
struct AlertRule {
    std::string id;          // "r3"; the catalogue's own: "remplissage_colonne.above"
    std::string name;        // what its alerts say; empty = the words of its kind of sensor
    std::string kind;        // sensor kind of the catalogue
    std::string asset_kind;  // only of sensors on assets of this kind; empty = all
    std::string quartier;    // empty = all
    SensorId sensor;         // of this one alone; 0 = all
    bool below = false;      // falls under the bound instead of passing it
    double bound = 0;        // in the kind's unit
    Seconds hold{0};
    double clear = 0;        // the alert is over under this (over it, when `below`)
    RulePeriod period = RulePeriod::always;
    int severity = 2;
    CrewId crew;             // whom its alerts name; 0 = nobody
    bool on = false;
    bool operator==(const AlertRule&) const = default;
};

struct OnCallLevel {
    std::string name;        // "Astreinte d’exploitation"
    Minutes wait{10};        // without acknowledgement, then the next level
    bool operator==(const OnCallLevel&) const = default;
};
// Somebody is on call at a level. Where two turns meet the shorter one counts: a night's replacement beats the week.
struct OnCallTurn {
    std::size_t level = 0;
    AgentId agent;           // of the commune, or
    std::string name;        // somebody else: an elected person, a contractor
    std::string phone;       // empty = the agent's own
    Time from{}, to{};
    bool operator==(const OnCallTurn&) const = default;
};
struct OnCall {
    std::vector<OnCallLevel> levels;  // in order of escalation; none = no escalation
    unsigned handover_day = 1;        // ISO weekday, 1 = Monday
    Minutes handover{8 * 60};         // on the wall clock
    std::vector<OnCallTurn> turns;
    bool operator==(const OnCall&) const = default;
};

struct QuietHours {          // alerts that are not critical come without a message
    bool on = false;
    Minutes from{20 * 60}, to{7 * 60};
    bool weekends = true;    // the whole Saturday and Sunday
    int critical = 2;        // severity 1 … critical is critical, at any hour
    bool operator==(const QuietHours&) const = default;
};

struct Mute {
    SensorId sensor;
    Time until{};
    std::string reason, by;
    Time at{};
    bool operator==(const Mute&) const = default;
};

struct Alerting {
    std::vector<AlertRule> rules;  // the commune's, and the catalogue's that it changed (same id)
    OnCall on_call;
    QuietHours quiet;
    std::vector<Mute> mutes;
    bool operator==(const Alerting&) const = default;
};

inline constexpr std::size_t max_alert_rules = 500, max_on_call_levels = 5, max_on_call_turns = 5'000, max_mutes = 5'000;

[[nodiscard]] const AlertRule* find_rule(const Alerting& alerting, std::string_view id);
// The mute in force at `now`, or nullptr.
[[nodiscard]] const Mute* mute_of(const Alerting& alerting, SensorId sensor, Time now);
// Whether a message for an alert of this severity is held back at `now`.
[[nodiscard]] bool is_quiet(const QuietHours& quiet, int severity, Time now, const std::string& zone);
[[nodiscard]] bool in_period(RulePeriod period, Time now, const std::string& zone);
// Who is on call at a level, or nullptr.
[[nodiscard]] const OnCallTurn* on_duty(const OnCall& on_call, std::size_t level, Time at);
// The hand-over at or before `at`, and the one after it: a week of the board.
[[nodiscard]] Time handover_before(const OnCall& on_call, Time at, const std::string& zone);
[[nodiscard]] Time handover_after(const OnCall& on_call, Time at, const std::string& zone);

// The parts as settings of the commune: key and JSON text. What cannot be read is left out (`ok` false): never the whole.
inline constexpr std::string_view alerting_keys[] = {"alerting.rules", "alerting.on_call", "alerting.quiet", "alerting.mutes"};
[[nodiscard]] std::string alerting_to_json(const Alerting& alerting, std::string_view key);
bool alerting_from_json(Alerting& alerting, std::string_view key, std::string_view json);

} // namespace vigie::gis
