// Working-time law over one crew's visits: hours and span of the day, the break, rest between days, hours and rest of the week.
// A visit is refused only where it makes worse what the rest of the plan does already.
#include <algorithm>

#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_check.hpp"
#include "gis/planning/refusal_words.hpp"

namespace vigie::gis {
namespace {

using Visits = std::vector<PlannedVisit>;

Seconds seconds_between(Time from, Time to) { return std::chrono::duration_cast<Seconds>(to - from); }

// When the crew must leave for its first visit and is back from its last.
struct WorkedSpan {
    Time from{}, to{};
};
WorkedSpan worked_span(const PlanningContext& c, const Crew& crew, const Visits& visits) {
    return {visits.front().start - travel_between(c, crew.depot, visits.front().place, visits.front().start),
            visits.back().end + travel_between(c, visits.back().place, crew.depot, visits.front().start)};
}

Seconds worked(const PlanningContext& c, const Crew& crew, const ShiftSpan& shift, const Visits& visits) {
    if (visits.empty()) return Seconds{0};
    const auto span = worked_span(c, crew, visits);
    const bool over_lunch = shift.has_lunch && span.from < shift.lunch_latest && span.to > shift.lunch_earliest + shift.lunch;
    const auto length = seconds_between(span.from, span.to);
    return over_lunch ? length - shift.lunch : length;
}

// A shift of the crew with what is done in it, with and without the visit looked at.
struct Worked {
    const ShiftSpan* shift;
    Visits with, without;
};

struct Law {
    CrewCheck& check;
    const ShiftSpan& shift;
    const Visits &others, &with;
    const WorkingTime& limits = check.c.catalog.working_time;

    [[nodiscard]] Worked work_of(const ShiftSpan& other) const {
        if (other.start == shift.start) return {&other, with, others};
        const auto visits = visits_of_shift(check.days, check.crew.id, other, check.what.id);
        return {&other, visits, visits};
    }

    // Shifts of the crew that lie between two moments at least in part.
    template <class Keep>
    [[nodiscard]] std::vector<Worked> shifts_that(Keep keep) const {
        std::vector<Worked> out;
        for (const auto& other : check.days.shifts(check.crew.id))
            if (other.start == shift.start || keep(other)) out.push_back(work_of(other));
        return out;
    }

    void refuse(RefusalKind kind, const char* key, Seconds value, const LegalLimit& limit) const {
        check.refuse(kind, {key, {{"crew", plain(check.crew.name)},
                                  {"length", span_words(std::max(value, Seconds{60}))},
                                  {"max", span_words(limit.value)},
                                  {"min", span_words(limit.value)},
                                  {"source", plain(limit.source)}}});
    }

    void day() const {
        const auto today = local_day(shift.start, check.c.zone);
        const auto shifts = shifts_that([&](const ShiftSpan& s) { return local_day(s.start, check.c.zone) == today; });
        Seconds now{0}, before{0};
        std::optional<WorkedSpan> whole, rest;
        const auto widen = [&](std::optional<WorkedSpan>& into, const Visits& visits) {
            if (visits.empty()) return;
            const auto span = worked_span(check.c, check.crew, visits);
            into = into ? WorkedSpan{std::min(into->from, span.from), std::max(into->to, span.to)} : span;
        };
        for (const auto& w : shifts) {
            now += worked(check.c, check.crew, *w.shift, w.with);
            before += worked(check.c, check.crew, *w.shift, w.without);
            widen(whole, w.with);
            widen(rest, w.without);
        }
        if (now > limits.day_work_max.value && now > before) refuse(RefusalKind::day_too_long, "planning.refusal.day_too_long", now, limits.day_work_max);
        const Seconds span = seconds_between(whole->from, whole->to), was = rest ? seconds_between(rest->from, rest->to) : Seconds{0};
        if (span > limits.day_span_max.value && span > was) refuse(RefusalKind::day_span_too_long, "planning.refusal.day_span", span, limits.day_span_max);
    }

    // The longest stretch of several visits without a pause: a wait long enough on the way between two is one. A visit alone
    // has its break inside, however long it is: there is nothing to move.
    [[nodiscard]] Seconds longest_unbroken(const Visits& visits) const {
        if (visits.empty()) return Seconds{0};
        const auto span = worked_span(check.c, check.crew, visits);
        Seconds longest{0};
        Time begin = span.from, end = visits.front().end;
        std::size_t first = 0;
        for (std::size_t i = 1; i < visits.size(); ++i) {
            const Seconds way = travel_between(check.c, visits[i - 1].place, visits[i].place, shift.start);
            if (visits[i].start - end - way >= limits.break_min.value) {
                if (i - first > 1) longest = std::max(longest, seconds_between(begin, end));
                begin = visits[i].start - way;
                first = i;
            }
            end = std::max(end, visits[i].end);
        }
        return visits.size() - first > 1 ? std::max(longest, seconds_between(begin, span.to)) : longest;
    }

    void pause() const {
        if (shift.end - shift.start <= limits.unbroken_work_max.value) return;
        const Seconds now = longest_unbroken(with);
        if (now <= limits.unbroken_work_max.value || now <= longest_unbroken(others)) return;
        check.refuse(RefusalKind::break_missing, {"planning.refusal.break", {{"crew", plain(check.crew.name)},
                                                                             {"length", span_words(now)},
                                                                             {"max", span_words(limits.unbroken_work_max.value)},
                                                                             {"min", span_words(limits.break_min.value)},
                                                                             {"source", plain(limits.unbroken_work_max.source)}}});
    }

    // Night and morning shifts of one crew: rest between the return of one day and the departure of the next.
    void rest_between_days() const {
        const Seconds least = limits.day_rest_min.value;
        const auto today = local_day(shift.start, check.c.zone);
        for (const auto& other : check.days.shifts(check.crew.id)) {
            const bool earlier = other.end <= shift.start && shift.start - other.end < least;
            const bool later = other.start >= shift.end && other.start - shift.end < least;
            if ((!earlier && !later) || local_day(other.start, check.c.zone) == today) continue;
            const auto visits = visits_of_shift(check.days, check.crew.id, other, check.what.id);
            if (visits.empty()) continue;
            const auto there = worked_span(check.c, check.crew, visits), here = worked_span(check.c, check.crew, with);
            const Seconds rest = earlier ? seconds_between(there.to, here.from) : seconds_between(here.to, there.from);
            if (rest < least) refuse(RefusalKind::rest_too_short, "planning.refusal.rest", rest, limits.day_rest_min);
        }
    }

    void week() const {
        const auto monday = monday_of(local_day(shift.start, check.c.zone));
        const Time begin = instant(monday, Seconds{0}, check.c.zone), end = instant(monday + std::chrono::days{7}, Seconds{0}, check.c.zone);
        const auto in_week = [&](const ShiftSpan& s) { return s.start >= begin && s.start < end; };
        week_hours(in_week);
        week_rest(begin, end);
    }

    template <class InWeek>
    void week_hours(InWeek in_week) const {
        Millis most{0};  // nobody works more than the shifts are long: usually that settles it
        for (const auto& s : check.days.shifts(check.crew.id))
            if (in_week(s)) most += s.end - s.start;
        if (most <= limits.week_work_max.value) return;
        Seconds now{0}, before{0};
        for (const auto& w : shifts_that(in_week)) {
            now += worked(check.c, check.crew, *w.shift, w.with);
            before += worked(check.c, check.crew, *w.shift, w.without);
        }
        if (now > limits.week_work_max.value && now > before) refuse(RefusalKind::week_too_long, "planning.refusal.week_too_long", now, limits.week_work_max);
    }

    // The longest rest of the week between `spans` (by begin); it may last into the next week, and what lay before this one is not counted.
    [[nodiscard]] static Seconds longest_rest(const std::vector<WorkedSpan>& spans, Time from, Time to, Time begin, Time end) {
        Seconds longest{0};
        Time free = from;
        const auto rest = [&](Time until) {
            const Time start = std::max(free, begin);
            if (start < end && until > start) longest = std::max(longest, seconds_between(start, until));
        };
        for (const auto& span : spans) {
            rest(span.from);
            free = std::max(free, span.to);
        }
        rest(to);
        return longest;
    }

    void week_rest(Time begin, Time end) const {
        const Seconds least = limits.week_rest_min.value;
        const Time from = begin - least, to = end + least;
        std::vector<WorkedSpan> whole;
        for (const auto& s : check.days.shifts(check.crew.id))
            if (s.end > from && s.start < to) whole.push_back({s.start, s.end});
        if (longest_rest(whole, from, to, begin, end) >= least) return;  // even if every shift were full
        std::vector<WorkedSpan> now, before;
        for (const auto& w : shifts_that([&](const ShiftSpan& s) { return s.end > from && s.start < to; })) {
            if (!w.with.empty()) now.push_back(worked_span(check.c, check.crew, w.with));
            if (!w.without.empty()) before.push_back(worked_span(check.c, check.crew, w.without));
        }
        const Seconds rest = longest_rest(now, from, to, begin, end);
        if (rest < least && rest < longest_rest(before, from, to, begin, end))
            refuse(RefusalKind::week_rest_too_short, "planning.refusal.week_rest", rest, limits.week_rest_min);
    }
};

} // namespace

void check_working_time(CrewCheck& check, const ShiftSpan& shift, const std::vector<PlannedVisit>& others, const std::vector<PlannedVisit>& with) {
    const Law law{check, shift, others, with};
    law.day();
    law.pause();
    law.rest_between_days();
    law.week();
}

} // namespace vigie::gis
