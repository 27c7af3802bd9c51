#include "gis/planning/commune_week.hpp"

#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "gis/planning/commune_week_file.hpp"
#include "gis/planning/plan_file.hpp"
#include "gis/planning/solver.hpp"

namespace vigie::gis {
namespace {

constexpr std::int64_t urgent_weight = 500'000;  // in travel seconds: worth leaving out a planned visit or two

std::string plan_text(const WeekFile& week, const Solved& solved) {
    std::string out = "{\"format\":\"commune-week-plan/1\",\"visits\":[";
    bool first = true;
    for (std::size_t j = 0; j < solved.jobs.size(); ++j)
        for (const auto& visit : solved.jobs[j]) {
            const int crew = week.problem.routes[static_cast<std::size_t>(visit.route)].crew;
            out += fmt::format("{}\n{{\"intervention\":{},\"crew\":{},\"start\":{}}}", first ? "" : ",",
                               week.intervention_ids[j], week.crew_ids[static_cast<std::size_t>(crew)], visit.start);
            first = false;
        }
    out += "],\n\"lunches\":[";
    first = true;
    for (const auto& lunch : solved.lunches) {
        const auto& route = week.problem.routes[static_cast<std::size_t>(lunch.route)];
        out += fmt::format("{}\n{{\"crew\":{},\"day\":{},\"start\":{}}}", first ? "" : ",",
                           week.crew_ids[static_cast<std::size_t>(route.crew)], route.day, lunch.start);
        first = false;
    }
    return out + "]}\n";
}

Error contradiction(const WeekFile& week, const PinConflict& conflict) {
    const auto& job = week.intervention_ids[static_cast<std::size_t>(conflict.job)];
    Text text{"planning.week.pin_cannot", {{"a", job}}};
    if (conflict.other >= 0) {
        const auto other = static_cast<std::size_t>(conflict.other);
        const bool both = !week.problem.jobs[other].pinned.empty();
        text = {both ? "planning.week.pins_collide" : "planning.week.pin_needs", {{"a", job}, {"b", week.intervention_ids[other]}}};
    }
    return Error{ErrorClass::refused, std::move(text), {"planning.week.unpin", {}}, {}};
}

// What became of the visits that had not begun.
void compare(const WeekFile& week, const Solved& solved, PlanFigures& out) {
    const auto& p = week.problem;
    for (std::size_t j = 0; j < p.jobs.size(); ++j) {
        const auto& home = p.jobs[j].home;
        if (home.empty() || !p.jobs[j].pinned.empty()) continue;
        ++out.open;
        if (solved.jobs[j].empty()) {
            ++out.dropped;
            continue;
        }
        const bool same = std::ranges::is_permutation(home, solved.jobs[j], {}, &Placing::route, &Placing::route);
        if (!same) ++out.moved;
        else if (std::abs(solved.jobs[j].front().start - home.front().start) > same_appointment) ++out.shifted;
    }
}

// The named interventions as numbers; an unknown one is an Error.
Result<std::vector<int>> numbers_of(const WeekFile& week, const std::vector<std::string>& names) {
    std::vector<int> out;
    for (const auto& name : names) {
        const auto found = std::ranges::find_if(week.intervention_ids, [&](const std::string& id) { return id == name || id == '"' + name + '"'; });
        if (found == week.intervention_ids.end()) return Error{ErrorClass::input, {"planning.week.no_intervention", {{"id", name}}}, {}, {}};
        out.push_back(static_cast<int>(found - week.intervention_ids.begin()));
    }
    return out;
}

} // namespace

Result<PlanFigures> plan_commune_week(const PlanRequest& request, std::stop_token stop) {
    const auto begin = std::clock();
    auto week = read_week(request.week);
    if (!week) return week.error();
    SolverLimits limits;
    limits.wall = request.seconds;
    if (!request.from.empty()) {
        if (auto error = take_current_plan(*week, request.from, static_cast<Sec>(request.now.count()))) return *error;
        auto around = numbers_of(*week, request.urgent);
        if (!around) return around.error();
        for (const int job : *around) week->problem.jobs[static_cast<std::size_t>(job)].weight += urgent_weight;
        limits.search = {.hot = 2000, .cold = 100, .around = std::move(*around)};
    }
    limits.threads = std::clamp(request.threads, 1, 64);
    limits.seed = request.seed;
    limits.effort_s = std::max(0.0, 0.9 * static_cast<double>(request.seconds.count()) / 1000);  // the rest for reading and writing
    const auto answer = solve(week->problem, limits, stop);
    if (answer.conflict) return contradiction(*week, *answer.conflict);
    if (auto written = write_plan(request.out, plan_text(*week, answer.solved)); !written) return written.error();
    PlanFigures figures;
    figures.interventions = week->problem.jobs.size();
    for (std::size_t j = 0; j < answer.solved.jobs.size(); ++j)
        if (!answer.solved.jobs[j].empty()) {
            ++figures.assigned;
            figures.priority_sum += week->priorities[j];
        }
    figures.travel_s = answer.solved.travel;
    compare(*week, answer.solved, figures);
    figures.unplanned = explain_left_out(*week, answer.solved);
    figures.cpu_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    return figures;
}

} // namespace vigie::gis
