// Is this drop feasible, and if not: why, in words, and where is the nearest slot that is? The one function behind the
// board's drag feedback, "plus proche ici", the ranked crews, the solver and Desk's check. INTERFACE.md §5, FIELD.md §6.4.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/command.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

class CrewDays;

// Road seconds between two places. Any thread.
using TravelTime = std::function<Seconds(LonLat from, LonLat to)>;

struct PlanningContext {
    const World& world;
    const Catalog& catalog;
    const TravelTime& travel;
    std::string zone = "Europe/Paris";
    Time now{};
    const CrewDays* days = nullptr;  // the index of `world` (crew_days.hpp); without it each call makes its own
};

enum class RefusalKind : std::uint8_t {
    overlap, absence, no_shift, outside_hours, skill_missing, skill_expired, equipment_missing, crew_too_small,
    too_late,        // deadline
    outside_window, before_other, travel_too_long, day_too_long, lunch_impossible, in_the_past, locked, crew_count, rest_too_short
};

// Working time (décret 2000-815, art. 3): what a crew may do in a day whatever its shift says.
inline constexpr Seconds daily_work_max{10 * 3600};
inline constexpr Seconds daily_rest_min{11 * 3600};
inline constexpr Seconds slot_step{15 * 60};  // the grid of the board

struct Refusal {
    RefusalKind kind{};
    Text text;  // names the missing thing, the person, the date
};

// Every reason why not (empty = feasible), for intervention `what` on `crews` at `start`, ignoring where it is now.
// Neighbours on the same crew-day give the travel before and after; a crew with a depot leaves from it and returns.
[[nodiscard]] std::vector<Refusal> refusals(const PlanningContext& c, const Intervention& what,
                                            const std::vector<CrewId>& crews, Time start);

struct Slot {
    CrewId crew;
    Time start{};
    Seconds travel_before{0};
    std::vector<CrewId> partners;  // the other crews, when it takes several
};
// Earliest feasible slot of one crew from `from` (15-minute steps) within `horizon`; nothing when none. Work for several
// crews takes the first partners that can start at the same time.
[[nodiscard]] std::optional<Slot> first_slot(const PlanningContext& c, const Intervention& what, CrewId crew, Time from,
                                             Seconds horizon);
// The nearest possible slot over all crews to (crew, start): same crew first, then soonest.
[[nodiscard]] std::optional<Slot> nearest_slot(const PlanningContext& c, const Intervention& what, CrewId crew, Time start);

// Where work would fit if it were shorter by `missing` (whole minutes; 0 = it fits), starting in [from, until): the least that
// is missing over all crews that could ever do it, then the earliest. Nothing where not even a minute fits.
struct NearMiss {
    CrewId crew;
    Time start{};
    Seconds missing{0};
};
[[nodiscard]] std::optional<NearMiss> near_miss(const PlanningContext& c, const Intervention& what, Time from, Time until);

// Crews for a job now, best first, each with its reasons.
struct RankedCrew {
    CrewId crew;
    Seconds eta{0};
    double distance_m = 0;
    std::vector<Text> reasons;    // "0,8 km", "enrobé à bord", "libre jusqu'à 16:30"
    std::vector<Refusal> refused; // empty = can go
    MaybeTime possible_start;
};
[[nodiscard]] std::vector<RankedCrew> ranked_crews(const PlanningContext& c, const Intervention& what, std::size_t limit);

// Load of a crew-day: planned work and travel over worked time (0…1+).
struct DayLoad {
    Seconds work{0}, travel{0}, available{0};
    [[nodiscard]] double ratio() const {
        return available.count() > 0 ? double((work + travel).count()) / double(available.count()) : 0;
    }
};
[[nodiscard]] DayLoad day_load(const PlanningContext& c, CrewId crew, std::chrono::local_days day);

} // namespace vigie::gis
