// The halves of a feasibility check, shared by the slot search and the proposal. Private to gis/planning.
#pragma once

#include <optional>

#include "gis/planning/crew_days.hpp"
#include "gis/planning/feasibility.hpp"

namespace vigie::gis {

// The context's index when it is current, else one of our own for the crews named.
class DaysOf {
public:
    DaysOf(const PlanningContext& c, std::span<const CrewId> only);
    [[nodiscard]] const CrewDays& operator*() const { return *days_; }

private:
    std::optional<CrewDays> own_;
    const CrewDays* days_ = nullptr;
};

// The deadline while it can still be kept. One that has passed forbids nothing: the work is late and is to be done all the more.
[[nodiscard]] MaybeTime deadline_in_force(const PlanningContext& c, const Intervention& what);

// Reasons that do not depend on the crew: past, windows, deadline, precedence, locks.
[[nodiscard]] std::vector<Refusal> work_refusals(const PlanningContext& c, const CrewDays& days, const Intervention& what,
                                                 const std::vector<CrewId>& crews, Time start);
// Reasons of one crew.
[[nodiscard]] std::vector<Refusal> crew_refusals(const PlanningContext& c, const CrewDays& days, const Intervention& what,
                                                 CrewId crew, Time start);
// Reasons of one crew that hold at any time: equipment carried by nobody of it, skills held by nobody of it, its size.
[[nodiscard]] bool can_ever(const PlanningContext& c, const Intervention& what, const Crew& crew);

} // namespace vigie::gis
