#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "gis/planning/commune_week.hpp"
#include "week_checker.hpp"

using namespace vigie::gis;
using nlohmann::json;

namespace {

struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("vigie-week-" + std::to_string(std::random_device{}()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
        std::error_code code;
        std::filesystem::remove_all(path, code);
    }
};

void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }
std::string read(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A small week with everything the format knows.
json random_week(std::mt19937& rng, int crews, int jobs, int days) {
    const auto below = [&](int n) { return static_cast<int>(rng() % static_cast<unsigned>(n)); };
    json week{{"format", "commune-week/1"}, {"days", days}, {"places", json::array()}, {"crews", json::array()}, {"interventions", json::array()}};
    for (int i = 0; i < jobs + 2; ++i) week["places"].push_back({{"id", "p" + std::to_string(i)}, {"x", below(8000)}, {"y", below(8000)}});
    if (below(2)) {
        week["travel"] = {{"model", "euclid"}, {"factor", 1.3}, {"speed_kmh", 30}};
    } else {
        week["travel"] = {{"model", "matrix"}, {"seconds", json::array()}};
        for (int i = 0; i < jobs + 2; ++i) {
            json row = json::array();
            for (int k = 0; k < jobs + 2; ++k) row.push_back(i == k ? 0 : 60 + below(1500));
            week["travel"]["seconds"].push_back(row);
        }
    }
    const std::vector<std::string> skills{"a", "b", "c"};
    for (int c = 0; c < crews; ++c) {
        json crew{{"id", below(2) ? json(c) : json("T-" + std::to_string(c))}, {"name", "x"}, {"members", 2}, {"skills", json::array()}, {"equipment", json::array()}, {"shifts", json::array()}};
        for (const auto& s : skills)
            if (below(3)) crew["skills"].push_back(s);
        if (below(2)) crew["equipment"].push_back("nacelle");
        for (int d = 0; d < days; ++d) {
            if (!below(6)) continue;
            const int start = d * 86400 + 8 * 3600;
            json shift{{"day", d}, {"start", start}, {"end", start + 4 * 3600 + below(5) * 3600}, {"from", below(2)}, {"to", below(2)}, {"lunch", nullptr}};
            if (below(4)) shift["lunch"] = {{"earliest", start + 3 * 3600}, {"latest", start + 4 * 3600 + below(3600)}, {"duration", 2700}};
            crew["shifts"].push_back(shift);
        }
        week["crews"].push_back(crew);
    }
    for (int i = 0; i < jobs; ++i) {
        json job{{"id", i}, {"place", i + 2}, {"kind", "k"}, {"skills", json::array()}, {"equipment", json::array()},
                 {"duration", (1 + below(20)) * 600}, {"priority", below(101)}, {"windows", json::array()}, {"deadline", nullptr},
                 {"crews_needed", below(6) ? 1 : 2 + below(2)}, {"after", json::array()}, {"pinned", nullptr}};
        if (below(2)) job["skills"].push_back(skills[static_cast<std::size_t>(below(3))]);
        if (!below(6)) job["equipment"].push_back("nacelle");
        for (int w = below(3) ? 0 : 1 + below(2); w > 0; --w) {
            const int from = below(days) * 86400 + 8 * 3600 + below(6) * 3600;
            job["windows"].push_back({from, from + below(3 * 3600)});
        }
        if (!below(4)) job["deadline"] = (1 + below(days)) * 86400 - 7 * 3600;
        if (i && !below(5)) job["after"].push_back(below(i));
        week["interventions"].push_back(job);
    }
    return week;
}

json plan_of(const Folder& folder, const json& week, Millis seconds, int threads = 1, std::uint64_t seed = 1) {
    write(folder.path / "week.json", week.dump());
    const auto figures = plan_commune_week({folder.path / "week.json", folder.path / "plan.json", seconds, threads, seed});
    INFO((figures ? "" : figures.error().text.key + " " + figures.error().detail));
    REQUIRE(figures);
    return json::parse(read(folder.path / "plan.json"));
}

std::filesystem::path shared() {
    if (const char* named = std::getenv("VIGIE_SHARED")) return named;
    return std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared";
}

std::string error_of(const Folder& folder, const std::string& text) {
    write(folder.path / "bad.json", text);
    const auto figures = plan_commune_week({folder.path / "bad.json", folder.path / "plan.json", Millis{0}, 1, 1});
    REQUIRE_FALSE(figures);
    std::string said = figures.error().text.key;
    for (const auto& [name, value] : figures.error().text.args) said += " " + name + "=" + value;
    return said;
}

} // namespace

TEST_CASE("greedy plans of random weeks with everything in them keep every rule") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    const Folder folder;
    int placed = 0;
    for (int round = 0; round < 150; ++round) {
        const auto week = random_week(rng, 1 + static_cast<int>(rng() % 5), static_cast<int>(rng() % 30), 1 + static_cast<int>(rng() % 4));
        const auto plan = plan_of(folder, week, Seconds{0});
        const auto bad = violations(week, plan);
        INFO("round " << round << (bad.empty() ? "" : ": " + bad.front()) << "\n" << week.dump());
        REQUIRE(bad.empty());
        placed += static_cast<int>(plan["visits"].size());
    }
    CHECK(placed > 500);
}

TEST_CASE("improved plans keep every rule too, and are never worse than the greedy one") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    const Folder folder;
    for (int round = 0; round < 6; ++round) {
        const auto week = random_week(rng, 2 + static_cast<int>(rng() % 4), 40, 3);
        const auto sum = [&](const json& plan) {
            std::set<int> done;
            for (const auto& v : plan["visits"]) done.insert(int(v["intervention"]));
            int total = 0;
            for (const int id : done) total += int(week["interventions"][static_cast<std::size_t>(id)]["priority"]);
            return total;
        };
        const int greedy = sum(plan_of(folder, week, Seconds{0}));
        const auto better = plan_of(folder, week, Seconds{1}, 1 + round % 2, rng());
        const auto bad = violations(week, better);
        INFO("round " << round << (bad.empty() ? "" : ": " + bad.front()));
        CHECK(bad.empty());
        CHECK(sum(better) >= greedy);
    }
}

TEST_CASE("one thread and one seed give the same bytes") {
    std::mt19937 rng(11);
    const Folder folder;
    const auto week = random_week(rng, 4, 40, 3);
    plan_of(folder, week, Seconds{0});
    const auto greedy = read(folder.path / "plan.json");
    plan_of(folder, week, Seconds{0});
    CHECK(read(folder.path / "plan.json") == greedy);
}

TEST_CASE("a tiny week is planned as well as any order of its visits allows") {
    // Three visits in one morning; only some fit. Brute force over all orders gives the best priority sum.
    std::mt19937 rng(5);
    const Folder folder;
    for (int round = 0; round < 25; ++round) {
        json week = random_week(rng, 1, 5, 1);
        week["crews"][0]["shifts"] = {{{"day", 0}, {"start", 28800}, {"end", 43200}, {"from", 0}, {"to", 0}, {"lunch", nullptr}}};
        week["crews"][0]["skills"] = {"a", "b", "c"};
        week["crews"][0]["equipment"] = {"nacelle"};
        for (auto& job : week["interventions"]) {
            job["crews_needed"] = 1;
            job["after"] = json::array();
            job["windows"] = json::array();
            job["deadline"] = nullptr;
        }
        const auto way = [&](int a, int b) {
            const auto& t = week["travel"];
            if (t["model"] == "matrix") return int(t["seconds"][static_cast<std::size_t>(a)][static_cast<std::size_t>(b)]);
            const double dx = double(week["places"][static_cast<std::size_t>(a)]["x"]) - double(week["places"][static_cast<std::size_t>(b)]["x"]);
            const double dy = double(week["places"][static_cast<std::size_t>(a)]["y"]) - double(week["places"][static_cast<std::size_t>(b)]["y"]);
            return static_cast<int>(std::floor(1.3 * std::hypot(dx, dy) / (30 / 3.6) + 0.5));
        };
        std::vector<int> order{0, 1, 2, 3, 4};
        int best = 0;
        do {
            int t = 28800, at = 0, sum = 0;
            for (const int j : order) {
                const auto& job = week["interventions"][static_cast<std::size_t>(j)];
                const int done = t + way(at, job["place"]) + int(job["duration"]);
                if (done + way(job["place"], 0) > 43200) break;
                sum += int(job["priority"]);
                best = std::max(best, sum);
                t = done;
                at = job["place"];
            }
        } while (std::next_permutation(order.begin(), order.end()));
        const auto plan = plan_of(folder, week, Seconds{1}, 1, rng());
        int sum = 0;
        for (const auto& v : plan["visits"]) sum += int(week["interventions"][static_cast<std::size_t>(int(v["intervention"]))]["priority"]);
        INFO("round " << round);
        CHECK(violations(week, plan).empty());
        CHECK(sum == best);
    }
}

TEST_CASE("a bad week is refused with the member that is wrong") {
    const Folder folder;
    std::mt19937 rng(3);
    const json good = random_week(rng, 2, 4, 2);
    const auto broken = [&](auto&& edit) {
        json week = good;
        edit(week);
        return error_of(folder, week.dump());
    };
    CHECK(error_of(folder, "{nonsense") .starts_with("planning.week.not_json"));
    CHECK(error_of(folder, "[]") == "planning.week.missing field=format");
    CHECK(broken([](json& w) { w["format"] = "commune-week/2"; }) == "planning.week.bad_format format=commune-week/2 field=format");
    CHECK(broken([](json& w) { w.erase("travel"); }) == "planning.week.missing field=travel");
    CHECK(broken([](json& w) { w["travel"] = {{"model", "euclid"}, {"factor", 1.3}, {"speed_kmh", 0}}; }) == "planning.week.not_positive field=travel.speed_kmh");
    CHECK(broken([](json& w) { w["travel"] = {{"model", "matrix"}, {"seconds", {{0}}}}; }) == "planning.week.bad_matrix n=6 field=travel.seconds");
    CHECK(broken([](json& w) { w["interventions"][1]["place"] = 99; }).starts_with("planning.week.out_of_range"));
    CHECK(broken([](json& w) { w["interventions"][1]["place"] = 99; }).ends_with("field=interventions[1].place"));
    CHECK(broken([](json& w) { w["interventions"][2]["duration"] = "long"; }) == "planning.week.not_number field=interventions[2].duration");
    CHECK(broken([](json& w) { w["interventions"][2]["duration"] = 1.5; }) == "planning.week.not_whole field=interventions[2].duration");
    CHECK(broken([](json& w) { w["interventions"][0]["windows"] = {{5}}; }) == "planning.week.not_pair field=interventions[0].windows[0]");
    CHECK(broken([](json& w) { w["interventions"][0]["windows"] = {{50, 5}}; }) == "planning.week.ends_before field=interventions[0].windows[0][1]");
    CHECK(broken([](json& w) { w["interventions"][0]["after"] = {77}; }) == "planning.week.unknown field=interventions[0].after[0]");
    CHECK(broken([](json& w) { w["interventions"][0]["after"] = {0}; }) == "planning.week.after_itself field=interventions[0].after[0]");
    CHECK(broken([](json& w) { w["interventions"][3]["id"] = 2; }) == "planning.week.twice field=interventions[3].id");
    CHECK(broken([](json& w) { w["crews"] = 7; }) == "planning.week.not_list field=crews");
    CHECK(broken([](json& w) { w["interventions"][0]["pinned"] = {{"crew", "nobody"}, {"start", 0}}; }) == "planning.week.unknown field=interventions[0].pinned.crew");
    const auto missing = plan_commune_week({folder.path / "absent.json", folder.path / "p.json", Millis{0}, 1, 1});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().text.key == "planning.week.cannot_read");
}

TEST_CASE("pins that contradict each other are named, and no plan is written") {
    const Folder folder;
    json week{{"format", "commune-week/1"}, {"days", 1}, {"travel", {{"model", "euclid"}, {"factor", 1}, {"speed_kmh", 36}}},
              {"places", {{{"id", "d"}, {"x", 0}, {"y", 0}}, {{"id", "e"}, {"x", 1000}, {"y", 0}}}},
              {"crews", {{{"id", 0}, {"name", "A"}, {"members", 1}, {"skills", json::array()}, {"equipment", json::array()},
                          {"shifts", {{{"day", 0}, {"start", 28800}, {"end", 57600}, {"from", 0}, {"to", 0}, {"lunch", nullptr}}}}}}},
              {"interventions", json::array()}};
    const auto job = [](int id, int pin) {
        return json{{"id", id}, {"place", 1}, {"kind", ""}, {"skills", json::array()}, {"equipment", json::array()}, {"duration", 3600},
                    {"priority", 1}, {"windows", json::array()}, {"deadline", nullptr}, {"crews_needed", 1}, {"after", json::array()},
                    {"pinned", pin < 0 ? json(nullptr) : json{{"crew", 0}, {"start", pin}}}};
    };
    week["interventions"] = {job(10, 30000), job(11, 32000)};
    CHECK(error_of(folder, week.dump()) == "planning.week.pins_collide a=11 b=10");
    CHECK_FALSE(std::filesystem::exists(folder.path / "plan.json"));
    week["interventions"] = {job(10, 28800)};  // 100 s of road from the depot
    CHECK(error_of(folder, week.dump()) == "planning.week.pin_cannot a=10");
    week["interventions"] = {job(10, 28000)};
    CHECK(error_of(folder, week.dump()) == "planning.week.pin_impossible field=interventions[0].pinned");
    week["interventions"] = {job(10, 30000), job(11, -1)};
    week["interventions"][0]["after"] = {11};  // would have to be done before 30,000: not even the way there is
    CHECK(error_of(folder, week.dump()) == "planning.week.pin_needs a=10 b=11");
    week["interventions"] = {job(10, 40000), job(11, -1)};
    week["interventions"][0]["after"] = {11};
    const auto plan = plan_of(folder, week, Seconds{0});
    CHECK(plan["visits"].size() == 2);
    CHECK(violations(week, plan).empty());
}

TEST_CASE("weeks without crews, without work or with work for nobody give empty plans") {
    const Folder folder;
    std::mt19937 rng(9);
    json week = random_week(rng, 2, 6, 1);
    json nobody = week;
    nobody["crews"] = json::array();
    CHECK(plan_of(folder, nobody, Seconds{0})["visits"].empty());
    json idle = week;
    idle["interventions"] = json::array();
    CHECK(plan_of(folder, idle, Seconds{1})["visits"].empty());
    for (auto& job : week["interventions"]) job["skills"] = {"magic"};
    CHECK(plan_of(folder, week, Seconds{1})["visits"].empty());
    json circle = random_week(rng, 2, 2, 1);
    circle["interventions"][0]["after"] = {1};
    circle["interventions"][1]["after"] = {0};
    CHECK(plan_of(folder, circle, Seconds{1})["visits"].empty());
}

TEST_CASE("a plan stopped at any moment is valid") {
    std::mt19937 rng(21);
    const Folder folder;
    const auto week = random_week(rng, 6, 120, 4);
    write(folder.path / "week.json", week.dump());
    for (const int ms : {0, 1, 5, 20, 80}) {
        std::stop_source source;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(ms));
            source.request_stop();
        });
        const auto figures = plan_commune_week({folder.path / "week.json", folder.path / "plan.json", Seconds{30}, 2, 1}, source.get_token());
        REQUIRE(figures);
        CHECK(violations(week, json::parse(read(folder.path / "plan.json"))).empty());
    }
}

TEST_CASE("the shared weeks are planned without a violation, as the reference checker sees it") {
    const auto checker = shared() / "tools/commune_week.py";
    const auto folder_in = shared() / "data/routing";
    if (!std::filesystem::exists(folder_in)) SKIP("no shared routing data beside the project");
    const Folder folder;
    for (const auto* profile : {"core", "full"}) {
        const auto week = folder_in / (std::string("commune_week_") + profile + "_300x12_s1.json");
        for (const int seconds : {0, 1}) {
            const auto plan = folder.path / "plan.json", report = folder.path / "report.json";
            const auto figures = plan_commune_week({week, plan, Seconds{seconds}, 1, 1});
            REQUIRE(figures);
            CHECK(violations(json::parse(read(week)), json::parse(read(plan))).empty());
            const std::string command = "python3 '" + checker.string() + "' check '" + week.string() + "' '" + plan.string() + "' > '" + report.string() + "' 2>/dev/null";
            if (std::system(command.c_str()) != 0) SKIP("no python3 for the reference checker");
            const auto said = json::parse(read(report));
            CHECK(said["violations"] == 0);
            CHECK(said["assigned"] == figures->assigned);
            CHECK(said["priority_sum"] == figures->priority_sum);
            CHECK(said["travel_s"] == figures->travel_s);
            CHECK(figures->priority_sum > (profile == std::string("core") ? 11900 : 11500));
        }
    }
}

namespace {

// A week of free work with a plan in force, and one urgent job that comes in the middle of a day.
json running_week(std::mt19937& rng, int jobs) {
    const auto below = [&](int n) { return static_cast<int>(rng() % static_cast<unsigned>(n)); };
    json week{{"format", "commune-week/1"}, {"days", 3}, {"travel", {{"model", "euclid"}, {"factor", 1.3}, {"speed_kmh", 30}}},
              {"places", json::array()}, {"crews", json::array()}, {"interventions", json::array()}};
    for (int i = 0; i <= jobs; ++i) week["places"].push_back({{"id", "p"}, {"x", below(6000)}, {"y", below(6000)}});
    for (int c = 0; c < 4; ++c) {
        json crew{{"id", c}, {"name", "x"}, {"members", 2}, {"skills", {"a"}}, {"equipment", json::array()}, {"shifts", json::array()}};
        for (int d = 0; d < 3; ++d)
            crew["shifts"].push_back({{"day", d}, {"start", d * 86400 + 8 * 3600}, {"end", d * 86400 + 16 * 3600}, {"from", 0}, {"to", 0},
                                      {"lunch", {{"earliest", d * 86400 + 11 * 3600}, {"latest", d * 86400 + 13 * 3600}, {"duration", 2700}}}});
        week["crews"].push_back(crew);
    }
    for (int i = 0; i < jobs; ++i)
        week["interventions"].push_back({{"id", i}, {"place", i + 1}, {"kind", "k"}, {"skills", {"a"}}, {"equipment", json::array()},
                                         {"duration", (1 + below(6)) * 900}, {"priority", 20 + below(60)}, {"windows", json::array()},
                                         {"deadline", nullptr}, {"crews_needed", 1}, {"after", json::array()}, {"pinned", nullptr}});
    return week;
}

} // namespace

TEST_CASE("an urgent report finds room in a running week, and what has begun stays") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 rng(seed);
    const Folder folder;
    std::size_t open = 0, disturbed = 0, dropped = 0;
    constexpr int rounds = 20;
    for (int round = 0; round < rounds; ++round) {
        auto week = running_week(rng, 90);
        const auto before = plan_of(folder, week, Millis{300});
        std::filesystem::rename(folder.path / "plan.json", folder.path / "before.json");
        const int now = static_cast<int>(rng() % 2) * 86400 + (9 + static_cast<int>(rng() % 4)) * 3600;
        week["interventions"].push_back({{"id", 1000}, {"place", 1 + static_cast<int>(rng() % 90)}, {"kind", "urgence"}, {"skills", {"a"}},
                                         {"equipment", json::array()}, {"duration", 3600}, {"priority", 100},
                                         {"windows", json::array({json::array({now, now + 4 * 3600})})}, {"deadline", nullptr}, {"crews_needed", 1},
                                         {"after", json::array()}, {"pinned", nullptr}});
        write(folder.path / "week.json", week.dump());
        PlanRequest request{folder.path / "week.json", folder.path / "plan.json", Millis{60'000}, 1, 1};
        request.seconds = Millis{100};
        request.from = folder.path / "before.json";
        request.now = Seconds{now};
        request.urgent = {"1000"};
        const auto figures = plan_commune_week(request);
        REQUIRE(figures);
        const auto after = json::parse(read(folder.path / "plan.json"));
        INFO("round " << round << " now " << now);
        const auto bad = violations(week, after);
        REQUIRE(bad.empty());
        const auto has = [&](const json& visit) { return std::ranges::find(after["visits"], visit) != after["visits"].end(); };
        for (const auto& visit : before["visits"])
            if (visit["start"] < now) CHECK(has(visit));
        CHECK(std::ranges::any_of(after["visits"], [](const json& v) { return v["intervention"] == 1000; }));
        for (const auto& visit : after["visits"])
            if (!std::ranges::any_of(before["visits"], [&](const json& b) { return b["intervention"] == visit["intervention"] && b["start"] < now; }))
                CHECK(visit["start"] >= now);
        open += figures->open;
        disturbed += figures->moved + figures->shifted;
        dropped += figures->dropped;
    }
    CHECK(open > 400);
    CHECK(disturbed * 100 <= open * 4);
    CHECK(dropped <= rounds);
}

TEST_CASE("planning again with a plan of another week says which member is wrong") {
    const Folder folder;
    std::mt19937 rng(1);
    write(folder.path / "week.json", running_week(rng, 3).dump());
    PlanRequest request{folder.path / "week.json", folder.path / "plan.json", Millis{0}, 1, 1};
    request.from = folder.path / "before.json";
    write(request.from, R"({"visits":[{"intervention":77,"crew":0,"start":30000}]})");
    auto figures = plan_commune_week(request);
    REQUIRE_FALSE(figures);
    CHECK(figures.error().text.args.front().second == "visits[0].intervention");
    write(request.from, "nothing");
    figures = plan_commune_week(request);
    REQUIRE_FALSE(figures);
    CHECK(figures.error().text.key == "planning.week.not_json");
    request.urgent = {"88"};
    write(request.from, R"({"visits":[]})");
    figures = plan_commune_week(request);
    REQUIRE_FALSE(figures);
    CHECK(figures.error().text.key == "planning.week.no_intervention");
}
