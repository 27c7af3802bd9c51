// Working-time law over the visits of one crew, and of each person who works in several: hours and span of the day, the break,
// work at night, rest between days, hours and rest of the week, hours over twelve. A visit is refused only where it makes worse
// what the rest of the plan does already.
#include <algorithm>

#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_check.hpp"
#include "gis/planning/refusal_words.hpp"

namespace vigie::gis {
namespace {

using Visits = std::vector<PlannedVisit>;

constexpr std::chrono::hours two_days{48};

Seconds seconds_between(Time from, Time to) { return std::chrono::duration_cast<Seconds>(to - from); }

// When a crew must leave for its first visit and is back from its last.
struct WorkedSpan {
    Time from{}, to{};
    Seconds lunch{0};  // within
};
WorkedSpan worked_span(const PlanningContext& c, const Crew& crew, const ShiftSpan& shift, const Visits& visits) {
    WorkedSpan out{visits.front().start - travel_arriving(c, crew.depot, visits.front().place, visits.front().start),
                   visits.back().end + travel_between(c, visits.back().place, crew.depot, visits.back().end), Seconds{0}};
    if (shift.has_lunch && out.from < shift.lunch_latest && out.to > shift.lunch_earliest + shift.lunch) out.lunch = shift.lunch;
    return out;
}

// Whose hours: everybody of a crew, or one person with all the crews that they are in.
struct Subject {
    std::string name;
    std::vector<const Crew*> crews;
    AgentId agent;  // none = the crew
};

// A shift of one of the crews with the time worked in it, with and without the visit looked at.
struct Worked {
    Time shift_start{};
    std::optional<WorkedSpan> with, without;
};

using Spans = std::vector<WorkedSpan>;

// Spans that lie over one another (two crews on one day) as one, by begin.
Spans merged(Spans spans) {
    std::ranges::sort(spans, {}, &WorkedSpan::from);
    Spans out;
    for (const auto& span : spans) {
        if (out.empty() || span.from > out.back().to) {
            out.push_back(span);
            continue;
        }
        out.back().to = std::max(out.back().to, span.to);
        out.back().lunch = std::max(out.back().lunch, span.lunch);
    }
    return out;
}

Seconds hours_of(const Spans& spans) {
    Seconds sum{0};
    for (const auto& span : spans) sum += seconds_between(span.from, span.to) - span.lunch;
    return sum;
}

Seconds length_of(const Spans& spans) { return spans.empty() ? Seconds{0} : seconds_between(spans.front().from, spans.back().to); }

struct Law {
    CrewCheck& check;
    const ShiftSpan& shift;
    const Visits &others, &with;
    const Subject& who;
    const WorkingTime& limits = check.c.catalog.working_time;

    // What the person is there for: not while absent from the crew.
    [[nodiscard]] Visits attended(const Crew& crew, Visits visits) const {
        if (who.agent)
            std::erase_if(visits, [&](const PlannedVisit& v) {
                return std::ranges::any_of(check.days.absences(crew.id), [&](const AbsenceSpan& a) { return a.agent == who.agent && a.from < v.end && v.start < a.to; });
            });
        return visits;
    }

    [[nodiscard]] Worked work_of(const Crew& crew, const ShiftSpan& other) const {
        const bool here = crew.id == check.crew.id && other.start == shift.start;
        const auto span = [&](const Visits& visits) { return visits.empty() ? std::nullopt : std::optional(worked_span(check.c, crew, other, visits)); };
        if (here) return {other.start, span(attended(crew, with)), span(attended(crew, others))};
        const auto there = span(attended(crew, visits_of_shift(check.days, crew.id, other, check.what.id)));
        return {other.start, there, there};
    }

    [[nodiscard]] std::span<const ShiftSpan> shifts_in(const Crew& crew, Time from, Time to) const {
        const auto all = check.days.shifts(crew.id);
        const auto begin = std::ranges::lower_bound(all, from, {}, &ShiftSpan::start), end = std::ranges::lower_bound(all, to, {}, &ShiftSpan::start);
        return {begin, std::max(begin, end)};
    }

    struct Both {
        Spans now, before;
    };
    // Of the shifts that begin in [from, to) and are kept.
    template <class Keep>
    [[nodiscard]] Both spans_that(Time from, Time to, Keep keep) const {
        Both out;
        for (const Crew* crew : who.crews)
            for (const auto& other : shifts_in(*crew, from, to)) {
                if (!keep(other)) continue;
                const auto work = work_of(*crew, other);
                if (work.with) out.now.push_back(*work.with);
                if (work.without) out.before.push_back(*work.without);
            }
        return {merged(std::move(out.now)), merged(std::move(out.before))};
    }

    void refuse(RefusalKind kind, const char* key, Seconds value, const LegalLimit& limit, std::vector<std::pair<std::string, std::string>> more = {}) const {
        std::vector<std::pair<std::string, std::string>> args{{"crew", who.name},
                                                              {"length", span_words(std::max(value, Seconds{60}))},
                                                              {"max", span_words(limit.value)},
                                                              {"min", span_words(limit.value)},
                                                              {"source", plain(limit.source)}};
        args.insert(args.end(), more.begin(), more.end());
        check.refuse(kind, {key, std::move(args)});
    }

    [[nodiscard]] std::chrono::local_days day_of(const ShiftSpan& s) const { return local_day(s.start, check.c.zone); }

    [[nodiscard]] Both spans_of_day(std::chrono::local_days day) const {
        return spans_that(shift.start - two_days, shift.start + two_days, [&](const ShiftSpan& s) { return day_of(s) == day; });
    }

    void day() const {
        const auto today = day_of(shift);
        const auto spans = spans_of_day(today);
        const Seconds now = hours_of(spans.now), before = hours_of(spans.before);
        if (now > limits.day_work_max.value && now > before) refuse(RefusalKind::day_too_long, "planning.refusal.day_too_long", now, limits.day_work_max);
        if (const Seconds span = length_of(spans.now); span > limits.day_span_max.value && span > length_of(spans.before))
            refuse(RefusalKind::day_span_too_long, "planning.refusal.day_span", span, limits.day_span_max);
        night(today, spans.now, now, before);
    }

    // Of a day's work that lasts far into the night less is allowed.
    void night(std::chrono::local_days today, const Spans& spans, Seconds now, Seconds before) const {
        if (now <= limits.night_work_max.value || now <= before) return;
        const std::chrono::days one{1};
        Seconds at_night{0};
        for (auto day = today - one; day <= today + one; day += one) {
            const Time from = instant(day, limits.night_from.value, check.c.zone), to = instant(day + one, limits.night_to.value, check.c.zone);
            for (const auto& span : spans) at_night += std::max(Seconds{0}, seconds_between(std::max(from, span.from), std::min(to, span.to)));
        }
        if (at_night < std::max(limits.night_share.value, Seconds{1})) return;
        refuse(RefusalKind::night_too_long, "planning.refusal.night", now, limits.night_work_max,
               {{"night", span_words(at_night)}, {"from", hour_words(limits.night_from.value)}, {"to", hour_words(limits.night_to.value)}});
    }

    // The longest stretch of several visits without a pause: a wait long enough on the way between two is one. A visit alone
    // has its break inside, however long it is: there is nothing to move.
    [[nodiscard]] Seconds longest_unbroken(const Visits& visits) const {
        if (visits.empty()) return Seconds{0};
        const auto span = worked_span(check.c, check.crew, shift, visits);
        Seconds longest{0};
        Time begin = span.from, end = visits.front().end;
        std::size_t first = 0;
        for (std::size_t i = 1; i < visits.size(); ++i) {
            const Seconds way = travel_between(check.c, visits[i - 1].place, visits[i].place, visits[i - 1].end);
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
        check.refuse(RefusalKind::break_missing, {"planning.refusal.break", {{"crew", who.name},
                                                                             {"length", span_words(now)},
                                                                             {"max", span_words(limits.unbroken_work_max.value)},
                                                                             {"min", span_words(limits.break_min.value)},
                                                                             {"source", plain(limits.unbroken_work_max.source)}}});
    }

    // Night and morning shifts: rest between the return of one day and the departure of the next.
    void rest_between_days() const {
        const Seconds least = limits.day_rest_min.value;
        const auto today = day_of(shift);
        const auto there = spans_that(shift.start - least - two_days, shift.end + least + two_days, [&](const ShiftSpan& s) { return day_of(s) != today; }).now;
        if (there.empty()) return;
        const auto here = spans_of_day(today);
        if (here.now.empty()) return;
        const auto shortest = [&](const Spans& mine) {
            Seconds rest = Seconds::max();
            if (mine.empty()) return rest;
            for (const auto& other : there) {
                if (other.from < mine.front().from) rest = std::min(rest, std::max(Seconds{0}, seconds_between(other.to, mine.front().from)));
                else rest = std::min(rest, std::max(Seconds{0}, seconds_between(mine.back().to, other.from)));
            }
            return rest;
        };
        if (const Seconds rest = shortest(here.now); rest < least && rest < shortest(here.before)) refuse(RefusalKind::rest_too_short, "planning.refusal.rest", rest, limits.day_rest_min);
    }

    void week() const {
        const auto monday = monday_of(day_of(shift));
        const Time begin = instant(monday, Seconds{0}, check.c.zone), end = instant(monday + std::chrono::days{7}, Seconds{0}, check.c.zone);
        week_rest(begin, end);
        Millis most{0};  // nobody works more than the shifts are long: usually that settles it
        for (const Crew* crew : who.crews)
            for (const auto& s : shifts_in(*crew, begin, end)) most += s.end - s.start;
        if (most <= limits.week_work_max.value) return;
        const auto spans = spans_that(begin, end, [](const ShiftSpan&) { return true; });
        const Seconds now = hours_of(spans.now), before = hours_of(spans.before);
        if (now > limits.week_work_max.value && now > before) refuse(RefusalKind::week_too_long, "planning.refusal.week_too_long", now, limits.week_work_max);
    }

    // The largest sum over a row of weeks.
    template <class T>
    [[nodiscard]] static T fullest(const std::vector<T>& of_week, std::size_t row) {
        T largest{0};
        for (std::size_t begin = 0; begin + row <= of_week.size(); ++begin) {
            T sum{0};
            for (std::size_t w = begin; w < begin + row; ++w) sum += of_week[w];
            largest = std::max(largest, sum);
        }
        return largest;
    }

    // Over any row of whole weeks with this one in it.
    void average() const {
        const auto row = static_cast<std::size_t>(std::max<std::int64_t>(1, limits.average_span.value / std::chrono::weeks{1}));
        const std::size_t all = 2 * row - 1;
        const auto most = limits.average_work_max.value * static_cast<std::int64_t>(row);
        const auto monday = monday_of(day_of(shift));
        const auto week_begin = [&](std::size_t w) {
            return instant(monday + std::chrono::weeks{static_cast<long>(w) - static_cast<long>(row) + 1}, Seconds{0}, check.c.zone);
        };
        // Again the shifts settle it, in weeks that may be an hour off the clock: hence two days to spare.
        const Time first = week_begin(0);
        std::vector<Millis> shifts(all, Millis{0});
        for (const Crew* crew : who.crews)
            for (const auto& s : shifts_in(*crew, first, first + std::chrono::weeks{static_cast<long>(all)}))
                shifts[static_cast<std::size_t>((s.start - first) / std::chrono::weeks{1})] += s.end - s.start;
        if (fullest(shifts, row) <= most - two_days) return;
        std::vector<Seconds> now(all), before(all);
        for (std::size_t w = 0; w < all; ++w) {
            const auto spans = spans_that(week_begin(w), week_begin(w + 1), [](const ShiftSpan&) { return true; });
            now[w] = hours_of(spans.now);
            before[w] = hours_of(spans.before);
        }
        const Seconds sum = fullest(now, row);
        if (sum > most && sum > fullest(before, row))
            refuse(RefusalKind::average_too_long, "planning.refusal.average", sum / static_cast<std::int64_t>(row), limits.average_work_max, {{"weeks", std::to_string(row)}});
    }

    // The longest rest of the week between `spans` (by begin); it may last into the next week, and what lay before this one is not counted.
    [[nodiscard]] static Seconds longest_rest(const Spans& spans, Time from, Time to, Time begin, Time end) {
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
        const auto near = [&](const ShiftSpan& s) { return s.end > from && s.start < to; };
        Spans whole;
        for (const Crew* crew : who.crews)
            for (const auto& s : shifts_in(*crew, from - two_days, to))
                if (near(s)) whole.push_back({s.start, s.end, Seconds{0}});
        if (longest_rest(merged(std::move(whole)), from, to, begin, end) >= least) return;  // even if every shift were full
        const auto spans = spans_that(from - two_days, to, near);
        const Seconds rest = longest_rest(spans.now, from, to, begin, end);
        if (rest < least && rest < longest_rest(spans.before, from, to, begin, end))
            refuse(RefusalKind::week_rest_too_short, "planning.refusal.week_rest", rest, limits.week_rest_min);
    }

    void all() const {
        day();
        if (!who.agent) pause();
        rest_between_days();
        week();
        average();
    }
};

} // namespace

void check_working_time(CrewCheck& check, const ShiftSpan& shift, const std::vector<PlannedVisit>& others, const std::vector<PlannedVisit>& with) {
    const auto found = check.out.size();
    Law{check, shift, others, with, Subject{plain(check.crew.name), {&check.crew}, {}}}.all();
    if (check.out.size() > found) return;  // it holds for everybody of the crew: no need to name one of them
    for (const auto& id : check.crew.agents) {
        const auto* agent = check.c.world.find(id);
        Subject person{agent ? plain(agent->name) : std::string(), {&check.crew}, id};
        for (const auto& crew : check.days.crews_of(id))
            if (const auto* other = check.c.world.find(crew); other && crew != check.crew.id) person.crews.push_back(other);
        if (agent && person.crews.size() > 1) Law{check, shift, others, with, person}.all();
    }
}

} // namespace vigie::gis
