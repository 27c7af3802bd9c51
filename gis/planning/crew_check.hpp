// The checks of one crew for one visit, each adding its refusals. Private to gis/planning.
#pragma once

#include "gis/planning/crew_days.hpp"
#include "gis/planning/feasibility.hpp"

namespace vigie::gis {

struct CrewCheck {
    const PlanningContext& c;
    const CrewDays& days;
    const Intervention& what;
    const Crew& crew;
    Time start, end;
    std::vector<Refusal>& out;

    void refuse(RefusalKind kind, Text text) { out.push_back({kind, std::move(text)}); }
};

// Who is there, what they may do, what they carry.
void check_people(CrewCheck& check);
void check_skills(CrewCheck& check);
void check_equipment(CrewCheck& check);

// The day: shift, absences, neighbours and the way between them, lunch, hours worked, rest.
void check_day(CrewCheck& check);

// Whatever working-time law has against the visit, on this shift's crew; `with`: the shift's visits with it, `others`: without.
void check_working_time(CrewCheck& check, const ShiftSpan& shift, const std::vector<PlannedVisit>& others, const std::vector<PlannedVisit>& with);

// By the streets that are open then.
[[nodiscard]] Seconds travel_between(const PlanningContext& c, LonLat from, LonLat to, Time leaving);
[[nodiscard]] Seconds travel_arriving(const PlanningContext& c, LonLat from, LonLat to, Time arriving);
// With every street open: never longer than either.
[[nodiscard]] Seconds travel_at_best(const PlanningContext& c, LonLat from, LonLat to);
// The shift a visit starting then belongs to: the one it lies in, else another of the same local day.
[[nodiscard]] const ShiftSpan* shift_at(const PlanningContext& c, const CrewDays& days, CrewId crew, Time start);
// Visits of a shift, without those of `except`.
[[nodiscard]] std::vector<PlannedVisit> visits_of_shift(const CrewDays& days, CrewId crew, const ShiftSpan& shift,
                                                        InterventionId except);
// True when lunch fits between the visits (by start) of the shift, on the road or at a site.
[[nodiscard]] bool lunch_fits(const PlanningContext& c, const CrewDays& days, const Crew& crew, const ShiftSpan& shift,
                              const std::vector<PlannedVisit>& visits);

} // namespace vigie::gis
