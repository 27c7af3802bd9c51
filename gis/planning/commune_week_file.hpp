// commune-week/1 read and checked in full, as a Problem plus the names to write a plan with. Private to gis/planning.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "gis/planning/commune_week.hpp"
#include "gis/planning/solver_problem.hpp"

namespace vigie::gis {

// What a job asks for and a crew has, for the sentences about what is left out.
struct JobNeeds {
    std::set<std::string> skills, equipment;
    std::vector<StartWindow> windows;    // as asked for
    Sec last_end = never;                // deadline
    bool asks_windows = false;
};
struct CrewMeans {
    std::string name;
    std::set<std::string> skills, equipment;
};

struct WeekFile {
    Problem problem;
    std::vector<std::string> intervention_ids, crew_ids;  // as written in JSON: 12 or "T-12"
    std::vector<std::int64_t> priorities;
    std::vector<JobNeeds> needs;
    std::vector<CrewMeans> crews;
};

// Starts at which the job, `duration` long, ends by its deadline; none left means it can never be done.
[[nodiscard]] std::vector<StartWindow> windows_for(const JobNeeds& needs, Sec duration);

// Why each job left out of `solved` has no place, in one sentence, with the place that comes nearest. In the order of the file.
[[nodiscard]] std::vector<UnplannedJob> explain_left_out(const WeekFile& week, const Solved& solved);

// Every error names the member ("interventions[12].windows[0]") and what is wrong with it.
[[nodiscard]] Result<WeekFile> read_week(const std::filesystem::path& file);

// That a visit may start earlier or later without being another appointment.
inline constexpr Sec same_appointment = 15 * 60;

// The plan in force at `now` (seconds of the week): what has begun is pinned, the rest has a home that costs to leave.
[[nodiscard]] std::optional<Error> take_current_plan(WeekFile& week, const std::filesystem::path& file, Sec now);

} // namespace vigie::gis
