#include "gis/planning/commune_week.hpp"

#include <algorithm>
#include <ctime>
#include <fstream>

#include <fmt/format.h>

#include "gis/planning/commune_week_file.hpp"
#include "gis/planning/solver.hpp"

namespace vigie::gis {
namespace {

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

// The old plan stays until the new one is whole.
Outcome write_plan(const std::filesystem::path& file, const std::string& text) {
    auto part = file;
    part += ".part";
    bool written = false;
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out << text;
        out.close();
        written = static_cast<bool>(out);
    }
    std::error_code code;
    if (written) std::filesystem::rename(part, file, code);
    if (written && !code) return Done{};
    std::filesystem::remove(part, code);
    return Error{ErrorClass::storage, {"planning.week.cannot_write", {{"file", file.string()}}}, {"planning.week.check_path", {}}, {}};
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

} // namespace

Result<PlanFigures> plan_commune_week(const PlanRequest& request, std::stop_token stop) {
    const auto begin = std::clock();
    auto week = read_week(request.week);
    if (!week) return week.error();
    SolverLimits limits;
    limits.wall = request.seconds;
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
    figures.cpu_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    return figures;
}

} // namespace vigie::gis
