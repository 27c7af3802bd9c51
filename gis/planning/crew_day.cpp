#include <algorithm>

#include <fmt/format.h>

#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_check.hpp"
#include "gis/planning/refusal_words.hpp"

namespace vigie::gis {
namespace {

constexpr std::size_t overlaps_named = 3;  // of a crew-day: more would hide the other reasons

bool has_place(LonLat p) { return p.lon != 0 || p.lat != 0; }

std::string clock(const CrewCheck& check, Time t) { return clock_words(t, check.c.zone); }

void check_absences(CrewCheck& check) {
    for (const auto& absence : check.days.absences(check.crew.id)) {
        if (absence.agent || absence.from >= check.end || check.start >= absence.to) continue;
        const auto* entity = check.c.world.find(absence.id);
        std::vector<std::pair<std::string, std::string>> args{
            {"crew", plain(check.crew.name)},
            {"reason", entity ? plain(entity->reason) : ""},
            {"from", day_number(absence.from, check.c.zone) + " " + clock(check, absence.from)},
            {"until", day_number(absence.to, check.c.zone) + " " + clock(check, absence.to)}};
        const bool said = entity && !entity->reason.empty();
        check.refuse(RefusalKind::absence, {said ? "planning.refusal.absence" : "planning.refusal.absence_unsaid", args});
    }
}

void refuse_no_shift(CrewCheck& check) {
    const auto day = local_day(check.start, check.c.zone);
    std::vector<std::pair<std::string, std::string>> args{{"crew", plain(check.crew.name)},
                                                          {"weekday", weekday_key(check.start, check.c.zone)},
                                                          {"day", day_number(check.start, check.c.zone)}};
    if (const auto holiday = public_holiday(day)) {
        args.emplace_back("holiday", "@" + holiday->name.key);
        return check.refuse(RefusalKind::no_shift, {"planning.refusal.holiday", args});
    }
    check.refuse(RefusalKind::no_shift, {"planning.refusal.no_shift", args});
}

bool check_hours(CrewCheck& check, const ShiftSpan& shift) {
    const bool early = check.start < shift.start, late = check.end > shift.end;
    if (early)
        check.refuse(RefusalKind::outside_hours, {"planning.refusal.before_hours",
                                                  {{"start", clock(check, check.start)}, {"day", clock(check, shift.start)}}});
    if (late)
        check.refuse(RefusalKind::outside_hours,
                     {"planning.refusal.after_hours",
                      {{"end", clock(check, check.end)},
                       {"late", span_words(std::chrono::duration_cast<Seconds>(check.end - shift.end))},
                       {"day", clock(check, shift.end)}}});
    return !early && !late;
}

bool check_overlaps(CrewCheck& check) {
    std::size_t found = 0;
    for (const auto& visit : check.days.visits(check.crew.id)) {
        if (visit.start >= check.end) break;
        if (visit.id == check.what.id || visit.end <= check.start) continue;
        if (++found <= overlaps_named)
            check.refuse(RefusalKind::overlap, {"planning.refusal.overlap",
                                                {{"other", work_words(check.c.world, visit.id)},
                                                 {"crew", plain(check.crew.name)},
                                                 {"from", clock(check, visit.start)},
                                                 {"to", clock(check, visit.end)}}});
    }
    return found == 0;
}

void check_way_there(CrewCheck& check, const ShiftSpan& shift, const PlannedVisit* before) {
    const Time free = before ? before->end : shift.start;
    const Seconds way = before ? travel_between(check.c, before->place, check.what.place, before->end)
                               : travel_arriving(check.c, check.crew.depot, check.what.place, check.start);
    if (free + way <= check.start) return;
    std::vector<std::pair<std::string, std::string>> args{{"way", span_words(way)}, {"arrive", clock(check, free + way)}};
    if (before) args.emplace_back("other", work_words(check.c.world, before->id));
    check.refuse(RefusalKind::travel_too_long,
                 {before ? "planning.refusal.travel_from_other" : "planning.refusal.travel_from_depot", args});
}

void check_way_on(CrewCheck& check, const ShiftSpan& shift, const PlannedVisit* after) {
    const Seconds way = travel_between(check.c, check.what.place, after ? after->place : check.crew.depot, check.end);
    const Time arrive = check.end + way, due = after ? after->start : shift.end;
    if (arrive <= due) return;
    std::vector<std::pair<std::string, std::string>> args{
        {"way", span_words(way)},
        {"arrive", clock(check, arrive)},
        {"due", clock(check, due)},
        {"late", span_words(std::chrono::duration_cast<Seconds>(arrive - due))}};
    if (!after) return check.refuse(RefusalKind::outside_hours, {"planning.refusal.return_late", args});
    args.emplace_back("other", work_words(check.c.world, after->id));
    check.refuse(RefusalKind::travel_too_long, {"planning.refusal.travel_to_other", args});
}

// Streets closed at that time may leave no way at all. Where none is known even with every street open, it is the map that is
// incomplete: that is remarked on and forbids nothing.
void check_open_road(CrewCheck& check, LonLat from) {
    if (!check.c.travel || !has_place(from) || !has_place(check.what.place)) return;
    if (check.c.travel.kind(from, check.what.place, check.start) != WayKind::closed_off) return;
    check.refuse(RefusalKind::no_road, {"planning.refusal.no_road", {{"weekday", weekday_key(check.start, check.c.zone)},
                                                                     {"day", day_number(check.start, check.c.zone)},
                                                                     {"at", clock(check, check.start)}}});
}

void check_neighbours(CrewCheck& check, const ShiftSpan& shift, const std::vector<PlannedVisit>& others) {
    const PlannedVisit *before = nullptr, *after = nullptr;
    for (const auto& visit : others) {
        if (visit.start < check.start) before = &visit;
        else if (!after) after = &visit;
    }
    check_open_road(check, before ? before->place : check.crew.depot);
    check_way_there(check, shift, before);
    check_way_on(check, shift, after);
}

void check_lunch(CrewCheck& check, const ShiftSpan& shift, const std::vector<PlannedVisit>& others,
                 const std::vector<PlannedVisit>& with) {
    if (!shift.has_lunch || lunch_fits(check.c, check.days, check.crew, shift, with)) return;
    if (!others.empty() && !lunch_fits(check.c, check.days, check.crew, shift, others)) return;  // not this work's doing
    check.refuse(RefusalKind::lunch_impossible, {"planning.refusal.lunch",
                                                 {{"crew", plain(check.crew.name)},
                                                  {"length", span_words(shift.lunch)},
                                                  {"from", clock(check, shift.lunch_earliest)},
                                                  {"to", clock(check, shift.lunch_latest + shift.lunch)}}});
}

} // namespace

Seconds travel_between(const PlanningContext& c, LonLat from, LonLat to, Time leaving) {
    if (!c.travel || !has_place(from) || !has_place(to) || from == to) return Seconds{0};
    return c.travel(from, to, leaving);
}

Seconds travel_at_best(const PlanningContext& c, LonLat from, LonLat to) {
    if (!c.travel || !has_place(from) || !has_place(to) || from == to) return Seconds{0};
    return c.travel(from, to);
}

// A street may close or open while one is under way: whichever is longer of leaving then and of leaving that much before.
Seconds travel_arriving(const PlanningContext& c, LonLat from, LonLat to, Time arriving) {
    const Seconds way = travel_between(c, from, to, arriving);
    return std::max(way, travel_between(c, from, to, arriving - way));
}

std::vector<Leg> legs_of(const PlanningContext& c, const Crew& crew, std::span<const PlannedVisit> visits) {
    std::vector<Leg> out;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const LonLat from = i ? visits[i - 1].place : crew.depot;
        const Seconds way = i ? travel_between(c, from, visits[i].place, visits[i - 1].end) : travel_arriving(c, from, visits[i].place, visits[i].start);
        out.push_back({from, visits[i].place, i ? visits[i - 1].end : visits[i].start - way, way});
    }
    if (!visits.empty()) out.push_back({visits.back().place, crew.depot, visits.back().end, travel_between(c, visits.back().place, crew.depot, visits.back().end)});
    return out;
}

const ShiftSpan* shift_at(const PlanningContext& c, const CrewDays& days, CrewId crew, Time start) {
    const auto shifts = days.shifts(crew);
    for (const auto& shift : shifts)
        if (shift.start <= start && start < shift.end) return &shift;
    const auto day = local_day(start, c.zone);
    const ShiftSpan* nearest = nullptr;
    for (const auto& shift : shifts)
        if (local_day(shift.start, c.zone) == day && (!nearest || shift.end <= start)) nearest = &shift;
    return nearest;
}

std::vector<PlannedVisit> visits_of_shift(const CrewDays& days, CrewId crew, const ShiftSpan& shift, InterventionId except) {
    std::vector<PlannedVisit> out;
    for (const auto& visit : days.visits(crew))
        if (visit.id != except && visit.start < shift.end && visit.end > shift.start) out.push_back(visit);
    return out;
}

bool lunch_fits(const PlanningContext& c, const CrewDays& days, const Crew& crew, const ShiftSpan& shift,
                const std::vector<PlannedVisit>& visits) {
    if (!shift.has_lunch || visits.empty()) return true;
    for (const auto& absence : days.absences(crew.id))
        if (!absence.agent && std::min(absence.to, shift.lunch_latest + shift.lunch) -
                                      std::max(absence.from, shift.lunch_earliest) >= shift.lunch)
            return true;  // away over lunch
    Time free = shift.start;
    LonLat at = crew.depot;
    for (std::size_t i = 0; i <= visits.size(); ++i) {
        const bool last = i == visits.size();
        const Time next = last ? shift.end : visits[i].start;
        const LonLat to = last ? crew.depot : visits[i].place;
        const bool open = std::max(free, shift.lunch_earliest) <= std::min(next - shift.lunch, shift.lunch_latest);
        if (open && free + shift.lunch + travel_between(c, at, to, free) <= next) return true;
        if (last) break;
        free = std::max(free, visits[i].end);
        at = to;
    }
    return false;
}

void check_day(CrewCheck& check) {
    check_absences(check);
    const ShiftSpan* shift = shift_at(check.c, check.days, check.crew.id, check.start);
    if (!shift) {
        refuse_no_shift(check);
        check_overlaps(check);
        return;
    }
    const bool in_hours = check_hours(check, *shift);
    if (!check_overlaps(check)) return;  // neighbours, lunch and hours mean something once there is room
    const auto others = visits_of_shift(check.days, check.crew.id, *shift, check.what.id);
    if (in_hours) check_neighbours(check, *shift, others);
    auto with = others;
    const PlannedVisit mine{check.what.id, check.start, check.end, check.what.place};
    with.insert(std::ranges::upper_bound(with, mine.start, {}, &PlannedVisit::start), mine);
    check_lunch(check, *shift, others, with);
    check_working_time(check, *shift, others, with);
}

} // namespace vigie::gis
