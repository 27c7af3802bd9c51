// What each crew already has in its days: visits, shifts and absences, sorted, so that a check looks at one crew-day
// and not at every intervention of the commune. Built from a World in one pass (3,000 interventions: under 2 ms);
// valid until interventions, crews, shifts or absences change (`is_current`). Values only; any thread once built.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "gis/model/world.hpp"

namespace vigie::gis {

struct PlannedVisit {
    InterventionId id;
    Time start{}, end{};  // actual times where known
    LonLat place;
    bool operator==(const PlannedVisit&) const = default;
};

struct ShiftSpan {
    Time start{}, end{};
    bool has_lunch = false;
    Time lunch_earliest{}, lunch_latest{};  // lunch starts between these two, both included
    Seconds lunch{0};
};

// When an intervention occupies its crews: actual times where known, else planned ones.
struct Occupation {
    Time start{}, end{};
};
[[nodiscard]] std::optional<Occupation> occupation(const Intervention& what);  // nothing when not planned

struct AbsenceSpan {
    AbsenceId id;
    AgentId agent;  // none = the whole crew
    Time from{}, to{};
};

class CrewDays {
public:
    // All crews, or only those named and those that people of theirs are in too.
    [[nodiscard]] static CrewDays build(const World& world, std::span<const CrewId> only = {});
    [[nodiscard]] bool is_current(const World& world) const;

    [[nodiscard]] std::span<const PlannedVisit> visits(CrewId crew) const;  // by start
    [[nodiscard]] std::span<const ShiftSpan> shifts(CrewId crew) const;     // by start
    [[nodiscard]] std::span<const AbsenceSpan> absences(CrewId crew) const; // of the crew and of its agents, by start
    // When it is planned, on whatever crews; nothing when it is not.
    [[nodiscard]] std::optional<Occupation> planned(InterventionId id) const;
    // The crews of a person who is in several; nothing of others.
    [[nodiscard]] std::span<const CrewId> crews_of(AgentId agent) const;
    // Interventions that must wait for this one.
    [[nodiscard]] std::span<const InterventionId> successors(InterventionId id) const;

    // The solver's scratch plan: puts a visit in, takes every visit of an intervention out.
    void add(CrewId crew, const PlannedVisit& visit);
    void remove(InterventionId id);

private:
    struct Lane {
        std::vector<PlannedVisit> visits;
        std::vector<ShiftSpan> shifts;
        std::vector<AbsenceSpan> absences;
    };
    std::unordered_map<std::uint64_t, Lane> lanes_;
    std::unordered_map<std::uint64_t, std::vector<InterventionId>> successors_;
    std::unordered_map<std::uint64_t, Occupation> planned_;
    std::unordered_map<std::uint64_t, std::vector<CrewId>> in_several_;
    std::array<std::uint64_t, 5> built_from_{};
    bool partial_ = false;
};

} // namespace vigie::gis
