// Where could it go instead: the first slot of a crew, and the nearest over all crews.
#include <algorithm>
#include <cstdlib>

#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_check.hpp"
#include "gis/planning/feasibility_parts.hpp"

namespace vigie::gis {
namespace {

constexpr Seconds nearest_horizon{7 * 24 * 3600};

// Up to the board's grid, counted from local midnight so that 08:00 stays 08:00 in every zone.
Time on_grid(Time t, const std::string& zone) {
    const auto wall = wall_time(t, zone);
    const auto rest = wall % slot_step;
    const auto sub = t - std::chrono::floor<Seconds>(t);
    if (rest.count() == 0 && sub.count() == 0) return t;
    return std::chrono::floor<Seconds>(t) + (slot_step - rest);
}

// Partners for work that takes several crews at `start`; false when there are too few.
bool find_partners(const PlanningContext& c, const CrewDays& days, const Intervention& what, Slot& slot) {
    const std::size_t need = static_cast<std::size_t>(std::max(1, what.crews_needed)) - 1;
    for (const auto& crew : c.world.crews()) {
        if (slot.partners.size() == need) break;
        if (crew.id == slot.crew || !can_ever(c, what, crew)) continue;
        if (crew_refusals(c, days, what, crew.id, slot.start).empty()) slot.partners.push_back(crew.id);
    }
    return slot.partners.size() == need;
}

struct Search {
    const PlanningContext& c;
    const CrewDays& days;
    const Intervention& what;
    const Crew& crew;

    [[nodiscard]] bool fits(Time start, Slot& out) const {
        std::vector<CrewId> crews{crew.id};
        if (!work_refusals(c, days, what, crews, start).empty()) return false;
        if (!crew_refusals(c, days, what, crew.id, start).empty()) return false;
        out = {crew.id, start, Seconds{0}, {}};
        return find_partners(c, days, what, out);
    }

    // First start on the grid in [from, to] that passes every check.
    [[nodiscard]] std::optional<Slot> first_in(Time from, Time to) const {
        Slot slot;
        for (Time t = on_grid(from, c.zone); t <= to; t = on_grid(t + slot_step, c.zone))
            if (fits(t, slot)) return slot;
        return std::nullopt;
    }

    // The free stretches of one shift, travel already taken off.
    [[nodiscard]] std::optional<Slot> first_in_shift(const ShiftSpan& shift, Time from, Time to) const {
        const auto visits = visits_of_shift(days, crew.id, shift, what.id);
        Time free = shift.start;
        LonLat at = crew.depot;
        for (std::size_t i = 0; i <= visits.size(); ++i) {
            const bool last = i == visits.size();
            const LonLat next = last ? crew.depot : visits[i].place;
            // Whether streets closed for some hours leave the time is for the checks to say.
            const Time earliest = std::max(from, free + travel_at_best(c, at, what.place));
            const Time latest = std::min(to, (last ? shift.end : visits[i].start) - travel_at_best(c, what.place, next) - what.duration);
            if (auto slot = first_in(earliest, latest)) {
                slot->travel_before = i ? travel_between(c, at, what.place, free) : travel_arriving(c, at, what.place, slot->start);
                return slot;
            }
            if (last) break;
            free = std::max(free, visits[i].end);
            at = visits[i].place;
        }
        return std::nullopt;
    }
};

// A free stretch of a crew-day, and by how much the work is longer than it, whatever else forbids it.
struct Stretch {
    const Crew* crew = nullptr;
    Time earliest{}, leave{};  // the work starts no sooner, and must be over by then
    Minutes missing{0};
};

Minutes up_to_minutes(Millis length) { return std::chrono::ceil<Minutes>(length); }

void add_stretches(const PlanningContext& c, const CrewDays& days, const Intervention& what, const Crew& crew, Time from, Time until,
                   std::vector<Stretch>& out) {
    const Time last_end = deadline_in_force(c, what).value_or(Time::max());
    for (const auto& shift : days.shifts(crew.id)) {
        if (shift.end <= from || shift.start >= until) continue;
        const auto visits = visits_of_shift(days, crew.id, shift, what.id);
        Time free = shift.start;
        LonLat at = crew.depot;
        for (std::size_t i = 0; i <= visits.size(); ++i) {
            const bool last = i == visits.size();
            const Time due = last ? shift.end : visits[i].start;
            const Time earliest = on_grid(std::max(from, free + travel_between(c, at, what.place, free)), c.zone);
            const Time next = due - travel_arriving(c, what.place, last ? crew.depot : visits[i].place, due);
            const Time leave = std::min(next, last_end);
            if (earliest < until && earliest < leave)
                out.push_back({&crew, earliest, leave, std::max(Minutes{0}, up_to_minutes(earliest + what.duration - leave))});
            if (last) break;
            free = std::max(free, visits[i].end);
            at = visits[i].place;
        }
    }
}

// The least shortening in [low, high] with which the work passes every check somewhere in the stretch. What fits at a start
// fits there shorter too, so halving finds it.
std::optional<NearMiss> least_missing(const PlanningContext& c, const CrewDays& days, const Intervention& what, const Stretch& stretch,
                                      Minutes low, Minutes high, Time until) {
    Intervention shorter = what;
    const auto with = [&](Minutes missing) {
        shorter.duration = what.duration - missing;
        return Search{c, days, shorter, *stretch.crew}.first_in(stretch.earliest, std::min(until - Millis{1}, stretch.leave - shorter.duration));
    };
    std::optional<Slot> found = low <= high ? with(low) : std::nullopt;
    if (found) return NearMiss{stretch.crew->id, found->start, low};
    if (low >= high || !(found = with(high))) return std::nullopt;
    while (low + Minutes{1} < high) {
        const Minutes middle = (low + high) / 2;
        if (auto slot = with(middle)) {
            found = slot;
            high = middle;
        } else {
            low = middle;
        }
    }
    return NearMiss{stretch.crew->id, found->start, high};
}

Millis apart(Time a, Time b) { return a < b ? b - a : a - b; }

} // namespace

std::optional<Slot> first_slot(const PlanningContext& c, const Intervention& what, CrewId id, Time from, Seconds horizon) {
    const auto* crew = c.world.find(id);
    if (!crew || !can_ever(c, what, *crew)) return std::nullopt;
    const bool alone = what.crews_needed <= 1;
    const DaysOf days(c, alone ? std::span<const CrewId>(&id, 1) : std::span<const CrewId>());
    const Search search{c, *days, what, *crew};
    from = std::max(from, c.now);
    const Time to = from + horizon;
    for (const auto& shift : (*days).shifts(id)) {
        if (shift.end <= from || shift.start > to) continue;
        if (const MaybeTime deadline = deadline_in_force(c, what); deadline && shift.start > *deadline) break;
        if (auto slot = search.first_in_shift(shift, from, to)) return slot;
    }
    return std::nullopt;
}

std::optional<Slot> nearest_slot(const PlanningContext& c, const Intervention& what, CrewId crew, Time start) {
    const DaysOf days(c, {});
    PlanningContext shared = c;
    shared.days = &*days;
    // The same day may have room earlier than where it was dropped, and so may the days before.
    const Time morning = std::max(c.now, instant(local_day(start, c.zone), Seconds{0}, c.zone));
    std::optional<Slot> best;
    const auto offer = [&](const std::optional<Slot>& slot) {
        if (slot && (!best || apart(slot->start, start) < apart(best->start, start))) best = slot;
    };
    for (const Time from : {start, morning, c.now}) {
        offer(first_slot(shared, what, crew, from, from < start ? std::chrono::duration_cast<Seconds>(start - from) : nearest_horizon));
        if (best && from != start) return best;  // the same crew, that day if it can be
    }
    if (best) return best;
    for (const Time from : {morning, c.now}) {
        for (const auto& other : c.world.crews())
            if (other.id != crew) offer(first_slot(shared, what, other.id, from, nearest_horizon));
        if (best) return best;
    }
    return std::nullopt;
}

std::optional<NearMiss> near_miss(const PlanningContext& c, const Intervention& what, Time from, Time until) {
    const DaysOf days(c, {});
    from = std::max(from, c.now);
    std::vector<Stretch> stretches;
    for (const auto& crew : c.world.crews())
        if (can_ever(c, what, crew)) add_stretches(c, *days, what, crew, from, until, stretches);
    std::ranges::stable_sort(stretches, {}, [](const Stretch& s) { return std::pair(s.missing, s.earliest); });
    std::optional<NearMiss> best;
    for (const auto& stretch : stretches) {
        const Minutes high = (best ? std::chrono::floor<Minutes>(best->missing) : up_to_minutes(what.duration)) - Minutes{1};
        if (stretch.missing > high) break;
        if (auto found = least_missing(c, *days, what, stretch, stretch.missing, high, until)) best = found;
    }
    return best;
}

} // namespace vigie::gis
