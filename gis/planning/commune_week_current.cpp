// The plan in force, read from commune-week-plan/1, as where the jobs of a week are now.
#include <algorithm>
#include <fstream>
#include <unordered_map>

#include "gis/planning/commune_week_file.hpp"
#include "gis/planning/json_reader.hpp"

namespace vigie::gis {
namespace {

constexpr std::int64_t most_seconds = 400'000'000;
constexpr std::int64_t move_weight = 20'000;   // in travel seconds: ten points of priority
constexpr std::int64_t planned_weight = 60'000;  // on top of what planned work is worth, if it is to be left out

struct CurrentPlan {
    WeekFile& week;
    Sec now = 0;
    std::unordered_map<std::string, int> jobs, crews;

    explicit CurrentPlan(WeekFile& w, Sec at) : week(w), now(at) {
        for (std::size_t j = 0; j < w.intervention_ids.size(); ++j) jobs[w.intervention_ids[j]] = static_cast<int>(j);
        for (std::size_t c = 0; c < w.crew_ids.size(); ++c) crews[w.crew_ids[c]] = static_cast<int>(c);
    }

    [[nodiscard]] int route_at(int crew, Sec start) const {
        const auto& routes = week.problem.routes;
        for (std::size_t r = 0; r < routes.size(); ++r)
            if (routes[r].crew == crew && routes[r].start <= start && start < routes[r].end) return static_cast<int>(r);
        return -1;
    }

    void read_visit(const JsonPlace& visit) {
        const auto job = jobs.find(visit.member("intervention").id());
        if (job == jobs.end()) return visit.member("intervention").fail({"planning.week.unknown", {}});
        const auto crew = crews.find(visit.member("crew").id());
        if (crew == crews.end()) return visit.member("crew").fail({"planning.week.unknown", {}});
        const Sec start = static_cast<Sec>(visit.member("start").whole(0, most_seconds));
        const int route = route_at(crew->second, start);
        if (route < 0) return visit.member("start").fail({"planning.week.pin_impossible", {}});
        week.problem.jobs[static_cast<std::size_t>(job->second)].home.push_back({route, start});
    }

    // What has begun stays; the rest starts from now on, and better where it is.
    void settle(SolverJob& job) const {
        const bool begun = !job.home.empty() && job.home.front().start < now;
        if (begun) {
            job.pinned = std::exchange(job.home, {});
            return;
        }
        std::erase_if(job.windows, [&](const StartWindow& w) { return w.to < now; });
        for (auto& window : job.windows) window.from = std::max(window.from, now);
        if (job.home.empty()) return;
        job.weight += planned_weight;
        if (!job.pinned.empty() || job.linked()) return;
        const Sec start = job.home.front().start;
        for (const auto& w : job.windows) {
            const StartWindow near{std::max(w.from, start - same_appointment), std::min(w.to, start + same_appointment)};
            if (near.from <= near.to) job.near_home.push_back(near);
        }
    }

    // A crew that has not begun leaves now, or has left for its first visit.
    void leave_now() {
        auto& p = week.problem;
        for (std::size_t r = 0; r < p.routes.size(); ++r) {
            auto& route = p.routes[r];
            if (route.start >= now || route.end <= now) continue;
            Sec first = never, leave = now;
            for (const auto& job : p.jobs)
                for (const auto& at : job.home.empty() ? job.pinned : job.home)
                    if (at.route == static_cast<int>(r) && at.start < first) {
                        first = at.start;
                        leave = std::min(now, first - p.way(route.from, job.place));
                    }
            route.start = std::max(route.start, leave);
        }
    }
};

} // namespace

std::optional<Error> take_current_plan(WeekFile& week, const std::filesystem::path& file, Sec now) {
    std::ifstream in(file, std::ios::binary);
    const auto json = in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json(nlohmann::json::value_t::discarded);
    if (json.is_discarded()) return Error{ErrorClass::input, {"planning.week.not_json", {{"file", file.string()}}}, {"planning.week.see_format", {}}, {}};
    std::optional<Error> error;
    CurrentPlan current(week, now);
    for (const auto& visit : JsonPlace(json, "", error).member("visits").items()) {
        current.read_visit(visit);
        if (error) return error;
    }
    week.problem.move_cost = move_weight;
    for (auto& job : week.problem.jobs) current.settle(job);
    for (auto& needs : week.needs) {
        std::erase_if(needs.windows, [&](const StartWindow& w) { return w.to < now; });
        for (auto& window : needs.windows) window.from = std::max(window.from, now);
    }
    current.leave_now();
    return std::nullopt;
}

} // namespace vigie::gis
