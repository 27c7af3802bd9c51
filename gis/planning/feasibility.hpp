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

// How one gets from one place to another.
enum class WayKind : std::uint8_t {
    road,
    closed_off,  // by road only while every street is open: those closed then cut it off
    none         // no street of the map leads there: times are those of the straight line
};

// Road seconds between two places. Where streets are closed at times, the moment asked about decides. Any thread.
class TravelTime {
public:
    using Always = std::function<Seconds(LonLat from, LonLat to)>;
    using Dated = std::function<Seconds(LonLat from, LonLat to, Time leaving)>;
    // Seconds from each to each, row by row: the longest at any moment within the spans.
    using Table = std::function<std::vector<std::int32_t>(std::span<const LonLat> places, std::span<const TimeWindow> when)>;
    using Kind = std::function<WayKind(LonLat from, LonLat to, Time leaving)>;
    struct Parts {
        Always always;
        Dated dated{};
        Table table{};
        Kind kind{};
        std::uint64_t version = 0;  // another one: other times
    };

    TravelTime() = default;
    template <class F>
        requires std::is_invocable_r_v<Seconds, const F&, LonLat, LonLat> && (!std::is_same_v<F, TravelTime>)
    TravelTime(F always) { parts_.always = std::move(always); }  // implicit: a plain function is a travel time
    explicit TravelTime(Parts parts) : parts_(std::move(parts)) {}

    explicit operator bool() const { return bool(parts_.always); }
    Seconds operator()(LonLat from, LonLat to) const { return parts_.always(from, to); }  // with every street open
    Seconds operator()(LonLat from, LonLat to, Time leaving) const { return parts_.dated ? parts_.dated(from, to, leaving) : parts_.always(from, to); }
    // What a whole week's planning asks at once; much less work than pair by pair. Nothing where only pairs can be asked.
    [[nodiscard]] std::vector<std::int32_t> table(std::span<const LonLat> places, std::span<const TimeWindow> when) const {
        return parts_.table ? parts_.table(places, when) : std::vector<std::int32_t>{};
    }
    [[nodiscard]] WayKind kind(LonLat from, LonLat to, Time leaving) const { return parts_.kind ? parts_.kind(from, to, leaving) : WayKind::road; }
    [[nodiscard]] std::uint64_t version() const { return parts_.version; }

private:
    Parts parts_;
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
    day_span_too_long, week_too_long, week_rest_too_short, break_missing,  // working-time law (Catalog::working_time)
    average_too_long, night_too_long,
    no_road                                                                // cut off by streets closed then
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

// What is to be said of a place in the plan although it forbids nothing: later than a deadline that has passed already, no
// street of the map that leads there.
[[nodiscard]] std::vector<Text> remarks(const PlanningContext& c, const Intervention& what, const std::vector<CrewId>& crews, Time start);

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

struct PlannedVisit;
// The ways of a crew-day one after another, by the streets that are open when each is driven: to each visit (by start), then back
// to the depot. The first is left for so as to arrive in time.
struct Leg {
    LonLat from, to;
    Time leaving{};
    Seconds way{0};
};
[[nodiscard]] std::vector<Leg> legs_of(const PlanningContext& c, const Crew& crew, std::span<const PlannedVisit> visits);

} // namespace vigie::gis
