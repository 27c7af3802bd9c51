// The acknowledgement timer: an alert that matters and that nobody has taken goes from one level of the astreinte to the
// next, with a trace in the journal. The level reached lies with the alert (facts "level", "level_at", "called"). Pure.
#pragma once

#include <optional>
#include <string>

#include "gis/model/alerting.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

// Where an alert stands with the people on call.
struct Escalation {
    std::size_t level = 0;          // of OnCall::levels
    Time reached{};                 // when this level was called
    MaybeTime next;                 // when the next one is; nothing = the last level, or the alert was taken
    std::string called;             // who was called, as it was then; empty = nobody was on the board
};
// Nothing = it does not escalate: no levels, not critical, or it never did and is no longer new.
[[nodiscard]] std::optional<Escalation> escalation_of(const Alert& alert, const Alerting& alerting);
[[nodiscard]] bool escalates(const Alert& alert, const Alerting& alerting);

// A person on call in words: "M. Ferrand, 06 12 34 56 78"; empty = nobody is on the board.
[[nodiscard]] std::string on_duty_words(const World& world, const OnCall& on_call, std::size_t level, Time at);

struct EscalationStep {
    EditSet edits;                  // alerts with their new level
    std::vector<Text> said;         // one sentence for each edit: "A-0057 sans prise en charge : M. Ferrand, astreinte d’exploitation"
    MaybeTime next;                 // when to look again
};
// One step for each alert: calls the first level for what is new, and the next one for whatever waited too long. Levels that
// were passed while the program was closed are passed one call after the other, each at its own time: call until no edits.
[[nodiscard]] EscalationStep escalate(const World& world, const Alerting& alerting, Time now);

} // namespace vigie::gis
