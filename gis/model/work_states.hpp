// The commune's own states of interventions (catalogue, "intervention_states") over the phases that the program knows. The
// phase decides what is planned, drawn, counted and let go of; the state says it in the commune's words and says who may move
// it on. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/command.hpp"

namespace vigie::gis {

// The phase of a state of the catalogue (checked when it was read).
[[nodiscard]] InterventionState phase_of(const InterventionStatus& status);
// The state it is in: its own when it is of its phase, else the phase's first; nullptr when the catalogue has none for it.
[[nodiscard]] const InterventionStatus* status_of(const Catalog& catalog, const Intervention& i);
[[nodiscard]] const InterventionStatus* first_status(const Catalog& catalog, InterventionState phase);
// The id to keep in Intervention::status for it: empty for the phase's own.
[[nodiscard]] std::string kept_status(const Catalog& catalog, const InterventionStatus& status);

// Why an intervention may not go to `state` (and `status` in it; empty = the phase's own) by this role: a key of the
// language tables; empty = it may.
enum class MoveRefusal : std::uint8_t { none, unknown_status, wrong_phase, cannot_follow, not_this_role };
[[nodiscard]] MoveRefusal move_refusal(const Catalog& catalog, const Intervention& i, InterventionState state,
                                       std::string_view status, Role role);

// What a person may choose next. Steps that ask for crews and a slot (Assign) or let go of them are among them; a step
// whose roles do not include `role` is listed with its refusal, so that it can be shown with the reason.
struct StatusStep {
    InterventionState state{};
    std::string status;         // empty = the phase's own, where the catalogue has none
    LocalName name;             // empty where the catalogue has none: the phase's words
    bool needs_reason = false;
    MoveRefusal refusal = MoveRefusal::none;
};
[[nodiscard]] std::vector<StatusStep> next_steps(const Catalog& catalog, const Intervention& i, Role role);

// It waits for the director's answer.
[[nodiscard]] inline bool is_escalated(const Intervention& i) { return !i.escalations.empty() && !i.escalations.back().answered_at; }

} // namespace vigie::gis
