// Work tied to other work: two crews at one time, one job after another. Small weeks against every plan there is.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fstream>
#include <random>

#include <nlohmann/json.hpp>

#include "gis/planning/commune_week.hpp"
#include "week_checker.hpp"

using namespace vigie::gis;
using nlohmann::json;

namespace {

constexpr int slot = 1800, slots_of_day = 48;  // everything lasts whole half hours, so that starts on half hours are enough

struct Small {
    int crews = 2, days = 1, slots = 6;
    std::vector<std::vector<int>> way;             // slots between places; 0 = the depot, i + 1 = job i
    struct Job {
        int length = 1, priority = 0, need = 1;
        std::vector<int> after;
        std::vector<bool> may;                     // crews
        int last_end = 99;  // counted from midnight before the first day
    };
    std::vector<Job> jobs;
};

Small random_small(std::mt19937& rng, int days) {
    const auto below = [&](int n) { return static_cast<int>(rng() % static_cast<unsigned>(n)); };
    Small s;
    s.crews = 2 + below(2);
    s.days = days;
    s.slots = days == 1 ? 5 + below(3) : 3 + below(2);
    const int n = 3 + below(2);
    s.way.assign(static_cast<std::size_t>(n + 1), std::vector<int>(static_cast<std::size_t>(n + 1), 0));
    for (auto& row : s.way)
        for (auto& w : row) w = below(3) ? 0 : 1;
    for (std::size_t i = 0; i < s.way.size(); ++i) s.way[i][i] = 0;
    for (int i = 0; i < n; ++i) {
        Small::Job job{1 + below(3), below(101), below(3) ? 1 : 2, {}, {}, below(4) ? 99 : below(days) * slots_of_day + 2 + below(s.slots)};
        for (int c = 0; c < s.crews; ++c) job.may.push_back(below(4) != 0);
        for (int b = 0; b < i; ++b)
            if (!below(3)) job.after.push_back(b);
        s.jobs.push_back(std::move(job));
    }
    return s;
}

json week_of(const Small& s) {
    json week{{"format", "commune-week/1"}, {"days", s.days}, {"places", json::array()}, {"travel", {{"model", "matrix"}, {"seconds", json::array()}}},
              {"crews", json::array()}, {"interventions", json::array()}};
    for (std::size_t p = 0; p < s.way.size(); ++p) {
        week["places"].push_back({{"id", "p"}, {"x", 0}, {"y", 0}});
        json row = json::array();
        for (const int w : s.way[p]) row.push_back(w * slot);
        week["travel"]["seconds"].push_back(row);
    }
    for (int c = 0; c < s.crews; ++c) {
        json skills = json::array();
        for (std::size_t j = 0; j < s.jobs.size(); ++j)
            if (s.jobs[j].may[static_cast<std::size_t>(c)]) skills.push_back("s" + std::to_string(j));
        json shifts = json::array();
        for (int d = 0; d < s.days; ++d)
            shifts.push_back({{"day", d}, {"start", d * slots_of_day * slot}, {"end", (d * slots_of_day + s.slots) * slot}, {"from", 0}, {"to", 0}, {"lunch", nullptr}});
        week["crews"].push_back({{"id", c}, {"name", "c"}, {"members", 2}, {"skills", skills}, {"equipment", json::array()}, {"shifts", shifts}});
    }
    for (std::size_t j = 0; j < s.jobs.size(); ++j) {
        const auto& job = s.jobs[j];
        week["interventions"].push_back({{"id", j}, {"place", j + 1}, {"kind", "k"}, {"skills", {"s" + std::to_string(j)}}, {"equipment", json::array()},
                                         {"duration", job.length * slot}, {"priority", job.priority}, {"windows", json::array()},
                                         {"deadline", job.last_end < 99 ? json(job.last_end * slot) : json(nullptr)}, {"crews_needed", job.need}, {"after", job.after}, {"pinned", nullptr}});
    }
    return week;
}

// Every plan: which crews, which half hour, for each job or not at all; the worth of the best in travel seconds.
struct BruteForce {
    const Small& s;
    struct Visit {
        int job, start, end;
    };
    std::vector<std::vector<Visit>> days;  // day after day, a crew each
    std::vector<int> end;                  // of jobs; -1 = left out
    long best = 0;

    explicit BruteForce(const Small& small) : s(small), days(static_cast<std::size_t>(small.crews * small.days)), end(small.jobs.size(), -1) { place(0, 0); }

    // Travel of a day in the order of its visits; -1 when it does not hold.
    [[nodiscard]] int travel(std::vector<Visit> day) const {
        if (day.empty()) return 0;
        std::ranges::sort(day, {}, &Visit::start);
        const int begin = day.front().start / slots_of_day * slots_of_day;
        int clock = begin, at = 0, sum = 0;
        for (const auto& v : day) {
            const int w = s.way[static_cast<std::size_t>(at)][static_cast<std::size_t>(v.job + 1)];
            if (clock + w > v.start) return -1;
            sum += w;
            clock = v.end;
            at = v.job + 1;
        }
        const int home = s.way[static_cast<std::size_t>(at)][0];
        return clock + home > begin + s.slots ? -1 : sum + home;
    }

    void place(std::size_t j, long worth) {
        if (j == s.jobs.size()) {
            long way = 0;
            for (const auto& day : days) {
                const int t = travel(day);
                if (t < 0) return;
                way += t;
            }
            best = std::max(best, worth - way * slot);
            return;
        }
        const auto& job = s.jobs[j];
        place(j + 1, worth);
        int ready = 0;
        for (const int b : job.after) {
            if (end[static_cast<std::size_t>(b)] < 0) return;
            ready = std::max(ready, end[static_cast<std::size_t>(b)]);
        }
        for (int start = ready; start + job.length <= std::min((s.days - 1) * slots_of_day + s.slots, job.last_end); ++start) {
            const int day = start / slots_of_day;
            if (start % slots_of_day + job.length > s.slots) continue;
            const auto of = [&](int crew) -> std::vector<Visit>& { return days[static_cast<std::size_t>(day * s.crews + crew)]; };
            for (unsigned team = 1; team < 1u << s.crews; ++team) {
                if (std::popcount(team) != job.need) continue;
                bool able = true;
                for (int c = 0; c < s.crews; ++c) able = able && (!(team >> c & 1u) || job.may[static_cast<std::size_t>(c)]);
                if (!able) continue;
                for (int c = 0; c < s.crews; ++c)
                    if (team >> c & 1u) of(c).push_back({static_cast<int>(j), start, start + job.length});
                end[j] = start + job.length;
                place(j + 1, worth + job.priority * 2000 + 1000);
                end[j] = -1;
                for (int c = 0; c < s.crews; ++c)
                    if (team >> c & 1u) of(c).pop_back();
            }
        }
    }
};

} // namespace

TEST_CASE("small weeks with precedence and two-crew work are planned as well as any plan can be") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    const auto folder = std::filesystem::temp_directory_path() / ("vigie-linked-" + std::to_string(seed));
    std::filesystem::create_directories(folder);
    int best = 0, all = 0;
    for (; all < 1000; ++all) {
        const Small small = random_small(rng, 1 + all % 2);
        const json week = week_of(small);
        std::ofstream(folder / "week.json") << week.dump();
        const auto figures = plan_commune_week({folder / "week.json", folder / "plan.json", Millis{12}, 1, 1});
        REQUIRE(figures);
        const auto plan = json::parse(std::ifstream(folder / "plan.json"));
        const auto bad = violations(week, plan);
        INFO("round " << all << (bad.empty() ? "" : ": " + bad.front()) << "\n" << week.dump());
        REQUIRE(bad.empty());
        const long worth = static_cast<long>(figures->priority_sum) * 2000 + static_cast<long>(figures->assigned) * 1000 - static_cast<long>(figures->travel_s);
        const BruteForce every(small);
        REQUIRE(worth <= every.best);
        best += worth == every.best;
    }
    std::error_code code;
    std::filesystem::remove_all(folder, code);
    WARN("as good as every plan tried: " << best << " of " << all);
    CHECK(best >= 0.95 * all);
}
