// Is this drop feasible, and if not: why, in words, and where is the nearest slot that is? The one function behind the
// board's drag feedback, "plus proche ici", the ranked crews, the solver and Desk's check. INTERFACE.md §5, FIELD.md §6.4.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/command.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

class CrewDays;

// Road seconds between two places. Where streets are closed on some days, the day asked about decides. Any thread.
class TravelTime {
public:
    using Always = std::function<Seconds(LonLat from, LonLat to)>;
    using Dated = std::function<Seconds(LonLat from, LonLat to, Time at)>;
    // Seconds from each to each, row by row: the longest of the days from one moment to another.
    using Table = std::function<std::vector<std::int32_t>(std::span<const LonLat> places, Time from, Time to)>;

    TravelTime() = default;
    template <class F>
        requires std::is_invocable_r_v<Seconds, const F&, LonLat, LonLat> && (!std::is_same_v<F, TravelTime>)
    TravelTime(F always) : always_(std::move(always)) {}  // implicit: a plain function is a travel time
    TravelTime(Always always, Dated dated, Table table) : always_(std::move(always)), dated_(std::move(dated)), table_(std::move(table)) {}

    explicit operator bool() const { return bool(always_); }
    Seconds operator()(LonLat from, LonLat to) const { return always_(from, to); }  // with every street open
    Seconds operator()(LonLat from, LonLat to, Time at) const { return dated_ ? dated_(from, to, at) : always_(from, to); }
    // What a whole week's planning asks at once; much less work than pair by pair. Nothing where only pairs can be asked.
    [[nodiscard]] std::vector<std::int32_t> table(std::span<const LonLat> places, Time from, Time to) const { return table_ ? table_(places, from, to) : std::vector<std::int32_t>{}; }

private:
    Always always_;
    Dated dated_;
    Table table_;
};

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
    outside_window, before_other, travel_too_long, day_too_long, lunch_impossible, in_the_past, locked, crew_count, rest_too_short,
    day_span_too_long, week_too_long, week_rest_too_short, break_missing  // working-time law (Catalog::working_time)
};

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
