#include "gis/model/work_states.hpp"

#include <algorithm>

#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

const StatusMove* move_to(const InterventionStatus& from, std::string_view to) {
    const auto it = std::ranges::find(from.next, to, &StatusMove::to);
    return it == from.next.end() ? nullptr : &*it;
}

bool role_may(const StatusMove& move, Role role) {
    return move.roles.empty() || std::ranges::find(move.roles, name(role)) != move.roles.end();
}

// What the phases allow; within a phase any state may follow another.
bool phase_may_follow(InterventionState from, InterventionState to) { return from == to || may_follow(from, to); }

} // namespace

InterventionState phase_of(const InterventionStatus& status) { return from_name<InterventionState>(status.phase).value_or(InterventionState::to_plan); }

const InterventionStatus* first_status(const Catalog& catalog, InterventionState phase) {
    const auto it = std::ranges::find(catalog.intervention_states, name(phase), &InterventionStatus::phase);
    return it == catalog.intervention_states.end() ? nullptr : &*it;
}

const InterventionStatus* status_of(const Catalog& catalog, const Intervention& i) {
    const InterventionStatus* own = i.status.empty() ? nullptr : catalog.intervention_state(i.status);
    return own && phase_of(*own) == i.state ? own : first_status(catalog, i.state);
}

std::string kept_status(const Catalog& catalog, const InterventionStatus& status) {
    return first_status(catalog, phase_of(status)) == &status ? std::string{} : status.id;
}

MoveRefusal move_refusal(const Catalog& catalog, const Intervention& i, InterventionState state, std::string_view status, Role role) {
    const InterventionStatus* to = status.empty() ? first_status(catalog, state) : catalog.intervention_state(status);
    if (!status.empty() && !to) return MoveRefusal::unknown_status;
    if (to && phase_of(*to) != state) return MoveRefusal::wrong_phase;
    const InterventionStatus* from = status_of(catalog, i);
    if (from == to && i.state == state) return MoveRefusal::cannot_follow;
    if (!phase_may_follow(i.state, state)) return MoveRefusal::cannot_follow;
    if (!from || from->next.empty() || !to) return MoveRefusal::none;
    const StatusMove* move = move_to(*from, to->id);
    if (!move) return MoveRefusal::cannot_follow;
    return role_may(*move, role) ? MoveRefusal::none : MoveRefusal::not_this_role;
}

std::vector<StatusStep> next_steps(const Catalog& catalog, const Intervention& i, Role role) {
    std::vector<StatusStep> steps;
    const auto add = [&](InterventionState state, const InterventionStatus* to) {
        const std::string status = to ? kept_status(catalog, *to) : std::string{};
        const MoveRefusal refusal = move_refusal(catalog, i, state, status, role);
        if (refusal != MoveRefusal::none && refusal != MoveRefusal::not_this_role) return;
        StatusStep step{state, status, to ? to->name : LocalName{}, state == InterventionState::suspended || (to && to->needs_reason), refusal};
        const InterventionStatus* from = status_of(catalog, i);
        if (const StatusMove* move = from && to ? move_to(*from, to->id) : nullptr; move && !move->name.fr.empty()) step.name = move->name;
        steps.push_back(std::move(step));
    };
    for (int s = 0; s <= static_cast<int>(InterventionState::closed); ++s) {
        const auto state = static_cast<InterventionState>(s);
        if (!first_status(catalog, state)) { add(state, nullptr); continue; }
        for (const InterventionStatus& status : catalog.intervention_states)
            if (phase_of(status) == state) add(state, &status);
    }
    return steps;
}

} // namespace vigie::gis
