// What the inspector has to work out (crews ranked by road, similar reports, a crew's load), kept while the things it
// rests on are unchanged and never made again more often than twice a second. UI thread.
#pragma once

#include <vector>

#include "gis/planning/feasibility.hpp"
#include "gis/rules/asset_near.hpp"
#include "gis/rules/repeats.hpp"
#include "gis/rules/rules.hpp"
#include "panels/frame.hpp"

namespace vigie::panels {

inline constexpr std::size_t proposed_crews = 3;
inline constexpr double least_seconds_between = 0.5;   // of wall time, between two rankings of the same object

[[nodiscard]] gis::PlanningContext planning_context(const Frame& frame);

// Whether what was worked out about `key` still serves; says no at most twice a second for the same key.
template <class Key>
class Kept {
public:
    [[nodiscard]] bool serves(const Frame& frame, const Key& key);

private:
    Key key_{};
    std::uint64_t revision_ = 0;
    double made_at_ = -1;
};

class CrewProposals {
public:
    // Best crews for the selection, at most `proposed_crews`; empty when nothing can be assigned.
    const std::vector<gis::RankedCrew>& of(const Frame& frame, const std::vector<gis::EntityRef>& selected);

private:
    Kept<std::vector<gis::EntityRef>> kept_;
    std::vector<gis::RankedCrew> crews_;
};

class Duplicates {
public:
    const std::vector<gis::DuplicateCandidate>& of(const Frame& frame, const gis::Report& report);

private:
    gis::ReportId report_;
    std::uint64_t revision_ = 0;
    std::vector<gis::DuplicateCandidate> found_;
};

// What stands around a report: how often before, which object is meant, who told the same, who was answered and when.
class ReportLore {
public:
    struct Answer {
        gis::Time at{};
        std::string by, text;
    };
    struct Facts {
        gis::Repeats repeats;
        std::vector<gis::NearAsset> near;     // of a report without object
        std::vector<gis::ReportId> group;     // the kept one first; a report by itself is alone in it
        std::optional<Answer> answer;         // the last one given
    };
    const Facts& of(const Frame& frame, const gis::Report& report);

private:
    gis::ReportId report_;
    std::uint64_t reports_ = 0, assets_ = 0, journal_ = 0;
    Facts facts_;
};
// The last answer that the journal of a report tells and nobody took back. `entries` newest first.
[[nodiscard]] std::optional<ReportLore::Answer> last_answer(std::span<const gis::JournalEntry> entries);

class CrewLoad {
public:
    const gis::DayLoad& of(const Frame& frame, gis::CrewId crew);

private:
    Kept<gis::CrewId> kept_;
    gis::DayLoad load_;
};

// What the crew was to do this week (of now) and cannot as it stands.
class Displaced {
public:
    const std::vector<gis::InterventionId>& of(const Frame& frame, gis::CrewId crew);

private:
    Kept<gis::CrewId> kept_;
    std::vector<gis::InterventionId> found_;
};

} // namespace vigie::panels
