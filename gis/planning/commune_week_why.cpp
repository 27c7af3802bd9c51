// Why a plan of a commune-week leaves something out: who could do it, what it waits for, where it comes nearest.
#include <algorithm>

#include <fmt/format.h>

#include "gis/planning/commune_week_file.hpp"
#include "gis/planning/insertion.hpp"
#include "gis/planning/refusal_words.hpp"
#include "gis/planning/shortage_words.hpp"

namespace vigie::gis {
namespace {

constexpr Sec minute = 60, day_length = 24 * 3600;
constexpr std::size_t crews_named = 3;

std::string bare(const std::string& id) { return id.size() >= 2 && id.front() == '"' ? id.substr(1, id.size() - 2) : id; }

MomentWords moment(Sec at) {
    const Sec wall = at % day_length;
    return {fmt::format("@planning.weekday.{}", at / day_length % 7), {}, fmt::format("{:02}:{:02}", wall / 3600, wall % 3600 / minute)};
}

struct Explainer {
    const WeekFile& week;
    Problem problem;  // a copy: the work looked at is made shorter in it
    WeekPlan plan;

    Explainer(const WeekFile& file, const Solved& solved) : week(file), problem(file.problem), plan(problem) { lay_out(solved); }

    // As early as the order of visits allows, so that the room left in a day is in one piece; what is tied to a time stays there.
    void lay_out(const Solved& solved) {
        std::vector<int> jobs;
        for (std::size_t j = 0; j < solved.jobs.size(); ++j)
            if (!solved.jobs[j].empty()) jobs.push_back(static_cast<int>(j));
        std::ranges::sort(jobs, {}, [&](int j) { return std::pair(solved.jobs[static_cast<std::size_t>(j)].front().start, j); });
        for (const int j : jobs) {
            std::vector<WeekPlan::Insertion> at;
            for (const auto& visit : solved.jobs[static_cast<std::size_t>(j)])
                at.push_back({visit.route, plan.route(visit.route).stops.size(), tie_of(problem.jobs[static_cast<std::size_t>(j)], visit)});
            plan.place(j, at);
        }
    }

    static Sec tie_of(const SolverJob& job, const Placing& visit) {
        if (job.linked() || !job.pinned.empty()) return visit.start;
        if (job.home.empty() || job.home.front().route != visit.route) return -1;
        const bool near = std::ranges::any_of(job.near_home, [&](const StartWindow& w) { return w.from <= visit.start && visit.start <= w.to; });
        return near ? near_home : job.near_home.empty() && job.home.front().start == visit.start ? visit.start : -1;
    }

    [[nodiscard]] static bool can(const CrewMeans& crew, const JobNeeds& needs) {
        return std::ranges::includes(crew.skills, needs.skills) && std::ranges::includes(crew.equipment, needs.equipment);
    }

    [[nodiscard]] std::vector<int> able_crews(int job) const {
        std::vector<int> out;
        for (std::size_t c = 0; c < week.crews.size(); ++c)
            if (can(week.crews[c], week.needs[static_cast<std::size_t>(job)])) out.push_back(static_cast<int>(c));
        return out;
    }

    struct Near {
        int route = -1;
        Sec start = 0, missing = 0;
    };

    // The work `missing` seconds shorter, on one of `routes`.
    std::optional<Near> shorter(int job, Sec missing, std::span<const int> routes) {
        auto& tried = problem.jobs[static_cast<std::size_t>(job)];
        const auto& whole = week.problem.jobs[static_cast<std::size_t>(job)];
        tried.duration = whole.duration - missing;
        tried.windows = windows_for(week.needs[static_cast<std::size_t>(job)], tried.duration);
        const auto found = insertion_of(plan, job, routes);
        tried.duration = whole.duration;
        tried.windows = whole.windows;
        if (!found) return std::nullopt;
        return Near{found->at.front().route, found->at.front().fixed, missing};
    }

    // The least shortening, below what is known, with which the work finds a place; what fits fits shorter too.
    std::optional<Near> least(int job, std::span<const int> routes, Sec below) {
        auto found = below > 0 ? shorter(job, below - minute, routes) : std::nullopt;
        if (!found) return std::nullopt;
        for (Sec low = 0, high = found->missing; low < high;) {
            const Sec middle = (low + high) / 2 / minute * minute;
            if (auto better = shorter(job, middle, routes)) {
                found = better;
                high = middle;
            } else {
                low = middle + minute;
            }
        }
        return found;
    }

    std::optional<Near> nearest(int job, const std::vector<int>& crews) {
        const auto& what = week.problem.jobs[static_cast<std::size_t>(job)];
        std::vector<int> routes;
        for (int r = 0; r < static_cast<int>(problem.routes.size()); ++r)
            if (std::ranges::binary_search(crews, problem.routes[static_cast<std::size_t>(r)].crew)) routes.push_back(r);
        const Sec whole = std::max(minute, (what.duration + minute - 1) / minute * minute);
        if (what.crews_needed > 1) return least(job, routes, whole);
        std::optional<Near> best;
        for (std::size_t i = 0; i < routes.size(); ++i)
            if (auto found = least(job, std::span(routes).subspan(i, 1), best ? best->missing : whole)) best = found;
        return best;
    }

    [[nodiscard]] std::optional<Text> missing_everywhere(const JobNeeds& needs) const {
        for (const auto& skill : needs.skills)
            if (std::ranges::none_of(week.crews, [&](const CrewMeans& c) { return c.skills.contains(skill); }))
                return Text{"planning.unplanned.no_skill", {{"skill", code_words(skill)}}};
        for (const auto& item : needs.equipment)
            if (std::ranges::none_of(week.crews, [&](const CrewMeans& c) { return c.equipment.contains(item); }))
                return Text{"planning.unplanned.no_equipment", {{"item", code_words(item)}}};
        return std::nullopt;
    }

    [[nodiscard]] Text short_of_time(int job, const Near& near) const {
        const auto& needs = week.needs[static_cast<std::size_t>(job)];
        Shortage s{.skills = {needs.skills.begin(), needs.skills.end()}, .equipment = {needs.equipment.begin(), needs.equipment.end()}};
        s.need = Seconds{week.problem.jobs[static_cast<std::size_t>(job)].duration};
        s.missing = Seconds{near.missing};
        s.crew = crew_name(near.route);
        s.nearest = moment(near.start);
        if (needs.asks_windows) s.until = Shortage::Until::windows;
        else if (has_deadline(needs)) s.until = Shortage::Until::deadline;
        if (has_deadline(needs)) s.deadline = moment(needs.last_end);
        return shortage_text(s);
    }

    [[nodiscard]] bool has_deadline(const JobNeeds& needs) const {  // one that somebody at work can miss
        return needs.last_end >= 0 && std::ranges::any_of(problem.routes, [&](const SolverRoute& r) { return needs.last_end < r.end; });
    }
    [[nodiscard]] const std::string& crew_name(int route) const {
        return week.crews[static_cast<std::size_t>(problem.routes[static_cast<std::size_t>(route)].crew)].name;
    }

    // Fills in where it comes nearest.
    Text why(int job, UnplannedJob& out) {
        const auto& what = week.problem.jobs[static_cast<std::size_t>(job)];
        const auto& needs = week.needs[static_cast<std::size_t>(job)];
        if (auto text = missing_everywhere(needs)) return *text;
        const auto crews = able_crews(job);
        if (crews.empty()) return {"planning.unplanned.no_crew", {}};
        if (static_cast<int>(crews.size()) < what.crews_needed)
            return {"planning.unplanned.too_few_crews", {{"need", fmt::format("{}", what.crews_needed)}, {"have", fmt::format("{}", crews.size())}}};
        for (const int before : what.after)
            if (!plan.placed(before))
                return {"planning.unplanned.waits", {{"other", plain(bare(week.intervention_ids[static_cast<std::size_t>(before)]))}}};
        if (const auto near = nearest(job, crews)) {
            out.crew = bare(week.crew_ids[static_cast<std::size_t>(problem.routes[static_cast<std::size_t>(near->route)].crew)]);
            out.start = Seconds{near->start};
            out.missing = Seconds{near->missing};
            return short_of_time(job, *near);
        }
        if (needs.asks_windows) return {"planning.unplanned.window", {}};
        std::string names;
        for (std::size_t i = 0; i < std::min(crews.size(), crews_named); ++i) names += (i ? ", " : "") + week.crews[static_cast<std::size_t>(crews[i])].name;
        return {"planning.unplanned.full", {{"crews", plain(names)}}};
    }
};

} // namespace

std::vector<UnplannedJob> explain_left_out(const WeekFile& week, const Solved& solved) {
    Explainer explainer(week, solved);
    std::vector<UnplannedJob> out;
    for (std::size_t j = 0; j < solved.jobs.size(); ++j)
        if (solved.jobs[j].empty()) {
            UnplannedJob left{bare(week.intervention_ids[j]), {}, {}, {}, {}};
            left.why = explainer.why(static_cast<int>(j), left);
            out.push_back(std::move(left));
        }
    return out;
}

} // namespace vigie::gis
