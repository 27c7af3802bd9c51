// Alert rules, sensor states, service-level clocks, duplicate candidates. Pure functions of the World: they return the
// edits to make; the desk journals them, so nothing acts without a trace.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gis/model/alerting.hpp"
#include "gis/model/catalog.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

struct DuplicateCandidate {
    ReportId report;
    double distance_m = 0;
    Seconds apart{0};
    double score = 0;   // 0…1
    Text why;           // "18 m, même catégorie, il y a 2 h"
    std::vector<Text> reasons{};  // beside it: the same object, the words both of them use
};
// Open reports near `report` that may tell of the same thing, by place, time, category and words, best first.
[[nodiscard]] std::vector<DuplicateCandidate> duplicate_candidates(const World& world, const Catalog& catalog,
                                                                    const Report& report, std::size_t limit);

// The clock of a report: its category's own delay at the category's own severity, else that of the severity's level.
[[nodiscard]] ServiceLevel service_level_of(const Catalog& catalog, std::string_view category, int severity);
// When a report of this category and severity must be done, counted in working hours (Monday to Friday 8–12, 13:30–17,
// public holidays out) unless its level runs around the clock.
[[nodiscard]] Time due_at(const ServiceLevel& level, Time received, const std::string& zone);
[[nodiscard]] Time due_at(const Catalog& catalog, int severity, Time received, const std::string& zone);
// Worked time left (negative when late) at `now`, for "reste 3 h 10" and "+1 h 20".
[[nodiscard]] Seconds time_left(const ServiceLevel& level, Time due, Time now, const std::string& zone);
[[nodiscard]] Seconds time_left(const Catalog& catalog, int severity, Time due, Time now, const std::string& zone);

inline constexpr std::size_t max_named_sensors = 50;           // of an incident, beside its first
inline constexpr int silent_after_intervals = 4;               // of the expected interval, without news
inline constexpr double incident_radius_m = 300;               // alarms of one kind this near…
inline constexpr std::chrono::minutes incident_window{30};     // …and this close in time are one incident

// Looks at what a Delta touched and at the clock, and returns sensor states to change and alerts to raise, group or
// clear. A bound must be passed for its hold time; it is left only past the rule's own bound for that; a sensor without news
// falls silent; an alert that nobody has taken clears itself when the values are good again. A muted sensor keeps its state
// and raises nothing; what still alarms when the mute ends is raised then. Keeps only hold timers of its own. One
// thread. Alerts carry their facts, which rule_words.hpp puts into the reader's language,
// and French words for the commune's records.
class RuleEngine {
public:
    RuleEngine(const Catalog& catalog, std::string zone);
    // The commune's rules and mutes, from now on: the next look sees every sensor. Without it the catalogue's bounds hold.
    void follow(const Alerting& alerting);
    // The first look, and each one past the deadline, sees every sensor.
    [[nodiscard]] EditSet look(const World& world, const Delta& delta, Time now);
    // The next instant at which something falls silent, passes its hold time without news, or may speak again.
    [[nodiscard]] MaybeTime next_deadline() const { return next_deadline_; }

private:
    struct Incidents;
    struct Rule {
        AlertRule rule;
        bool untouched = false;  // of the catalogue, and the commune left it so
    };
    struct Held {                // one rule at one sensor
        std::string rule;
        MaybeTime since;         // when the value passed the bound
        bool firing = false;
        bool owed = false;       // muted: its alert is still to be raised
    };
    void recall(const World& world);
    void examine(const World& world, const Sensor& sensor, Time now, EditSet& edits, Incidents& incidents);
    [[nodiscard]] SensorState state_of(const World& world, const Sensor& sensor, Time now, Incidents& incidents);
    [[nodiscard]] bool judge(const AlertRule& rule, const Sensor& sensor, Held& held, Time now, Time& deadline, Incidents& incidents, bool& watched);
    void raise(const Sensor& sensor, const AlertRule& rule, Time now, Incidents& incidents);
    void clear(const Sensor& sensor, const AlertRule& rule, Time now, Incidents& incidents);
    [[nodiscard]] const std::vector<Rule>& rules_for(const std::string& kind);
    [[nodiscard]] Held& held(SensorId sensor, const std::string& rule);
    [[nodiscard]] bool is_firing(SensorId sensor, std::string_view rule) const;

    const Catalog& catalog_;
    std::string zone_;
    Alerting alerting_;
    std::unordered_map<std::string, std::vector<Rule>> rules_;   // by kind of sensor, made when first asked for
    std::unordered_map<std::uint64_t, std::vector<Held>> held_;  // by sensor
    std::unordered_map<std::uint64_t, Time> deadlines_;          // sensor → when to look again without news
    MaybeTime next_deadline_;
    bool has_looked_ = false, sees_all_ = true;
};

// What a template says of an intervention; a title it has already is kept.
void prefill(Intervention& i, const InterventionTemplate& pattern, std::string_view language);

// A prefilled intervention for a report, an alert or an asset: template, duration, skills, place, deadline.
[[nodiscard]] Intervention intervention_from(const World& world, const Catalog& catalog, const std::vector<EntityRef>& from,
                                             std::string_view language);

} // namespace vigie::gis
