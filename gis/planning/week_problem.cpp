#include "gis/planning/week_problem.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "gis/model/words.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/crew_check.hpp"
#include "gis/planning/feasibility_parts.hpp"

namespace vigie::gis {
namespace {

constexpr std::int64_t urgency_weight = 2000, visit_weight = 1000;  // travel seconds worth driving for
constexpr std::int64_t planned_weight = 50;                         // what is planned is not dropped for backlog
constexpr std::int64_t move_weight = 5400;                          // a moved visit must save an hour and a half of road
constexpr Sec start_grid = 300;                                     // five minutes: what people write on a work sheet

bool has_begun(const Intervention& what, Time now) {
    switch (what.state) {
    case InterventionState::on_site:
    case InterventionState::suspended:
    case InterventionState::finished:
    case InterventionState::checked:
    case InterventionState::closed: return true;
    case InterventionState::draft:
    case InterventionState::to_plan:
    case InterventionState::planned:
    case InterventionState::assigned:
    case InterventionState::en_route: break;
    }
    return what.start && *what.start < now;
}

bool has_place(LonLat p) { return p.lon != 0 || p.lat != 0; }

bool is_done(InterventionState state) {
    return state == InterventionState::finished || state == InterventionState::checked || state == InterventionState::closed;
}

struct Builder {
    const PlanningContext& c;
    const CrewDays& days;
    std::span<const InterventionId> guests;
    WorldWeek week;
    std::map<std::pair<double, double>, int> place_numbers;
    std::vector<LonLat> places;
    std::unordered_map<std::uint64_t, int> job_numbers;
    std::unordered_map<std::uint64_t, std::vector<int>> crew_routes;

    int place(LonLat p) {
        const auto [it, fresh] = place_numbers.try_emplace({p.lon, p.lat}, static_cast<int>(places.size()));
        if (fresh) places.push_back(p);
        return it->second;
    }
    [[nodiscard]] Sec sec(Time t) const {
        const auto s = std::chrono::floor<Seconds>(t - week.zero).count();
        return static_cast<Sec>(std::clamp<std::int64_t>(s, -never, never));
    }

    void add_stretch(const Crew& crew, const ShiftSpan& shift, Time from, Time to, LonLat at, bool lunch) {
        if (to - from < slot_step) return;
        SolverRoute route;
        route.crew = static_cast<int>(crew.id.value);
        route.day = static_cast<int>((local_day(shift.start, c.zone) - local_day(week.zero, c.zone)).count());
        route.start = sec(from);
        route.end = sec(to);
        route.from = place(at);
        route.to = place(crew.depot);
        if (lunch && shift.has_lunch && from <= shift.lunch_latest) {
            route.has_lunch = true;
            route.lunch_earliest = sec(shift.lunch_earliest);
            route.lunch_latest = sec(shift.lunch_latest);
            route.lunch = static_cast<Sec>(shift.lunch.count());
        }
        crew_routes[crew.id.value].push_back(static_cast<int>(week.problem.routes.size()));
        week.problem.routes.push_back(route);
        week.route_crews.push_back(crew.id);
    }

    // What is left of a shift: after now, after what has begun, around the crew's absences.
    void add_shift(const Crew& crew, const ShiftSpan& shift) {
        Time from = std::max<Time>(shift.start, std::chrono::ceil<Minutes>(c.now));
        LonLat at = crew.depot;
        for (const auto& visit : visits_of_shift(days, crew.id, shift, {})) {
            const auto* what = c.world.find(visit.id);
            if (!what || !has_begun(*what, c.now)) continue;
            if (visit.end >= from) at = visit.place;
            from = std::max(from, visit.end);
        }
        bool lunch = true;
        for (const auto& absence : days.absences(crew.id)) {
            if (absence.agent || absence.to <= from || absence.from >= shift.end) continue;
            const bool over_lunch = std::min(absence.to, shift.lunch_latest + shift.lunch) -
                                        std::max(absence.from, shift.lunch_earliest) >= shift.lunch;
            const bool before = absence.from > shift.lunch_earliest + shift.lunch;
            add_stretch(crew, shift, from, absence.from, at, lunch && before);
            lunch = lunch && !over_lunch && !before;
            from = std::max(from, absence.to);
            at = crew.depot;
        }
        add_stretch(crew, shift, from, shift.end, at, lunch);
    }

    void add_routes() {
        for (const auto& crew : c.world.crews())
            for (const auto& shift : days.shifts(crew.id))
                if (shift.start >= week.zero && shift.start < week.end && shift.end > c.now) add_shift(crew, shift);
    }

    [[nodiscard]] bool staffed(const Intervention& what, const Crew& crew, const SolverRoute& route) const {
        std::vector<Refusal> out;
        CrewCheck check{c, days, what, crew, week.time(route.start), week.time(route.end), out};
        check_skills(check);
        check_equipment(check);
        check_people(check);
        return out.empty();
    }

    std::vector<StartWindow> windows(const Intervention& what) const {
        Sec latest = never;
        if (const MaybeTime deadline = deadline_in_force(c, what)) latest = sec(*deadline) - static_cast<Sec>(what.duration.count());
        Sec earliest = std::max(Sec{0}, sec(c.now));
        for (const auto& id : what.after) {
            const auto* before = c.world.find(id);
            if (!before || is_done(before->state) || job_numbers.contains(id.value)) continue;
            const auto when = days.planned(id);
            earliest = when ? std::max(earliest, sec(when->end)) : never;
        }
        for (const auto& id : days.successors(what.id))
            if (const auto when = days.planned(id); when && !job_numbers.contains(id.value))
                latest = std::min(latest, sec(when->start) - static_cast<Sec>(what.duration.count()));
        std::vector<StartWindow> out;
        const auto add = [&](Sec from, Sec to) {
            if (std::max(from, earliest) <= std::min(to, latest)) out.push_back({std::max(from, earliest), std::min(to, latest)});
        };
        if (what.windows.empty()) add(0, never);
        for (const auto& w : what.windows) add(sec(w.from), sec(w.to));
        std::ranges::sort(out, {}, &StartWindow::from);
        return out;
    }

    void place_home(const Intervention& what, SolverJob& job) const {
        if (!what.start) return;
        const Sec start = sec(*what.start);
        for (const auto& crew : what.crews) {
            const auto routes = crew_routes.find(crew.value);
            if (routes == crew_routes.end()) continue;
            for (const int r : routes->second) {
                const auto& route = week.problem.routes[static_cast<std::size_t>(r)];
                if (route.start <= start && start < route.end) job.home.push_back({r, start});
            }
        }
    }

    void fill_job(const Intervention& what, bool backlog) {
        SolverJob& job = week.problem.jobs[static_cast<std::size_t>(job_numbers[what.id.value])];
        job.place = place(what.place);
        job.duration = static_cast<Sec>(what.duration.count());
        job.crews_needed = std::max(1, what.crews_needed);
        job.weight = urgency(c, what, week.end) * urgency_weight + visit_weight;
        job.windows = windows(what);
        if (!backlog) {
            job.weight *= planned_weight;
            place_home(what, job);
            const bool guest = is_guest(what.id);
            job.stays = what.locked || what.state == InterventionState::en_route || (!guest && job.home.size() != what.crews.size());
        }
        if (!job.stays)
            for (const auto& crew : c.world.crews()) {
                const auto routes = crew_routes.find(crew.id.value);
                if (routes == crew_routes.end() || !can_ever(c, what, crew)) continue;
                for (const int r : routes->second)
                    if (staffed(what, crew, week.problem.routes[static_cast<std::size_t>(r)])) job.routes.push_back(r);
            }
        const auto open = [&](const Placing& at) { return std::ranges::find(job.routes, at.route) != job.routes.end(); };
        if (is_guest(what.id) && !job.stays && (job.home.size() != what.crews.size() || !std::ranges::all_of(job.home, open))) job.home.clear();
        for (const auto& id : what.after)
            if (const auto before = job_numbers.find(id.value); before != job_numbers.end()) {
                job.after.push_back(before->second);
                week.problem.jobs[static_cast<std::size_t>(before->second)].before.push_back(job_numbers[what.id.value]);
            }
    }

    [[nodiscard]] bool is_guest(InterventionId id) const { return std::ranges::find(guests, id) != guests.end(); }

    void add_jobs() {
        std::vector<const Intervention*> planned, waiting;
        for (const auto& what : c.world.interventions()) {
            if (!is_open(what.state) || what.state == InterventionState::draft) continue;
            const auto when = occupation(what);
            if (!when && (guests.empty() || is_guest(what.id))) waiting.push_back(&what);
            if (!when) continue;
            if (when->start >= week.zero && when->start < week.end && !has_begun(what, c.now)) planned.push_back(&what);
        }
        std::ranges::stable_sort(waiting, [&](const Intervention* a, const Intervention* b) {
            return urgency(c, *a, week.end) > urgency(c, *b, week.end);
        });
        if (waiting.size() > most_jobs) waiting.resize(most_jobs);
        std::vector<const Intervention*> all = planned;
        all.insert(all.end(), waiting.begin(), waiting.end());
        for (std::size_t i = 0; i < all.size(); ++i) {
            job_numbers[all[i]->id.value] = static_cast<int>(i);
            week.jobs.push_back(all[i]->id);
            week.backlog.push_back(i >= planned.size());
        }
        week.problem.jobs.resize(all.size());
        for (std::size_t i = 0; i < all.size(); ++i) fill_job(*all[i], i >= planned.size());
    }

    // The solver knows one time for the week: where streets are closed at times it is the longest while crews work, so that
    // what it proposes holds whenever.
    void fill_travel(std::stop_token stop) {
        const auto n = places.size();
        week.problem.places = static_cast<int>(n);
        std::vector<TimeWindow> worked;
        for (const auto& route : week.problem.routes) worked.push_back({week.time(route.start), week.time(route.end)});
        week.problem.travel = c.travel ? c.travel.table(places, worked) : std::vector<Sec>{};
        const bool known = week.problem.travel.size() == n * n;
        if (!known) week.problem.travel.assign(n * n, 0);
        for (std::size_t a = 0; a < n && !stop.stop_requested(); ++a)
            for (std::size_t b = 0; b < n; ++b) {
                auto& way = week.problem.travel[a * n + b];
                if (!known || !has_place(places[a]) || !has_place(places[b])) way = static_cast<Sec>(travel_between(c, places[a], places[b], week.zero).count());
            }
    }
};

} // namespace

int urgency(const PlanningContext& c, const Intervention& what, Time week_end) {
    static constexpr std::array by_severity{100, 80, 55, 35, 18, 8};
    int out = by_severity[static_cast<std::size_t>(std::clamp(what.severity, 1, 6) - 1)];
    if (what.regulatory) out += 15;
    if (what.deadline && *what.deadline <= week_end) out += 15;
    if (what.deadline && *what.deadline < c.now) out += 15;
    return out;
}

WorldWeek week_problem(const PlanningContext& c, const CrewDays& days, std::chrono::local_days monday,
                       std::span<const InterventionId> guests, std::stop_token stop) {
    Builder builder{c, days, guests, {}, {}, {}, {}, {}};
    builder.week.zero = instant(monday, Seconds{0}, c.zone);
    builder.week.end = instant(monday + std::chrono::days{7}, Seconds{0}, c.zone);
    builder.week.problem.grid = start_grid;
    builder.week.problem.move_cost = move_weight;
    builder.add_routes();
    builder.add_jobs();
    builder.fill_travel(stop);
    return std::move(builder.week);
}

} // namespace vigie::gis
