#include "week_checker.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using nlohmann::json;

namespace {

struct Visit {
    std::string job;
    int start = 0, end = 0, place = 0;
};

struct Checker {
    const json& week;
    const json& plan;
    std::map<std::string, const json*> jobs, crews;
    std::map<std::string, std::vector<std::pair<std::string, int>>> done;  // job → (crew, start)
    std::vector<std::string> bad;

    int way(int a, int b) const {
        const auto& t = week["travel"];
        if (t["model"] == "matrix") return t["seconds"][static_cast<std::size_t>(a)][static_cast<std::size_t>(b)];
        const auto& p = week["places"];
        const double dx = double(p[static_cast<std::size_t>(a)]["x"]) - double(p[static_cast<std::size_t>(b)]["x"]);
        const double dy = double(p[static_cast<std::size_t>(a)]["y"]) - double(p[static_cast<std::size_t>(b)]["y"]);
        return static_cast<int>(std::floor(double(t["factor"]) * std::hypot(dx, dy) / (double(t["speed_kmh"]) / 3.6) + 0.5));
    }

    static bool covers(const json& have, const json& need) {
        return std::all_of(need.begin(), need.end(), [&](const json& n) { return std::find(have.begin(), have.end(), n) != have.end(); });
    }

    void check_job(const std::string& id, const json& job) {
        const auto& at = done[id];
        std::set<std::string> distinct;
        for (const auto& [crew, start] : at) {
            distinct.insert(crew);
            if (start != at.front().second) bad.push_back(id + ": crews do not start together");
            if (!covers((*crews[crew])["skills"], job["skills"])) bad.push_back(id + ": skill missing");
            if (!covers((*crews[crew])["equipment"], job["equipment"])) bad.push_back(id + ": equipment missing");
        }
        if (!at.empty() && (distinct.size() != at.size() || at.size() != std::size_t(job["crews_needed"])))
            bad.push_back(id + ": wrong number of crews");
        if (!job["pinned"].is_null()) {
            const bool kept = std::any_of(at.begin(), at.end(), [&](const auto& v) {
                return v.first == job["pinned"]["crew"].dump() && v.second == int(job["pinned"]["start"]);
            });
            if (!kept) bad.push_back(id + ": pin not kept");
        }
        if (at.empty()) return;
        const int start = at.front().second, end = start + int(job["duration"]);
        if (!job["windows"].empty() && std::none_of(job["windows"].begin(), job["windows"].end(), [&](const json& w) {
                return int(w[0]) <= start && start <= int(w[1]);
            }))
            bad.push_back(id + ": outside its windows");
        if (!job["deadline"].is_null() && end > int(job["deadline"])) bad.push_back(id + ": past its deadline");
        for (const auto& name : job["after"]) {
            const auto& before = done[name.dump()];
            if (before.empty()) bad.push_back(id + ": predecessor not planned");
            else if (before.front().second + int((*jobs[name.dump()])["duration"]) > start) bad.push_back(id + ": before its predecessor ends");
        }
    }

    // Simulates the day with lunch as one more thing to do, at the second the plan says.
    void check_shift(const std::string& crew, const json& shift, std::vector<Visit> visits) {
        if (visits.empty()) return;
        const std::string where = "crew " + crew + " day " + shift["day"].dump();
        std::sort(visits.begin(), visits.end(), [](const Visit& a, const Visit& b) { return a.start < b.start; });
        int lunch = -1, length = 0;
        if (!shift["lunch"].is_null()) {
            for (const auto& l : plan["lunches"])
                if (l["crew"].dump() == crew && l["day"] == shift["day"]) lunch = l["start"];
            length = shift["lunch"]["duration"];
            if (lunch < int(shift["lunch"]["earliest"]) || lunch > int(shift["lunch"]["latest"])) bad.push_back(where + ": lunch at the wrong hour");
        }
        int free = shift["start"], place = shift["from"];
        visits.push_back({"the end", shift["end"], shift["end"], shift["to"]});
        for (const auto& v : visits) {
            const bool lunch_here = length > 0 && lunch >= free && lunch + length <= v.start;
            if (lunch >= 0 && v.job != "the end" && lunch < v.end && v.start < lunch + length) bad.push_back(where + ": lunch during " + v.job);
            if (free + way(place, v.place) + (lunch_here ? length : 0) > v.start) bad.push_back(where + ": too late at " + v.job);
            if (lunch_here) length = 0;
            free = v.end;
            place = v.place;
        }
        if (length > 0) bad.push_back(where + ": no room for lunch");
    }

    std::vector<std::string> run() {
        for (const auto& job : week["interventions"]) jobs[job["id"].dump()] = &job;
        for (const auto& crew : week["crews"]) crews[crew["id"].dump()] = &crew;
        std::map<std::string, std::vector<Visit>> by_crew;
        for (const auto& visit : plan["visits"]) {
            const auto job = visit["intervention"].dump(), crew = visit["crew"].dump();
            if (!jobs.count(job) || !crews.count(crew)) {
                bad.push_back("unknown " + job + " or " + crew);
                continue;
            }
            const int start = visit["start"];
            done[job].emplace_back(crew, start);
            by_crew[crew].push_back({job, start, start + int((*jobs[job])["duration"]), (*jobs[job])["place"]});
        }
        for (const auto& [id, job] : jobs) check_job(id, *job);
        for (const auto& [id, crew] : crews) {
            std::size_t inside = 0;
            for (const auto& shift : (*crew)["shifts"]) {
                std::vector<Visit> mine;
                for (const auto& v : by_crew[id])
                    if (v.start >= int(shift["start"]) && v.end <= int(shift["end"])) mine.push_back(v);
                inside += mine.size();
                check_shift(id, shift, std::move(mine));
            }
            if (inside != by_crew[id].size()) bad.push_back("crew " + id + ": works outside its shifts");
        }
        return bad;
    }
};

} // namespace

std::vector<std::string> violations(const json& week, const json& plan) {
    Checker checker{week, plan, {}, {}, {}, {}};
    return checker.run();
}
